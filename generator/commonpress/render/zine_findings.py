# SPDX-License-Identifier: AGPL-3.0-or-later
"""What paper cannot carry: characters no shipped font has, and pages that hold too much.

The shipped fonts draw many scripts, not all. A font of the machine must not stand in: the same
book would then print differently elsewhere, or show an empty box.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from html import unescape
from typing import TYPE_CHECKING

import msgspec

from commonpress.ground.diagnostics import Code, Diagnostic, Severity, Span
from commonpress.kinds.base import Record

if TYPE_CHECKING:
    from commonpress.kinds.publication import Zine
    from commonpress.render.faces import Face
    from commonpress.render.zine_pieces import Piece

NOT_IN_FONT = Code(
    "character-not-in-font",
    "The fonts of zine and sheets cannot draw a character of this record, and no font of the "
    "machine may stand in for them: the paper would show an empty box. They have Latin, Greek, "
    "Cyrillic and Arabic letters. Every such character is found before anything is set, with the "
    "place where it is written. Write it with other characters.",
)
TOO_LONG = Code(
    "zine-page-too-long",
    "A page of the zine, or a panel of a folded sheet, that must be one page holds more than fits "
    "on it: the back cover because of a long colophon, the correction slip because of many ways "
    "to reach the commons. Write less there; type is never made smaller in silence.",
)
OVER_BUDGET = Code(
    "zine-over-budget",
    "An issue says how many pages it may have, and has more even without the sections that may be "
    "left out. Type is never made smaller to fit: mark more sections as `optional`, pick fewer "
    "records, or allow four pages more.",
)
LEFT_OUT = Code(
    "zine-left-out",
    "A section that is `optional` was left out, because the issue would have had more pages than "
    "it may.",
    severity=Severity.NOTE,
)
ART_UNUSABLE = Code(
    "art-unusable",
    "A picture of the zine cannot be printed: it is not there, is no PNG or JPEG, is too coarse "
    "for its width (300 dots an inch for a drawing, 200 for a photograph), or is too tall for "
    "its page.",
)
CODES = (NOT_IN_FONT, TOO_LONG, OVER_BUDGET, LEFT_OUT, ART_UNUSABLE)

_TAG = re.compile(r"<style>.*?</style>|<[^>]*>", re.DOTALL)


class UnprintableIssueError(Exception):
    """An issue that must not be printed; `findings` say which records to mend."""

    def __init__(self, findings: tuple[Diagnostic, ...]) -> None:
        super().__init__(" ".join(finding.message for finding in findings))
        self.findings = findings


def too_long(piece: Piece, zine: Record) -> Diagnostic:
    """Say that a piece takes more than its one page."""
    return Diagnostic(
        TOO_LONG,
        zine.span("colophon" if piece.key == "back" else ""),
        f'the page "{piece.part}" holds more than fits on one page',
        "write less there",
    )


def over_budget(zine: Zine, pages: int, longest: Iterable[tuple[str, int]]) -> Diagnostic:
    """Say how many pages an issue has and may have; `longest` are heads with their pages."""
    told = ", ".join(f'"{title}" has {count}' for title, count in longest)
    return Diagnostic(
        OVER_BUDGET,
        zine.span("pages"),
        f"the issue would have {pages} pages and may have {zine.pages}: {told}",
        "mark a section as `optional`, pick fewer records, or allow more pages",
    )


def left_out(zine: Zine, title: str) -> Diagnostic:
    """Say that a section was left out."""
    return Diagnostic(
        LEFT_OUT,
        zine.span("pages"),
        f'"{title}" is left out, so that the issue has no more than {zine.pages} pages',
    )


def unusable(zine: Zine, picture: str, reason: str) -> Diagnostic:
    """Say why a picture cannot be printed."""
    place = next(
        i for i, each in enumerate(zine.sections) if each.art and each.art.picture == picture
    )
    span = zine.span(f"sections.{place}.art.picture")
    return Diagnostic(ART_UNUSABLE, span, f"`{picture}` cannot be printed: {reason}")


def undrawable(
    pieces: Iterable[Piece], records: Iterable[Record], zine: Record, face: Face
) -> Iterator[Diagnostic]:
    """Find every printed character that the text face lacks, once a section.

    The place is the field of a printed record that holds it; of the issue, where none does.
    """
    texts = [(text, record, path) for record in records for path, text in _texts(record, "")]
    for piece in pieces:
        for character in face.missing(unescape(_TAG.sub(" ", piece.body))):
            spans = (_place(*found, character) for found in texts if character in found[0])
            yield _named(character, next(spans, zine.span()), piece)


def _place(text: str, record: Record, path: str, character: str) -> Span:
    """Where a character stands: its column in prose below the fields, else its field."""
    span = record.span(path)
    if path != "body":
        return span
    before = text[: text.index(character)]
    column = len(before) - before.rfind("\n")
    return Span(span.path, span.line + before.count("\n"), column, column + 1)


def _named(character: str, span: Span, piece: Piece) -> Diagnostic:
    name = unicodedata.name(character, "a character without a name").lower()
    return Diagnostic(
        NOT_IN_FONT,
        span,
        f"the shipped fonts have no {character} (U+{ord(character):04X}, {name}), which the page "
        f'"{piece.part}" would print',
        "write it with Latin, Greek, Cyrillic or Arabic letters, or leave it out",
    )


def _texts(value: object, path: str) -> Iterator[tuple[str, str]]:
    """Every text in a record, with the path of its field."""
    if isinstance(value, str):
        yield path, value
    for name, inner in _inside(value):
        yield from _texts(inner, f"{path}.{name}" if path else name)


def _inside(value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, msgspec.Struct):
        yield from ((f, getattr(value, f)) for f in value.__struct_fields__ if f != "places")
    elif isinstance(value, tuple):
        yield from ((str(place), inner) for place, inner in enumerate(value))
