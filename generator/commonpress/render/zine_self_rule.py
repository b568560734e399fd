# SPDX-License-Identifier: AGPL-3.0-or-later
"""The chapters on self-rule of an issue: guardrails, seven questions, who pays, the verifier.

They say what the site says on the day of the book, in figures that stand in the same records.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from commonpress.derive.answers import Funding, FundView
from commonpress.derive.guardrail_views import GuardrailView, Judgement
from commonpress.derive.halflife import Life, PracticeView
from commonpress.derive.publication import DecisionView, Publication, Standing
from commonpress.derive.season_views import ProjectView
from commonpress.kinds.guardrail import SHARES
from commonpress.render import words
from commonpress.render.charts.bars import Part, strip
from commonpress.render.charts.marks import Mark, state_mark
from commonpress.render.charts.pens import PAPER
from commonpress.render.charts.squares import SIDE, Squares, counted_squares
from commonpress.render.packaged import packaged_verifier
from commonpress.render.site_funds import Origin, origins_of
from commonpress.render.site_guardrails import FILLS
from commonpress.render.voice import say, say_value

_MARKS = {
    Judgement.KEPT: Mark.WHOLE,
    Judgement.WAIVED: Mark.CROSSED,
    Judgement.BREACHED: Mark.BROKEN,
    Judgement.UNJUDGED: Mark.OPEN,
}
_MARK_MM, _STRIP_MM = 8.0, (122.5, 11.0)
_SQUARE_MM = 3.2  # as tall as the style sheet sets a row of squares
_MONTHS_DRAWN = 20  # two blocks of ten are as wide as the hanging text
_INDENT_MM = 3.2  # what four blanks of a program are on paper


@dataclass(frozen=True, slots=True)
class Rail:
    """A guardrail as its row tells it; drawings are finished SVG. `limit` is blank for no share."""

    view: GuardrailView
    mark: str
    months: str
    limit: str
    past: int  # breaches since it was adopted that nothing allowed


@dataclass(frozen=True, slots=True)
class Guardrails:
    """The chapter of guardrails: each that holds today, broken ones first, and a question."""

    rails: tuple[Rail, ...]
    asked: GuardrailView | None

    @property
    def past(self) -> int:
        """All breaches since the guardrails were adopted."""
        return sum(rail.past for rail in self.rails)


def guardrail_chapter(publication: Publication) -> Guardrails | None:
    """The guardrails on the day of the book; None where none was adopted."""
    views = [view for view in publication.guardrails if not view.is_over]
    if not views:
        return None
    asked = next((view for view in views if view.answers), None)
    return Guardrails(tuple(map(_rail, views)), asked)


def _rail(view: GuardrailView) -> Rail:
    drawn = state_mark(_MARKS[view.now.judgement], _MARK_MM, PAPER)
    said = say("A loop: {state}", state=say_value(view.now.judgement.value))
    # On paper there is no decoration: every figure is told to those who listen.
    mark = drawn.replace(">", f"><title>{escape(said)}</title>", 1)
    share = view.condition in SHARES and view.record.percent is not None
    return Rail(
        view,
        mark,
        _months(view),
        f"{view.record.percent} %" if share else "",
        sum(not breach.waived_by for breach in view.breaches),
    )


def _months(view: GuardrailView) -> str:
    """One square for each month, the newest last; nothing where no month was judged."""
    months = view.months[-_MONTHS_DRAWN:]
    if not months:
        return ""
    kept = sum(month.judgement is Judgement.KEPT for month in months)
    says = say(
        "{title}: kept in {kept} of the last {months}.",
        title=view.record.title,
        kept=kept,
        months=words.count(len(months), "month"),
    )
    squares = [Squares(1, FILLS[month.judgement]) for month in months]
    return counted_squares(squares, 2, PAPER.scaled(SIDE / _SQUARE_MM), says)


@dataclass(frozen=True, slots=True)
class SevenQuestions:
    """What the chapter of self-government prints, question by question."""

    publication: Publication
    running: tuple[ProjectView, ...]
    open: tuple[DecisionView, ...]
    rails: tuple[GuardrailView, ...]
    waiting: tuple[PracticeView, ...]
    review: tuple[DecisionView, ...]

    @property
    def kept(self) -> int:
        """How many guardrails are kept today."""
        return sum(view.now.judgement is Judgement.KEPT for view in self.rails)


def self_rule_chapter(publication: Publication) -> SevenQuestions | None:
    """The seven questions; None where the book tells nothing of self-rule."""
    if not (publication.assemblies or publication.roles or publication.guardrails):
        return None

    def standing(wanted: Standing) -> tuple[DecisionView, ...]:
        return tuple(view for view in publication.decisions if view.standing is wanted)

    return SevenQuestions(
        publication,
        running=tuple(view for view in publication.projects if not view.record.ended),
        open=standing(Standing.OPEN),
        rails=tuple(view for view in publication.guardrails if not view.is_over),
        waiting=tuple(v for v in publication.practices if v.life in (Life.DUE, Life.DORMANT)),
        review=standing(Standing.REVIEW_DUE),
    )


_SAID_SOURCES = {
    "pooled": "People, pooled",
    "earned": "Earned here",
    "undeclared": "Of no declared fund",
}


@dataclass(frozen=True, slots=True)
class WhoPays:
    """The money of twelve months by where it came from, as a strip and as rows."""

    now: Funding
    unit: str
    origins: tuple[Origin, ...]
    strip: str
    funds: tuple[FundView, ...]  # those from which money came


def funding_chapter(publication: Publication) -> WhoPays | None:
    """Who pays; None where the book keeps no funds or no money came in."""
    view = publication.funding
    if view is None or view.now.total <= 0:
        return None
    origins = tuple(origin for origin in origins_of(view.now) if origin.part > 0)
    parts = [Part(float(origin.part), origin.pattern) for origin in origins]
    told = words.listed(map(_share, origins))
    drawn = strip(parts, *_STRIP_MM, PAPER, say("The money of twelve months: {told}.", told=told))
    funds = tuple(fund for fund in view.funds if fund.amount)
    return WhoPays(view.now, view.unit, origins, drawn, funds)


def _share(origin: Origin) -> str:
    source = say(_SAID_SOURCES[origin.source]) if origin.source in _SAID_SOURCES else origin.source
    return f"{source} {words.percent(origin.part)}"


@dataclass(frozen=True, slots=True)
class CodeLine:
    """A line of a program: its number, how far it is pushed in (in mm), and its text."""

    number: int
    indent: float
    text: str


def verifier_lines() -> tuple[CodeLine, ...]:
    """The short verifier, to be typed in: every line that is not blank."""
    text = packaged_verifier().read_text(encoding="utf-8")
    return _numbered([line for line in text.splitlines() if line.strip()])


def _numbered(lines: Sequence[str]) -> tuple[CodeLine, ...]:
    return tuple(
        CodeLine(number, (len(line) - len(line.lstrip())) // 4 * _INDENT_MM, line.strip())
        for number, line in enumerate(lines, start=1)
    )
