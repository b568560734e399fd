# SPDX-License-Identifier: AGPL-3.0-or-later
"""What paper cannot carry: characters no shipped font has, and pages that hold too much.

The shipped fonts draw many scripts, not all. A font of the machine must not stand in: the same
book would then print differently elsewhere, or show an empty box.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import TYPE_CHECKING

import msgspec

from commonpress.ground.diagnostics import Code, Diagnostic, Span
from commonpress.kinds.base import Record

if TYPE_CHECKING:
    from commonpress.render.faces import Face
    from commonpress.render.zine_pieces import Piece

NOT_IN_FONT = Code(
    "character-not-in-font",
    "The zine's fonts cannot draw a character of this record, and no font of the machine may "
    "stand in for them: the paper would show an empty box. Write it with other characters.",
)
TOO_LONG = Code(
    "zine-page-too-long",
    "A page of the zine that must be one page holds more than fits on it: the back cover because "
    "of a long colophon, the correction slip because of many ways to reach the commons. Write "
    "less there; type is never made smaller in silence.",
)
CODES = (NOT_IN_FONT, TOO_LONG)

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


def undrawable(
    pieces: Iterable[Piece], records: Iterable[Record], zine: Record, face: Face
) -> Iterator[Diagnostic]:
    """Find every printed character that the text face lacks, once a section.

    The place is the field of a printed record that holds it; of the issue, where none does.
    """
    texts = [(text, record.span(path)) for record in records for path, text in _texts(record, "")]
    for piece in pieces:
        for character in face.missing(unescape(_TAG.sub(" ", piece.body))):
            spans = (span for text, span in texts if character in text)
            yield _named(character, next(spans, zine.span()), piece)


def _named(character: str, span: Span, piece: Piece) -> Diagnostic:
    return Diagnostic(
        NOT_IN_FONT,
        span,
        f"the zine's fonts have no {character} (U+{ord(character):04X}), which its page "
        f'"{piece.part}" would print',
        "write it with other characters",
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
