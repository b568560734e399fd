# SPDX-License-Identifier: AGPL-3.0-or-later
"""Settings are only made stricter; zines and batches go by seasons."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
import pytest

from commonpress.check.rules.seasons import (
    issues_have_numbers_of_their_own,
    sections_pick_records_of_their_kind,
    zines_and_batches_are_of_a_season,
)
from commonpress.check.rules.settings import (
    approvals_are_not_loosened,
    limits_are_not_loosened,
    publish_names_each_kind_once,
    records_name_public_places_alone,
    roles_keep_the_longest_term_of_the_book,
    what_is_not_on_the_site_is_not_in_the_folder,
)
from commonpress.kinds.assembly import NextTime
from commonpress.kinds.base import field_notes_of
from commonpress.kinds.case import Norm
from commonpress.kinds.commons import Approval, Commons, Limits, PublicPlaces, Publish, Visibility
from commonpress.kinds.gathering import Gathering, GatheringKind
from commonpress.kinds.publication import Section, SectionName, Zine
from tests.registers import SETTINGS, assembly, case, day, decision, found, messages, role

DIRECTIONS = {name: notes["tighten"] for name, notes in field_notes_of(Limits).items()}


def settings(**more: Any) -> Commons:
    return msgspec.structs.replace(SETTINGS, **more)


@pytest.mark.parametrize(("field", "direction"), DIRECTIONS.items())
def test_a_limit_is_made_stricter_and_not_looser(field: str, direction: str) -> None:
    default = getattr(Limits(), field)
    stricter, looser = default + 1, default - 1
    if direction == "down":
        stricter, looser = looser, stricter

    def limited(value: int) -> list[str]:
        limits = msgspec.structs.replace(Limits(), **{field: value})
        return found(limits_are_not_loosened, settings=settings(limits=limits))

    assert direction in {"up", "down"}
    assert limited(default) == limited(stricter) == []
    assert limited(looser) == ["limit-loosened"]


def test_the_quorum_is_not_loosened() -> None:
    assert found(limits_are_not_loosened, settings=settings(quorum=2)) == ["limit-loosened"]
    assert found(limits_are_not_loosened, settings=settings(quorum=15)) == []


def test_a_role_sets_itself_a_shorter_term_only() -> None:
    rule = roles_keep_the_longest_term_of_the_book
    assert found(rule, role("cook", longest_months=12)) == []
    assert found(rule, role("cook", longest_months=13)) == ["limit-loosened"]
    assert found(rule, role("cook", longest_months=4, handles_money=True)) == ["limit-loosened"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([(0, 1), (30, 2)], 0),
        ([(0, 2)], 0),
        ([(0, 1), (20, 2), (100, 3)], 0),
        ([(0, 1), (31, 2)], 1),
        ([(0, 1)], 1),
        ([(10, 1), (30, 2)], 1),
        ([], 2),
        ([(0, 1), (30, 2), (100, 1)], 0),
    ],
)
def test_approvals_are_only_made_stricter(lines: list[tuple[int, int]], expected: int) -> None:
    approvals = tuple(Approval(above=Decimal(above), roles=roles) for above, roles in lines)
    slugs = found(approvals_are_not_loosened, settings=settings(approvals=approvals))
    assert slugs == ["approvals-loosened"] * expected


def publish(*kinds: str, seen: Visibility = Visibility.SITE) -> Commons:
    return settings(
        publish=tuple(Publish(kind=kind, seen=seen, decision="dec-2026-001") for kind in kinds)
    )


def test_publish_names_each_kind_once() -> None:
    rule = publish_names_each_kind_once
    assert found(rule, settings=publish("case", "norm")) == []
    assert found(rule, settings=publish("case", "case")) == ["unknown-kind"]
    (said,) = messages(rule, settings=publish("decisions"))
    assert said.endswith("did you mean `decision`?")


def places(*named: str) -> Commons:
    return settings(public_places=PublicPlaces(named=named, decision="dec-2026-001"))


@pytest.mark.parametrize(
    ("named", "expected"),
    [(("The yard", "The hall"), 0), (("The yard",), 1), (("the yard",), 2)],
)
def test_records_name_public_places_alone(named: tuple[str, ...], expected: int) -> None:
    held = assembly("2026-03-01", place="The yard", next=NextTime(date=day("2026-04-05")))
    feast = Gathering(
        id="gat-2026-01",
        title="The soup was shared",
        kind=GatheringKind.FEAST,
        date=day("2026-03-01"),
        place="The hall",
    )
    slugs = found(records_name_public_places_alone, held, feast, settings=places(*named))
    assert slugs == ["place-not-public"] * expected
    assert found(records_name_public_places_alone, held, feast) == []


def test_the_next_place_is_held_against_the_list_too() -> None:
    coming = NextTime(date=day("2026-04-05"), place="The yrd")
    held = assembly("2026-03-01", place="The yard", next=coming)
    (said,) = messages(records_name_public_places_alone, held, settings=places("The yard"))
    assert said.endswith("did you mean `The yard`?")


@pytest.mark.parametrize("seen", list(Visibility))
def test_what_is_not_on_the_site_is_not_in_the_folder(seen: Visibility) -> None:
    rule = what_is_not_on_the_site_is_not_in_the_folder
    expected = [] if seen is Visibility.SITE else ["not-for-this-folder"]
    assert found(rule, case(), settings=publish("case", seen=seen)) == expected
    assert found(rule, decision(), settings=publish("case", seen=seen)) == []


def zine(slug: str = "spring-2026", **more: Any) -> Zine:
    fields: dict[str, Any] = {
        "title": "Spring",
        "number": 1,
        "season": "2026-spring",
        "date": day("2026-06-21"),
        "sections": (Section(section=SectionName.LETTER),),
    }
    return Zine(**fields | {"id": slug} | more)


def test_zines_and_batches_are_of_a_season() -> None:
    rule = zines_and_batches_are_of_a_season
    assert found(rule, zine(), case()) == []
    assert found(rule, zine(season="2026"), case(batch="2026-03")) == ["not-a-season"] * 2
    (said,) = messages(rule, zine(season="2026-06"))
    assert "such as `2026-summer`" in said


def test_issues_have_numbers_of_their_own() -> None:
    rule = issues_have_numbers_of_their_own
    later = zine("summer-2026", date=day("2026-09-21"))
    assert found(rule, zine(), msgspec.structs.replace(later, number=2)) == []
    (said,) = messages(rule, zine(), later)
    assert said == "`summer-2026` and `spring-2026` are both issue 1; the next number is 2"


def test_sections_pick_records_of_their_kind() -> None:
    norm = Norm(id="pot", title="Pot", text="Say it.", adopted_by="dec-2026-001")

    def picked(section: SectionName, *names: str) -> list[str]:
        written = zine(sections=(Section(section=section, pick=names),))
        return found(sections_pick_records_of_their_kind, written, norm, decision())

    assert picked(SectionName.NORMS, "pot") == []
    assert picked(SectionName.DECISIONS, "pot") == ["pick-of-another-kind"]
    assert picked(SectionName.LETTER, "dec-2026-001") == ["pick-of-another-kind"]
    assert picked(SectionName.NORMS, "unknown") == []
