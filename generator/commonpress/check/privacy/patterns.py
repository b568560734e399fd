# SPDX-License-Identifier: AGPL-3.0-or-later
"""Signs that have a form: addresses, numbers, moments, places, ages, long quotations.

Every expression takes time in proportion to the text. The order matters: what one has found, no
later one looks at again, so a bank account is never told as a telephone number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from commonpress.check.privacy.contact_forms import ADDRESSES, QUOTATIONS, TELEPHONE
from commonpress.check.privacy.moment_forms import MOMENTS
from commonpress.check.privacy.number_forms import NUMBERS
from commonpress.check.privacy.pattern import Pattern, compiled
from commonpress.check.privacy.place_forms import POINTS, STREETS
from commonpress.check.privacy.signs import Found
from commonpress.kinds import KINDS

PATTERNS = (*ADDRESSES, *NUMBERS, *POINTS, *STREETS, *MOMENTS, *TELEPHONE)
# Those that may be found in a text without a digit.
_WORDED = tuple(pattern for pattern in PATTERNS if r"\d" not in pattern.when)
_DIGIT = re.compile(r"\d")
# Ids of the book's own records may be named anywhere, and so may a year and a number; their
# digits are no telephone number. All ids are a word of their kind and numbers.
_ID = r"\b([a-z]{3,8})-[0-9]{4}(?:-[0-9]{1,5}){0,2}\b"
_NUMBERED = r"\b(?:19|20)[0-9]{2}[-/][0-9]{1,4}\b(?![-/.][0-9])"
_PREFIXES = frozenset(kind.id_form.partition("-")[0] for kind in KINDS if r"\d" in kind.id_form)
# Without one of these there is none of the signs; quotations are looked for apart. Most texts
# that hold one hold one of the first.
_SIGNS = re.compile(r"[@\d#:]")
_LOOKS = re.compile(r"u/|www|o['’]clock|\.\w|///|(?i:\bat\W)|[A-ZÀ-Þ]\w*\s[A-ZÀ-Þ]")
_ID_HOLDS = re.compile(r"-[0-9]{4}")
_NUMBERED_HOLDS = re.compile(r"[0-9][-/][0-9]")


# No quotation that is told is shorter.
_QUOTED = 40


def find_patterns(text: str, *, strict: bool) -> tuple[tuple[Found, ...], str]:
    """What has a form, and the text with all that was found, and the book's ids, left blank."""
    found: list[Found] = []
    if strict and len(text) > _QUOTED:
        found.extend(_in(text, QUOTATIONS[0], ((0, len(text)),)))
    if not strict and not _SIGNS.search(text) and not _LOOKS.search(text):
        return tuple(found), text
    left = _without_ids(text)
    places: dict[tuple[str, str], tuple[tuple[int, int], ...]] = {}
    for pattern in PATTERNS if _DIGIT.search(left) else _WORDED:
        if pattern.strict and not strict:
            continue
        key = pattern.needs, pattern.when
        if key not in places:
            places[key] = tuple(_paragraphs(left, pattern))
        if not places[key]:
            continue
        new = tuple(_in(left, pattern, places[key]))
        for one in new:
            left = f"{left[: one.start]}{' ' * (one.end - one.start)}{left[one.end :]}"
        found.extend(new)
    return tuple(found), left


def _without_ids(text: str) -> str:
    if _ID_HOLDS.search(text):
        text = compiled(_ID).sub(_blank_id, text)
    if _NUMBERED_HOLDS.search(text):
        text = compiled(_NUMBERED).sub(_blank, text)
    return text


def _paragraphs(text: str, pattern: Pattern) -> Iterator[tuple[int, int]]:
    """Where the paragraphs stand in which a pattern may find anything."""
    if pattern.needs not in text:
        return
    if not pattern.when:
        yield 0, len(text)
        return
    when = compiled(pattern.when)
    sign = when.search(text)
    while sign:
        start = text.rfind("\n\n", 0, sign.start()) + 1
        end = text.find("\n\n", sign.start())
        end = len(text) if end < 0 else end
        yield start, end
        sign = when.search(text, end)


def _in(text: str, pattern: Pattern, places: tuple[tuple[int, int], ...]) -> Iterator[Found]:
    for place in places:
        for found in pattern.form.finditer(text, *place):
            if pattern.accept(found[0]):
                start = found.start() + len(found[0]) - len(found[0].lstrip())
                yield Found(start, found.start() + len(found[0].rstrip()), pattern.sign)


def _blank_id(found: re.Match[str]) -> str:
    return " " * len(found[0]) if found[1] in _PREFIXES else found[0]


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])
