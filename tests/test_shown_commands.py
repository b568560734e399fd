# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the docs show of a terminal is what a terminal shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from commonpress.cli import verbs
from tests.shown_commands import has_sessions, sessions

PAGES = Path(__file__).parents[1] / "docs/content/pages"
SHOWN = [page for page in sorted(PAGES.glob("*.md")) if has_sessions(page.read_text("utf-8"))]


@pytest.mark.parametrize("page", SHOWN, ids=lambda page: page.stem)
def test_a_page_shows_what_its_commands_print(
    page: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    shown = page.read_text(encoding="utf-8")
    now = sessions(shown, tmp_path)
    if request.config.getoption("--update-golden"):
        page.write_text(now, encoding="utf-8")
    assert now == shown or request.config.getoption("--update-golden")


def test_every_verb_is_shown_at_work() -> None:
    page = (PAGES / "commands.md").read_text(encoding="utf-8")
    shown = set(re.findall(r"^\$ commonpress ([\w-]+)", page, re.MULTILINE))
    assert shown == {verb.name for verb in verbs()}


def test_a_session_tells_what_differs_from_what_is_shown(tmp_path: Path) -> None:
    page = "```console\n$ echo one; echo two\n{}```\n"
    assert sessions(page.format("one\ntwo\n"), tmp_path) == page.format("one\ntwo\n")
    assert sessions(page.format("one\n…\n"), tmp_path) == page.format("one\n…\n")
    assert sessions(page.format("one\n"), tmp_path) == page.format("one\ntwo\n")
    with pytest.raises(AssertionError, match="not-a-verb"):
        sessions("```console\n$ commonpress not-a-verb\n```\n", tmp_path)
