# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether a word is spelled as its language spells: contractions, elisions, compounds, endings."""

from __future__ import annotations

import re
from functools import lru_cache

from commonpress.check.privacy.lexicon import LANGUAGES, Lexicon, lexicon

_ENDS = re.compile(r"(?:['’](?:s|d|m|ll|re|ve|t)|n['’]t|['’])\Z", re.IGNORECASE)
_ELISION = re.compile(r"(?:l|d|j|m|t|s|n|c|qu|jusqu|lorsqu|puisqu|quelqu)['’]", re.IGNORECASE)
# Beginnings that make a new word with a hyphen, and short words that lists leave out.
_PREFIXES = frozenset(
    "re un non co pre post ex sub mid anti semi self over under inter micro mini multi".split()
)
_SHORT = frozenset(
    "kg mg km cm mm ml dl cl kwh min hrs etc vs eg ie approx incl tel www org com png jpg pdf md"
    " yml csv qty usb led eur usd gbp ent dec asm hrs scr gat asap diy app apps online email emails"
    " wifi zine zines repo website websites ok okay cannot livestream composting".split()
)
_DETERMINED = re.compile(
    r"\b(?:der|die|das|dem|den|des|eine?[nmrs]?|[km]eine?[nmrs]?|im|am|vom|zum|zur|\w{3,}e[nmrs]?)\s\Z"
)
_LINKS = ("", "s", "es", "n", "en", "e")
_LEAST = 4


@lru_cache(maxsize=50_000)
def is_spelled(word: str, lexicons: tuple[Lexicon, ...]) -> bool:
    """Whether a word in small letters is one of these languages, or made as they make words."""
    if word in _SHORT or len(word) == 1 or any(lexicon.holds(word) for lexicon in lexicons):
        return True
    bare = _ENDS.sub("", word)
    if bare != word and (is_spelled(bare, lexicons) or is_spelled(f"{bare}n", lexicons)):
        return True
    if found := _ELISION.match(word):
        return is_spelled(word[found.end() :], lexicons)
    if "-" in word:
        parts = word.split("-")
        return all(part in _PREFIXES or is_spelled(part, lexicons) for part in parts if part)
    return any(_is_compound(word, lexicon) for lexicon in lexicons if lexicon.language == "de")


def is_noun(word: str, before: str, lexicon: Lexicon) -> bool:
    """Whether a word has its capital because its language writes it so (German nouns).

    One that is a given name too (`Ernst`) is a noun after an article or an adjective.
    """
    if lexicon.language != "de":
        return False
    if lexicon.may_be_a_name(word) and not _DETERMINED.search(before):
        return False
    parts = [part for part in word.split("-") if part]
    return all(is_spelled(part.lower(), (lexicon,)) or lexicon.holds(part) for part in parts)


def split_word(word: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The parts of a word that are looked up apart: `Well-meant`, `L'accord`, `It's`."""
    if lexicon.language == "fr" and (found := _ELISION.match(word)):
        return word[: found.end() - 1], word[found.end() :]
    bare = _ENDS.sub("", word)
    if bare != word and is_spelled(bare.lower(), (lexicon,)):
        return (bare,)
    return (word,)


@lru_cache(maxsize=20_000)
def _is_compound(word: str, lexicon: Lexicon) -> bool:
    """Whether a German word is two or three others, joined as that language joins them."""
    for at in range(_LEAST, len(word) - _LEAST + 1):
        head, tail = word[:at], word[at:]
        if not (lexicon.holds(tail.capitalize()) or lexicon.holds(tail)):
            continue
        for link in _LINKS:
            stem = head.removesuffix(link) if link else head
            if len(stem) >= _LEAST - 1 and (
                lexicon.holds(stem.capitalize()) or lexicon.holds(stem.lower())
            ):
                return True
    return False


def any_spelled(word: str) -> bool:
    """Whether a word in small letters is one of any language with a list."""
    lexicons = tuple(one for one in map(lexicon, LANGUAGES) if one)
    return is_spelled(word, lexicons)
