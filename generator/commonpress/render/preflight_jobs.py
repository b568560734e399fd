# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a finished file is made for, so that it can be held to that: its machine, its paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b

from commonpress.render.plates import Trim
from commonpress.render.print_paper import Profile

Proof = Callable[[str, bytes], None]
"""Reads pages against the words that they were made of."""


def unread(html: str, pdf: bytes) -> None:
    """Read nothing."""


class Use(StrEnum):
    """What becomes of a file."""

    READING = "reading"  # single pages, on a screen or before they are put on sheets
    PAPER = "paper"  # printed as it is, and read by ear as well
    PLATE = "plate"  # printed as it is; its tags are gone, the pages for reading stand beside it
    INK = "ink"  # what one drum of a riso prints


@dataclass(frozen=True, slots=True)
class Job:
    """One file and what it is held to.

    `pages` is how many it must have, `multiple` what they must be a multiple of. `source` are
    the single pages that were put onto it, each `copies` times.
    """

    name: str
    pdf: bytes
    use: Use
    profile: Profile
    paper: Trim
    pages: int | None = None
    multiple: int = 1
    large: bool = False
    source: bytes | None = None
    copies: int = 1


def digest_of_job(job: Job) -> str:
    """One name for a file and all that it is held to."""
    held = (job.use, job.profile, job.paper, job.pages, job.multiple, job.large, job.copies)
    found = blake2b(repr(held).encode(), digest_size=32)
    for content in (job.pdf, job.source or b""):
        found.update(f"{len(content)}\0".encode() + content)
    return found.hexdigest()


@dataclass(frozen=True, slots=True)
class Floor:
    """The least that a machine carries: type and lines in points, contrast as one to this."""

    type: float
    rule: float
    contrast: float = 7.0


# Measured on two generations of a simulated copier; a screen shows what a printer would lose.
FLOORS = {
    Profile.PHOTOCOPY: Floor(8.0, 0.75),
    Profile.LASER: Floor(7.0, 0.75),
    Profile.RISO: Floor(7.0, 0.75),
    Profile.SCREEN: Floor(7.0, 0.5),
}
LARGE_TYPE = 16.0
DOTS, LINE_DOTS = 200.0, 300.0


def floor_of(job: Job) -> Floor:
    """What a file is held to."""
    floor = FLOORS[job.profile]
    return Floor(LARGE_TYPE, floor.rule, floor.contrast) if job.large else floor
