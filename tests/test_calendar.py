# SPDX-License-Identifier: AGPL-3.0-or-later
"""The calendar: what stands in it, under which lasting names, read back by two readers."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import chain
from typing import Any

import icalendar
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonpress.derive.occasions import Occasion, occasions
from commonpress.derive.publication import Publication
from commonpress.ground.zones import in_universal_time, time_zone_names
from commonpress.kinds.assembly import Assembly, AssemblyKind, Held, NextTime
from commonpress.kinds.base import Record
from commonpress.kinds.commons import Commons
from commonpress.kinds.decision import Decision, State
from commonpress.kinds.gathering import Gathering, GatheringKind
from commonpress.kinds.guardrail import Answer, Condition, Guardrail
from commonpress.kinds.practice import Practice, PracticeForm, Renewal
from commonpress.kinds.role import Filled, Handle, Role, RoleTerm
from commonpress.render.calendar import calendar_files, fold, text
from tests.calendar_reader import Read, read_calendar
from tests.publications import day, publication
from tests.site_reading import BOOKS, book

TODAY = "2026-06-30"
ROW = Commons(name="Tidewater Row Commons", site_url="https://tidewater-row.example/")


def assembly(id: str, on: str, **fields: Any) -> Assembly:  # noqa: A002 - its name in a record
    kind = fields.pop("kind", AssemblyKind.OPEN)
    return Assembly(id=id, date=day(on), place="Rope works yard", kind=kind, **fields)


def decision(**fields: Any) -> Decision:
    said: dict[str, Any] = {
        "id": "dec-2026-014",
        "title": "We keep the street table",
        "state": State.ADOPTED,
        "subject": "independence",
        "question": "Shall we?",
        "decided_on": day("2026-03-01"),
        "review_on": day("2027-03-01"),
    }
    return Decision(**(said | fields))


def treasurer(**fields: Any) -> tuple[Record, ...]:
    said: dict[str, Any] = {
        "holder": "wren",
        "start": day("2026-02-01"),
        "end": day("2026-05-01"),
        "filled": Filled.LOT,
    }
    term = RoleTerm(**(said | fields))
    return (
        Handle(id="wren", consented_on=day("2026-01-01")),
        Role(id="treasurer", title="Treasurer", about="Keeps the box.", terms=(term,)),
    )


def published(*records: Record, commons: Commons = ROW, as_of: str = TODAY) -> Publication:
    return publication(commons, *records, as_of=as_of)


def one(*records: Record, as_of: str = TODAY) -> Occasion:
    (found,) = occasions(published(*records, as_of=as_of))
    return found


def files(book: Publication) -> dict[str, bytes]:
    return {artifact.path: artifact.content for artifact in calendar_files(book)}


def read(*records: Record, commons: Commons = ROW) -> Read:
    return read_calendar(files(published(*records, commons=commons))["calendar.ics"])


# --- what is in it --------------------------------------------------------------------------------


def test_there_is_no_calendar_where_there_is_no_occasion() -> None:
    assert files(published()) == {}


def test_there_is_a_calendar_of_all_and_one_a_part() -> None:
    found = files(published(assembly("asm-2026-06", "2026-06-07"), decision(), *treasurer()))
    assert list(found) == ["calendar.ics", "assemblies.ics", "terms.ics", "reviews.ics"]
    parts = [read_calendar(found[name]).events for name in list(found)[1:]]
    assert [len(events) for events in parts] == [1, 1, 1]
    whole = read_calendar(found["calendar.ics"]).events
    assert sorted(e["UID"] for e in whole) == sorted(e["UID"] for p in parts for e in p)
    assert list(files(published(decision()))) == ["calendar.ics", "reviews.ics"]


def test_what_the_last_assembly_said_of_the_next_stands_there_until_that_has_a_record() -> None:
    soon = NextTime(date=day("2026-07-05"), time="15:00", place="The hall", about="Coal, the song")
    last = assembly("asm-2026-06", "2026-06-07", next=soon)
    _, told = read(last).events
    assert told["UID"] == "asm-2026-06-next@tidewater-row.example"
    assert (told["DTSTART"], told["LOCATION"]) == ("20260705T150000", "The hall")
    assert told["DESCRIPTION"] == "Coal, the song"
    planned = assembly("asm-2026-07", "2026-07-05", held=Held.PLANNED)
    assert [e["UID"].partition("@")[0] for e in read(last, planned).events] == [
        "asm-2026-06", "asm-2026-07",
    ]  # fmt: skip


def test_only_what_was_adopted_is_looked_at_again() -> None:
    assert files(published(decision(state=State.REJECTED, review_on=day("2027-01-01")))) == {}
    assert files(published(decision(review_on=None))) == {}


# --- names, versions, cancellations ---------------------------------------------------------------


def test_an_event_keeps_its_name_when_everything_else_changes() -> None:
    planned = assembly("asm-2026-07", "2026-07-05", held=Held.PLANNED)
    moved = assembly("asm-2026-07", "2026-07-12", held=Held.PLANNED, time="18:00")
    held = assembly("asm-2026-07", "2026-07-12", title="We sing", present=20)
    assert {one(a).id for a in (planned, moved, held)} == {"asm-2026-07"}
    terms = (treasurer(), treasurer(extended_to=day("2026-06-01")), treasurer(left_on=day(TODAY)))
    assert {one(*t).id for t in terms} == {"term-treasurer-2026-02-01-wren"}
    assert {one(d).id for d in (decision(), decision(review_on=day("2029-01-01")))} == {
        "dec-2026-014-review"
    }


def test_the_version_counts_typed_changes_and_never_goes_back() -> None:
    planned = assembly("asm-2026-07", "2026-07-05", held=Held.PLANNED)
    ways = [
        [one(planned), one(msgspec.structs.replace(planned, held=Held.HELD))],
        [one(planned), one(msgspec.structs.replace(planned, held=Held.CANCELLED))],
        [
            one(*treasurer()),
            one(*treasurer(extended_to=day("2026-06-01"))),
            one(*treasurer(extended_to=day("2026-06-01"), left_on=day("2026-05-20"))),
        ],
    ]
    assert [[occasion.changes for occasion in way] for way in ways] == [[0, 1], [0, 1], [0, 1, 2]]
    other = decision(id="dec-2026-015", amends=("dec-2026-014",), review_on=None)
    amended = published(decision(amended_by=("dec-2026-015",)), other)
    assert [occasion.changes for occasion in occasions(amended)] == [1]


def test_what_is_cancelled_stays_and_says_so() -> None:
    events = read(
        assembly("asm-2026-07", "2026-07-05", held=Held.CANCELLED, time="15:00"),
        decision(state=State.REPEALED, ended_on=day("2026-06-01")),
    ).events
    assert [(e["STATUS"], e["SEQUENCE"]) for e in events] == [("CANCELLED", "1")] * 2


def test_a_decision_that_ended_after_its_review_was_looked_at() -> None:
    ended = decision(state=State.REPEALED, review_on=day("2026-05-01"), ended_on=day("2026-06-01"))
    assert not one(ended).is_off
    over = decision(expires_on=day("2026-04-01"), review_on=day("2026-05-01"))
    assert one(over).is_off
    assert not one(over, as_of="2026-03-20").is_off


def test_an_event_is_stamped_with_the_last_day_of_its_record_that_came() -> None:
    held = assembly("asm-2026-06", "2026-06-07")
    planned = assembly("asm-2026-07", "2026-07-05", held=Held.PLANNED)
    stamps = {o.id: o.told_on for o in occasions(published(held, planned))}
    assert stamps == {"asm-2026-06": day("2026-06-07"), "asm-2026-07": day("2026-06-07")}
    assert one(planned).told_on == day(TODAY)  # nothing in the book is older
    assert one(*treasurer()).told_on == day("2026-02-01")
    assert one(*treasurer(handover_on=day("2026-05-01"))).told_on == day("2026-05-01")
    assert one(decision()).told_on == day("2026-03-01")


def test_the_same_book_on_a_later_day_gives_the_same_events() -> None:
    records = (assembly("asm-2026-06", "2026-06-07"), decision(), *treasurer())
    early, late = (files(published(*records, as_of=d)) for d in (TODAY, "2026-12-31"))
    assert early == late


@pytest.mark.parametrize(
    ("commons", "host"),
    [
        (ROW, "tidewater-row.example"),
        (Commons(name="Row", site_url=ROW.site_url, known_as="row.example,2024"), "row.example"),
        (Commons(name="Tidewater Row Commons"), "tidewater-row-commons.commonpress.invalid"),
        (Commons(name="ينبوع"), "commonpress.invalid"),
    ],
    ids=["site", "setting", "no-site", "no-latin-name"],
)
def test_names_end_with_the_domain_of_the_book(commons: Commons, host: str) -> None:
    (event,) = read(decision(), commons=commons).events
    assert event["UID"] == f"dec-2026-014-review@{host}"
    assert ("URL" in event) == bool(commons.site_url)


# --- hours ----------------------------------------------------------------------------------------


def test_an_hour_floats_where_the_book_names_no_time_zone() -> None:
    (event,) = read(assembly("asm-2026-06", "2026-06-07", time="15:00")).events
    assert event["DTSTART"] == "20260607T150000"


def test_an_hour_is_universal_where_it_names_one() -> None:
    zoned = msgspec.structs.replace(ROW, time_zone="Europe/Dublin")
    summer = assembly("asm-2026-06", "2026-06-07", time="15:00")
    winter = assembly("asm-2026-01", "2026-01-04", time="00:30")
    told = read(summer, winter, commons=zoned)
    assert [e["DTSTART"] for e in told.events] == ["20260104T003000Z", "20260607T140000Z"]
    assert told.properties["X-WR-TIMEZONE"] == "Europe/Dublin"


def test_an_hour_may_be_of_another_day_elsewhere() -> None:
    zoned = msgspec.structs.replace(ROW, time_zone="Pacific/Auckland")
    (event,) = read(assembly("asm-2026-06", "2026-06-07", time="09:00"), commons=zoned).events
    assert event["DTSTART"] == "20260606T210000Z"


def test_a_day_without_an_hour_is_a_whole_day() -> None:
    (event,) = read(*treasurer()).events
    assert event["DTSTART;VALUE=DATE"] == "20260501"
    assert event["TRANSP"] == "TRANSPARENT"


def test_every_zone_can_be_read() -> None:
    for name in time_zone_names():
        in_universal_time(dt.date(2026, 6, 7), dt.time(15), name)


# --- lines ----------------------------------------------------------------------------------------


def test_texts_are_escaped_and_come_back() -> None:
    title = 'A; b, c \\ d\\n: "e" — ينبوع 🌻 ' + "lentils " * 30
    (event,) = read(decision(title=title)).events
    assert event["SUMMARY"] == f"Review: {title}".strip()


@given(st.text(max_size=300))
def test_folding_cuts_no_sign_and_unfolds(value: str) -> None:
    line = f"SUMMARY:{text(value)}"
    pieces = fold(line).split("\r\n")
    assert all(len(piece.encode("utf-8", "surrogatepass")) <= 75 for piece in pieces)
    assert "".join([pieces[0], *(piece[1:] for piece in pieces[1:])]) == line


# --- gatherings, questions and practices ----------------------------------------------------------


def gathering(**fields: Any) -> Gathering:
    said: dict[str, Any] = {
        "id": "gat-2026-01",
        "title": "The long table",
        "kind": GatheringKind.FEAST,
        "date": day("2026-06-20"),
        "time": "17:00",
        "place": "The yard",
    }
    return Gathering(**(said | fields))


def test_a_gathering_of_several_days_ends_on_the_day_after_its_last() -> None:
    (event,) = read(gathering(until=day("2026-06-22"))).events
    assert (event["DTSTART;VALUE=DATE"], event["DTEND;VALUE=DATE"]) == ("20260620", "20260623")
    (event,) = read(gathering()).events
    assert (event["DTSTART"], "DTEND" in event) == ("20260620T170000", False)


@pytest.mark.parametrize(
    ("held", "status", "sequence"),
    [
        (Held.PLANNED, "CONFIRMED", "0"),
        (Held.HELD, "CONFIRMED", "1"),
        (Held.CANCELLED, "CANCELLED", "1"),
    ],
)
def test_a_gathering_that_is_called_off_stays(held: Held, status: str, sequence: str) -> None:
    (event,) = read(gathering(held=held)).events
    assert (event["STATUS"], event["SEQUENCE"]) == (status, sequence)
    assert event["UID"] == "gat-2026-01@tidewater-row.example"


def test_each_answer_moves_the_question_of_a_guardrail() -> None:
    met = assembly("asm-2026-05", "2026-05-03")
    rule = Guardrail(
        id="who-gains",
        title="We ask who gains",
        condition=Condition.REVIEW_HELD,
        adopted_by="dec-2026-014",
        question="Who would gain if we stopped?",
        every_months=6,
    )
    answered = msgspec.structs.replace(
        rule, answers=(Answer(assembly=met.id, answer="Nobody here."),)
    )
    told = [one for one in occasions(published(rule, met, decision())) if one.kind == "guardrail"]
    moved = [
        one for one in occasions(published(answered, met, decision())) if one.kind == "guardrail"
    ]
    assert [one.id for one in told] == [one.id for one in moved] == ["question-who-gains"]
    assert (told[0].changes, moved[0].changes) == (0, 1)
    assert moved[0].told_on == met.date


def test_a_practice_is_due_when_half_of_it_is_gone_and_each_renewal_moves_that() -> None:
    walk = Practice(
        id="evening-walk",
        title="Evening walk",
        form=PracticeForm.RITUAL,
        started=day("2026-01-01"),
        half_life_months=6,
    )
    anew = msgspec.structs.replace(
        walk, renewals=(Renewal(date=day("2026-04-01"), what="With lanterns"),)
    )
    first, second = one(walk), one(anew)
    assert (first.id, second.id) == ("practice-evening-walk", "practice-evening-walk")
    assert (first.changes, second.changes) == (0, 1)
    assert first.day < second.day
    let_go = one(msgspec.structs.replace(walk, ended=day("2026-03-01")))
    assert let_go.is_off
    assert let_go.changes == 1


# --- whole books, and another reader --------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(BOOKS))
def test_two_readers_read_the_same_calendar(name: str) -> None:
    for path, content in files(book(name)).items():
        ours = read_calendar(content)
        theirs = icalendar.Calendar.from_ical(content)
        assert theirs.errors == []
        events = theirs.walk("VEVENT")
        assert all(event.errors == [] for event in events), path
        assert [_as_read(event) for event in events] == [_as_told(e) for e in ours.events]
        assert len({event["UID"] for event in ours.events}) == len(ours.events)


def test_the_sample_tells_everything_that_has_a_day() -> None:
    sample = book("sample")
    told = read_calendar(files(sample)["calendar.ics"]).events
    terms = sum(len(role.terms) for role in sample.roles)
    reviews = [v for v in sample.decisions if v.record.review_on and v.record.decided_on]
    rejected = [v for v in reviews if v.record.state is State.REJECTED]
    others = (
        *sample.records["gathering"],
        *(view for view in sample.guardrails if view.ask_by),
        *(view for view in sample.practices if view.due_on),
    )
    assert len(told) == len(sample.assemblies) + terms + len(reviews) - len(rejected) + len(others)
    assert all(
        gathering.id in {one.id for one in occasions(sample)}
        for gathering in sample.records["gathering"]
    )
    held = {a.record.id: a.record for a in sample.assemblies}
    assert {e["STATUS"] for e in told if e["UID"].startswith("asm-")} == {"CONFIRMED"}
    assert all(f"{name}@tidewater-row.example" in {e["UID"] for e in told} for name in held)


def test_a_withheld_kind_is_not_in_the_calendar() -> None:
    sample = book("sample")
    without = replace(sample, roles=())
    assert "terms.ics" not in files(without)
    assert b"term-" not in b"".join(chain(files(without).values()))


def _as_read(event: Any) -> tuple[str, ...]:
    start = event["DTSTART"].dt
    when = f"{start:%Y%m%d}"
    if isinstance(start, dt.datetime):
        when = f"{start:%Y%m%dT%H%M%S}" + ("Z" if start.tzinfo else "")
    fields = ("UID", "SUMMARY", "DESCRIPTION", "LOCATION", "STATUS", "URL")
    stamp = f"{event['DTSTAMP'].dt:%Y%m%dT%H%M%SZ}"
    return (when, stamp, str(event["SEQUENCE"]), *(str(event.get(f, "")) for f in fields))


def _as_told(event: dict[str, str]) -> tuple[str, ...]:
    when = event.get("DTSTART") or event["DTSTART;VALUE=DATE"]
    fields = ("UID", "SUMMARY", "DESCRIPTION", "LOCATION", "STATUS", "URL")
    return (when, event["DTSTAMP"], event["SEQUENCE"], *(event.get(f, "") for f in fields))
