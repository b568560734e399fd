# SPDX-License-Identifier: AGPL-3.0-or-later
"""The fast way into a month gives what the careful way gives: the same records, or findings.

Places are compared as well: those of a record that was read fast come from reading its file again.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import event, example, given, settings
from hypothesis import strategies as st

from commonpress.check.missing import Missing
from commonpress.check.months import MonthShaper
from commonpress.check.records import shape_records
from commonpress.ground.diagnostics import sorted_diagnostics
from commonpress.kinds import KINDS
from commonpress.kinds.base import Months, Record
from commonpress.kinds.entry import ENTRY, Entry
from commonpress.read.content import read_content
from commonpress.read.raw import MonthText, ReadBook
from commonpress.read.shelves import Place, place_of
from commonpress.render.month_files import month_files

ROOT = Path(__file__).parents[1]
MARCH = "ledger/2026/2026-03"
SAMPLES = sorted((ROOT / "ledger").glob("20*/*.yml"))


def shaped(
    path: str, content: bytes, *, quickly: bool
) -> tuple[tuple[Record, ...], object, Missing]:
    """Everything that one file gives: records, findings, and what is missing."""
    place = place_of(path)
    assert place
    file = read_content(path, place, content, quickly=quickly)
    months = (file.month,) if file.month else ()
    unread = (path,) if file.lost else ()
    read = ReadBook(file.raws, file.findings, {}, unread=unread, months=months)
    found = shape_records(read)
    return found.records, sorted_diagnostics(read.findings, found.findings), found.missing


def agree(path: str, content: bytes) -> None:
    """Both ways say the same, to the last column."""
    careful, quick = (shaped(path, content, quickly=q) for q in (False, True))
    assert quick == careful
    for slow, fast in zip(careful[0], quick[0], strict=True):
        assert _written(fast) == _written(slow)  # 1 and 1.0 are equal, and not the same
        assert dict(fast.places) == dict(slow.places)
        assert (fast.path, fast.span("date")) == (slow.path, slow.span("date"))


def _written(record: Record) -> list[str]:
    names = record.__struct_fields__
    return [f"{name}: {getattr(record, name)!r}" for name in names if name != "places"]


def is_fast(path: str, text: str) -> bool:
    place = place_of(path)
    assert place
    return MonthShaper().shape(MonthText(place.kinds[0], path, text)) is not None


# --- months that people write --------------------------------------------------------------------


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.stem)
def test_the_months_of_the_sample_go_the_fast_way(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert is_fast(MARCH + ".yml", text)
    agree(MARCH + ".yml", text.encode())


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.stem)
def test_they_do_so_as_tables_too(file: Path) -> None:
    records, _, _ = shaped(MARCH + ".yml", file.read_bytes(), quickly=False)
    entries = [record for record in records if isinstance(record, Entry)]
    table = month_files(entries)[0].content.decode()
    rows = [row for row in table.split("\n") if '"' not in row]
    text = "\n".join(rows)
    assert is_fast(MARCH + ".csv", text)
    agree(MARCH + ".csv", text.encode())


PLAIN = """\
entries:
  - id: ent-2026-03-0001
    date: 2026-03-24
    action: paid
    resource: euro
    quantity: 42.50
    unit: EUR
    from: cash-box
    to: bills
    households: 12
    approved_by:
      - treasurer
      - kitchen-keeper
    note: Don't forget — the café's bill (3rd)
  - id: ent-2026-03-0002
    quantity: 1
    unit: kg
    resource: rice
    action: used
    date: 2026-03-25
    approved_by: [treasurer]
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", ""),
        ("entries:\n", "entries:\r\n"),
        ("entries", "\ufeffentries"),
        ("2026-03-24", "2025-02-28"),
        ("    note: Don't", "    reason: Don't"),
        ("quantity: 1\n", "quantity: 42.500\n"),
        ("quantity: 1\n", "quantity: 42.5\n"),
        ("  - id: ent-2026-03-0002\n", "  - households: 7\n    id: ent-2026-03-0002\n"),
    ],
)
def test_what_is_written_plainly_goes_the_fast_way(old: str, new: str) -> None:
    content = PLAIN.replace(old, new, 1).encode()
    file = read_content(MARCH + ".yml", Place((ENTRY,)), content, quickly=True)
    assert file.month
    assert is_fast(MARCH + ".yml", file.month.text)
    agree(MARCH + ".yml", content)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("unit: EUR", "unit: EUR\n    unit: EUR"),  # a key twice
        ("unit: EUR", "unit: EUR\n    due: 2026-03-25\n    due: 2026-03-25"),
        ("42.50", "1e3"),
        ("42.50", "042.50\n    tolerance: 1E5"),
        ("42.50", "NaN"),
        ("42.50", "1_0"),
        ("42.50", "４２"),
        ("42.50", "0.1234567"),
        ("42.50", "1234567890123"),
        ("42.50", "12,5"),
        ("households: 12", "households: 1e2"),
        ("households: 12", "households: 1.0"),
        ("households: 12", "households: -0"),
        ("households: 12", "households: null"),
        ("households: 12", "households: 1234567890"),
        ("date: 2026-03-24", "date: 2026-02-30"),
        ("date: 2026-03-24", "due: null\n    date: 2026-03-24"),
        ("from: cash-box", "from: Cash-box"),
        ("from: cash-box", "from: &a cash-box"),
        ("from: cash-box", "from: *a"),
        ("from: cash-box", "from: !!str cash-box"),
        ("from: cash-box", "from:"),
        ("from: cash-box", "from: "),
        ("unit: EUR", "unit: "),  # blank where it must not be
        ("from: cash-box", "from: 'cash-box'"),
        ("from: cash-box", 'from: "cash-box"'),
        ("from: cash-box", "from_: cash-box"),
        ("from: cash-box", "places: x"),
        ("from: cash-box", "from: [cash-box]"),
        ("from: cash-box", "from:\n      - cash-box"),
        ("from: cash-box", "from: |\n      cash-box"),
        ("[treasurer]", "treasurer"),
        ("[treasurer]", "[]"),
        ("[treasurer]", "[Treasurer]"),
        ("[treasurer]", "[treasurer,]"),
        ("[treasurer]", "[treasurer]]"),
        ("note: Don't", "note: # Don't"),
        ("note: Don't", "note: - Don't"),
        ("note: Don't forget", "note: Don't forget # that"),
        ("note: Don't forget", "note: Don't: forget"),
        ("(3rd)", "(3rd):"),
        ("(3rd)", "(3rd) "),
        ("(3rd)", "(3rd)\n      and more"),
        ("(3rd)", "(3rd)\n\n"),
        ("(3rd)", "(3rd)\u2028"),
        ("(3rd)", "(3rd)\x07"),
        ("(3rd)", "(3rd)\u202e"),
        ("(3rd)", "(3rd)\xa0"),
        ("(3rd)", "\\n"),
        ("id: ent-2026-03-0001", "id: ent-1"),
        ("id: ent-2026-03-0001", "id: "),
        ("  - id: ent-2026-03-0001\n    date", "  - date"),
        ("  - id: ent-2026-03-0002\n", "  - households: 1e2\n    id: ent-2026-03-0002\n"),
        ("  - id: ent-2026-03-0001\n", "  - contributors: 1e2\n    id: ent-2026-03-0001\n"),
        ("42.50\n", "1E1\n    to: bills\n"),
        ("  - id: ent-2026-03-0002", "  - places: 3\n    id: ent-2026-03-0002"),
        ("  - id: ent-2026-03-0002", "   - id: ent-2026-03-0002"),
        ("entries:\n", "# March\nentries:\n"),
        ("entries:\n", "entries: \n"),
        ("entries:\n", "entrys:\n"),
        ("entries:\n", "---\nentries:\n"),
        ("    unit: EUR", "\tunit: EUR"),
        ("    unit: EUR", "    unit:  EUR"),
        ("    unit: EUR", "    unit : EUR"),
        ("    unit: EUR", "    Unit: EUR"),
        ("    unit: EUR", "    unit: EUR\n    lang: xx-"),
        ("    unit: EUR", "    unit: EUR\n    origin: elsewhere"),
        ("[treasurer]\n", "[treasurer]\nmore:\n  - id: ent-2026-03-0003\n"),
        ("[treasurer]\n", "[treasurer]\n..."),
        (PLAIN, ""),
        (PLAIN, "entries:\n"),
        (PLAIN, "entries: []\n"),
    ],
)
def test_what_is_not_goes_the_careful_way(old: str, new: str) -> None:
    assert PLAIN.count(old) >= 1
    text = PLAIN.replace(old, new, 1)
    assert not is_fast(MARCH + ".yml", text)
    agree(MARCH + ".yml", text.encode())


