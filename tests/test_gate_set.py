# SPDX-License-Identifier: AGPL-3.0-or-later
"""The frozen test set of the text gate is as large as it says, and is made anew the same."""

from __future__ import annotations

import re

from tools.gate_set import SPANS, lines_of, spans


def test_the_set_is_the_one_that_its_script_makes() -> None:
    assert SPANS.read_text(encoding="utf-8") == spans()


def test_the_set_is_large_enough() -> None:
    text = SPANS.read_text(encoding="utf-8")
    assert len(re.findall(r"\[\[\w+:", text)) >= 300
    assert len({line.split(" | ")[1] for line in text.splitlines()} - {"-"}) >= 15
    assert len(lines_of("clean.txt")) >= 300
