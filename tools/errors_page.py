# SPDX-License-Identifier: AGPL-3.0-or-later
"""Write `docs/content/pages/errors.md`: every finding, what it means, and a book that has it.

The page is made from the declared codes and the golden texts of the error catalogue, so it
can say nothing that the program does not. Run it after `pytest --update-golden`.
"""

from __future__ import annotations

from pathlib import Path

from commonpress.check.catalogue import CODES
from commonpress.ground.diagnostics import Code

ROOT = Path(__file__).parents[1]
ERRORS = ROOT / "tests" / "errors"
PAGE = ROOT / "docs" / "content" / "pages" / "errors.md"

HEAD = """\
---
title: What check may find
description: Every finding of commonpress check, what it means, and what to write instead.
---
# What `check` may find

Every finding has a name, which stands in brackets after `error`, `warning` or `note`.
`commonpress explain NAME` prints what stands here about it. An error stops the build; a warning
and a note do not. Under each finding is what `commonpress check` says about the smallest book that
has it; the book lies in `tests/errors/`, in the folder of that name.

This page is made by `tools/errors_page.py`.
"""


def errors_page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *map(_section, CODES)])


def _section(code: Code) -> str:
    said = (ERRORS / code.slug / "expected.txt").read_text(encoding="utf-8")
    finding, _, _ = said.rpartition("\n\n")
    kind = f"{code.severity.value}, private" if code.private else code.severity.value
    return f"## `{code.slug}`\n\n*{kind}.* {code.summary}\n\n```text\n{finding}\n```\n"


if __name__ == "__main__":
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(errors_page(), encoding="utf-8")
