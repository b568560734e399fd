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
from commonpress.check.privacy.pattern import Pattern
from commonpress.check.privacy.place_forms import POINTS, STREETS
from commonpress.check.privacy.signs import Found
from commonpress.kinds import KINDS

PATTERNS = (*ADDRESSES, *NUMBERS, *POINTS, *STREETS, *MOMENTS, *TELEPHONE)
# Ids of the book's own records may be named anywhere, and so may a year and a number; their
# digits are no telephone number.
_IDS = re.compile(
    "|".join(rf"\b(?:{kind.id_form})\b" for kind in KINDS if r"\d" in kind.id_form)
    + r"|\b(?:19|20)\d{2}[-/]\d{1,4}\b(?![-/.]\d)",
    re.ASCII,
)
# Without one of these there is none of the signs; quotations are looked for apart.
_LOOKS = re.compile(r"[@\d#:]|u/|www|o['’]clock|\.\w|///|(?i:\bat\W)|[A-ZÀ-Þ]\w*\s[A-ZÀ-Þ]")


def find_patterns(text: str, *, strict: bool) -> tuple[tuple[Found, ...], str]:
    """What has a form, and the text with all that was found, and the book's ids, left blank."""
    found: list[Found] = []
    if strict:
        found.extend(_in(text, QUOTATIONS[0]))
    if not strict and not _LOOKS.search(text):
        return tuple(found), text
    left = _IDS.sub(_blank, text)
    there: dict[re.Pattern[str], bool] = {}
    for pattern in PATTERNS:
        if (pattern.strict and not strict) or pattern.needs not in left:
            continue
        if pattern.when:
            if pattern.when not in there:
                there[pattern.when] = pattern.when.search(left) is not None
            if not there[pattern.when]:
                continue
        new = tuple(_in(left, pattern))
        for one in new:
            left = f"{left[: one.start]}{' ' * (one.end - one.start)}{left[one.end :]}"
        found.extend(new)
    return tuple(found), left


def _in(text: str, pattern: Pattern) -> Iterator[Found]:
    for found in pattern.form.finditer(text):
        if pattern.accept(found[0]):
            start = found.start() + len(found[0]) - len(found[0].lstrip())
            yield Found(start, found.start() + len(found[0].rstrip()), pattern.sign)


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])
