# SPDX-License-Identifier: AGPL-3.0-or-later
"""Commands timed in turn, each beside its peer, so that both meet the same machine.

One round runs every command once, and the rounds follow one another: A B A B. A first round
warms up and is not counted. Wall time is that of the whole process; processor time is that
of it and of all it started; memory is the peak of its largest single process.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

# Peers may not look for anything on the network or write outside their folder.
_QUIET = {"NO_MKDOCS_2_WARNING": "1", "PYTHONDONTWRITEBYTECODE": ""}
_TIMER = Path(__file__).with_name("timer.py")


@dataclass(frozen=True, slots=True)
class Command:
    """A command line, the folder it runs in, and what is made ready before the clock starts."""

    name: str
    line: Sequence[str]
    folder: Path
    before: Callable[[], None] = field(default=lambda: None)
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Run:
    """What one run took: seconds of wall and processor, megabytes at its peak."""

    wall: float
    cpu: float
    peak: float


class FailedError(Exception):
    """A command that was to be timed failed. The message holds the end of what it printed."""


def run_once(command: Command) -> Run:
    """Run a command to its end."""
    command.before()
    with tempfile.TemporaryFile() as said:
        timer = subprocess.run(
            (sys.executable, "-I", "-S", _TIMER, *command.line),
            cwd=command.folder,
            env={**os.environ, **_QUIET, **command.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=said,
            check=True,
        )
        said.seek(0)
        return parse_run(command.name, timer.stdout.decode(), said.read().decode(errors="replace"))


def parse_run(name: str, printed: str, said: str = "") -> Run:
    """What the timer printed, or what the command said where it failed."""
    code, wall, cpu, peak = printed.split()
    if code != "0":
        raise FailedError(f"{name} stopped with {code}:\n{said[-2000:]}")
    return Run(float(wall), float(cpu), float(peak) / 1e6)


def in_turn(commands: Sequence[Command], rounds: int) -> dict[str, list[Run]]:
    """Every command once a round, after a round that is not counted."""
    runs: dict[str, list[Run]] = {command.name: [] for command in commands}
    for number in range(rounds + 1):
        for command in commands:
            run = run_once(command)
            if number:
                runs[command.name].append(run)
    return runs


def typical(runs: Sequence[Run]) -> Run:
    """The median of each figure by itself."""
    return Run(
        median(run.wall for run in runs),
        median(run.cpu for run in runs),
        median(run.peak for run in runs),
    )


def ratio(ours: Sequence[Run], peers: Sequence[Run], figure: str) -> float:
    """The median of the ratios of runs of the same round."""
    pairs = zip(ours, peers, strict=True)
    return float(median(getattr(our, figure) / getattr(peer, figure) for our, peer in pairs))
