# SPDX-License-Identifier: AGPL-3.0-or-later
"""Write `docs/content/pages/errors.md`: every finding, what it means, and a book that has it.

The page is made from the declared codes and the golden texts of the error catalogue, so it
can say nothing that the program does not. Run it after `pytest --update-golden`.
"""

from __future__ import annotations

from pathlib import Path

from commonpress.cli.codes import CODES, COMMAND_OF
from commonpress.ground.diagnostics import Code

ROOT = Path(__file__).parents[1]
ERRORS = ROOT / "tests" / "errors"
PAGE = ROOT / "docs" / "content" / "pages" / "errors.md"

HEAD = """\
---
title: Every finding
description: Everything that commonpress may find wrong, what it means, and what to write instead.
---
# Every finding

Every finding has a name, which stands in brackets after `error`, `warning` or `note`.
`commonpress explain NAME` prints what stands here about it. An error stops the build; a warning
and a note do not. Under each finding is what the program says about the smallest book that has
it; the book lies in `tests/errors/`, in the folder of that name. Most are found by
`commonpress check`. Where another command finds it, that is said.

What could tell of people is not printed: of a private finding neither the line nor the value, and
of any finding in `cases/` only its place, its rule and what to write. `commonpress check --show`
prints all of it, and is refused where others read the log.

This page is made by `tools/errors_page.py`.
"""


def errors_page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *map(_section, CODES)])


def _section(code: Code) -> str:
    said = (ERRORS / code.slug / "expected.txt").read_text(encoding="utf-8")
    finding, _, _ = said.rpartition("\n\n")
    kind = f"{code.severity.value}, private" if code.private else code.severity.value
    command = COMMAND_OF[code.slug]
    found = "" if command == "check" else f" Found by `commonpress {command}`."
    return f"## `{code.slug}`\n\n*{kind}.* {code.summary}{found}\n\n```text\n{finding}\n```\n"


if __name__ == "__main__":
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(errors_page(), encoding="utf-8")