TABLE = """\
id,date,action,resource,quantity,unit,from,households,approved_by,note
ent-2026-03-0001,2026-03-24,paid,euro,42.50,EUR,cash-box,,treasurer kitchen-keeper,100 % paid
ent-2026-03-0002,2026-03-25,used,rice,1,kg,,12,treasurer;kitchen-keeper,
"""


def test_a_plain_table_goes_the_fast_way() -> None:
    assert is_fast(MARCH + ".csv", TABLE)
    agree(MARCH + ".csv", TABLE.encode())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("100 % paid", '"100 %, paid"'),
        ("100 % paid", " 100 % paid"),
        ("100 % paid", "100 % paid,"),
        ("100 % paid", "'=SUM(A1)"),
        ("cash-box", ""),
        ("cash-box", " "),
        ("42.50", "1e1"),
        ("42.50", " 42.50"),
        ("42.50", '"42,50"'),
        (",12,", ",1e1,"),
        (",12,", ",012,"),
        ("treasurer kitchen-keeper", "Treasurer"),
        ("treasurer kitchen-keeper", ";"),
        ("id,date", "id,day"),
        ("id,date", "date,date"),
        ("id,date", "id;date"),
        (",unit,", ",places,"),
        ("ent-2026-03-0002", ""),
        ("ent-2026-03-0002", "ent-2"),
        ("ent-2026-03-0002", "\nent-2026-03-0002"),
        (TABLE, "\n"),
        (TABLE, "id,date\n"),
    ],
)
def test_any_other_table_gives_the_same(old: str, new: str) -> None:
    assert TABLE.count(old) >= 1
    agree(MARCH + ".csv", TABLE.replace(old, new, 1).encode())


