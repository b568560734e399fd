# SPDX-License-Identifier: AGPL-3.0-or-later
"""No pattern of the program gets out of hand, whatever text it meets.

All patterns that the modules hold are found by importing them. Each is given texts that keep
patterns busy, once and twice as long. What is judged is how the time grows, not how long it is.
The reader takes no line longer than `read.limits.LINE_BYTES`; so a pattern may look back over its
line (four times the time for twice the text), and none may do worse, in steps or without end.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import time
from collections.abc import Callable, Iterator

import pytest

import commonpress
from commonpress.check.privacy.contact_forms import QUOTATIONS
from commonpress.check.privacy.pattern import compiled
from commonpress.check.privacy.patterns import _ID, _NUMBERED, PATTERNS

LENGTH = 10_000  # of a line, which is what the reader takes (`read.limits.LINE_BYTES`)
QUICK = 0.02  # seconds; what is done by then is not judged by how it grows
SEEDS = (
    *"a 0-.,<&[(`*_|#:'\"@A\\é\n",
    *("<a ", "<a b=", "&#", "![", "](", "a@", "a.", "a-", "a ", "Aa ", "a, ", "0.", "0 "),
    *("- ", "a: ", "https://a", "<!--", "<script", "<table>", 'href="', "\n---\n", "a/"),
)


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every pattern of text that a module holds, by the name of its module."""
    seen: set[re.Pattern[str]] = set()
    for found in pkgutil.walk_packages(commonpress.__path__, "commonpress."):
        if found.name.endswith("__main__"):
            continue
        for name, value in sorted(vars(importlib.import_module(found.name)).items()):
            if isinstance(value, re.Pattern) and value not in seen:
                seen.add(value)
                if isinstance(value.pattern, str):
                    yield f"{found.name}.{name}", value


def patterns_of_the_gate() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Those that the gate makes when it first needs them: forms, and what is asked before them."""
    for number, one in enumerate((*PATTERNS, *QUOTATIONS)):
        yield f"gate {number} {one.sign.name}", one.form
    for when in sorted({one.when for one in PATTERNS if one.when}):
        yield f"gate when {when[:30]}", compiled(when)
    yield "gate ids", compiled(_ID)
    yield "gate numbers", compiled(_NUMBERED)
    names = frozenset({"quispe", "amaranta-quispe"})
    yield "gate names found", re.compile(rf"\b(?:{'|'.join(names)})(?:['’]?s)?\b", re.IGNORECASE)


ALL = dict(patterns()) | dict(patterns_of_the_gate())
# What the forms of the gate begin and go on with: each of them is kept busy by some of these.
GATE_SEEDS = (
    *("1 ", "12-", "1.", "(1", "+1 ", "12:", "AB ", "ab@a.", "ab [at] ", "A b ", "Ab-", "1 Ab "),
    *("rue de ", "calle ", "Ab St ", "born 1 ", "1 March ", "aged 1 ", "u/ab", "a::", "0:", "“a "),
    *("///a.b", "geo:1", "1°1'", "AAAAAA11A", "X1", "passport 1", "car A1", "Am Abc ", "flat 1 "),
)


def seconds(act: Callable[[], object]) -> float:
    """The best of three."""
    best = float("inf")
    for _ in range(2):
        start = time.process_time()
        act()
        best = min(best, time.process_time() - start)
        if best < QUICK:
            break
    return best


def busy(pattern: re.Pattern[str], seed: str, length: int) -> float:
    text = (seed * length)[:length] + "\x01"
    return seconds(lambda: (sum(1 for _ in pattern.finditer(text)), pattern.fullmatch(text)))


def test_the_patterns_of_the_program_are_found() -> None:
    assert len(ALL) > 150
    assert sum(name.startswith("gate") for name in ALL) > len(PATTERNS)


@pytest.mark.parametrize("name", ALL)
def test_twice_the_text_takes_four_times_the_time_at_most(name: str) -> None:
    for seed in (*SEEDS, *GATE_SEEDS) if name.startswith("gate") else SEEDS:
        once = busy(ALL[name], seed, LENGTH // 16)
        if once > QUICK / 20:
            twice = busy(ALL[name], seed, LENGTH // 8)
            assert twice < QUICK or twice < 6 * once, (name, seed, once, twice)
