# SPDX-License-Identifier: AGPL-3.0-or-later
"""How much the text gate finds, how often it is wrong, and how long it takes.

Three sets are judged in the strict manner. `spans.txt` and `clean.txt` were written before the
rules, which were then made to find them; so they say little of texts that nobody looked at.
`unseen.txt` was made afterwards from the cases of the sample and names of peoples that the first
set has none of (`tools/gate_unseen.py`). No rule was changed for it.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.measure import Command, in_turn
from bench.places import Place
from bench.report import Finding, Target
from commonpress.check.privacy.gate import Manner, judge
from commonpress.check.privacy.known import known_words
from commonpress.check.privacy.lexicon import lexicon

NAME = "gate"
_HOUSE = Path(__file__).parents[1]
_FOLDER = _HOUSE / "tests" / "gate"
_MARKED = re.compile(r"\[\[(\w+):(.*?)\]\]")
_LONG = 50_000
_READ = "50 kB of strict text, the process whole"


@dataclass(frozen=True, slots=True)
class Recall:
    """How many of the marked passages were found whole, by what they are."""

    found: Counter[str]
    marked: Counter[str]

    def of_names(self) -> float:
        """The share of names."""
        return self.found["name"] / self.marked["name"]

    def of_forms(self) -> float:
        """The share of all that has a form: addresses, numbers, places, days, ages, quotations."""
        marked = self.marked.total() - self.marked["name"]
        return (self.found.total() - self.found["name"]) / marked


def recall(name: str) -> Recall:
    """What the gate finds of a set whose lines are `language | culture | sentence`."""
    found: Counter[str] = Counter()
    marked: Counter[str] = Counter()
    for line in (_FOLDER / name).read_text(encoding="utf-8").splitlines():
        language, _, sentence = line.split(" | ", 2)
        text, spans = _unmarked(sentence)
        signs = judge(text, _manner(language))
        for sort, start, end in spans:
            marked[sort] += 1
            found[sort] += all(
                any(sign.start <= at < sign.end for sign in signs)
                for at in range(start, end)
                if text[at].isalnum()
            )
    return Recall(found, marked)


def flagged() -> float:
    """The share of clean sentences in which the gate finds something."""
    lines = (_FOLDER / "clean.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split(" | ", 1) for line in lines if not line.startswith("#")]
    return sum(bool(judge(text, _manner(language))) for language, text in pairs) / len(pairs)


def findings(place: Place, rounds: int, *, quick: bool) -> Iterator[Finding]:
    """The shares as notes, and 50,000 letters judged by a process of its own."""
    del place, quick
    notes = []
    for name in ("spans.txt", "unseen.txt"):
        told = recall(name)
        forms = "" if set(told.marked) == {"name"} else f", all else {told.of_forms():.3f}"
        notes.append(f"{name}: {told.marked.total()} marked; names {told.of_names():.3f}{forms}")
    notes.append(f"clean.txt: {flagged():.3f} of the sentences flagged; at most 0.10")
    command = Command(_READ, (sys.executable, "-m", "bench.gate"), _HOUSE)
    runs = in_turn([command], rounds)
    yield Finding("The text gate", runs, (Target(_READ, 1.0),), notes)


def _unmarked(sentence: str) -> tuple[str, list[tuple[str, int, int]]]:
    """A sentence without its marks, and where what they enclose stands."""
    text, spans, done = "", [], 0
    for mark in _MARKED.finditer(sentence):
        text += sentence[done : mark.start()]
        spans.append((mark[1], len(text), len(text) + len(mark[2])))
        text += mark[2]
        done = mark.end()
    return text + sentence[done:], spans


def _manner(language: str) -> Manner:
    return Manner(strict=True, lexicon=lexicon(language), known=known_words(()))


def _read_long() -> None:
    """Judge so many letters of clean sentences and of such with names in them."""
    text = (_FOLDER / "clean.txt").read_text(encoding="utf-8")
    marked = (_FOLDER / "spans.txt").read_text(encoding="utf-8")
    text += "\n\n".join(_unmarked(line)[0] for line in marked.splitlines())
    judge((text * (_LONG // len(text) + 1))[:_LONG], _manner("en"))


if __name__ == "__main__":
    _read_long()
