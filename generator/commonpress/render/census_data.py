# SPDX-License-Identifier: AGPL-3.0-or-later
"""The censuses as open data: the reliance index, and every printed count with its words."""

from __future__ import annotations

from collections.abc import Iterator

from commonpress.check.census_tables import read_count
from commonpress.derive.census import CensusSeries, Reliance
from commonpress.derive.publication import Publication
from commonpress.kinds.census import FEW, HIDDEN, Share, Topic
from commonpress.render.tables import Cell, Column, Table, rows_of

_ALL = "*"
_LEAST = Column("at_least", "integer", "The least it may have been.")
_MOST = Column("at_most", "integer", "The most it may have been.")


def census_data(publication: Publication) -> Iterator[Table]:
    """The tables that have a row."""
    made = (_reliance(publication.censuses), _counts(publication.censuses))
    return (table for table in made if table.rows)


def _reliance(series: tuple[CensusSeries, ...]) -> Table:
    rows = [
        (each.slip.id, domain.question.id, domain.question.topic, *_share(found))
        for each in series
        for domain in each.domains
        for found in domain.years
    ]
    columns = (
        Column("questionnaire", "string", "The slip.", points_to="questionnaires", required=True),
        Column("domain", "string", "The question.", required=True),
        Column(
            "topic", "string", "What it is about.", words=tuple(Topic.__members__.values())
        ),
        Column("year", "string", "The year of the census.", required=True),
        Column("share", "integer", "Hundredths of all households, from rounded counts."),
        _LEAST,
        _MOST,
        Column(
            "band", "string", "The quarter, where few answered.",
            words=tuple(Share.__members__.values()),
        ),
    )  # fmt: skip
    about = (
        "The reliance index: the share of households that mostly turned here, in whole "
        "hundredths, with what rounding leaves open. Blank where it is held back."
    )
    key = ("questionnaire", "domain", "year")
    return Table("reliance", "Reliance index", about, columns, key, rows_of(rows))


def _share(found: Reliance) -> tuple[Cell, ...]:
    return found.year, found.about, found.low, found.high, found.band


def _counts(series: tuple[CensusSeries, ...]) -> Table:
    rows = [
        (view.record.id, table.id, _side(c.row), _side(c.column), c.count, *_ends(c.count))
        for each in series
        for view in each.censuses
        for table in view.record.tables
        for c in table.counts
    ]
    columns = (
        Column("census", "string", "The census.", points_to="censuses", required=True),
        Column("table", "string", "The table of its slip.", required=True),
        Column("row", "string", f"The answers it counts; `{_ALL}` for all rows."),
        Column("column", "string", f"The answers of its column; `{_ALL}` for all."),
        Column("count", "string", f"`{FEW}`, a rounded number, or `{HIDDEN}`.", required=True),
        _LEAST,
        _MOST,
    )
    about = "Every count of every census, in households: below ten held back, others to five."
    key = ("census", "table", "row", "column")
    return Table("census-counts", "Counts of the census", about, columns, key, rows_of(rows))


def _side(answers: tuple[str, ...]) -> str:
    return " ".join(answers) or _ALL


def _ends(count: str) -> tuple[Cell, ...]:
    if count == HIDDEN:
        return None, None
    return tuple(read_count(count))
