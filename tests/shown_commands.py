# SPDX-License-Identifier: AGPL-3.0-or-later
"""Runs the commands that the docs show, and puts what they print where the docs say they print it.

A block of `console` is what a terminal shows: lines that begin with `$ ` are typed, the others are
printed. The blocks of a page are one session, in an empty home. A block before it whose title is
below `~/` is a file that lies there. `…` alone in a line stands for lines that differ each time.
`commonpress serve` stays until it has said where it is, and is ended then.
"""

from __future__ import annotations

import os
import re
import struct
import subprocess
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_BLOCK = re.compile(r"^```(\w+)(?: title=\"~/([^\"]+)\")?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_DIFFERS = "…"
_PROGRAM = Path(__file__).parents[1] / "generator"
_DAY = "2026-06-29T10:00:00Z"


@dataclass
class Session:
    """One terminal, in an empty home."""

    home: Path
    folder: Path = field(init=False)

    def __post_init__(self) -> None:
        self.folder = self.home
        (self.home / "yard.png").write_bytes(_telling_picture())

    def run(self, typed: str) -> str:
        """What a line prints; it may leave the session in another folder."""
        if typed.startswith("commonpress serve"):
            return self._stay(typed)
        script = f"{typed}\ncode=$?\npwd > {self.home}/.folder\nexit $code"
        done = subprocess.run(
            ["bash", "-c", script],
            cwd=self.folder,
            env=self._environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode in {0, 1}, f"{typed}: {done.stdout}"
        self.folder = Path((self.home / ".folder").read_text(encoding="utf-8").strip())
        return done.stdout.replace(str(self.home), "~")

    def _stay(self, typed: str) -> str:
        with subprocess.Popen(
            ["bash", "-c", f"exec {typed}"],
            cwd=self.folder,
            env=self._environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        ) as stays:
            assert stays.stdout is not None
            first = stays.stdout.readline()
            stays.terminate()
            stays.communicate(timeout=30)
        return first

    def _environment(self) -> dict[str, str]:
        keeper = {
            f"GIT_{who}_{what}": says
            for who in ("AUTHOR", "COMMITTER")
            for what, says in (
                ("NAME", "facilitator"),
                ("EMAIL", "facilitator@stairwell.invalid"),
                ("DATE", _DAY),
            )
        }
        return {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(_PROGRAM),
            "HOME": str(self.home),
            "LC_ALL": "C.UTF-8",
            "GIT_CONFIG_NOSYSTEM": "1",
            **keeper,
        }


def sessions(page: str, home: Path) -> str:
    """The page, with what its commands print now. What a page says differs is left as it is."""
    session = Session(home)
    out, at = [], 0
    for block in _BLOCK.finditer(page):
        out.append(page[at : block.start(3)])
        at = block.end(3)
        if block[2]:
            kept = home / block[2]
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_text(block[3], encoding="utf-8")
        out.append(_played(block[3], session) if block[1] == "console" else block[3])
    return "".join([*out, page[at:]])


def has_sessions(page: str) -> bool:
    """Whether a page shows a terminal."""
    return any(block[1] == "console" for block in _BLOCK.finditer(page))


def _played(shown: str, session: Session) -> str:
    return "".join(
        f"$ {typed}\n{_as_shown(told, session.run(typed))}" for typed, told in _typed(shown)
    )


def _typed(shown: str) -> Iterator[tuple[str, str]]:
    """Each line that is typed, and what is shown below it."""
    for part in re.split(r"^\$ ", shown, flags=re.MULTILINE)[1:]:
        typed, _, told = part.partition("\n")
        yield typed, told


def _as_shown(told: str, printed: str) -> str:
    """What is shown, where that fits what was printed; else what was printed."""
    pattern = "".join(
        r"(?:.*\n)*?" if line.strip() == _DIFFERS else re.escape(line)
        for line in told.splitlines(keepends=True)
    )
    return told if re.fullmatch(pattern, printed) else printed


def _telling_picture() -> bytes:
    """A picture of one dot, in whose file somebody wrote where it was taken."""

    def piece(name: bytes, held: bytes) -> bytes:
        return (
            struct.pack(">I", len(held)) + name + held + struct.pack(">I", zlib.crc32(name + held))
        )

    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            piece(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
            piece(b"tEXt", b"Comment\0in the yard"),
            piece(b"IDAT", zlib.compress(b"\0\x80")),
            piece(b"IEND", b""),
        )
    )
