# SPDX-License-Identifier: AGPL-3.0-or-later
"""Assemblies, decisions and norms of a generated book, each answering what points to it."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from bench.chance import Chance, body
from bench.record import Value, Written
from bench.size import Size

PROJECTS = ("long-table", "roll-cart", "rope-works-library")
ROLES = ("treasurer", "facilitator", "minute-keeper", "kitchen-keeper", "bench-keeper")
HANDLES = """wren heron osier juniper alder plover dunlin sorrel mallow bracken curlew rowan
linnet siskin teasel yarrow tansy bittern egret godwit avocet whimbrel redstart fieldfare""".split()
_SUBJECTS = ("kitchen", "money", "tools", "yard", "roles", "bench", "street")


@dataclass(slots=True)
class Meeting:
    """A weekly assembly: its day and what it decided."""

    id: str
    date: date
    present: int
    decisions: list[Decision] = field(default_factory=list)


@dataclass(slots=True)
class Decision:
    """A decision in the making: what happened to it becomes known while the book is planned."""

    id: str
    state: str
    meeting: Meeting | None = None
    decided_on: date | None = None
    ended_on: date | None = None
    links: dict[str, list[str]] = field(default_factory=dict)
    repealed_by: str = ""

    def link(self, name: str, other: str) -> None:
        """Name another decision in a field."""
        self.links.setdefault(name, []).append(other)


class Council:
    """All assemblies and decisions of a book, planned from its size and seed."""

    def __init__(self, size: Size, seed: str) -> None:
        self.size = size
        self.seed = seed
        self.meetings = _meetings(size, Chance(f"{seed}/meetings"))
        # Each year has a standing decision on small payments, until the next takes its place.
        self.standing: list[tuple[date, str]] = []
        self.norm_makers: list[Decision] = []
        self.decisions: list[Decision] = []
        self._in_force: list[Decision] = []
        self._numbers: Counter[int] = Counter()
        self._decide(Chance(f"{seed}/decisions"))

    def standing_on(self, day: date) -> str:
        """The decision that allows a payment on a day."""
        return self.standing[max(0, bisect_right(self.standing, (day, "~")) - 1)][1]

    def records(self) -> Iterator[Written]:
        """Every file of the council: assemblies, decisions, norms."""
        for number, meeting in enumerate(self.meetings):
            following = self.meetings[number + 1] if number + 1 < len(self.meetings) else None
            yield self._assembly(meeting, following)
        for decision in self.decisions:
            yield self._decision(decision)
        yield from self._norms()

    def _decide(self, chance: Chance) -> None:
        pending = min(12, self.size.decisions // 50)
        taken = self.size.decisions - pending
        every = max(1, taken // max(1, self.size.norms))
        for number in range(taken):
            meeting = self.meetings[number * len(self.meetings) // taken]
            decision = self._take(meeting)
            if decision.id.endswith("-001"):
                self._stand(decision)
            elif number % every == 1 and len(self.norm_makers) < self.size.norms:
                self.norm_makers.append(decision)
            else:
                self._befall(decision, chance)
        for number in range(pending):
            state = ("draft", "proposed", "last_call")[number % 3]
            self.decisions.append(Decision(self._next_id(self.meetings[-1].date), state))

    def _take(self, meeting: Meeting) -> Decision:
        decision = Decision(self._next_id(meeting.date), "adopted", meeting, meeting.date)
        meeting.decisions.append(decision)
        self.decisions.append(decision)
        return decision

    def _next_id(self, day: date) -> str:
        self._numbers[day.year] += 1
        return f"dec-{day.year}-{self._numbers[day.year]:03d}"

    def _stand(self, decision: Decision) -> None:
        if self.standing:
            earlier = next(d for d in self.decisions if d.id == self.standing[-1][1])
            _supersede(decision, earlier)
        self.standing.append((decision.decided_on or date.min, decision.id))

    def _befall(self, decision: Decision, chance: Chance) -> None:
        """What a decision does to an earlier one, or what becomes of it itself."""
        lot = chance.below(100)
        earlier = chance.pick(self._in_force) if self._in_force and lot < 20 else None
        if lot >= 94:
            decision.state = "rejected"
        elif lot >= 90:
            decision.state, decision.ended_on = "expired", decision.decided_on
        else:
            self._in_force.append(decision)
        if earlier is None:
            return
        if lot < 5:
            _supersede(decision, earlier)
        elif lot < 8:
            earlier.state, earlier.repealed_by = "repealed", decision.id
            earlier.ended_on = decision.decided_on
        elif lot < 13:
            decision.link("amends", earlier.id)
            earlier.link("amended_by", decision.id)
        else:
            decision.link("implements", earlier.id)
        if earlier.ended_on:
            self._in_force.remove(earlier)

    def _assembly(self, meeting: Meeting, following: Meeting | None) -> Written:
        chance = Chance(f"{self.seed}/{meeting.id}")
        decided = [d.id for d in meeting.decisions]
        fields: dict[str, Value] = {
            "date": meeting.date.isoformat(),
            "place": "The yard",
            "kind": "open",
            "present": str(meeting.present),
            "facilitation": [
                {"role": role, "handle": holder_on(role, meeting.date, self.size)}
                for role in ("facilitator", "minute-keeper")
            ],
            "agenda": [chance.phrase() for _ in range(4)],
        }
        if decided:
            fields["decisions"] = decided
        if following:
            fields["next"] = {"date": following.date.isoformat(), "about": chance.phrase()}
        links = [(name, f"../decisions/{name}.md") for name in decided]
        text = body(chance, self.size.prose, links)
        title = chance.phrase(5, 10)
        return Written("assemblies", "content/assemblies", meeting.id, title, fields, text)

    def _decision(self, decision: Decision) -> Written:
        chance = Chance(f"{self.seed}/{decision.id}")
        fields: dict[str, Value] = {
            "state": decision.state,
            "subject": chance.pick(_SUBJECTS),
            "summary": chance.paragraph(160),
            "question": chance.phrase(6, 12),
            "options": _options(chance, is_adopted=decision.state not in _WITHOUT_CHOICE),
            **_dates(decision, self.meetings[-1].date),
            **(_result(decision, decision.meeting, chance) if decision.meeting else {}),
            **decision.links,
            "projects": [chance.pick(PROJECTS)],
        }
        if decision.repealed_by:
            fields["repealed_by"] = decision.repealed_by
        links = [(name, f"{name}.md") for names in decision.links.values() for name in names]
        text = body(chance, self.size.prose, links)
        title = chance.phrase(5, 10)
        return Written("decisions", "content/decisions", decision.id, title, fields, text)

    def _norms(self) -> Iterator[Written]:
        for number, decision in enumerate(self.norm_makers):
            chance = Chance(f"{self.seed}/norm/{number}")
            fields = {"text": chance.sentence(8, 14), "adopted_by": decision.id}
            links = [(decision.id, f"../decisions/{decision.id}.md")]
            text = body(chance, self.size.prose, links)
            yield Written(
                "norms", "content/norms", norm_id(number), chance.phrase(2, 4), fields, text
            )


def norm_id(number: int) -> str:
    """The id of the norm of this number."""
    return f"norm-{number + 1}"


def holder_on(role: str, day: date, size: Size) -> str:
    """Who holds a role on a day: it goes round each quarter, and nobody holds two at once."""
    return holder_of(role, size.quarter_of(day))


def holder_of(role: str, quarter: int) -> str:
    """Who holds a role in a quarter of the book."""
    return HANDLES[(quarter * len(ROLES) + ROLES.index(role)) % len(HANDLES)]


_WITHOUT_CHOICE = ("rejected", "draft", "proposed", "last_call")


def _meetings(size: Size, chance: Chance) -> list[Meeting]:
    days = (size.last_day - size.first_day).days + 1
    in_month: Counter[str] = Counter()
    found = []
    for number in range(size.assemblies):
        day = size.first_day + timedelta(days=number * days // size.assemblies)
        month = f"asm-{day:%Y-%m}"
        in_month[month] += 1
        if in_month[month] > 9:
            raise ValueError(f"more than nine assemblies in {day:%Y-%m}")
        name = month if in_month[month] == 1 else f"{month}-{in_month[month]}"
        found.append(Meeting(name, day, 15 + chance.below(30)))
    return found


def _supersede(decision: Decision, earlier: Decision) -> None:
    decision.link("supersedes", earlier.id)
    earlier.link("superseded_by", decision.id)
    earlier.state, earlier.ended_on = "superseded", decision.decided_on


def _options(chance: Chance, *, is_adopted: bool) -> Sequence[Mapping[str, str]]:
    options: list[dict[str, str]] = [
        {"title": chance.phrase(2, 5), "meaning": chance.sentence()} for _ in range(3)
    ]
    if is_adopted:
        chance.pick(options)["chosen"] = "yes"
    return options


def _dates(decision: Decision, last: date) -> dict[str, str]:
    """Every day of a decision's life so far, in order."""
    day = decision.decided_on or last
    steps = {
        "drafted_on": day - timedelta(days=30),
        "proposed_on": day - timedelta(days=24),
        "last_call_on": day - timedelta(days=16),
    }
    known = {"draft": 1, "proposed": 2}.get(decision.state, 3)
    dates = dict(list(steps.items())[:known])
    if decision.decided_on:
        dates["decided_on"] = day
        if decision.state != "rejected":
            dates["review_on"] = day + timedelta(days=365)
    if decision.ended_on:
        dates["ended_on"] = decision.ended_on
    return {name: day.isoformat() for name, day in dates.items()}


def _result(decision: Decision, meeting: Meeting, chance: Chance) -> dict[str, Value]:
    aside = chance.below(3)
    found: dict[str, Value] = {"decided_at": meeting.id, "method": "consent"}
    tally = {"agree": meeting.present - aside - 2, "abstain": 2, "stand_aside": aside}
    if decision.state == "rejected":
        tally = {"agree": 4, "abstain": 2, "objection": meeting.present - 6}
    found["tally"] = {name: str(count) for name, count in tally.items() if count}
    if aside or decision.state == "rejected":
        found["dissent"] = [chance.paragraph(120)]
    return found
