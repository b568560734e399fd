# SPDX-License-Identifier: AGPL-3.0-or-later
"""A finished file, before anything is written: what every renderer returns."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Artifact:
    """One file of the site, the zine or the data.

    `path` is relative to the folder it will stand in, with "/" between its parts;
    `content` is its bytes, to the last one.
    """

    path: str
    content: bytes
