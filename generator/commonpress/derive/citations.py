# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every record cites and what cites it, told by the fields that point."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from commonpress.derive.flow_views import RecordLink
from commonpress.kinds import KINDS
from commonpress.kinds.base import Record
from commonpress.kinds.references import Reference, references

Key = tuple[str, str]
Links = Mapping[Key, tuple[RecordLink, ...]]


def title_of(record: Record) -> str:
    """What a record is called: its title, or its id where it has none."""
    return getattr(record, "title", "") or record.id


def citations(records: Mapping[str, Sequence[Record]]) -> tuple[Links, Links]:
    """What each record points to, and what points to it, each link once, in book order.

    An entry's account and resource are part of what it says, not something it cites, so
    links among the kinds of the ledger's own vocabulary are left out.
    """
    found = {(kind, r.id): r for kind, group in records.items() for r in group}
    cites: dict[Key, dict[Key, RecordLink]] = defaultdict(dict)
    cited_by: dict[Key, dict[Key, RecordLink]] = defaultdict(dict)
    for kind in KINDS:
        for record in records.get(kind.name, ()):
            here = (kind.name, record.id)
            for reference in references(record):
                there = _cited(reference, found)
                if there is None or there in cites[here]:
                    continue
                name = reference.field.partition(".")[0]
                cites[here][there] = RecordLink(*there, title_of(found[there]), name)
                cited_by[there][here] = RecordLink(*here, title_of(record), name)
    return _frozen(cites), _frozen(cited_by)


_VOCABULARY = frozenset({"account", "resource", "category"})


def _cited(reference: Reference, found: Mapping[Key, Record]) -> Key | None:
    """The record that a reference leads to; None where there is none, or it is vocabulary."""
    if _VOCABULARY.issuperset(reference.kinds):
        return None
    keys = ((kind, reference.id) for kind in reference.kinds)
    there = next((key for key in keys if key in found), None)
    return None if there is None or there[0] in _VOCABULARY else there


def _frozen(links: Mapping[Key, Mapping[Key, RecordLink]]) -> Links:
    return {key: tuple(group.values()) for key, group in links.items()}
