# SPDX-License-Identifier: AGPL-3.0-or-later
"""The gate for one text: everything in it that leads to somebody, where it stands in the source."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from commonpress.check.privacy import signs
from commonpress.check.privacy.known import PERSONS, Known
from commonpress.check.privacy.lexicon import Lexicon
from commonpress.check.privacy.names import find_names
from commonpress.check.privacy.ordinary import is_ordinary
from commonpress.check.privacy.patterns import find_patterns
from commonpress.check.privacy.signs import Found
from commonpress.check.privacy.views import UNSEEN, View, joins, views_of

# Letters that are neither Latin nor signs of phonetics.
_OTHER = (
    "\u0370-\u1cff\u1f00-\u1fff\u2c00-\u2c5f\u2c80-\ua71f"
    "\ua800-\uab2f\uabc0-\ufaff\ufb07-\ufdff\ufe70-\ufefe\U00010000-\U000e0000"
)
_FOREIGN = re.compile(
    rf"(?:(?![\W\d_])[{_OTHER}][\u0300-\u036f\u0900-\u0903\u093a-\u094f\u064b-\u065f'’-]?)+(?:\s(?:(?![\W\d_])[{_OTHER}])+)*"
)
_MEET = re.compile(r"[A-Za-z][\u0370-\u052f]|[\u0370-\u052f][A-Za-z]")
_MIXED = re.compile(r"\b\w*(?:[A-Za-z][\u0370-\u052f]|[\u0370-\u052f][A-Za-z])\w*")
# What stands in marks of code is typed letter for letter: the capitals of commands and of what
# they print say nothing of people. Where people's stories stand, it is read like the rest.
_CODE = re.compile(r"(?ms:^[ \t]*```.*?^[ \t]*```$)|(`+)[^`\n]+\1")
_LETTER = re.compile(r"[^\W\d_]")
# What all words for a person begin with.
_PERSON = "Person"


@dataclass(frozen=True, slots=True)
class Manner:
    """How a text is judged: whether strictly, in which words, what may stand in it.

    `lexicon` is None for a language without a list: then only what has a form is found.
    """

    strict: bool
    lexicon: Lexicon | None
    known: Known
    others: tuple[Lexicon, ...] = ()
    letters_of_its_own: bool = False


def judge(source: str, manner: Manner) -> tuple[Found, ...]:
    """Every sign in a text, in order, none over another."""
    if is_ordinary(source, manner.lexicon):
        return ()
    found = [*_disguised(source)]
    written, *shown = views_of(source)
    found.extend(
        Found(*written.source(one.start, one.end), one.sign) for one in _in_view(written, manner)
    )
    for view in shown:
        for one in _in_view(view, manner):
            start, end = view.source(one.start, one.end)
            # What no sign divides stands in the source as it is read, and was judged there.
            if joins(source, start, end) and not _is_typed(one, start, source, manner):
                found.append(Found(start, end, one.sign))
    return _apart(found)


def _is_typed(one: Found, start: int, source: str, manner: Manner) -> bool:
    """Whether what may be a name stands in marks of code, which a reader no longer sees."""
    if manner.strict or one.sign is not signs.LIKELY or "`" not in source:
        return False
    return any(code.start() <= start < code.end() for code in _CODE.finditer(source))


def _in_view(view: View, manner: Manner) -> Iterable[Found]:
    found, left = find_patterns(view.text, strict=manner.strict)
    yield from found
    if _PERSON in left:
        left = PERSONS.sub(lambda person: _blank(person[0]), left)
    if manner.strict and not manner.letters_of_its_own and not left.isascii():
        for word in _FOREIGN.finditer(left):
            if not manner.known.has(word[0]):
                yield Found(word.start(), word.end(), signs.FOREIGN)
        left = _FOREIGN.sub(lambda word: _blank(word[0]), left)
    if manner.lexicon:
        if not manner.strict and "`" in left:
            left = _CODE.sub(lambda code: _blank(code[0]), left)
        yield from find_names(
            left, manner.lexicon, manner.known, strict=manner.strict, lexicons=manner.others
        )


def _disguised(source: str) -> Iterable[Found]:
    if source.isascii():
        return
    for word in _MIXED.finditer(source) if _MEET.search(source) else ():
        yield Found(word.start(), word.end(), signs.MIXED)
    for hidden in UNSEEN.finditer(source):
        around = (
            source[hidden.start() - 1 : hidden.start()],
            source[hidden.end() : hidden.end() + 1],
        )
        if all(side.isascii() and _LETTER.match(side) for side in around):
            yield Found(hidden.start(), hidden.end(), signs.UNSEEN)


def _apart(found: list[Found]) -> tuple[Found, ...]:
    """Findings in their order; those over one another are one, with the sign found first."""
    kept: list[Found] = []
    for one in found:
        over = [other for other in kept if one.start < other.end and other.start < one.end]
        for other in over:
            kept.remove(other)
        start = min(one.start, *(other.start for other in over)) if over else one.start
        end = max(one.end, *(other.end for other in over)) if over else one.end
        kept.append(Found(start, end, over[0].sign if over else one.sign))
    return tuple(sorted(kept, key=lambda one: one.start))


def _blank(text: str) -> str:
    return " " * len(text)
