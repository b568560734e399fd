# SPDX-License-Identifier: AGPL-3.0-or-later
"""`commonpress check` of the sample as a whole process, beside what no program can avoid."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from bench.measure import Command, in_turn
from bench.places import Place
from bench.report import Finding, Target

NAME = "check"
OURS = "commonpress check"
_BOOK = Path(__file__).parents[1]
_IMPORTS = 'python -c "import msgspec, yaml"'


def findings(place: Place, rounds: int, *, quick: bool) -> Iterator[Finding]:
    """The sample commons. It is read where it lies, so the place makes no difference."""
    del place, quick
    program = str(Path(sys.executable).with_name("commonpress"))
    commands = (
        Command(OURS, (program, "check", "."), _BOOK),
        Command("python -c pass", (sys.executable, "-c", "pass"), _BOOK),
        Command(_IMPORTS, (sys.executable, "-c", "import msgspec, yaml"), _BOOK),
    )
    # Short processes are cheap to run often, and a shared machine is not quiet.
    yield Finding(
        "Check of the sample commons", in_turn(commands, 4 * rounds), (Target(OURS, 0.3),)
    )
