# SPDX-License-Identifier: AGPL-3.0-or-later
"""A drawing seen in a mirror, for pages that are read from right to left; its words stay readable.

What flows from left to right then flows from right to left, as the lines beside it do.
"""

from __future__ import annotations

import re
from typing import Final

_DRAWING: Final = re.compile(
    r'(?P<head><svg\b[^>]*viewBox="(?P<box>[^"]+)"[^>]*>(?:<title>[^<]*</title>)?'
    r"(?:<style>[^<]*</style>)?)(?P<body>.*)</svg>",
    re.DOTALL,
)
_TEXT: Final = re.compile(r'<text(?: class="([^"]*)")? x="([^"]+)"([^>]*>[^<]*</text>)')
_END: Final = "e"  # the class of words that end where they stand, as pens have it


def in_mirror(drawing: str) -> str:
    """The same drawing from the other side: lines turned, words where they then belong."""
    found = _DRAWING.fullmatch(drawing)
    if found is None:
        raise ValueError("this is no drawing of ours")
    left, _, width, _ = map(float, found["box"].split())
    turned = 2 * left + width

    def moved(text: re.Match[str]) -> str:
        classes = frozenset((text[1] or "").split()) ^ {_END}
        said = f' class="{" ".join(sorted(classes))}"' if classes else ""
        return f'<text{said} x="{turned - float(text[2]):g}"{text[3]}'

    words = "".join(map(moved, _TEXT.finditer(found["body"])))
    lines = _TEXT.sub("", found["body"])
    return (
        f'{found["head"]}<g transform="translate({turned:g} 0) scale(-1 1)">{lines}</g>'
        f"{words}</svg>"
    )
