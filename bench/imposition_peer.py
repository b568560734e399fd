# SPDX-License-Identifier: AGPL-3.0-or-later
"""Our sheets held against those of pdfimpose, another program that puts pages on sheets.

    python -m bench.imposition_peer PROGRAM FOLDER

Booklets of 2 to 16 pages, bound on the left and on the right, and the sheet of eight panels. Each
page carries its number at its head and its foot; poppler says where on which side they came to
stand. Where one of the two puts a page elsewhere, or on its head, that is told. pdfimpose
(AGPL-3.0-or-later) is run as a program of its own. It adds a few points between pages, so places
are compared by half and panel. It prints a booklet that is bound on the right with every side
turned round, which is the same side. Its sheet of eight panels bound on the right is cut at the
feet of the pages and ours at their heads, so that one is proven by folding alone.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from commonpress.ground.imposition import Flip
from commonpress.ground.imposition_panels import OneSheet
from commonpress.kinds.publication import Edition, Paper
from commonpress.render.pdf import typeset
from commonpress.render.plates_sheets import impose_pdf, lay_out_pdf
from commonpress.render.print_folds import layout_of
from commonpress.render.print_paper import grid_of, page_of
from tests.fold import Printed, read_pages

# What stands in one place of a side: the number of its page, and whether it is on its head.
Slots = tuple[tuple[tuple[str, bool], ...], ...]
_MOST = 16


def numbered(pages: int, edition: Edition) -> bytes:
    """Pages that say which they are, at the head and at the foot."""
    size = page_of(edition, Paper.A4)
    sheets = "".join(
        f'<section><p>head{n}</p><p class="foot">foot{n}</p></section>' for n in range(1, pages + 1)
    )
    return typeset(
        '<!doctype html><html lang="en"><head><title>Numbers</title><style>'
        f"@page {{ size: {size.width:g}mm {size.height:g}mm; margin: 12mm }}"
        "section { break-before: page; position: relative; height: 60mm }"
        "p { margin: 0; font: 12pt 'DejaVu Sans' } .foot { position: absolute; bottom: 0 }"
        f"</style></head><body>{sheets}</body></html>",
        {},
    )


def slots(pdf: Path, columns: int, rows: int) -> Slots:
    """What stands where on every side, row by row."""
    return tuple(_upright(tuple(_side(side, columns, rows))) for side in read_pages(pdf))


def _upright(side: tuple[tuple[str, bool], ...]) -> tuple[tuple[str, bool], ...]:
    """A side turned round where all of it stands on its head."""
    if any(head and not upside_down for head, upside_down in side):
        return side
    return tuple((head, False) for head, _ in reversed(side))


def _side(side: Printed, columns: int, rows: int) -> Iterator[tuple[str, bool]]:
    for place in range(columns * rows):
        row, column = divmod(place, columns)
        here = {
            word.text: word.y
            for word in side.words
            if int(word.x * columns / side.width) == column
            and int(word.y * rows / side.height) == row
        }
        head = next((text for text in here if text.startswith("head")), "")
        foot = here.get(head.replace("head", "foot"), 0.0)
        yield head, bool(head) and here[head] > foot


def ours(pages: bytes, edition: Edition, *, right_to_left: bool) -> bytes:
    """The sheets as we print them."""
    layout = layout_of(edition, Flip.SHORT_EDGE, right_to_left=right_to_left)
    page = page_of(edition, Paper.A4)
    grid = grid_of(edition, Paper.A4, right_to_left=right_to_left)
    if isinstance(layout, OneSheet):
        return lay_out_pdf(pages, layout, page, grid)
    if layout is None:
        raise ValueError(f"{edition} is not put on sheets")
    return impose_pdf(pages, layout, page, "", grid=grid)


def compared(
    program: str, folder: Path, pages: int, edition: Edition, how: Sequence[str], *, right: bool
) -> str:
    """What differs, in a sentence; blank where both put every page in the same place."""
    stem = folder / f"{edition}-{pages}-{'right' if right else 'left'}"
    source, mine, theirs = (stem.with_suffix(f".{part}.pdf") for part in ("source", "own", "peer"))
    source.write_bytes(numbered(pages, edition))
    mine.write_bytes(ours(source.read_bytes(), edition, right_to_left=right))
    subprocess.run([program, *how, "--output", theirs, source], check=True, capture_output=True)
    shape = (4, 2) if edition is Edition.MINI8 else (2, 1)
    if slots(mine, *shape) == slots(theirs, *shape):
        return ""
    return f"{stem.name}: {slots(mine, *shape)} and {slots(theirs, *shape)}"


def main(program: str, folder: Path) -> int:
    """Compare every sort of sheet, and say what differs."""
    saddle: tuple[str, ...] = ("saddle", "--signature", "2x1", "--group", "0", "--last", "1")
    found = []
    for pages in range(2, _MOST + 1):
        for bind in ("left", "right"):
            turned = (*saddle, "--bind", bind)
            found.append(
                compared(program, folder, pages, Edition.BOOKLET, turned, right=bind == "right")
            )
    how = ("onepagezine", "--bind", "left")
    found.append(compared(program, folder, 8, Edition.MINI8, how, right=False))
    differing = [said for said in found if said]
    sys.stdout.write(f"{len(found) - len(differing)} of {len(found)} sorts of sheet agree\n")
    sys.stdout.writelines(f"{said}\n" for said in differing)
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