HOURS = """\
hours:
  - id: hrs-2026-03-001
    date: 2026-03-31
    work: Cooking
    minutes: 270
    note: Two evenings
  - id: hrs-2026-03-002
    date: 2026-03-31
    work: Minding children
    minutes: 90
"""
HOUR_FILE = "ledger/hours/2026-03.yml"


def test_hours_are_read_the_same_way() -> None:
    assert is_fast(HOUR_FILE, HOURS)
    agree(HOUR_FILE, HOURS.encode())


@pytest.mark.parametrize("minutes", ["", " ", " 2.5", " 1e2", " 010", " -5", " 9999999999", " x"])
def test_minutes_that_are_no_whole_number_are_told_of(minutes: str) -> None:
    text = HOURS.replace("minutes: 270", f"minutes:{minutes}")
    assert not is_fast(HOUR_FILE, text)
    agree(HOUR_FILE, text.encode())
    assert shaped(HOUR_FILE, text.encode(), quickly=True)[1]


# --- any month -----------------------------------------------------------------------------------

VALUES = {
    "id": ["ent-2026-03-0001", "ent-2026-03-00012", "ent-2026-13-1", "x"],
    "date": ["2026-03-24", "2026-02-29", "24.3.2026", "2026-3-4"],
    "action": ["received", "paid", "counted", "gave"],
    "resource": ["rice", "dry-goods", "Rice", "null", "-"],
    "quantity": ["1", "2.50", "007", "1e2", ".5", "1.", "0", "1_0", "-1", "12,5"],
    "unit": ["kg", "1/2 crate", "@home", "yes", "a: b", "c #d", "é"],
    "from": ["store", "store-2", "~", "[store]", "st ore"],
    "to": ["bills", "", "'bills'", '"bills"'],
    "households": ["5", "05", "1e1", "five", "0"],
    "approved_by": ["[a, b]", "[a,b]", "[]", "a", "\n      - a\n      - b", "\n    - a"],
    "due": ["2026-04-01", "null", "soon"],
    "tolerance": ["0.5", "5E-1"],
    "receipt": ["r-1", "withheld", "12:30", "0x1F"],
    "note": [
        "A few words",
        "*star",
        "a\n      b",
        "tab\there",
        "don't",
        "ends:",
        "|",
        "> x",
        "ü # y",
    ],
}
REQUIRED = ["id", "date", "action", "resource", "quantity", "unit"]
OTHERS = sorted(VALUES.keys() - set(REQUIRED))


