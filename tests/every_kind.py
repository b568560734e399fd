# SPDX-License-Identifier: AGPL-3.0-or-later
"""A site that holds a page of every kind, in a language of each direction, and where they are.

It is the sample commons with a seal, which that does not have. Long lists are
cut into pages sooner than they are for readers, so that their further pages exist as well.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from commonpress.render import addresses, site_index
from commonpress.render.site_desk import Desk, Sheet
from tests.books import run

ROOT = Path(__file__).parents[1]
DESIGNED = frozenset(
    file.name.removesuffix(".html.jinja")
    for file in (ROOT / "site_templates/site").glob("[!_]*.html.jinja")
)
# Pages that no template of ours makes: free ones, the slip, and what a server shows for nothing.
BESIDE = {
    "free page": "how-to-read-the-ledger.html",
    "slip": "questionnaires/where-we-turn-form.html",
    "missing page": "404.html",
}
ROWS = 60
QUICK = 16_000  # bytes of HTML
DIRECTIONS = {"ltr": "", "rtl": "ar/"}  # the folder of the language written so
_SEALED_ON = "2026-07-01"


@dataclass(frozen=True)
class EveryKind:
    """A built site, and for each kind of page the address of one of them."""

    folder: Path
    pages: Mapping[str, str]

    def addresses(self, direction: str) -> list[tuple[str, str]]:
        """Kinds with their addresses in a language of this direction."""
        there = DIRECTIONS[direction]
        # One page says in every language that there is none: a server knows only this one.
        return [
            (kind, address if kind == "missing page" else there + address)
            for kind, address in self.pages.items()
            if not (there and kind == "missing page")
        ]


def built(folder: Path) -> EveryKind:
    """The site, built in a folder."""
    book = _book(folder / "book")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(addresses, "ROWS_A_PAGE", ROWS)
        patch.setattr(site_index, "ROWS_A_PAGE", ROWS)
        made = _watched(patch)
        said = run("build", book, "--output", folder / "out", "--no-zine")
        assert said.code == 0, said
    site = folder / "out/site"
    assert set(made) == DESIGNED
    pages = {kind: _fullest(site, found) for kind, found in sorted(made.items())} | BESIDE
    return EveryKind(site, pages)


def _book(folder: Path) -> Path:
    for name in ("content", "ledger", "cases"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    said = run("seal", folder, "--origin", "tidewater-row.example/seal", "--on", _SEALED_ON)
    assert said.code == 0, said
    return folder


def _watched(patch: pytest.MonkeyPatch) -> dict[str, set[str]]:
    """Where the pages of every template stand, filled while a site is made."""
    made: dict[str, set[str]] = {}
    sheet = Desk.sheet

    def watching(
        desk: Desk, names: tuple[str, ...], address: str, *rest: Any, **more: Any
    ) -> Sheet:
        known = next((name for name in names if name in DESIGNED), names[-1])
        if known in DESIGNED:
            made.setdefault(known, set()).add(address)
        return sheet(desk, names, address, *rest, **more)

    patch.setattr(Desk, "sheet", watching)
    return made


def _fullest(site: Path, found: set[str]) -> str:
    """The page of both languages that says most and is still quickly judged."""
    in_both = [
        a for a in sorted(found) if all((site / d / a).exists() for d in DIRECTIONS.values())
    ]
    size = {address: (site / address).stat().st_size for address in in_both}
    quick = [address for address in in_both if size[address] <= QUICK]
    return max(quick, key=size.__getitem__) if quick else min(in_both, key=size.__getitem__)
