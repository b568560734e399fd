# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tiny books for tests: write one, check it, run the command on it.

    def test_a_day_that_does_not_exist(tmp_path):
        tiny = book(tmp_path, {"ledger/2026/2026-03.yml": '''
            entries:
              - id: ent-2026-03-0001
                date: 2026-02-30
                ...
        '''})
        assert findings(tiny) == (("not-a-date", "ledger/2026/2026-03.yml", 3, 11),)

`book` writes `SOUND`, a small book without findings, and over it the files given: text (its
common indent is taken away, as is the first line end), bytes as they are, or None to leave a
file out. `bare=True` begins with the settings alone. A change to one line of a sound file is
`edited("ledger/accounts.yml", "type: stock", "type: stok")`.

`findings` gives (slug, path, line, column) of everything `check` says, in its order.
`run("check", tiny)` runs the command in this process and gives its exit code and what it
printed; `called(...)` runs it as a program of its own.
"""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys
import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from commonpress.check import check_book
from commonpress.cli import main
from commonpress.ground.diagnostics import Diagnostic, sorted_diagnostics
from commonpress.read.book import read_book

SETTINGS = "content/commons.yml"
MARCH = "ledger/2026/2026-03.yml"

SOUND: Mapping[str, str] = {
    SETTINGS: """\
name: Tidewater Row Commons
default_project: long-table
harms:
  - Harsh words
""",
    "content/handles.yml": """\
handles:
  - id: juniper
    consented_on: 2025-06-01
  - id: osier
    consented_on: 2025-06-01
  - id: wren
    consented_on: 2025-06-01
""",
    "content/roles/facilitator.yml": """\
title: Facilitator
about: Keeps the order of the assembly.
terms:
  - holder: wren
    start: 2026-01-05
    end: 2026-04-05
    filled: lot
""",
    "content/roles/treasurer.yml": """\
title: Treasurer
about: Keeps the cash box and writes down what goes in and out.
handles_money: yes
terms:
  - holder: osier
    start: 2026-01-05
    end: 2026-04-05
    filled: rotation
""",
    "content/projects/long-table.md": """\
---
title: The Long Table
function: Cooks together and eats together, three evenings a week.
otherwise: Food parcels that ask for papers.
started: 2025-06-01
usual:
  - action: received
    category: money
    from: small-gifts
    to: cash-box
  - action: received
    from: grocers
    to: store
  - action: distributed
    from: store
    to: neighbours
---
Soup at seven.
""",
    "content/assemblies/asm-2026-03.md": """\
---
date: 2026-03-01
place: Rope works yard
kind: open
title: The table moves to Tuesdays
present: 14
facilitation:
  - role: facilitator
    handle: wren
agenda: [Which evening the table is set]
decisions: [dec-2026-001]
---
It rained, and we met under the roof of the yard.
""",
    "content/decisions/dec-2026-001.md": """\
---
title: The table is set on Tuesdays
state: adopted
subject: kitchen
summary: The long table is set on Tuesdays instead of Mondays.
question: Which evening suits most people?
options:
  - title: Mondays
    meaning: As before. The bakery is closed on Mondays.
  - title: Tuesdays
    meaning: Fresh bread, and the yard is free.
    chosen: yes
drafted_on: 2026-01-10
proposed_on: 2026-01-18
last_call_on: 2026-02-08
decided_on: 2026-03-01
decided_at: asm-2026-03
method: consent
tally:
  agree: 12
  abstain: 2
review_on: 2026-09-06
projects: [long-table]
---
Nobody likes yesterday's bread.
""",
    "ledger/resources.yml": """\
categories:
  - id: vegetables
    title: Vegetables
    measure: goods
  - id: money
    title: Money
    measure: money
resources:
  - id: vegetables
    title: Vegetables
    category: vegetables
    unit: kg
    units:
      - unit: crate
        is: 12
  - id: euro
    title: Euro
    category: money
    unit: EUR
""",
    "ledger/accounts.yml": """\
accounts:
  - id: grocers
    title: Grocers' cooperative
    type: source
    purpose: givers
  - id: small-gifts
    title: Small gifts, pooled
    type: source
    purpose: givers
  - id: counts
    title: Found at a count
    type: source
    purpose: counts
  - id: store
    title: Store behind the kitchen
    type: stock
    project: long-table
  - id: cash-box
    title: Cash box
    type: stock
  - id: neighbours
    title: Neighbours
    type: sink
    purpose: neighbours
  - id: bills
    title: Bills
    type: sink
    purpose: bills
""",
    MARCH: """\
entries:
  - id: ent-2026-03-0001
    date: 2026-03-03
    action: received
    resource: vegetables
    quantity: 42.5
    unit: kg
  - id: ent-2026-03-0002
    date: 2026-03-03
    action: distributed
    resource: vegetables
    quantity: 30
    unit: kg
    households: 18
  - id: ent-2026-03-0003
    date: 2026-03-04
    action: counted
    resource: vegetables
    quantity: 12.5
    unit: kg
    from: counts
    to: store
""",
}


class Run(NamedTuple):
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str


def book(
    folder: Path, files: Mapping[str, str | bytes | None] | None = None, *, bare: bool = False
) -> Path:
    """Write a tiny book below a folder and say where it lies."""
    base: dict[str, str | bytes | None] = {SETTINGS: SOUND[SETTINGS]} if bare else dict(SOUND)
    if bare:
        base[SETTINGS] = "name: Tidewater Row Commons\n"
    for path, content in {**base, **(files or {})}.items():
        if content is not None:
            write(folder / path, content)
    return folder


def write(file: Path, content: str | bytes) -> None:
    """Write one file, its text without the indent it has in a test."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, str):
        content = textwrap.dedent(content.removeprefix("\n")).encode()
    file.write_bytes(content)


def edited(path: str, old: str, new: str) -> dict[str, str | bytes | None]:
    """A file of the sound book with one passage changed. The passage must stand there once."""
    assert SOUND[path].count(old) == 1, f"{old!r} stands {SOUND[path].count(old)} times in {path}"
    return {path: SOUND[path].replace(old, new)}


def diagnostics(folder: Path) -> tuple[Diagnostic, ...]:
    """Everything that reading and checking say about a book, in order."""
    read = read_book(folder)
    return sorted_diagnostics(read.findings, check_book(read)[1])


def findings(folder: Path) -> tuple[tuple[str, str, int, int], ...]:
    """What is wrong with a book and where: (slug, path, line, column)."""
    return tuple(
        (d.code.slug, d.span.path, d.span.line, d.span.column) for d in diagnostics(folder)
    )


def run(*arguments: str | Path) -> Run:
    """Run the command in this process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as stop:  # how argparse ends
            code = int(stop.code or 0)
    return Run(code, out.getvalue(), err.getvalue())


def called(*arguments: str | Path, environment: Mapping[str, str] | None = None) -> Run:
    """Run the command as a program of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "commonpress", *map(str, arguments)],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env=None if environment is None else dict(environment),
    )
    return Run(done.returncode, done.stdout, done.stderr)
