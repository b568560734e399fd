# SPDX-License-Identifier: AGPL-3.0-or-later
"""How each guardrail stood, month by month, as open data: the same figures its page prints."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_EVEN, Decimal

from commonpress.derive.guardrail_views import GuardrailView, Judgement
from commonpress.derive.publication import Publication
from commonpress.render.tables import Cell, Column, Table, rows_of

_SHARE = Decimal("0.000001")


def guardrail_tables(publication: Publication) -> Iterator[Table]:
    """The table of judgements, and that of breaches, where they have rows."""
    views = publication.guardrails
    made = (_judgements(views), _breaches(views))
    return (table for table in made if table.rows)


def _judgements(views: tuple[GuardrailView, ...]) -> Table:
    columns = (
        Column("guardrail", "string", "The guardrail.", points_to="guardrails", required=True),
        Column("month", "string", "The month it was judged for.", required=True),
        Column("start", "date", "The first day that counts."),
        Column("end", "date", "The last day that counts."),
        Column("judgement", "string", "How it stood.", words=tuple(j.value for j in Judgement)),
        Column("judged", "integer", "How many things it was judged on."),
        Column("met", "integer", "How many of them were as they should be."),
        Column("share", "number", "The share it is about, 0 to 1, to six places."),
    )
    rows = (
        (
            view.record.id, m.period.name, m.period.start, m.period.end, m.judgement.value,
            m.of, m.met, _share(m.share),
        )
        for view in views
        for m in view.months
    )  # fmt: skip
    about = "Each guardrail in each month since it was adopted. One day of breach is a month of it."
    return Table("judgements", "Judgements", about, columns, ("guardrail", "month"), rows_of(rows))


def _breaches(views: tuple[GuardrailView, ...]) -> Table:
    columns = (
        Column("guardrail", "string", "The guardrail.", points_to="guardrails", required=True),
        Column("position", "integer", "Its place among the breaches, from 1.", required=True),
        Column("start", "date", "The first day."),
        Column("end", "date", "The last day; the day of the book where it goes on."),
        Column("days", "integer", "How many days."),
        Column("kind", "string", "The kind of record it is about."),
        Column("record", "string", "That record."),
        Column("holder", "string", "The handle of a holder who stayed too long."),
        Column("share", "number", "The largest share reached, 0 to 1, to six places."),
        Column("waived_by", "string", "The decision that allowed it.", points_to="decisions"),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            view.record.id, place, b.start, b.end, b.days, b.kind or None, b.id or None,
            b.who or None, _share(b.share), b.waived_by or None,
        )
        for view in views
        for place, b in enumerate(view.breaches, start=1)
    ]  # fmt: skip
    about = "What was not as a guardrail says, from its first day to its last, and what allowed it."
    return Table("breaches", "Breaches", about, columns, ("guardrail", "position"), rows_of(rows))


def _share(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(_SHARE, ROUND_HALF_EVEN)
