# SPDX-License-Identifier: AGPL-3.0-or-later
"""The text gate without any of its short ways: every form in every paragraph, every word looked at.

The gate passes over what cannot hold anything. This is what it must find all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from commonpress.check.privacy import gate, names, signs
from commonpress.check.privacy.contact_forms import QUOTATIONS
from commonpress.check.privacy.gate import Manner
from commonpress.check.privacy.known import PERSONS, Known
from commonpress.check.privacy.lexicon import Lexicon
from commonpress.check.privacy.names import CAPITALISED, KIN, WORD
from commonpress.check.privacy.pattern import Pattern
from commonpress.check.privacy.patterns import PATTERNS
from commonpress.check.privacy.signs import Found
from commonpress.check.privacy.spelling import is_noun, is_spelled, split_word
from commonpress.check.privacy.views import View, _folded, _shown
from commonpress.kinds import KINDS

_ID = re.compile(r"\b([a-z]{3,8})-[0-9]{4}(?:-[0-9]{1,5}){0,2}\b")
_NUMBERED = re.compile(r"\b(?:19|20)[0-9]{2}[-/][0-9]{1,4}\b(?![-/.][0-9])")
_PREFIXES = {kind.id_form.partition("-")[0] for kind in KINDS if r"\d" in kind.id_form}
_JOIN = re.compile(r"(?:[*_`~]+|<[^<>\n]{1,200}>|\\|\[)\w|&#?\w{1,8};|\]\([^()\s]{0,300}\)\w")


def judge_plainly(source: str, manner: Manner) -> tuple[Found, ...]:
    """Every sign in a text."""
    found = [*gate._disguised(source)]
    written = _folded(source)
    found += [Found(*written.source(one.start, one.end), one.sign) for one in _in(written, manner)]
    shown = _shown(written)
    for one in _in(shown, manner):
        start, end = shown.source(one.start, one.end)
        if _joins(written.text, 0, len(written.text)) and _joins(source, start, end):
            found.append(Found(start, end, one.sign))
    return gate._apart(found)


def _joins(text: str, start: int, end: int) -> bool:
    return any(
        sign[0][0] in "&]" or text[max(start, sign.start() - 1)].isalnum()
        for sign in _JOIN.finditer(text, start, end)
    )


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _in(view: View, manner: Manner) -> list[Found]:
    found, left = _forms(view.text, strict=manner.strict)
    left = PERSONS.sub(_blank, left)
    if manner.strict and not manner.letters_of_its_own:
        found += [
            Found(word.start(), word.end(), signs.FOREIGN)
            for word in gate._FOREIGN.finditer(left)
            if not manner.known.has(word[0])
        ]
        left = gate._FOREIGN.sub(_blank, left)
    if manner.lexicon:
        if not manner.strict:
            left = gate._CODE.sub(_blank, left)
        found += _names(left, manner, manner.lexicon)
    return found


# --- forms ---------------------------------------------------------------------------------------


def _forms(text: str, *, strict: bool) -> tuple[list[Found], str]:
    """What has a form, and the text with it and with ids left blank."""
    quoted = [*_matches(text, QUOTATIONS[0])] if strict else []
    left = _ID.sub(lambda one: _blank(one) if one[1] in _PREFIXES else one[0], text)
    left = _NUMBERED.sub(_blank, left)
    found = []
    for pattern in PATTERNS:
        if strict or not pattern.strict:
            new = [*_matches(left, pattern)]
            found += new
            for one in new:
                left = left[: one.start] + " " * (one.end - one.start) + left[one.end :]
    return [*quoted, *found], left


def _matches(text: str, pattern: Pattern) -> Iterator[Found]:
    """A form in each paragraph; one that asks for nothing else in the text as a whole."""
    start = 0
    for paragraph in text.split("\n\n") if pattern.when else [text]:
        end = start + len(paragraph)
        for one in pattern.form.finditer(text, max(0, start - 1), end):
            if pattern.accept(one[0]):
                before = len(one[0]) - len(one[0].lstrip())
                yield Found(one.start() + before, one.start() + len(one[0].rstrip()), pattern.sign)
        start = end + 2


# --- names ---------------------------------------------------------------------------------------


def _names(text: str, manner: Manner, lexicon: Lexicon) -> tuple[Found, ...]:
    known, strict = manner.known, manner.strict
    sign = signs.SOMEBODY if strict else signs.LIKELY
    found = [*names._initials(text, sign)]
    if strict:
        found += [
            Found(kin.start(1), kin.end(1), signs.SOMEBODY)
            for kin in KIN.finditer(text)
            if lexicon.may_be_a_name(kin[1])
        ]
        found += names._small_titled(text, known)
    for word in (WORD if strict else CAPITALISED).finditer(text):
        if not names._CAPITAL.match(word[0]):
            if not names._is_plain(word, text, (lexicon, *manner.others), known):
                found.append(Found(word.start(), word.end(), signs.UNKNOWN))
        elif names._is_title(word, text):
            if not known.holds(word, text):
                found += names._titled(word, text, known)
        elif not _may_stand(word, text, lexicon, known) and (
            strict or not names._is_of_a_heading(word, text, lexicon)
        ):
            found.append(names._whole(word, text, sign))
    return names._joined(sorted(found, key=lambda one: one.start), text)


def _may_stand(word: re.Match[str], text: str, lexicon: Lexicon, known: Known) -> bool:
    """Whether a word with a capital is no name."""
    begins = _begins_sentence(text, word.start())
    if known.holds(word, text):
        return True
    if is_noun(word[0], text[max(0, word.start() - 20) : word.start()], lexicon):
        return True
    if len(word[0]) == 1 and not begins:
        return text[word.end() : word.end() + 1] != "."
    if word[0].isupper() and len(word[0]) > 1:
        return is_spelled(word[0].lower(), (lexicon,))
    parts = split_word(word[0], lexicon)
    if not begins or not all(is_spelled(part.lower(), (lexicon,)) for part in parts):
        return False
    does = names._DOES.match(text, word.start() + len(parts[0]))
    return not (lexicon.may_be_a_name(parts[0]) and does)


def _begins_sentence(text: str, at: int) -> bool:
    return at == 0 or names._BEGINS.search(text, max(0, at - 100), at) is not None