@st.composite
def months(draw: st.DrawFn) -> str:
    """Months that are nearly canonical: mostly good values, in mostly good order."""
    records = []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        names = REQUIRED + draw(st.lists(st.sampled_from(OTHERS), max_size=4, unique=True))
        if draw(st.integers(0, 9)) == 0:
            names = draw(st.permutations(names)) + draw(st.sampled_from([[], [names[-1]]]))
        fields = []
        for name in names:
            good = VALUES[name][0] if name != "id" else f"ent-2026-03-{number:04d}"
            usual = draw(st.integers(0, 30))
            value = good if usual else draw(st.sampled_from(VALUES[name]) | st.text(max_size=6))
            fields.append(f"{name}: {value}" if usual != 1 else f"{name}:{value}")
        records.append("  - " + "\n    ".join(fields))
    return (
        "entries:\n" + "\n".join(records) + draw(st.sampled_from(["\n", "", "\n\n", "\n# end\n"]))
    )


@settings(max_examples=400, deadline=None)
@given(text=months())
@example(text=PLAIN)
def test_both_ways_agree_on_any_month(text: str) -> None:
    event("fast" if is_fast(MARCH + ".yml", text) else "careful")
    agree(MARCH + ".yml", text.encode("utf-8", "surrogatepass"))


MARKS = " \n\t:-#&*!|>'\"%@`[]{},?\\~é\u2028\ufeff\xa0019eEx"


@settings(max_examples=300, deadline=None)
@given(seed=st.integers(0, 10**9), table=st.booleans())
def test_both_ways_agree_on_a_month_with_a_slip_of_the_pen(*, seed: int, table: bool) -> None:
    chance = random.Random(seed)  # noqa: S311 - it only chooses where the pen slips
    text = TABLE if table else PLAIN
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(text))
        text = text[:at] + chance.choice(["", *MARKS]) + text[at + chance.randint(0, 2) :]
    agree(MARCH + (".csv" if table else ".yml"), text.encode())


def test_every_kind_that_is_written_by_month_can_be_read_fast() -> None:
    for kind in (kind for kind in KINDS if isinstance(kind.shelf, Months)):
        config = kind.record.__struct_config__
        can = config.omit_defaults and config.forbid_unknown_fields and not config.gc
        assert can, f"give the struct of {kind.one} the options that Entry has"


def test_places_are_read_only_when_they_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def careful(month: MonthText) -> object:
        asked.append(month.path)
        return read_content(month.path, Place((ENTRY,)), month.text.encode())

    monkeypatch.setattr("commonpress.check.months.read_carefully", careful)
    records, findings, _ = shaped(MARCH + ".yml", PLAIN.encode(), quickly=True)
    assert ([record.path for record in records], findings, asked) == ([MARCH + ".yml"] * 2, (), [])
    assert records[1].span("quantity").line == 16
    assert records[0].span("quantity").line == 6
    assert asked == [MARCH + ".yml"]
