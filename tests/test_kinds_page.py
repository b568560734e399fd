# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page of kinds says what the program reads."""

from __future__ import annotations

from tools.kinds_page import PAGE, kinds_page


def test_the_page_of_kinds_is_in_step_with_the_kinds() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text == kinds_page(), "run: .venv/bin/python -m tools.kinds_page"
