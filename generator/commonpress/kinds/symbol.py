# SPDX-License-Identifier: AGPL-3.0-or-later
"""A symbol: a mark, a gesture, a song or a colour that people share."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from commonpress.kinds.base import SLUG, Day, FileEach, Kind, Part, Record, about


class SymbolForm(StrEnum):
    """What sort of sign it is."""

    MARK = "mark"
    GESTURE = "gesture"
    SONG = "song"
    COLOUR = "colour"
    WORD = "word"


class Symbol(Record, frozen=True, kw_only=True):
    """One symbol. What it means, and where it comes from, stands below the fields."""

    title: Annotated[str, about("What people call it.", form="line", example="The chalk loop")]
    form: Annotated[SymbolForm, about("`mark`, `gesture`, `song`, `colour` or `word`.")]
    may_publish: Annotated[
        bool,
        about("`yes` where it may be shown to anyone; `no` keeps all but its title out of here."),
    ]
    since: Annotated[Day | None, about("The day it was first used, where somebody knows.")] = None
    adopted_by: Annotated[str, about("The decision behind it.", ref=("decision",))] = ""
    is_mark: Annotated[
        bool, about("`yes` for the one that is the mark of the site and of the zine.")
    ] = False
    practices: Annotated[
        tuple[Annotated[str, about("A practice.", ref=("practice",))], ...],
        about("Practices in which it is used."),
    ] = ()
    body: Annotated[str, about("What it means, and where it comes from.", form="prose")] = ""


SYMBOL = Kind(
    name="symbol",
    plural="symbols",
    title="Symbols",
    record=Symbol,
    part=Part.PROJECTS,
    shelf=FileEach("content/symbols", "md"),
    id_form=SLUG,
    id_example="chalk-loop",
    summary="A sign that people share, what it means, and whether it may be shown.",
)
