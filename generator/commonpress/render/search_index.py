# SPDX-License-Identifier: AGPL-3.0-or-later
"""The text index: small scripts that a page loads when somebody searches, and not before.

`search/contents.js` says what there is. `search/w-<beginning>.js` holds the words that begin so,
each with the documents it stands in; `search/d-<kind>-<n>.js` holds what is shown of so many
documents. They are scripts, so that a site opened from a disk can be searched too.

What a file holds follows from few records. A document is known by its kind and its place among
those of its kind, so a new record moves no other. A word stands in the file of the longest
listed beginning of it, and a file is divided only when it grows too large.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

import msgspec

from commonpress.render.artifact import Artifact
from commonpress.render.packaged import packaged
from commonpress.render.search_documents import Document
from commonpress.render.search_words import (
    LETTERS,
    LONGEST,
    RULES,
    SKIPPED,
    all_words_of,
    compared,
    stem,
)

FOLDER: Final = "search"
A_FILE: Final = 32  # documents that are shown from one file
LARGEST: Final = 20_000  # bytes of words in one file, unless a single word needs more

# How much a word counts where it stands once, where it stands more often, and in a title.
_ONCE, _OFTEN, _TITLE = 0, 1, 2
_WEIGHTS: Final = 3

_DIGITS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_MORE: Final = 32

# A word to the documents it stands in, as text: see `_packed`.
Postings = dict[str, str]


def search_files(found: Sequence[Document], language: str) -> tuple[Artifact, ...]:
    """Every file of the search, in no order. `language` is the language of the book."""
    kinds = tuple((kind, list(group)) for kind, group in groupby(found, key=lambda d: d.kind))
    shards = shards_of(postings_of(kinds))
    languages = {document.language for document in found} | {language}
    contents = {
        "kinds": [[kind, len(group)] for kind, group in kinds],
        "beginnings": " ".join(sorted(shards)),
        "size": A_FILE,
        "letters": LETTERS,
        "longest": LONGEST,
        "skipped": " ".join(sorted(SKIPPED)),
        "rules": {
            language: [RULES[language].beginnings, RULES[language].endings]
            for language in sorted({stemmed_as(language) for language in languages} - {""})
        },
    }
    return (
        Artifact(f"{FOLDER}/search.js", packaged("site", "search.js").read_bytes()),
        _script("contents", contents),
        *(_script(word_file(beginning), words) for beginning, words in shards.items()),
        *_shown_files(kinds),
    )


def stemmed_as(language: str) -> str:
    """The language whose rules are followed for a language such as `es-MX`; blank for none."""
    base = language.partition("-")[0].lower()
    return base if base in RULES else ""


def word_file(beginning: str) -> str:
    """The name of the file of a beginning, in letters that any disk and server can keep."""
    return "w-" + "".join(c if c.isascii() else f"-{ord(c):x}" for c in beginning)


# --- words to documents --------------------------------------------------------------------------


@dataclass(slots=True)
class _Stems:
    """The stems of folded words of one language, each found once. Blank for no language.

    The stem of a word that stands on nearly every page is blank.
    """

    language: str
    known: dict[str, str]

    def of(self, word: str) -> str:
        found = self.known.get(word)
        if found is None:
            found = self.known[word] = stem(compared(word), self.language)
        return found


def postings_of(kinds: Iterable[tuple[str, Sequence[Document]]]) -> Postings:
    """For every word the documents it stands in, and how it stands there."""
    parts: defaultdict[str, list[str]] = defaultdict(list)
    stems: dict[str, _Stems] = {}
    for place, (_, group) in enumerate(kinds):
        of_kind: defaultdict[str, list[int]] = defaultdict(list)
        for document in group:
            language = stemmed_as(document.language)
            of_language = stems.setdefault(language, _Stems(language, {}))
            at = document.number * _WEIGHTS
            for word, weight in _weighed(document, of_language).items():
                of_kind[word].append(at + weight)
        for word, places in of_kind.items():
            parts[word].append(_DIGITS[place] + _packed(places))
    return {word: ".".join(packed) for word, packed in parts.items()}


def _weighed(document: Document, stems: _Stems) -> dict[str, int]:
    """The stemmed words of a document, and whether each stands once, often, or in the title."""
    weighed: dict[str, int] = {}
    of, known = stems.of, stems.known
    for word, times in Counter(all_words_of(document.text)).items():
        stemmed = known.get(word) or of(word)
        weighed[stemmed] = _OFTEN if times > 1 or stemmed in weighed else _ONCE
    for word in all_words_of(f"{document.title} {document.id}"):
        weighed[of(word)] = _TITLE
    weighed.pop("", None)
    return weighed


def _packed(places: Sequence[int]) -> str:
    """Rising places as text: each with what it lies further than the document before it.

    A place is three times the number of a document and a weight; so is what is written. Five bits
    a letter, the lowest first; 32 is added to all but the last letter of a number.
    """
    out: list[str] = []
    before = 0
    for place in places:
        step = place - before
        before = place - place % _WEIGHTS
        out.append(_SMALL[step] if step < len(_SMALL) else _letters(step))
    return "".join(out)


def _letters(number: int) -> str:
    letters = ""
    while number >= _MORE:
        letters += _DIGITS[_MORE + number % _MORE]
        number //= _MORE
    return letters + _DIGITS[number]


_SMALL: Final = tuple(_letters(number) for number in range(_MORE * _MORE))


# --- words to files ------------------------------------------------------------------------------


def shards_of(postings: Postings) -> dict[str, Postings]:
    """The words of each file, by the beginning that names it; the blank one is always there."""
    shards: dict[str, Postings] = {}
    _divide("", sorted(postings.items()), shards)
    return {beginning: shards[beginning] for beginning in sorted(shards)}


def _divide(beginning: str, words: list[tuple[str, str]], shards: dict[str, Postings]) -> None:
    """One file for words of one beginning, or several: large groups are divided further."""
    if _size(words) <= LARGEST or len(words) == 1:
        shards[beginning] = dict(words)
        return
    at = len(beginning)
    groups = [(k, list(group)) for k, group in groupby(words, lambda item: item[0][: at + 1])]
    longer = [(key, group) for key, group in groups if len(key) > at]
    small = [group for _, group in longer if _size(group) < LARGEST // 8]
    if sum(map(_size, small)) > LARGEST:
        small = []
    stay = dict(item for key, group in groups if len(key) == at for item in group)
    for key, group in longer:
        if group in small:
            stay |= dict(group)
        else:
            _divide(key, group, shards)
    shards[beginning] = dict(sorted(stay.items()))


def _size(words: Iterable[tuple[str, str]]) -> int:
    """About how many bytes these words need in a file."""
    return sum(len(word) + len(packed) + 6 for word, packed in words)


# --- what is shown -------------------------------------------------------------------------------


def _shown_files(kinds: Iterable[tuple[str, Sequence[Document]]]) -> Iterator[Artifact]:
    for kind, group in kinds:
        for start in range(0, len(group), A_FILE):
            shown = [[d.address, d.title, d.summary, d.id] for d in group[start : start + A_FILE]]
            yield _script(f"d-{kind}-{start // A_FILE}", shown)


def _script(name: str, value: Mapping[str, Any] | Sequence[Any]) -> Artifact:
    """A file that hands over one value. `<` is escaped: no value can end a script."""
    text = msgspec.json.encode(value).replace(b"<", b"\\u003c")
    return Artifact(f"{FOLDER}/{name}.js", b'find.take("%s",%s);\n' % (name.encode(), text))
