# SPDX-License-Identifier: AGPL-3.0-or-later
"""What stands in the files of a book and could not be read as a record.

An entry that is missing for a slip of the pen makes the stock that it fed look empty, and a
decision with a slip makes every link to it look broken. What is missing is known by its kind,
and by its id where that can be told; so whatever does not hang on it can still be judged.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from commonpress.kinds import KIND_OF, KINDS
from commonpress.kinds.base import Months
from commonpress.kinds.commons import COMMONS
from commonpress.read import text, yaml_tree
from commonpress.read.raw import RawRecord, ReadBook
from commonpress.read.shelves import is_media, likely_place, place_of

# Findings that leave a record readable, but without something that was written in it.
_TEARING = frozenset({*yaml_tree.CODES, text.FORBIDDEN_CHARACTER, text.HIDDEN_CHARACTER})


@dataclass(frozen=True, slots=True)
class Missing:
    """The records that could not be read: kind and id, the id blank where it may be any."""

    records: frozenset[tuple[str, str]] = frozenset()

    def may_be(self, kind: str, record_id: str) -> bool:
        """Whether a record of this kind and id may be among them."""
        return (kind, record_id) in self.records or (kind, "") in self.records

    def touches(self, kinds: Collection[str]) -> bool:
        """Whether a record of one of these kinds may be among them."""
        return any(kind in kinds for kind, _ in self.records)


NOTHING_MISSING = Missing()


def missing_records(read: ReadBook, unshaped: Iterable[RawRecord]) -> Missing:
    """What is missing of a book that was read, of which these records could not be shaped."""
    found = [(raw.kind.name, raw.id) for raw in unshaped]
    if not any(raw.kind is COMMONS for raw in read.raws):
        found.append((COMMONS.name, ""))
    found += [record for path in read.unread for record in _in_file(path)]
    return Missing(frozenset((kind, _certain(kind, record_id)) for kind, record_id in found))


def torn_records(read: ReadBook) -> frozenset[int]:
    """Which of the raw records (by their index) lack something that was written in them."""
    lines: dict[str, list[int]] = {}
    for finding in read.findings:
        if finding.code in _TEARING:
            lines.setdefault(finding.span.path, []).append(finding.span.line)
    beginnings: dict[str, list[tuple[int, int]]] = {path: [] for path in lines}
    for index, raw in enumerate(read.raws):
        if raw.path in beginnings:
            beginnings[raw.path].append((raw.span.line, index))
    torn = (_torn_at(sorted(beginnings[path]), line) for path in lines for line in lines[path])
    return frozenset(index for found in torn for index in found)


def _torn_at(beginnings: list[tuple[int, int]], line: int) -> Iterator[int]:
    """The records that a line may belong to: the last to begin before it, or those on it."""
    if not beginnings:
        return
    starts = [start for start, _ in beginnings]
    last = starts[max(bisect_right(starts, line) - 1, 0)]
    yield from (index for start, index in beginnings if start == last)


def _in_file(path: str) -> Iterator[tuple[str, str]]:
    """The records that may stand in a file or folder that could not be read."""
    place = place_of(path)
    if place is None and not is_media(path):
        place = likely_place(path)
        for kind in KINDS:
            is_in_folder = f"{kind.home}/".startswith(f"{path}/")
            is_like_a_month = isinstance(kind.shelf, Months) and path.startswith(f"{kind.home}/")
            if is_in_folder or is_like_a_month:
                yield kind.name, ""
    if place is not None:
        yield from ((kind.name, place.id) for kind in place.kinds)


def _certain(kind: str, record_id: str) -> str:
    """The id of a missing record; blank where what is written cannot be its id."""
    return record_id if re.fullmatch(KIND_OF[kind].id_form, record_id) else ""
