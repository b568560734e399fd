# SPDX-License-Identifier: AGPL-3.0-or-later
"""Near names: what someone probably meant by a word that is not known."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word closest to `word`, or "" where none is close enough to be meant.

    Close is an edit distance of two, of one for words under five letters; a swap of two
    neighbouring letters counts once. Among equally close words the first by name is taken.
    """
    reach = 1 if len(word) < 5 else 2
    folded = word.casefold().replace("_", "-")
    ranked = sorted(
        (distance(folded, candidate.casefold().replace("_", "-"), reach), candidate)
        for candidate in known
    )
    return ranked[0][1] if ranked and ranked[0][0] <= reach else ""


def distance(one: str, other: str, most: int) -> int:
    """Edits (insert, delete, change, swap neighbours) between two words; `most` + 1 means more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        before, above, row = row, before, [i]
        for j, b in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
    return min(row[-1], most + 1)
