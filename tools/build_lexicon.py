# SPDX-License-Identifier: AGPL-3.0-or-later
"""The word lists of the text gate, anew from the packages they come from.

    python tools/build_lexicon.py DICT HUNSPELL

DICT is a folder with `american-english-large`, `british-english-large`, `french` and `ngerman`
(Debian's wamerican-large, wbritish-large, wfrench and wngerman); HUNSPELL one with
`es_ES.dic` and `es_ES.aff` (hunspell-es), which `unmunch` of hunspell-tools
unfolds. Faker must be importable: its lists of given names are taken out of the German nouns, and
mark the words that are names too (`*rose`).
Which versions were used stands in THIRD_PARTY.md.
"""

from __future__ import annotations

import re
import subprocess
import sys
from array import array
from collections.abc import Iterable
from importlib import import_module
from itertools import takewhile
from pathlib import Path

WORDS = Path(__file__).parents[1] / "generator/commonpress/check/privacy/words"
MAGIC = b"words 1\n"
LAST, FINAL, CHILD = 0x80, 0x100, 9
_SMALL = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# Names are taken from languages written in these letters.
_LOCALES = "de_DE de_AT de_CH en_US en_GB en_IE es_ES es_MX fr_FR it_IT nl_NL pl_PL pt_PT"
# Ordinary words that some list of names has, and that begin many sentences.
_NOT_NAMES = frozenset(
    "a an in to do so no my may die der das bei da es el la de tea ale ante autumn beat can cord "
    "edit else floor gala grit harm job kick lean line lope lot mar mart meta mentor mile peer "
    "pier said sole summer till ties urban van marine".split()
)
# Words that are given names too and that those lists lack.
_MORE_NAMES = frozenset(
    "Amber Art Basil Bill Bob Chance Clement Dawn Drew Faith Gene Grant Hope Iris Ivy Jack Joy "
    "June Laurel Mark Max Mercy Mina Nick Olive Pat Patience Pearl Prudence Ray Reed Rich Rob "
    "Robin Rose Ruby Sage Sandy Skip Storm Sue Violet Wade Will Willow".split()
)


def main() -> None:
    """Write every list."""
    dictionaries, hunspell = map(Path, sys.argv[1:3])
    given, family = _names()
    english = [
        word
        for name in ("american-english-large", "british-english-large")
        for word in _lines(dictionaries / name)
    ]
    proper = {word for word in english if word[0].isupper()}
    lists = {
        "en": {word for word in english if word.islower() and "'" not in word},
        "fr": {word for word in _lines(dictionaries / "french") if word.islower()},
        "es": {word for word in _unfolded(hunspell) if word.islower()},
        "de": _german(_lines(dictionaries / "ngerman"), given, family | proper),
    }
    (WORDS / "given.words").write_bytes(packed({name.lower() for name in given}))
    for language, entries in lists.items():
        words = {word for word in entries if _SMALL.fullmatch(word)}
        small = {word.lower() for word in words}
        words |= {f"*{name.lower()}" for name in given if name.lower() in small}
        content = packed(words)
        (WORDS / f"{language}.words").write_bytes(content)
        print(language, len(words), len(content))


def _lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").split()


def _unfolded(folder: Path) -> list[str]:
    command = ["unmunch", str(folder / "es_ES.dic"), str(folder / "es_ES.aff")]
    done = subprocess.run(command, capture_output=True, check=True)
    return done.stdout.decode().split()


def _names() -> tuple[set[str], set[str]]:
    given: set[str] = set()
    family: set[str] = set()
    for locale in _LOCALES.split():
        provider = import_module(f"faker.providers.person.{locale}").Provider
        for kept, kinds in ((given, "first_names"), (family, "last_names")):
            for attribute in dir(provider):
                if attribute.startswith(kinds):
                    kept |= set(getattr(provider, attribute))
    given |= _MORE_NAMES
    return {name for name in given if name.lower() not in _NOT_NAMES}, family


def _german(words: list[str], given: set[str], other: set[str]) -> set[str]:
    """Words in small letters, and nouns: capitalised words that are no name of a person or place.

    A family name or a proper noun of another list stays where the list also has it in the
    plural or as the end of a longer noun (`Koch`, `Köche`), since it is then a noun as well.
    """
    known = set(words)
    ends = {word[at:] for word in words for at in range(3, len(word) - 2)}
    kept = set()
    for word in words:
        stems = {word, word.removesuffix("s"), word.removesuffix("es")}
        if word[0].islower() or (
            not stems & given
            and (
                not stems & other
                or word.lower() in ends
                or {f"{word}{ending}" for ending in ("n", "en", "e", "er", "s", "es")} & known
            )
        ):
            kept.add(word)
    return kept


def packed(words: Iterable[str]) -> bytes:
    """An automaton of these words, as `check/privacy/lexicon.py` reads it."""
    ordered = sorted(set(words))
    letters = "".join(sorted(set("".join(ordered))))
    if len(letters) > 128:
        raise ValueError("more than 128 different letters")
    names = letters.encode()
    names += b"\0" * (-len(names) % 4)
    body = _Builder({letter: at for at, letter in enumerate(letters)}).build(ordered)
    if sys.byteorder != "little":
        body.byteswap()
    return MAGIC + len(names).to_bytes(4, "little") + names + body.tobytes()


class _Builder:
    """Minimal automata from sorted words (Daciuk and others, 2000)."""

    def __init__(self, letters: dict[str, int]) -> None:
        self.letters = letters
        self.known: dict[tuple[tuple[int, bool, int], ...], int] = {(): 0}
        self.nodes: list[tuple[tuple[int, bool, int], ...]] = [()]

    def build(self, words: list[str]) -> array[int]:
        path: list[list[tuple[int, bool, int]]] = [[]]
        before = ""
        for word in words:
            pairs = zip(before, word, strict=False)
            shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
            self._close(path, before, shared)
            path.extend([] for _ in word[shared:])
            for at in range(shared, len(word)):
                path[at].append((self.letters[word[at]], at == len(word) - 1, -1))
            before = word
        self._close(path, before, 0)
        return self._laid_out(tuple(path[0]))

    def _close(self, path: list[list[tuple[int, bool, int]]], word: str, depth: int) -> None:
        for at in range(len(word), depth, -1):
            node = tuple(path.pop())
            number = self.known.setdefault(node, len(self.nodes))
            if number == len(self.nodes):
                self.nodes.append(node)
            letter, final, _ = path[at - 1][-1]
            path[at - 1][-1] = (letter, final, number)

    def _laid_out(self, top: tuple[tuple[int, bool, int], ...]) -> array[int]:
        """The edges of all nodes, those of the first node first; a leaf is node 0."""
        starts, size = {0: 0}, len(top)
        for number, node in enumerate(self.nodes[1:], 1):
            starts[number], size = size, size + len(node)
        edges = array("I")
        for node in (top, *self.nodes[1:]):
            for at, (letter, final, child) in enumerate(node, 1):
                last = LAST if at == len(node) else 0
                edges.append(letter | last | (FINAL if final else 0) | starts[child] << CHILD)
        return edges


if __name__ == "__main__":
    main()
