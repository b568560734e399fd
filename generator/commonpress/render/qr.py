# SPDX-License-Identifier: AGPL-3.0-or-later
"""QR codes for paper: one address each, drawn as plain squares. Only here is segno used.

A module below 0.5 mm did not survive two generations of copies; the address always stands
beside the code in words, for people without a phone.
"""

from __future__ import annotations

import segno

from commonpress.render.charts.pens import PAPER, Window, number, svg

LEAST_MODULE = 0.5  # mm
QUIET = 4  # modules of blank paper that every reader needs around a code


def qr_drawing(address: str, width: float, title: str) -> str:
    """Draw a code `width` mm wide, without its quiet zone: the page must leave it room.

    Raises ``ValueError`` where the modules would be smaller than ``LEAST_MODULE``.
    """
    code = segno.make(address, error="m", micro=False, boost_error=False)
    rows = [bytes(row) for row in code.matrix]
    module = width / len(rows)
    if module < LEAST_MODULE:
        raise ValueError(f"{address} is too long for a code {width} mm wide")
    path = "".join(
        f"M{start} {down}h{length}v1h-{length}z"
        for down, row in enumerate(rows)
        for start, length in _runs(row)
    )
    body = f'<path class="i" transform="scale({module:.5f})" d="{path}"/>'
    return svg(Window(0, 0, width, float(number(width))), PAPER, title, body)


def _runs(row: bytes) -> list[tuple[int, int]]:
    """Dark stretches of a row: where each starts, and how long it is."""
    runs: list[tuple[int, int]] = []
    for place, dark in enumerate(row):
        if dark and runs and sum(runs[-1]) == place:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif dark:
            runs.append((place, 1))
    return runs
