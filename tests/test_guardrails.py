# SPDX-License-Identifier: AGPL-3.0-or-later
"""Guardrails: what is kept, waived or breached, on which days, and how it is written down."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from commonpress.check.rules import guardrails as rules
from commonpress.derive.disclose import disclose
from commonpress.derive.guardrail_views import GuardrailView, Judgement
from commonpress.kinds.assembly import Held
from commonpress.kinds.commons import Commons, Publish, Visibility
from commonpress.kinds.decision import State
from commonpress.kinds.fund import Fund, FunderKind
from commonpress.kinds.guardrail import Answer, Condition, Waiver
from commonpress.kinds.ledger import AccountType, Purpose
from commonpress.pipeline import publish
from tests.registers import (
    LEDGER,
    SETTINGS,
    account,
    assembly,
    day,
    decision,
    entry,
    found,
    guardrail,
    messages,
    register,
    role,
    term,
)

if TYPE_CHECKING:
    from commonpress.kinds.base import Record

RAIL = "the-rail"
AS_OF = "2026-06-30"
ADOPTED = (assembly("2025-01-05", "dec-2025-001"), decision("dec-2025-001", "2025-01-05"))
GIVER = account("giver", AccountType.SOURCE, Purpose.GIVERS)
HAT = account("hat", AccountType.SOURCE, Purpose.GIVERS)


def judged(
    condition: Condition, *records: Record, as_of: str = AS_OF, **more: Any
) -> GuardrailView:
    """The view of one guardrail with this condition, adopted in January 2025."""
    settings = more.pop("settings", SETTINGS)
    rail = guardrail(RAIL, condition, adopted_by="dec-2025-001", **more)
    shown = disclose(register(*ADOPTED, rail, *records, settings=settings), day(as_of))
    (view,) = shown.guardrails
    return view


def stood(view: GuardrailView, judgement: Judgement) -> list[str]:
    """The months in which a guardrail stood so."""
    return [m.period.name for m in view.months if m.judgement is judgement]


# --- terms ---------------------------------------------------------------------------------------


def test_whoever_stays_past_the_longest_term_breaches_it_on_those_days_alone() -> None:
    treasurer = role(
        "treasurer",
        term("osier 2025-01-06 2025-04-06", left_on=day("2025-05-11")),
        term("wren 2025-05-12 2025-08-01"),
        handles_money=True,
    )
    view = judged(Condition.TERM_LIMITS, treasurer)
    (breach,) = view.breaches
    assert (breach.start, breach.end, breach.days) == (day("2025-04-07"), day("2025-05-11"), 35)
    assert (breach.id, breach.who) == ("treasurer", "osier")
    assert stood(view, Judgement.BREACHED) == ["2025-04", "2025-05"]
    assert view.now.judgement is Judgement.KEPT


def test_an_extension_waives_its_own_days_and_no_others() -> None:
    keeper = role(
        "keeper",
        term(
            "osier 2025-01-06 2026-01-06",
            extended_by="dec-2025-001",
            extended_to=day("2026-02-10"),
            left_on=day("2026-03-03"),
        ),
    )
    view = judged(Condition.TERM_LIMITS, keeper)
    assert [(b.days, b.waived_by) for b in view.breaches] == [(35, "dec-2025-001"), (21, "")]
    assert stood(view, Judgement.WAIVED) == ["2026-01"]
    assert stood(view, Judgement.BREACHED) == ["2026-02", "2026-03"]


def test_terms_in_a_row_count_as_one() -> None:
    again = role("keeper", term("osier 2025-01-06 2025-12-31"), term("osier 2026-01-01 2026-12-31"))
    view = judged(Condition.TERM_LIMITS, again)
    (breach,) = view.breaches
    assert (breach.start, breach.end) == (day("2026-01-07"), day(AS_OF))
    apart = role("keeper", term("osier 2025-01-06 2025-12-31"), term("osier 2026-01-02 2026-12-31"))
    assert judged(Condition.TERM_LIMITS, apart).breaches == ()


def test_a_waiver_for_one_role_leaves_the_others_bound() -> None:
    late = [
        role(name, term("osier 2025-01-06 2026-01-06", left_on=day("2026-01-20")))
        for name in ("cook", "keeper")
    ]
    waiver = Waiver(
        decision="dec-2025-001", start=day("2026-01-01"), end=day("2026-01-31"), only="cook"
    )
    both = judged(Condition.TERM_LIMITS, *late, waivers=(waiver,))
    assert stood(both, Judgement.BREACHED) == ["2026-01"]
    assert {b.id: b.waived_by for b in both.breaches} == {"cook": "dec-2025-001", "keeper": ""}
    alone = judged(Condition.TERM_LIMITS, late[0], waivers=(waiver,))
    assert stood(alone, Judgement.WAIVED) == ["2026-01"]
    assert stood(alone, Judgement.BREACHED) == []


def test_a_role_that_only_one_person_ever_held_is_permanent_until_somebody_else_begins() -> None:
    turns = [term("osier 2025-01-06 2025-03-31"), term("osier 2025-06-01 2025-08-31")]
    view = judged(Condition.NO_PERMANENT_ROLE, role("cook", *turns))
    assert view.now.judgement is Judgement.BREACHED
    changed = role("cook", *turns, term("wren 2025-10-01 2025-12-31"))
    (breach,) = judged(Condition.NO_PERMANENT_ROLE, changed).breaches
    assert (breach.start, breach.end) == (day("2025-06-01"), day("2025-09-30"))


def test_two_seats_may_be_held_by_two() -> None:
    pair = role(
        "bench", term("osier 2025-01-06 2025-12-31"), term("wren 2025-01-06 2025-12-31"), seats=2
    )
    assert judged(Condition.NO_PERMANENT_ROLE, pair).now.judgement is Judgement.KEPT


# --- money ---------------------------------------------------------------------------------------


def money(giver: str, **fund: Any) -> tuple[Record, ...]:
    """A book in which an institution gave so much in March 2026, and a hat 100."""
    terms = fund or {"unconditional": True}
    return (
        *LEDGER,
        GIVER,
        HAT,
        Fund(
            id="trust",
            title="Trust",
            kind=FunderKind.FOUNDATION,
            funder="The trust",
            start=day("2025-01-01"),
            accounts=("giver",),
            **terms,
        ),
        Fund(
            id="hat",
            title="Hat",
            kind=FunderKind.INDIVIDUALS,
            start=day("2025-01-01"),
            accounts=("hat",),
        ),
        entry("0001 2026-02-02 received 100 EUR euro hat cash-box"),
        entry(f"0002 2026-03-02 received {giver} EUR euro giver cash-box"),
    )


@pytest.mark.parametrize(
    ("giver", "share", "stands"),
    [("25", "0.2", "kept"), ("42.857142", "0.3", "kept"), ("60", "0.375", "breached")],
)
def test_a_giver_may_give_up_to_the_limit_and_not_above(
    giver: str, share: str, stands: str
) -> None:
    view = judged(Condition.FUNDER_SHARE, *money(giver), percent=30)
    assert view.now.share is not None
    assert round(view.now.share, 4) == Decimal(share)
    assert view.now.judgement == stands


@pytest.mark.parametrize(("giver", "stands"), [("99.9", "kept"), ("100", "breached")])
def test_conditioned_money_stays_below_its_limit(giver: str, stands: str) -> None:
    asks = {"conditions": ("A report",), "exit": "Any day."}
    view = judged(Condition.CONDITIONED_SHARE, *money(giver, **asks), percent=50)
    assert view.now.judgement == stands
    free = judged(Condition.CONDITIONED_SHARE, *money(giver), percent=50)
    assert free.now.judgement is Judgement.KEPT
    assert free.now.share == 0


def test_a_breach_of_several_months_is_told_as_one_with_its_largest_share() -> None:
    view = judged(Condition.FUNDER_SHARE, *money("60"), percent=30)
    (breach,) = view.breaches
    assert (breach.start, breach.end) == (day("2026-03-01"), day(AS_OF))
    assert breach.says == "The trust"
    assert stood(view, Judgement.UNJUDGED)[:2] == ["2025-01", "2025-02"]


def test_a_waiver_of_a_share_holds_for_whole_months_only() -> None:
    waiver = Waiver(decision="dec-2025-001", start=day("2026-03-01"), end=day("2026-05-15"))
    view = judged(Condition.FUNDER_SHARE, *money("60"), percent=30, waivers=(waiver,))
    assert stood(view, Judgement.WAIVED) == ["2026-03", "2026-04"]
    assert stood(view, Judgement.BREACHED) == ["2026-05", "2026-06"]


def test_a_fund_that_says_nothing_breaches_the_openness_of_conditions() -> None:
    silent = judged(Condition.CONDITIONS_PUBLISHED, *money("10", note="Asks for nothing much."))
    assert [b.id for b in silent.now.breaches] == ["trust"]
    assert (silent.now.met, silent.now.of) == (1, 2)
    assert judged(Condition.CONDITIONS_PUBLISHED, *money("10")).now.judgement is Judgement.KEPT


def test_funds_that_are_kept_from_the_site_are_not_published() -> None:
    hidden = Publish(kind="fund", seen=Visibility.PAPER, decision="dec-2025-001")
    settings = Commons(name="Tidewater Row Commons", publish=(hidden,))
    view = judged(Condition.CONDITIONS_PUBLISHED, *money("10"), settings=settings)
    assert view.now.judgement is Judgement.BREACHED


def test_a_share_cannot_be_judged_in_a_book_without_funds() -> None:
    assert judged(Condition.FUNDER_SHARE, percent=30).now.judgement is Judgement.UNJUDGED


# --- assemblies and questions --------------------------------------------------------------------


def test_what_was_decided_outside_an_assembly_breaches_it_for_twelve_months() -> None:
    alone = decision("dec-2025-002", "2025-06-10", decided_at="")
    view = judged(Condition.DECIDED_IN_ASSEMBLY, alone, as_of="2026-05-30")
    assert [b.id for b in view.now.breaches] == ["dec-2025-002"]
    assert stood(view, Judgement.BREACHED) == ["2025-06"]
    later = judged(Condition.DECIDED_IN_ASSEMBLY, alone, as_of="2026-06-10")
    assert later.now.judgement is Judgement.KEPT
    assert later.breaches


def test_an_assembly_without_its_quorum_decides_nothing() -> None:
    few = (
        assembly("2025-06-01", "dec-2025-002", present=9, quorum=15),
        decision("dec-2025-002", "2025-06-01"),
    )
    assert [b.id for b in judged(Condition.DECIDED_IN_ASSEMBLY, *few).breaches] == ["dec-2025-002"]


def asking(*months: str) -> tuple[Any, ...]:
    return tuple(Answer(assembly=f"asm-{month}", answer="Both.", agreed=9) for month in months)


def test_a_question_is_overdue_from_the_end_of_its_last_month_until_it_is_answered() -> None:
    held = [assembly("2025-03-02"), assembly("2025-09-07")]
    view = judged(
        Condition.REVIEW_HELD,
        *held,
        question="Are we learning?",
        every_months=4,
        answers=asking("2025-03", "2025-09"),
        as_of="2025-12-31",
    )
    (breach,) = view.breaches
    assert (breach.start, breach.end) == (day("2025-08-01"), day("2025-09-06"))
    assert view.ask_by == day("2026-01-31")
    assert [a.assembly.date for a in view.answers] == [day("2025-03-02"), day("2025-09-07")]


def test_a_small_assembly_answers_without_a_count() -> None:
    few = assembly("2025-03-02", present=5)
    fields: dict[str, Any] = {
        "question": "Are we learning?",
        "every_months": 4,
        "answers": asking("2025-03"),
    }
    view = judged(Condition.TERM_LIMITS, few, **fields)
    assert view.answers[0].agreed is None
    full = judged(Condition.TERM_LIMITS, assembly("2025-03-02", present=14), **fields)
    assert full.answers[0].agreed == 9


# --- how they are told ---------------------------------------------------------------------------


def test_bad_news_comes_first_and_what_is_over_last() -> None:
    late = role("cook", term("osier 2025-01-06 2026-01-06", left_on=day("2026-12-31")))
    ended = decision("dec-2025-002", "2025-06-01", decided_at="asm-2025-06")
    rails = (
        guardrail("a-kept", Condition.DECIDED_IN_ASSEMBLY, adopted_by="dec-2025-001"),
        guardrail("b-late", Condition.TERM_LIMITS, adopted_by="dec-2025-001"),
        guardrail(
            "a-gone", Condition.TERM_LIMITS, adopted_by="dec-2025-001", repealed_by="dec-2025-002"
        ),
    )
    held = assembly("2025-06-01", "dec-2025-002")
    shown = disclose(register(*ADOPTED, ended, held, late, *rails), day(AS_OF)).guardrails
    assert [view.record.id for view in shown] == ["b-late", "a-kept", "a-gone"]
    assert shown[-1].months[-1].period.end == day("2025-06-01")


def test_a_word_outside_the_list_is_not_judged() -> None:
    view = judged("goodwill")  # type: ignore[arg-type]
    assert view.condition is None
    assert view.now.judgement is Judgement.UNJUDGED


# --- how they are written ------------------------------------------------------------------------


def test_an_unknown_condition_is_told_with_the_nearest_one() -> None:
    rail = guardrail(RAIL, "funder_shares")
    (said,) = messages(rules.guardrails_have_a_condition_that_can_be_judged, rail)
    assert (
        said == "`funder_shares` is no condition that can be judged; did you mean `funder_share`?"
    )


def test_a_guardrail_is_gone_only_when_its_decision_is() -> None:
    names = decision(guardrails=(RAIL,))
    removed = rules.guardrails_are_ended_by_a_decision_and_by_nothing_else
    here = assembly("2026-03-01", "dec-2026-001")
    assert found(removed, here, names) == ["guardrail-removed"]
    assert found(removed, here, names, guardrail(RAIL, "term_limits")) == []
    repealed = decision(guardrails=(RAIL,), state=State.REPEALED, ended_on=day("2026-04-01"))
    assert found(removed, here, repealed, assembly("2026-05-03")) == []


@pytest.mark.parametrize(
    ("condition", "percent", "slugs"),
    [
        ("funder_share", 30, []),
        ("funder_share", None, ["condition-parameter"]),
        ("funder_share", 0, ["condition-parameter"]),
        ("conditioned_share", 101, ["condition-parameter"]),
        ("term_limits", 30, ["condition-parameter"]),
        ("goodwill", 30, []),
    ],
)
def test_only_shares_have_a_limit_of_their_own(
    condition: str, percent: int | None, slugs: list[str]
) -> None:
    rail = guardrail(RAIL, condition, percent=percent)
    assert found(rules.shares_have_a_limit_and_nothing_else_has, rail) == slugs


def test_guardrail_and_decision_name_each_other() -> None:
    both = rules.guardrails_and_their_decisions_name_each_other
    rail = guardrail(RAIL, "term_limits")
    assert found(both, rail, decision(guardrails=(RAIL,))) == []
    assert found(both, rail, decision()) == ["one-sided-guardrail"]
    other = decision("dec-2026-002", guardrails=(RAIL,))
    assert found(both, rail, decision(guardrails=(RAIL,)), other) == ["one-sided-guardrail"]


def test_answers_are_of_assemblies_that_were_held_and_in_order() -> None:
    order = rules.questions_are_answered_by_assemblies_in_order
    rail = guardrail(
        RAIL, "review_held", question="Why?", every_months=4, answers=asking("2026-03", "2026-04")
    )
    march, april = assembly("2026-03-01"), assembly("2026-04-12")
    assert found(order, rail, march, april) == []
    assert found(order, rail, march, assembly("2026-04-12", held=Held.CANCELLED)) == [
        "answered-nowhere"
    ]
    back = guardrail(RAIL, "review_held", answers=asking("2026-04", "2026-03"))
    assert found(order, back, march, april) == ["answered-nowhere"]


def test_no_more_agree_to_an_answer_than_were_there() -> None:
    counted = rules.answers_count_those_who_were_present
    rail = guardrail(RAIL, "review_held", answers=asking("2026-03"))
    assert found(counted, rail, assembly("2026-03-01", present=9)) == []
    assert found(counted, rail, assembly("2026-03-01", present=8)) == ["tally-exceeds-present"]
    assert found(counted, rail, assembly("2026-03-01", present=6)) == ["tally-too-small"]


# --- the sample ----------------------------------------------------------------------------------


def test_the_sample_tells_the_five_weeks_and_the_extension(sample: GuardrailView) -> None:
    told = {(b.id, b.who, b.days, b.waived_by) for b in sample.breaches}
    assert told == {
        ("treasurer", "burdock", 35, ""),
        ("tool-keeper", "avocet", 55, "dec-2025-004"),
    }


@pytest.fixture(scope="module")
def sample() -> GuardrailView:
    shown = publish(Path(__file__).parents[1], as_of=dt.date(2026, 6, 30)).publication
    assert shown is not None
    return next(v for v in shown.guardrails if v.condition is Condition.TERM_LIMITS)
