# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a record points to is told by its own fields, and every link is seen from both ends."""

from __future__ import annotations

from commonpress.derive.disclose import disclose
from commonpress.kinds.references import references
from tests.registers import LEDGER, day, entry, register
from tests.test_standing import assembly, decision


def test_an_entry_points_by_the_names_people_write() -> None:
    line = entry("0001 2026-05-12 paid 60 EUR euro cash-box bills", decision="dec-2026-001")
    found = {r.field: (r.kinds, r.id) for r in references(line)}
    assert found["from"] == (("account",), "cash-box")
    assert found["decision"] == (("decision",), "dec-2026-001")


def test_lists_point_item_by_item() -> None:
    record = decision(supersedes=("dec-2025-001", "dec-2025-002"))
    assert [r.field for r in references(record)] == [
        "decided_at",
        "supersedes.0",
        "supersedes.1",
    ]


def test_a_link_is_seen_from_both_ends() -> None:
    lines = (
        entry("0001 2026-05-01 received 100 EUR euro grocers cash-box"),
        entry("0002 2026-05-12 paid 60 EUR euro cash-box bills", decision="dec-2026-001"),
    )
    publication = disclose(register(*LEDGER, assembly(9), decision(), *lines), day("2026-06-30"))
    cites = publication.cites["decision", "dec-2026-001"]
    assert [(link.kind, link.id) for link in cites] == [("assembly", "asm-2026-05")]
    cited_by = publication.cited_by["decision", "dec-2026-001"]
    assert [(link.kind, link.id, link.field) for link in cited_by] == [
        ("entry", "ent-2026-05-0002", "decision")
    ]
