# SPDX-License-Identifier: AGPL-3.0-or-later
"""The frozen test set of the text gate: sentences with every passage that leads to somebody marked.

    .venv/bin/python -m tools.gate_set

writes `tests/gate/spans.txt` from the frames, names and sentences beside it. Names are put
together at random from common ones, always in the same way; nobody is meant. The set was made
before the rules it judges and is not changed to suit them.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "tests" / "gate"
SPANS = FOLDER / "spans.txt"
_SLOT = re.compile(r"\{(\w+)\}")
_ROUNDS = 4


def spans() -> str:
    """The whole set: `language | culture | sentence`, one a line."""
    lines = [*_named(), *(f"{language} | - | {text}" for language, text in lines_of("written.txt"))]
    return "".join(f"{line}\n" for line in lines)


def lines_of(name: str) -> list[tuple[str, str]]:
    """The lines of a file of the set, each with its language."""
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    pairs = (line.split(" | ", 1) for line in lines if line and not line.startswith("#"))
    return [(language, text) for language, text in pairs]


def _named() -> Iterator[str]:
    """Every frame several times, each time with the names of another culture."""
    chance = random.Random("commonpress/gate/1")  # noqa: S311 - it must be the same for ever
    cultures = _cultures()
    order = cycle(chance.sample(sorted(cultures), len(cultures)))
    for _ in range(_ROUNDS):
        for language, frame in lines_of("frames.txt"):
            culture = next(order)
            text = _filled(frame, *cultures[culture], chance)
            yield f"{language} | {culture} | {text}"


def _filled(frame: str, given: list[str], family: list[str], chance: random.Random) -> str:
    """A frame with names in its slots, no given name twice."""
    firsts = iter(chance.sample(given, len(given)))
    return _SLOT.sub(lambda slot: _name(slot[1], next(firsts), chance.choice(family)), frame)


def _cultures() -> dict[str, tuple[list[str], list[str]]]:
    found = {}
    for line in (FOLDER / "names.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            culture, names = line.split(": ")
            given, family = (part.split(", ") for part in names.split(" | "))
            found[culture] = (given, family)
    return found


def _name(slot: str, given: str, family: str) -> str:
    forms = {
        "full": f"{given} {family}",
        "given": given,
        "family": family,
        "lower": given.lower(),
        "capitals": f"{given} {family}".upper(),
        "initial": f"{given[0]}. {family}",
        "reversed": f"{family}, {given}",
    }
    return f"[[name:{forms[slot]}]]"


if __name__ == "__main__":
    SPANS.write_text(spans(), encoding="utf-8")
