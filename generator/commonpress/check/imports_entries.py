# SPDX-License-Identifier: AGPL-3.0-or-later
"""From a table with the columns of the open data back to entries: all of them or none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from commonpress.check.imports import Imported
from commonpress.check.shape import shape
from commonpress.ground.diagnostics import Diagnostic, sorted_diagnostics
from commonpress.ground.numbering import Numbering
from commonpress.kinds.entry import Entry
from commonpress.read.raw import Fields, RawRecord, Text

_MONTH = re.compile(r"([0-9]{4}-[0-9]{2})-[0-9]{2}", re.ASCII)


def import_entries(raws: Iterable[RawRecord]) -> Imported:
    """Every row as the entry it is. A blank id is given the next free number of its month."""
    raws = list(raws)
    numbering = Numbering(raw.id for raw in raws)
    entries: list[Entry] = []
    findings: list[Diagnostic] = []
    for raw in raws:
        record, wrong = shape(raw if raw.id else _numbered(raw, numbering))
        findings += wrong
        if isinstance(record, Entry):
            entries.append(record)
    return Imported(() if findings else tuple(entries), sorted_diagnostics(findings))


def _numbered(raw: RawRecord, numbering: Numbering) -> RawRecord:
    """The same row with an id. One without a day keeps none: the day is what is told then."""
    day = raw.fields.get("date")
    month = _MONTH.fullmatch(day.value) if isinstance(day, Text) else None
    if month is None:
        return raw
    given = numbering.next(f"ent-{month[1]}-", 4)
    others = tuple((name, node) for name, node in raw.fields if name.value != "id")
    pair = (Text("id", raw.span), Text(given, raw.span))
    return replace(raw, id=given, fields=Fields((pair, *others), raw.span))
