# SPDX-License-Identifier: AGPL-3.0-or-later
"""Shaping: what each type of field takes, what it refuses, and what it says to write instead."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonpress.check.plans import plan_of
from commonpress.check.scalars import Fault, parse_day
from commonpress.check.shape import shape
from commonpress.ground.diagnostics import Diagnostic, Span
from commonpress.kinds import KINDS
from commonpress.kinds.assembly import Assembly
from commonpress.kinds.base import Record
from commonpress.kinds.commons import Approval, Commons
from commonpress.kinds.decision import Decision, Method, Tally
from commonpress.kinds.entry import Action, Entry
from commonpress.kinds.project import Project
from commonpress.kinds.role import Role
from commonpress.read.content import read_content
from commonpress.read.shelves import place_of
from tests.books import MARCH, SETTINGS, SOUND, book, diagnostics, edited, findings

TABLE = "ledger/2026/2026-03.csv"
ROLE = "content/roles/treasurer.yml"


def shaped(path: str, content: str) -> list[tuple[Record | None, tuple[Diagnostic, ...]]]:
    place = place_of(path)
    assert place
    file = read_content(path, place, content.encode())
    assert file.findings == ()
    return [shape(raw) for raw in file.raws]


def record(path: str, content: str) -> Any:
    ((made, wrong),) = shaped(path, content)
    assert wrong == ()
    return made


def wrong(path: str, content: str) -> Diagnostic:
    ((made, (finding, *others)),) = shaped(path, content)
    assert made is None
    assert others == []
    return finding


def entry(**fields: str) -> str:
    sound = {
        "id": "ent-2026-03-0141", "date": "2026-03-24", "action": "received",
        "resource": "vegetables", "quantity": "42.5", "unit": "kg",
    }  # fmt: skip
    return "entries:\n  - " + "\n    ".join(f"{k}: {v}" for k, v in (sound | fields).items()) + "\n"


# --- records that are sound -----------------------------------------------------------------------


def test_an_entry_has_the_values_that_were_written() -> None:
    made = record(MARCH, entry(**{"from": "grocers", "households": "18", "approved_by": "[cook]"}))
    assert isinstance(made, Entry)
    assert (made.date, made.action) == (dt.date(2026, 3, 24), Action.RECEIVED)
    assert made.quantity == Decimal("42.5")
    assert (made.from_, made.to, made.households) == ("grocers", "", 18)
    assert made.approved_by == ("cook",)


def test_a_field_knows_its_place_by_both_of_its_names() -> None:
    made = record(MARCH, entry(**{"from": "grocers"}))
    assert made.span("from") == made.span("from_") == Span(MARCH, 8, 11, 18)
    assert made.span("quantity") == Span(MARCH, 6, 15, 19)


def test_a_field_that_is_not_written_has_the_place_of_what_holds_it() -> None:
    made = record(MARCH, entry())
    assert made.span("households") == made.span() == Span(MARCH, 2, 5)
    assert made.path == MARCH


def test_inner_fields_have_places_too() -> None:
    path = "content/decisions/dec-2026-001.md"
    made = record(path, SOUND[path])
    assert isinstance(made, Decision)
    assert made.span("options.1.chosen") == Span(path, 12, 13, 16)
    assert made.span("tally.agree") == Span(path, 20, 10, 12)
    assert made.span("projects.0") == Span(path, 23, 12, 22)
    assert made.span("body").line == 25
    assert made.span("options.1.nothing") == made.span("options.1")
    assert made.tally == Tally(agree=12, abstain=2)
    assert made.method is Method.CONSENT
    assert made.body == "Nobody likes yesterday's bread."


def test_the_id_of_a_file_is_its_name() -> None:
    assert record(ROLE, SOUND[ROLE]).id == "treasurer"
    assert record(ROLE, f"id: treasurer\n{SOUND[ROLE]}").id == "treasurer"
    deep = record("content/pages/guides/first-visit.md", "---\ntitle: Your first visit\n---\n")
    assert deep.id == "guides/first-visit"


def test_what_is_left_blank_is_the_default() -> None:
    blank = record(SETTINGS, "name: Row\nquorum:\napprovals:\nlanguages: ''\nlimits:\n")
    plain = record(SETTINGS, "name: Row\n")
    assert isinstance(blank, Commons)
    assert msgspec.structs.replace(blank, places={}) == msgspec.structs.replace(plain, places={})
    assert record(SETTINGS, "name: Row\napprovals: []\n").approvals == ()


def test_a_default_can_be_written_over_in_part() -> None:
    made = record(
        SETTINGS, "name: Row\nlimits:\n  case_k: 7\napprovals:\n  - {above: 0, roles: 2}\n"
    )
    assert (made.limits.case_k, made.limits.last_call_days) == (7, 14)
    assert made.approvals == (Approval(above=Decimal(0), roles=2),)


def test_a_cell_of_a_table_holds_a_list_apart_with_spaces_or_semicolons() -> None:
    head = "id,date,action,resource,quantity,unit,approved_by,from\n"
    row = "ent-2026-03-0001,2026-03-24,paid,euro,31,EUR,treasurer; cook,cash-box\n"
    made = record(TABLE, head + row)
    assert made.approved_by == ("treasurer", "cook")
    assert made.from_ == "cash-box"
    assert made.span("approved_by.1") == Span(TABLE, 2, 46, 61)


def test_lists_hold_records_inside_records() -> None:
    path = "content/projects/long-table.md"
    made = record(path, SOUND[path])
    assert isinstance(made, Project)
    assert [(flow.action, flow.from_, flow.to) for flow in made.usual][2] == (
        Action.DISTRIBUTED,
        "store",
        "neighbours",
    )
    assert made.span("usual.2.from") == made.span("usual.2.from_") == Span(path, 15, 11, 16)


def test_text_loses_the_space_around_it_and_nothing_else() -> None:
    made = record(ROLE, 'title: "  Treasurer "\nabout: |\n\n  Keeps *it*.\n\n  Counts it.\n\n')
    assert isinstance(made, Role)
    assert made.title == "Treasurer"
    assert made.about == "Keeps *it*.\n\nCounts it."


# --- records that are not -------------------------------------------------------------------------

SCALARS = [
    # quantities
    ("quantity", "'12,5'", "not-a-quantity", "write `12.5`"),
    ("quantity", "1.234,5", "not-a-quantity", "write `1234.5`"),
    ("quantity", "'1,234.5'", "not-a-quantity", "write `1234.5`"),
    ("quantity", "'1,234,567'", "not-a-quantity", "write `1234567`"),
    ("quantity", "'1,234'", "not-a-quantity", "write `1234` or `1.234`, whichever is meant"),
    ("quantity", "1 234", "not-a-quantity", "write `1234`"),
    ("quantity", "1_000", "not-a-quantity", "write `1000`"),
    ("quantity", "1'000", "not-a-quantity", "write `1000`"),
    ("quantity", ".5", "not-a-quantity", "write `0.5`"),
    ("quantity", "5.", "not-a-quantity", "write `5`"),
    ("quantity", "12kg", "not-a-quantity", "write `12`, and `kg` in the field for the unit"),
    ("quantity", "'2,5 kg'", "not-a-quantity", "write `2.5`, and `kg` in the field for the unit"),
    ("quantity", "'-3'", "not-a-quantity", "write it without the sign"),
    ("quantity", "\u22123", "not-a-quantity", "write it without the sign"),
    ("quantity", "+3", "not-a-quantity", "write it without the sign"),
    ("quantity", "٤٢", "not-a-quantity", "write `42`"),
    ("quantity", "1e3", "not-a-quantity", "write it as `12.5`: digits and at most one point"),
    ("quantity", "NaN", "not-a-quantity", "write it as `12.5`: digits and at most one point"),
    ("quantity", "some", "not-a-quantity", "write it as `12.5`: digits and at most one point"),
    # counts
    ("households", "18.0", "not-a-number", "write it as `14`"),
    ("households", "018", "not-a-number", "write `18`"),
    ("households", "-1", "not-a-number", "write it as `14`"),
    ("households", "١٨", "not-a-number", "write `18`"),
    # days
    ("date", "2026-3-4", "not-a-date", "write `2026-03-04`"),
    ("date", "2026/03/24", "not-a-date", "write `2026-03-24`"),
    ("date", "24/03/2026", "not-a-date", "write `2026-03-24`"),
    ("date", "24.03.26", "not-a-date", "write `2026-03-24`"),
    ("date", "03/24/2026", "not-a-date", "write `2026-03-24`"),
    ("date", "3/4/2026", "not-a-date", "write `2026-04-03` or `2026-03-04`, whichever is meant"),
    ("date", "2026-03-24T10:00", "not-a-date", "write `2026-03-24`"),
    ("date", "2026-02-29", "not-a-date", "2026-02 has 28 days"),
    ("date", "2026-04-31", "not-a-date", "2026-04 has 30 days"),
    ("date", "2026-13-01", "not-a-date", "months go from 01 to 12: year, month, day"),
    ("date", "0000-01-01", "not-a-date", "months go from 01 to 12: year, month, day"),
    ("date", "٢٠٢٦-٠٣-٢٤", "not-a-date", "write `2026-03-24`"),
    ("date", "Tuesday", "not-a-date", "write it as year, month, day: `2026-03-24`"),
    ("date", "31/31/2026", "not-a-date", "write it as year, month, day: `2026-03-24`"),
    # closed words
    ("action", "recieved", "not-a-choice", "did you mean `received`?"),
    ("action", "Received", "not-a-choice", "did you mean `received`?"),
    ("action", "lend", "not-a-choice", "did you mean `lent`?"),
    # forms
    ("note", '"two\\nlines"', "not-one-line", "shorten it, or join its lines"),
    ("group", "Tuesday table", "not-a-slug", "write `tuesday-table`"),
    ("group", "Café!", "not-a-slug", "write `cafe`"),
    ("group", "7", "not-a-slug", "write it as `long-table`"),
    ("lang", "EN", "not-a-language", "write `en`"),
    ("lang", "pt_br", "not-a-language", "write `pt-BR`"),
    ("lang", "zh-hant", "not-a-language", "write `zh-Hant`"),
    ("lang", "english", "not-a-language", "write its code, as `en`"),
    ("resource", "Vegetables", "not-an-id", "write `vegetables`"),
    ("decision", "014", "not-an-id", "write it as `dec-2026-014`"),
    ("corrects", "ent-2026-03-14", "not-an-id", "write it as `ent-2026-03-0141`"),
    # structure
    ("note", "[a, b]", "not-text", "put the text in double quotes if it"),
    ("date", "{a: b}", "not-text", "put the text in double quotes if it"),
    ("approved_by", "cook", "not-a-list", "begin each thing in it with `- ` on a line of its own"),
    ("approved_by", "[cook, '']", "missing-field", "delete it"),
    ("approved_by", "[[cook]]", "not-text", "put the text in double quotes if it"),
    ("households_reached", "18", "unknown-field", "fields are id, lang, origin, date, action,"),
    ("quantity", "", "missing-field", "write `quantity: 12.5`"),
    ("quantity", "' '", "missing-field", "write `quantity: 12.5`"),
    ("places", "", "unknown-field", "fields are id, lang"),
    # ids
    ("id", "ent-2026-3-141", "id-form", "write it as `ent-2026-03-0141`"),
    ("id", "", "entry-without-id", "run `commonpress number`, which fills it in"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "value", "slug", "hint"), SCALARS)
def test_a_field_that_is_almost_right_is_told_how_to_write_it(
    field: str, value: str, slug: str, hint: str
) -> None:
    finding = wrong(MARCH, entry(**{field: value}))
    assert finding.code.slug == slug
    assert finding.hint.startswith(hint)
    assert "\n" not in finding.message


@pytest.mark.parametrize(
    ("field", "value", "slug", "hint"),
    [
        ("site_url", "http://row.example/", "not-an-address", "write `https://row.example/`"),
        ("site_url", "row.example", "not-an-address", "write `https://row.example`"),
        ("site_url", "javascript:alert(1)", "not-an-address", "write it as `https://tidewater"),
        ("site_url", "https://row.example/a b", "not-an-address", "write it as `https://tidewater"),
        ("site_url", "https://a@b.example/", "not-an-address", "write it as `https://tidewater"),
        ("edit_url", 'https://b.example/"x', "not-an-address", "write it as `https://tidewater"),
        ("currency", "eur", "not-a-currency", "write `EUR`"),
        ("currency", "€", "not-a-currency", "write `EUR`"),
        ("currency", "shells", "not-a-currency", "write it as `EUR`"),
        ("limits", "strict", "not-fields", "it has the fields last_call_days,"),
        ("limits", "{last_call_day: 3}", "unknown-field", "did you mean `last_call_days`?"),
        ("approvals", "[{above: 5}]", "missing-field", "add `roles: 14`"),
        ("publish", "[{kind: case, seen: papr, decision: dec-2026-001}]", "not-a-choice", "did"),
        ("seasons", "sun", "not-a-choice", "one of solar, months"),
    ],
)  # fmt: skip
def test_a_setting_that_is_almost_right_is_told_how_to_write_it(
    field: str, value: str, slug: str, hint: str
) -> None:
    finding = wrong(SETTINGS, f"name: Row\n{field}: {value}\n")
    assert finding.code.slug == slug
    assert finding.hint.startswith(hint)


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("15h", "write `15:00`"),
        ("3pm", "write `15:00`"),
        ("12 am", "write `00:00`"),
        ("9:30", "write `09:30`"),
        ("18.30 Uhr", "write `18:30`"),
        ("24:00", "write it as `15:00`"),
        ("noon", "write it as `15:00`"),
    ],
)
def test_an_hour_is_told_how_to_write_it(value: str, hint: str) -> None:
    path = "content/assemblies/asm-2026-03.md"
    content = f"---\ndate: 2026-03-01\nplace: Yard\nkind: open\ntime: {value}\n---\n"
    finding = wrong(path, content)
    assert (finding.code.slug, finding.hint) == ("not-a-time", hint)
    assert isinstance(record(path, content.replace(value, '"15:00"')), Assembly)


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("true", "write `yes`"),
        ("Ja", "write `yes`"),
        ("off", "write `no`"),
        ("x", "write `yes` or"),
    ],
)
def test_yes_and_no_are_words(value: str, hint: str) -> None:
    finding = wrong(ROLE, f"title: Treasurer\nabout: Keeps it.\nhandles_money: {value}\n")
    assert finding.code.slug == "not-yes-or-no"
    assert finding.hint.startswith(hint)


def test_everything_wrong_with_a_record_is_told_at_once() -> None:
    content = entry(date="24/03/2026", quantity="12kg", action="gave", colour="green", to="[a]")
    ((made, found),) = shaped(MARCH, content)
    assert made is None
    assert sorted((d.code.slug, d.span.line) for d in found) == [
        ("not-a-choice", 4),
        ("not-a-date", 3),
        ("not-a-quantity", 6),
        ("not-text", 9),
        ("unknown-field", 8),
    ]


def test_everything_missing_is_told_where_the_record_begins() -> None:
    ((_, found),) = shaped(MARCH, "entries:\n  - note: nothing else\n")
    assert {(d.code.slug, d.span.line, d.span.column) for d in found} == {
        ("missing-field", 2, 5),
        ("entry-without-id", 2, 5),
    }
    assert [d.message for d in found if d.code.slug == "missing-field"] == [
        f"`{name}` is missing" for name in ("date", "action", "resource", "quantity", "unit")
    ]


def test_what_stands_below_the_fields_is_not_written_among_them() -> None:
    finding = wrong("content/pages/take-part.md", "---\ntitle: Take part\nbody: Come\n---\nCome\n")
    assert (finding.code.slug, finding.span.line) == ("unknown-field", 3)


def test_a_file_named_unlike_an_id_is_told() -> None:
    finding = wrong("content/decisions/tuesdays.md", SOUND["content/decisions/dec-2026-001.md"])
    assert (finding.code.slug, finding.hint) == ("id-form", "write it as `dec-2026-014`")


def test_a_long_value_is_shortened_in_the_message() -> None:
    finding = wrong(MARCH, entry(quantity="a lot of carrots, and then some leeks, and a few beets"))
    assert "`a lot of carrots, and then some leeks...`" in finding.message


# --- books ----------------------------------------------------------------------------------------


def test_a_sound_book_is_whole(tmp_path: Path) -> None:
    assert findings(book(tmp_path)) == ()


def test_a_book_with_one_slip_is_told_of_that_slip_alone(tmp_path: Path) -> None:
    """Without the entry that is wrong the store would look empty: no rule says so."""
    tiny = book(tmp_path, edited(MARCH, "quantity: 42.5", "quantity: 42,5"))
    assert findings(tiny) == (("not-a-quantity", MARCH, 6, 15),)


def test_a_book_without_settings_is_told_so_once(tmp_path: Path) -> None:
    assert findings(book(tmp_path / "a", {SETTINGS: None})) == (("no-settings", SETTINGS, 1, 1),)
    bad = book(tmp_path / "b", {SETTINGS: "name:Row\n"})
    assert [d.code.slug for d in diagnostics(bad)] == ["not-fields"]


def test_every_kind_can_be_shaped() -> None:
    """A field of a type that nothing can read would fail here, before anyone writes it."""
    assert all(plan_of(kind.record).by_name for kind in KINDS)


@given(st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31)))
def test_a_day_is_read_as_it_is_written(day: dt.date) -> None:
    assert parse_day(day.isoformat()) == day
    assert isinstance(parse_day(day.strftime("%d/%m/") + day.isoformat()[:4]), Fault)
