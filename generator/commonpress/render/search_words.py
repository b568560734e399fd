# SPDX-License-Identifier: AGPL-3.0-or-later
"""How words are compared when somebody searches: without accents, capitals and most endings.

The rules are data. `site_templates/site/search.js` reads the same tables from the site and does
the same with them; `tests/search_vectors.json` holds what both must say. The stemming is light:
it takes off what an inflected word ends in, so that a word finds its own forms, and no more.
A language without rules is compared letter by letter, and the search still finds beginnings.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

LONGEST: Final = 40  # letters of a word that are compared

# Letters that Unicode does not take apart, and what may be left out of a word.
LETTERS: Final[Mapping[str, str]] = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
    "ς": "σ", "ى": "ي", "ة": "ه", "ی": "ي", "ک": "ك", "ـ": "", "\u00ad": "",
    **{chr(zero + digit): str(digit) for zero in (0x660, 0x6F0) for digit in range(10)},
}  # fmt: skip

# An ending, what takes its place, and how many letters must stay before it.
Ending = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Rules:
    """How a language is stemmed, on folded words: beginnings first, then endings in rounds.

    In each round the first rule that fits is followed and the others are not tried.
    """

    beginnings: tuple[Ending, ...]
    endings: tuple[tuple[Ending, ...], ...]


_ENGLISH = Rules(
    (),
    (
        (
            ("ies", "y", 2), ("sses", "ss", 1), ("shes", "sh", 2), ("ches", "ch", 2),
            ("xes", "x", 2), ("ss", "ss", 1), ("us", "us", 1), ("is", "is", 1), ("s", "", 3),
        ),
        (
            ("isation", "is", 3), ("ization", "is", 3), ("ation", "at", 3), ("ator", "at", 3),
            ("cision", "cid", 2), ("tion", "t", 3), ("ingly", "", 3), ("edly", "", 3),
            ("ied", "y", 2), ("ing", "", 3), ("eed", "ee", 3), ("eed", "eed", 1),
            ("ed", "", 3), ("ment", "", 3),
            ("ness", "", 4), ("ful", "", 4), ("ily", "y", 3), ("ly", "", 3),
        ),
        (("our", "or", 3), ("ise", "is", 3), ("ize", "is", 3), ("iz", "is", 4), ("e", "", 3)),
        tuple((letter * 2, letter, 2) for letter in "bdgmnprt"),
    ),
)  # fmt: skip

_SPANISH = Rules(
    (),
    (
        (
            ("ciones", "cion", 2), ("siones", "sion", 2), ("ces", "z", 2), ("es", "", 3),
            ("s", "", 3),
        ),
        (
            ("amente", "", 3), ("mente", "", 3), ("cision", "cid", 2), ("cion", "", 5),
            ("ieron", "", 3), ("iendo", "", 3), ("aron", "", 3), ("ando", "", 3), ("aban", "", 3),
            ("amos", "", 3), ("emos", "", 3), ("imos", "", 3), ("aba", "", 3), ("ado", "", 3),
            ("ada", "", 3), ("ido", "", 3), ("ida", "", 3), ("ar", "", 3), ("er", "", 3),
            ("ir", "", 3),
        ),
        (("o", "", 3), ("a", "", 3), ("e", "", 3)),
    ),
)  # fmt: skip

_ARABIC = Rules(
    (
        ("وال", "", 2), ("بال", "", 2), ("كال", "", 2), ("فال", "", 2), ("ال", "", 2),
        ("لل", "", 2), ("و", "", 3),
    ),
    (
        (
            ("ها", "", 2), ("ان", "", 2), ("ات", "", 2), ("ون", "", 2), ("ين", "", 2),
            ("يه", "", 2), ("ه", "", 2), ("ي", "", 2),
        ),
    ),
)  # fmt: skip

RULES: Final[Mapping[str, Rules]] = {"ar": _ARABIC, "en": _ENGLISH, "es": _SPANISH}
_NO_RULES = Rules((), ())

# Words on nearly every page, folded: they tell no page from another. A word that means something
# in one of these languages is not among them for another's sake.
SKIPPED: Final = frozenset(
    """the and of to in is it that for on with as be by this was are at from or an not they which
    were has had its into there we our will have been their
    el la los las de del que un una por con para se lo al su es como
    في من علي الي عن ان التي الذي هذا هذه ما لا مع او""".split()
)

_IN_ID = re.compile(r"-(?=[0-9])(?<=[0-9A-Za-z]-)")


def words_of(text: str) -> list[str]:
    """The words of a text, folded, in order, without those on nearly every page.

    A hyphen before a digit joins, so that `dec-2026-014` and `2026-06-24` are each one word.
    """
    return [word for folded in all_words_of(text) if (word := compared(folded))]


def all_words_of(text: str) -> list[str]:
    """The words of a text, folded, in order, with those on nearly every page."""
    return _IN_ID.sub("", text).translate(_FOLDED).split()


def compared(folded: str) -> str:
    """A folded word as far as it is compared; blank where it tells no page from another."""
    return folded[:LONGEST] if len(folded) > 1 and folded not in SKIPPED else ""


def fold(text: str) -> str:
    """A text as it is compared and sorted: folded words with a space between."""
    return " ".join(text.translate(_FOLDED).split())


@lru_cache(maxsize=1 << 16)
def stem(word: str, language: str) -> str:
    """A folded word without the beginning and the endings that its language gives to words."""
    rules = RULES.get(language, _NO_RULES)
    for beginning, instead, least in rules.beginnings:
        if word.startswith(beginning) and len(word) - len(beginning) >= least:
            word = instead + word[len(beginning) :]
            break
    for round_ in rules.endings:
        for ending, instead, least in round_:
            if word.endswith(ending) and len(word) - len(ending) >= least:
                word = word[: len(word) - len(ending)] + instead
                break
    return word


class _Folded(dict[int, str]):
    """What stands for each character, found when it is first met."""

    def __missing__(self, code: int) -> str:
        letters = unicodedata.normalize("NFKD", chr(code)).lower()
        self[code] = found = "".join(_folded(letter) for letter in letters)
        return found


def _folded(letter: str) -> str:
    if letter in LETTERS:
        return LETTERS[letter]
    category = unicodedata.category(letter)[0]
    return "" if category == "M" else letter if category in "LN" else " "


_FOLDED = _Folded()
