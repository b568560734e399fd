# SPDX-License-Identifier: AGPL-3.0-or-later
"""The settings of a commons: its name, its language, its limits (`content/commons.yml`)."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Annotated

import msgspec

from commonpress.ground.periods import Calendar
from commonpress.kinds.base import Kind, Line, OneFile, Part, Prose, Record, about
from commonpress.kinds.editing import Forms


class Visibility(StrEnum):
    """Where a kind of record may be seen."""

    SITE = "site"
    PAPER = "paper"
    NONE = "none"


class Approval(msgspec.Struct, frozen=True, kw_only=True):
    """How many roles must approve a payment above an amount."""

    above: Annotated[Decimal, about("The amount from which this line holds, in the currency.")]
    roles: Annotated[int, about("How many roles must approve it.")]


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """The numbers a commons holds itself to. Each may be made stricter, not looser."""

    last_call_days: Annotated[
        int, about("Days a proposal stays in last call before it is adopted.", tighten="up")
    ] = 14
    stagnant_months: Annotated[
        int, about("Months without change after which a proposal is stagnant.", tighten="down")
    ] = 6
    longest_term_months: Annotated[
        int, about("The longest term of a role, in months.", tighten="down")
    ] = 12
    longest_money_term_months: Annotated[
        int, about("The longest term of a role that handles money, in months.", tighten="down")
    ] = 3
    full_tally_from: Annotated[
        int, about("People present from which a tally is published in full.", tighten="up")
    ] = 7
    households_behind_a_line: Annotated[
        int, about("Households that must stand behind a published line to people.", tighten="up")
    ] = 5
    count_within_days: Annotated[
        int, about("Days after its last entry within which a stock is counted.", tighten="down")
    ] = 35
    case_rest_months: Annotated[
        int,
        about("Whole months a case rests after it closed, before it is published.", tighten="up"),
    ] = 6
    census_tables_from: Annotated[
        int, about("Households that must answer before a census has tables.", tighten="up")
    ] = 60
    census_bands_from: Annotated[
        int, about("Households that must answer before a census has bands.", tighten="up")
    ] = 20
    case_k: Annotated[
        int, about("Cases that must share a description more specific than the year.", tighten="up")
    ] = 5


class Commons(Record, frozen=True, kw_only=True):
    """The settings of the book."""

    id: Annotated[str, about("Not written: there is one settings file.")] = "commons"
    name: Annotated[
        str, about("The name of the commons.", form="line", example="Tidewater Row Commons")
    ]
    short_name: Annotated[
        str, about("The name in running heads, where it must be short.", form="line")
    ] = ""
    tagline: Annotated[
        str, about("Where it is and how large, in a sentence or two.", form="line")
    ] = ""
    promise: Annotated[
        str, about("What this book promises its readers, for the cover of the zine.", form="line")
    ] = ""
    language: Annotated[
        str, about("The language the book is written in.", form="language", example="en")
    ] = "en"
    languages: Annotated[
        tuple[Annotated[str, about("A language.", form="language")], ...],
        about(
            "The languages the book is printed in, first the one most things are written in. Each "
            "other one is a whole site in a folder of its own. Blank: only that of the book."
        ),
    ] = ()
    currency: Annotated[
        str, about("The currency of the money in the ledger.", form="currency", example="EUR")
    ] = "EUR"
    seasons: Annotated[
        Calendar,
        about("`solar`: seasons turn with the sun; `months`: on the first of March and so on."),
    ] = Calendar.SOLAR
    site_url: Annotated[
        str,
        about("Where the site is published.", form="url", example="https://tidewater-row.example/"),
    ] = ""
    known_as: Annotated[
        str,
        about(
            "What feeds and calendars call this book, for ever: a domain and a year in which it "
            "was yours. Blank: the domain of `site_url`. Write it before the site moves.",
            form="tag",
            example="tidewater-row.example,2026",
        ),
    ] = ""
    time_zone: Annotated[
        str,
        about(
            "The time zone of the place, so that calendars give hours in universal time. Blank: "
            "they give the hour on the clock of whoever reads them.",
            form="time_zone",
            example="Europe/Dublin",
        ),
    ] = ""
    edit_url: Annotated[
        str,
        about(
            "Where a file of the book can be edited; the file's path is added to it.",
            form="url",
        ),
    ] = ""
    contact: Annotated[
        tuple[Line, ...], about("How to reach the commons, on paper and in person first.")
    ] = ()
    headline: Annotated[
        str,
        about(
            "The resource whose season stands large on the home page and on the zine's cover.",
            ref=("resource",),
            example="meal",
        ),
    ] = ""
    default_project: Annotated[
        str, about("The project of an entry that names none.", ref=("project",))
    ] = ""
    quorum: Annotated[
        int, about("How many must be present for an assembly to decide.", tighten="up")
    ] = 3
    licence: Annotated[
        str, about("The licence of texts and figures, as an SPDX id.", form="line")
    ] = "CC-BY-SA-4.0"
    limits: Annotated[Limits, about("The numbers this commons holds itself to.")] = Limits()
    approvals: Annotated[
        tuple[Approval, ...],
        about("From which amount a payment needs how many approving roles."),
    ] = (Approval(above=Decimal(0), roles=1), Approval(above=Decimal(30), roles=2))
    harms: Annotated[
        tuple[Line, ...], about("The kinds of harm a case may be filed under (a closed list).")
    ] = ()
    places_of_cases: Annotated[
        tuple[Line, ...],
        about("The places a case may name (a closed list); each holds many people."),
    ] = ()
    kinds_of_work: Annotated[
        tuple[Line, ...],
        about("The kinds of work that hours are written under (a closed list), largest first."),
    ] = ()
    publish: Annotated[
        tuple[Publish, ...], about("Which kinds are seen where; a kind not named is on the site.")
    ] = ()
    public_places: Annotated[
        PublicPlaces | None,
        about("How precise places may be: those that assemblies and gatherings may name."),
    ] = None
    noindex: Annotated[
        NoIndex | None,
        about("Asks search engines to leave the site out. Blank: they may list it."),
    ] = None
    forms: Annotated[
        Forms | None,
        about("Forms in the browser, under `/admin/`. Blank: there are none."),
    ] = None
    about: Annotated[
        str, about("A paragraph about the commons, for the home page.", form="prose")
    ] = ""

    @property
    def printed_in(self) -> tuple[str, ...]:
        """Every language that the book is printed in, its own first."""
        return tuple(dict.fromkeys((self.language, *self.languages)))


class Publish(msgspec.Struct, frozen=True, kw_only=True):
    """Where one kind may be seen, and which decision says so."""

    kind: Annotated[str, about("The name of a kind, as in `case`.", form="slug")]
    seen: Annotated[Visibility, about("`site`, `paper` or `none`.")]
    decision: Annotated[str, about("The decision that adopted this.", ref=("decision",))]


class PublicPlaces(msgspec.Struct, frozen=True, kw_only=True):
    """The places that records may name, as precisely as they are written here and no more."""

    named: Annotated[
        tuple[Line, ...],
        about("Each place in the words that records use (a closed list)."),
    ]
    decision: Annotated[str, about("The decision that adopted this.", ref=("decision",))]


class NoIndex(msgspec.Struct, frozen=True, kw_only=True):
    """A wish to be left out of search engines. Its decision is all there is to say."""

    decision: Annotated[str, about("The decision that adopted this.", ref=("decision",))]


COMMONS = Kind(
    name="commons",
    plural="settings",
    title="Settings",
    record=Commons,
    part=Part.HOME,
    shelf=OneFile("content/commons.yml"),
    id_form="commons",
    id_example="commons",
    summary="The name of the commons, its languages and the limits it holds itself to.",
)

__all__ = [
    "COMMONS",
    "Approval",
    "Commons",
    "Limits",
    "NoIndex",
    "Prose",
    "PublicPlaces",
    "Publish",
    "Visibility",
]
