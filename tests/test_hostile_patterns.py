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


ALL = dict(patterns())


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
    assert len(ALL) > 100


@pytest.mark.parametrize("name", ALL)
def test_twice_the_text_takes_four_times_the_time_at_most(name: str) -> None:
    for seed in SEEDS:
        once = busy(ALL[name], seed, LENGTH // 16)
        if once > QUICK / 20:
            twice = busy(ALL[name], seed, LENGTH // 8)
            assert twice < QUICK or twice < 6 * once, (name, seed, once, twice)
