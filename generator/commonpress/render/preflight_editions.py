# SPDX-License-Identifier: AGPL-3.0-or-later
"""What each file of an edition is held to, told by the end of its name."""

from __future__ import annotations

from commonpress.ground.imposition_panels import OneSheet
from commonpress.kinds.publication import Edition
from commonpress.render.plates import page_count
from commonpress.render.preflight_jobs import Job, Use
from commonpress.render.print_folds import COPIES, layout_of
from commonpress.render.print_paper import Printing, across, grid_of, page_of, upright

# Large print tells a drawing in words, and leaves out the key to it.
KEYS_OF_DRAWINGS = frozenset({"key", "legend", "loop", "plot", "stamp", "tally"})
# These hold every page of the issue.
_WHOLE = frozenset({"", "-long-edge", "-proof"})


def job_of(path: str, name: str, pdf: bytes, printing: Printing, source: bytes | None) -> Job:
    """What the file `path` of an edition is made for; `name` is what follows the edition's name.

    `source` are the single pages that the edition's sheets are made of.
    """
    edition, paper, profile = printing.edition, printing.paper, printing.profile
    if name == "-how-to":
        return Job(path, pdf, Use.PAPER, profile, upright(paper), pages=1)
    if name == "-duplex-test":
        return Job(path, pdf, Use.PAPER, profile, across(paper), pages=2)
    if edition is Edition.LARGE:
        return Job(path, pdf, Use.PAPER, profile, upright(paper), large=True)
    if edition is Edition.SCREEN:
        return Job(path, pdf, Use.READING, profile, page_of(edition, paper), multiple=4)
    if name == "-pages" or source is None:
        return Job(path, pdf, Use.READING, profile, page_of(edition, paper))
    return Job(
        path,
        pdf,
        Use.INK if name.startswith("-layer") else Use.PLATE,
        profile,
        grid_of(edition, paper).paper,
        pages=_sides(edition, source, name),
        source=source if name in _WHOLE else None,
        copies=COPIES.get(edition, 1),
    )


def _sides(edition: Edition, source: bytes, name: str) -> int:
    """How many sides of paper the sheets of an edition have."""
    layout = layout_of(edition)
    if isinstance(layout, OneSheet):
        return 2 if layout.both_sides or edition is Edition.MINI8_POSTER else 1
    if edition is Edition.QUARTER:
        return 2
    sheets = -(-page_count(source) // 4)
    return sheets if name in ("-fronts", "-backs") else 2 * sheets
