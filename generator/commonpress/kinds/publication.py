# SPDX-License-Identifier: AGPL-3.0-or-later
"""Free pages and zines: what the commons writes about itself, and what it prints."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec

from commonpress.kinds.base import SLUG, Day, FileEach, Kind, Part, Record, about


class Page(Record, frozen=True, kw_only=True):
    """A page in the commons' own words. Its id is its path below `content/pages`."""

    title: Annotated[str, about("The title.", form="line")]
    description: Annotated[str, about("A sentence for search engines and lists.", form="line")] = ""
    label: Annotated[
        str,
        about(
            "What the contents call it, when the title is long.", form="line", example="Take part"
        ),
    ] = ""
    body: Annotated[
        str, about("The page, in Markdown with all that Material offers.", form="prose")
    ] = ""


class SectionName(StrEnum):
    """What a zine can be made of."""

    LETTER = "letter"
    LEDGER = "ledger"
    CIRCULATED = "circulated"
    DECISIONS = "decisions"
    CASE = "case"
    NORMS = "norms"
    ROLES = "roles"
    CENSUS = "census"
    GUARDRAILS = "guardrails"
    SELF_RULE = "self-rule"
    FUNDING = "funding"
    ART = "art"
    VERIFIER = "verifier"
    NEXT = "next"
    COLOPHON = "colophon"


class Query(StrEnum):
    """Which records a section prints when it does not name them."""

    ADOPTED_THIS_SEASON = "adopted-this-season"
    ADOPTED_SINCE_LAST_ISSUE = "adopted-since-last-issue"
    IN_FORCE = "in-force"
    REVIEW_DUE = "review-due"
    OPEN = "open"
    WITH_DISSENT = "with-dissent"
    BATCH_OF_THIS_SEASON = "batch-of-this-season"
    CHANGED_THIS_SEASON = "changed-this-season"
    HELD_NOW = "held-now"


class Screen(StrEnum):
    """How a picture is made black and white before it is printed."""

    LINE = "line"
    HALFTONE = "halftone"


class Art(msgspec.Struct, frozen=True, kw_only=True):
    """A picture that somebody gave to an issue."""

    picture: Annotated[
        str,
        about(
            "A PNG or JPEG file in `content/media`.", form="line", example="the-row-at-low-tide.png"
        ),
    ]
    says: Annotated[str, about("What is to be seen, for those who do not see it.", form="line")]
    by: Annotated[str, about("Who made it: a handle or a role.", form="line")]
    screen: Annotated[
        Screen, about("`line` for drawings in ink, `halftone` for photographs and washes.")
    ] = Screen.LINE
    width: Annotated[
        int, about("How wide it is printed, in mm; its height must fit the page.", example="110")
    ] = 122


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """One section of an issue, in the order it is printed."""

    section: Annotated[SectionName, about("What it is.")]
    title: Annotated[str, about("Its heading, when not the usual one.", form="line")] = ""
    pick: Annotated[
        tuple[Annotated[str, about("A record.", ref=("decision", "case", "norm", "role"))], ...],
        about("The records in it, in order. Blank: all of the season."),
    ] = ()
    query: Annotated[
        Query | None, about("Which records are in it, instead of naming each in `pick`.")
    ] = None
    most: Annotated[
        int | None, about("How many records at the most, the first of those that `query` finds.")
    ] = None
    optional: Annotated[
        bool,
        about("Whether it may be left out where the issue has too few pages, the last one first."),
    ] = False
    art: Annotated[Art | None, about("The picture of a section `art`.")] = None


class ZineState(StrEnum):
    """How final an issue is."""

    DRAFT = "draft"
    PROOF = "proof"
    FINAL = "final"


class Edition(StrEnum):
    """The forms an issue comes in."""

    SCREEN = "screen"
    LARGE = "large"
    BOOKLET = "booklet"
    MINI8 = "mini8"
    MINI8_POSTER = "mini8-poster"
    A6 = "a6"
    QUARTER = "quarter"
    TRIFOLD = "trifold"
    ACCORDION = "accordion"
    A3BOOKLET = "a3booklet"
    RISO = "riso"


class Paper(StrEnum):
    """The paper in the copier."""

    A4 = "A4"
    LETTER = "Letter"


class Zine(Record, frozen=True, kw_only=True):
    """One issue of the zine. Its letter stands below the fields."""

    title: Annotated[str, about("The issue's title.", form="line", example="Spring 2026")]
    number: Annotated[int, about("The number of the issue.")]
    season: Annotated[str, about("The season it tells of.", form="period", example="2026-spring")]
    date: Annotated[Day, about("The day it was finished.")]
    state: Annotated[ZineState, about("`draft`, `proof` or `final`.")] = ZineState.DRAFT
    print_run: Annotated[int | None, about("How many copies were made.")] = None
    editions: Annotated[
        tuple[Edition, ...],
        about("The forms in which it is printed with the book; others can be asked for by name."),
    ] = (Edition.SCREEN, Edition.BOOKLET)
    paper: Annotated[Paper, about("The paper it is printed on, `A4` or `Letter`.")] = Paper.A4
    languages: Annotated[
        tuple[Annotated[str, about("A language.", form="language")], ...],
        about("The languages it is printed in beside its own. Blank: those of the settings."),
    ] = ()
    pages: Annotated[
        int | None,
        about(
            "How many pages the booklet may have, covers included: a multiple of four. Sections "
            "that are `optional` are left out until it fits.",
            example="24",
        ),
    ] = None
    letter_title: Annotated[str, about("The heading of the letter.", form="line")] = ""
    sections: Annotated[tuple[Section, ...], about("What goes in, in order.")]
    colophon: Annotated[str, about("Who made it, by roles; paper, printer.", form="prose")] = ""
    body: Annotated[str, about("The letter.", form="prose")] = ""


PAGE = Kind(
    name="page",
    plural="pages",
    title="Pages",
    record=Page,
    part=Part.PAGES,
    shelf=FileEach("content/pages", "md", deep=True),
    id_form=r"[a-z0-9][a-z0-9-]*(/[a-z0-9][a-z0-9-]*)*",
    id_example="take-part",
    summary="A page in the commons' own words.",
)
ZINE = Kind(
    name="zine",
    plural="zines",
    title="Zines",
    record=Zine,
    part=Part.ZINE,
    shelf=FileEach("content/zines", "md"),
    id_form=SLUG,
    id_example="spring-2026",
    summary="An issue of the zine: what goes in, in which order, and its letter.",
)
