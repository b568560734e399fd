# SPDX-License-Identifier: AGPL-3.0-or-later
"""All records of a book that was read, and what of it could not become a record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from commonpress.check.missing import Missing, missing_records, torn_records
from commonpress.check.months import MonthShaper, read_carefully
from commonpress.check.plain import read_plain_carefully, shape_plain
from commonpress.check.shape import shape
from commonpress.ground.diagnostics import Diagnostic
from commonpress.kinds.base import Record
from commonpress.kinds.commons import Commons
from commonpress.read.content import FileRead
from commonpress.read.raw import RawRecord, ReadBook


@dataclass(frozen=True, slots=True)
class Shaped:
    """The records of a book that are whole, by the path of their file; and what is not."""

    records: tuple[Record, ...]
    findings: tuple[Diagnostic, ...]
    taken: tuple[str, ...]  # the ids that stand in the files, of records or not
    missing: Missing


def shape_records(read: ReadBook, shaper: MonthShaper | None = None) -> Shaped:
    """Months and plain records the fast way where they can be, all the rest the careful way.

    A `shaper` that has shaped other months knows which values are good.
    """
    by_path = _fast_months(read, shaper or MonthShaper())
    for plain in read.plain:
        record = shape_plain(plain)
        if record is not None:
            by_path[plain.path].append(record)
    slow = [month for month in read.months if month.path not in by_path]
    odd = [plain for plain in read.plain if plain.path not in by_path]
    carefully = _with_files(
        read,
        [
            *((month.path, read_carefully(month)) for month in slow),
            *((plain.path, read_plain_carefully(plain)) for plain in odd),
        ],
    )
    findings = list(carefully.findings[len(read.findings) :])
    torn = torn_records(carefully)
    unread: list[RawRecord] = []
    for index, raw in enumerate(carefully.raws):
        record, wrong = shape(raw)
        findings.extend(wrong)
        if record is None or index in torn:
            unread.append(raw)
        # Of the settings, whatever could be read is better than none.
        if record is not None and (index not in torn or isinstance(record, Commons)):
            by_path[raw.path].append(record)
    return Shaped(
        records=tuple(record for _, group in sorted(by_path.items()) for record in group),
        findings=tuple(findings),
        taken=tuple(raw.id for raw in carefully.raws),
        missing=missing_records(carefully, unread),
    )


def _fast_months(read: ReadBook, shaper: MonthShaper) -> dict[str, list[Record]]:
    shaped = ((month.path, shaper.shape(month)) for month in read.months)
    return defaultdict(list, ((path, records) for path, records in shaped if records is not None))


def _with_files(read: ReadBook, files: Sequence[tuple[str, FileRead]]) -> ReadBook:
    """What was read, with some files read the careful way beside it."""
    return replace(
        read,
        raws=(*read.raws, *(raw for _, file in files for raw in file.raws)),
        findings=(*read.findings, *(finding for _, file in files for finding in file.findings)),
        unread=(*read.unread, *(path for path, file in files if file.lost)),
    )
