# SPDX-License-Identifier: AGPL-3.0-or-later
"""Arabic letters in drawings for paper, joined and put in order before they are set.

WeasyPrint sets the text of a drawing letter by letter, so letters would stand apart and from left
to right. Unicode has a form of each letter for each place in a word; with these, in the order in
which they are seen, a drawing reads right. Marks above and below letters are left out there. What
is no Arabic stays as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from html import escape, unescape
from typing import Final

_ARABIC: Final = re.compile(r"[\u0600-\u06ff\u0750-\u077f]")
_TEXT: Final = re.compile(r"(<text\b[^>]*>)([^<]*)(</text>)")
# What is read from left to right within a line from right to left: words and numbers.
_OTHER: Final = "[0-9A-Za-z\u00c0-\u02af\u0370-\u058f\u1e00-\u1fff]"
_LEFT_TO_RIGHT: Final = re.compile(rf"{_OTHER}(?:[^\u0600-\u07ff\ufb50-\ufeff]*{_OTHER})?")
_FIRST, _LAST = 0xFE70, 0xFEFC  # Arabic Presentation Forms-B


def joined_text(drawing: str) -> str:
    """A drawing with its Arabic words ready to be set letter by letter."""

    def seen(found: re.Match[str]) -> str:
        return f"{found[1]}{escape(as_seen(unescape(found[2])))}{found[3]}"

    return _TEXT.sub(seen, drawing) if _ARABIC.search(drawing) else drawing


def as_seen(text: str) -> str:
    """A line in the order in which it is seen from the left, its Arabic letters joined."""
    if not _ARABIC.search(text):
        return text
    return "".join(reversed(tuple(_parts(_shaped(text)))))


def _parts(text: str) -> Iterator[str]:
    """Letters one by one, and whole what is read from left to right, in the order of reading."""
    at = 0
    while at < len(text):
        found = _LEFT_TO_RIGHT.match(text, at)
        part = found[0] if found else text[at]
        yield part if len(part) > 1 else _mirrored(part)
        at += len(part)


def _mirrored(character: str) -> str:
    return {"(": ")", ")": "(", "[": "]", "]": "[", "«": "»", "»": "«"}.get(character, character)


def _shaped(text: str) -> str:
    """The letters in the forms of their places; lam and alef become one."""
    letters = [c for c in text if not unicodedata.combining(c)]
    shaped, place = "", 0
    while place < len(letters):
        size = 2 if "".join(letters[place : place + 2]) in _forms() else 1
        letter = "".join(letters[place : place + size])
        forms = _forms().get(letter, {})
        before = place > 0 and "initial" in _forms().get(letters[place - 1], {})
        behind = _takes(letters[place + size : place + size + 1])
        shaped += forms.get(_place(forms, before=before, behind=behind), letter)
        place += size
    return shaped


def _takes(letters: Sequence[str]) -> bool:
    """Whether the next letter joins to the one before it."""
    return bool(letters) and "final" in _forms().get(letters[0], {})


def _place(forms: dict[str, str], *, before: bool, behind: bool) -> str:
    behind = behind and "initial" in forms
    if before:
        return "medial" if behind else "final"
    return "initial" if behind else "isolated"


@cache
def _forms() -> dict[str, dict[str, str]]:
    """By letter, its form by place, as Unicode has them."""
    forms: dict[str, dict[str, str]] = {}
    for code in range(_FIRST, _LAST + 1):
        place, _, letters = unicodedata.decomposition(chr(code)).partition(" ")
        found = "".join(chr(int(one, 16)) for one in letters.split())
        if place and not any(c == " " or unicodedata.combining(c) for c in found):
            forms.setdefault(found, {})[place.strip("<>")] = chr(code)
    return forms
