# SPDX-License-Identifier: AGPL-3.0-or-later
"""What can be wrong with a finished PDF: the findings of preflight, and a fault before it is told.

A commons comes upon these where it has templates or style sheets of its own, or where a record
asks for more than a page can carry. The places are the file, its page, and millimetres on it.
"""

from __future__ import annotations

from dataclasses import dataclass

from commonpress.ground.diagnostics import Code

LETTERS = Code(
    "print-wrong-letters",
    "A file that is to be printed uses a font that does not ship with Commonpress, does not hold "
    "it, or draws other letters than it says. Another machine would then print another page. Name "
    "one of the shipped families in the style sheet: `Zine Sans` or `Common Display`.",
)
SMALL = Code(
    "print-too-small",
    "Letters on a page are smaller than its printing can carry: 8 points for a copier, 7 for "
    "other printers, 16 in large print. Set them larger, or leave words out.",
)
THIN = Code(
    "print-too-thin",
    "A line on a page is so thin that a printer or a copier loses it: less than 0.75 points, and "
    "0.5 on a screen. Make it thicker in the style sheet.",
)
OFF = Code(
    "print-at-edge",
    "Something on a page lies where no printer prints, in the outer 6 millimetres of the paper, "
    "or words run off their page and are cut. Move it inwards.",
)
GREY = Code(
    "print-grey",
    "A page for a copier, or a plate for one ink, has a grey, a colour or something half "
    "transparent. Two copies later a light grey is white and a dark one black. Use black and "
    "white, and lines or dots for what is between.",
)
FAINT = Code(
    "print-faint",
    "Letters do not stand out from what is behind them: the contrast is less than 7 to 1. On one "
    "ink a blue word on a black ground is a black word on a black ground.",
)
COUNT = Code(
    "print-miscounted",
    "A file has another number of pages than its folding needs, or pages of another size than "
    "the paper. Sheets printed from it could not be folded into a book.",
)
COARSE = Code(
    "print-coarse",
    "A picture has too few dots for the size at which it is printed: 300 an inch for a drawing "
    "in black and white, 200 for all else. Show it smaller, or bring a finer one.",
)
WORDS = Code(
    "print-words-lost",
    "Words that the templates wrote are not on the printed pages. A style sheet hides them, or "
    "they ran out of their box. Every word of an issue is in every edition that has its section.",
)
TAGS = Code(
    "print-untagged",
    "A file for reading lacks something that people need who read with their ears or with keys: a "
    "title, a language, tags, the words of a picture, the scope of a head in a table, a label, or "
    "heads in their order.",
)
CODES = (LETTERS, SMALL, THIN, OFF, GREY, FAINT, COUNT, COARSE, WORDS, TAGS)

# What to do, by the finding.
HINTS = {
    LETTERS: "name `Zine Sans` or `Common Display` as the family in the style sheet",
    SMALL: "set it larger, or leave words out",
    THIN: "make the line thicker in the style sheet",
    OFF: "move it inwards, or let the words break",
    GREY: "use black and white, and lines or dots for what is between",
    FAINT: "make the letters darker, or what is behind them lighter",
    COUNT: "keep the size of the page and its breaks as the edition has them",
    COARSE: "show the picture smaller, or bring one with more dots",
    WORDS: "look which rule of a style sheet hides them",
    TAGS: "say in the template what is missing",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A place on a page: its number from 1, and millimetres from its left and its top."""

    page: int
    left: float
    top: float


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a file, and its place where it has one."""

    code: Code
    what: str
    place: Place | None = None
