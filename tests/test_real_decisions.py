# SPDX-License-Identifier: AGPL-3.0-or-later
"""736 decisions that nobody shaped for this program, read as a book of their own.

What is expected is worked out here from the table alone, in a few lines each, by other means
than the program's. `tests.real_decisions` says what each word of the source becomes.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import pytest

from commonpress.check import check_book
from commonpress.derive.publication import Publication, Standing
from commonpress.derive.succession import successions
from commonpress.ground.diagnostics import Diagnostic, Severity
from commonpress.pipeline import build, publish
from commonpress.read.book import read_book
from tests.real_decisions import SOURCE, Row, created, numbers, rows, write_book

AS_OF = dt.date(2026, 11, 1)
ADOPTED = {"Accepted", "Active", "Final", "Superseded"}


@dataclass(frozen=True)
class Real:
    """The table, its book, and what the program says of it."""

    rows: list[Row]
    ids: dict[str, str]
    folder: Path
    findings: tuple[Diagnostic, ...]
    publication: Publication

    def ids_of(self, found: set[str]) -> set[str]:
        """What these numbers are called here."""
        return {self.ids[number] for number in found}


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Real:
    if not SOURCE.exists():
        pytest.skip("the real decisions are not beside the repository (../shared/real)")
    folder = tmp_path_factory.mktemp("decisions")
    table = rows()
    ids = write_book(folder, table)
    _, findings = check_book(read_book(folder))
    published = publish(folder, AS_OF, draft=True).publication
    assert published is not None
    return Real(table, ids, folder, findings, published)


def test_every_row_is_a_decision(real: Real) -> None:
    assert len(real.rows) == len(real.publication.decisions) == 736
    titles = {view.record.id: view.record.title for view in real.publication.decisions}
    assert titles == {real.ids[row["number"]]: row["title"].strip() for row in real.rows}


def test_every_unanswered_link_is_one_finding_with_both_places_and_nothing_else_is(
    real: Real,
) -> None:
    says = {
        (row["number"], column, other)
        for row in real.rows
        for column in ("replaces", "superseded_by")
        for other in numbers(row[column])
    }
    back = {"replaces": "superseded_by", "superseded_by": "replaces"}
    unanswered = {(a, column, b) for a, column, b in says if (b, back[column], a) not in says}
    assert {column for _, column, _ in unanswered} == set(back), "both directions occur"

    fields = {"replaces": "supersedes", "superseded_by": "superseded_by"}
    expected = sorted(
        (_path(real.ids[a]), fields[column], _path(real.ids[b])) for a, column, b in unanswered
    )
    errors = [f for f in real.findings if f.code.severity is not Severity.NOTE]
    assert {finding.code.slug for finding in errors} == {"one-sided-supersession"}
    told = []
    for finding in errors:
        (other,) = finding.related
        line = (real.folder / finding.span.path).read_text().splitlines()[finding.span.line - 1]
        pointed = line[finding.span.column - 1 :]
        assert pointed.startswith(Path(other.span.path).stem)
        told.append((finding.span.path, line.partition(":")[0], other.span.path))
    assert sorted(told) == expected
    assert len(expected) == 20


def test_what_the_source_does_not_say_is_one_note_a_rule(real: Real) -> None:
    notes = [f for f in real.findings if f.code.severity is Severity.NOTE]
    assert [note.code.slug for note in notes] == ["import-incomplete"]
    # All but drafts, which say everything that a draft has to.
    incomplete = sum(row["status"] != "Draft" for row in real.rows)
    assert notes[0].message.startswith(f"{incomplete} imported decisions not told in full: ")


def test_what_is_in_force_agrees(real: Real) -> None:
    holding = {
        row["number"]
        for row in real.rows
        if row["status"] in {"Accepted", "Active", "Final"} and not row["superseded_by"]
    }
    assert _standing(real, Standing.IN_FORCE) == real.ids_of(holding)
    assert len(holding) == 420
    assert _standing(real, Standing.REVIEW_DUE) == _standing(real, Standing.EXPIRED) == set()


def test_the_stagnant_drafts_agree(real: Real) -> None:
    unfinished = [row for row in real.rows if row["status"] in {"Draft", "Deferred"}]
    stagnant = {row["number"] for row in unfinished if created(row) <= "2026-05-01"}
    assert _standing(real, Standing.STAGNANT) == real.ids_of(stagnant)
    still_open = {row["number"] for row in unfinished} - stagnant
    assert _standing(real, Standing.OPEN) == real.ids_of(still_open)
    assert stagnant


def test_the_supersession_histories_agree(real: Real) -> None:
    """By closing a relation, pair by pair, until nothing is added."""
    status = {row["number"]: row["status"] for row in real.rows}
    pairs = {(row["number"], old) for row in real.rows for old in numbers(row["replaces"])}
    pairs |= {(new, row["number"]) for row in real.rows for new in numbers(row["superseded_by"])}
    pairs = {(new, old) for new, old in pairs if status[new] in ADOPTED}
    while more := {(a, d) for a, b in pairs for c, d in pairs if b == c} - pairs:
        pairs |= more
    expected = {(real.ids[new], real.ids[old]) for new, old in pairs}

    lines = successions(real.publication.decisions)
    after = {(v.record.id, old) for old, line in lines.items() for v in line.after}
    before = {(new, v.record.id) for new, line in lines.items() for v in line.before}
    assert after == before == expected
    # Of four versions of one standard the last one holds.
    metadata = lines[real.ids["241"]]
    assert [v.record.id for v in metadata.after] == [real.ids[n] for n in ("314", "345", "566")]
    assert [v.record.id for v in metadata.today] == [real.ids["566"]]


def test_the_site_builds_as_a_draft_and_its_log_is_light(real: Real, tmp_path: Path) -> None:
    assert not build(real.folder, tmp_path / "refused", AS_OF).written
    built = build(real.folder, tmp_path / "out", AS_OF, draft=True)
    assert built.outcome.has_errors
    pages = sorted((tmp_path / "out/site/decisions").glob("dec-*.html"))
    assert [page.stem for page in pages] == sorted(real.ids.values())
    log = (tmp_path / "out/site/decisions/index.html").read_text(encoding="utf-8")
    assert log.count('class="log-title"') == 736
    assert len(log) < 300_000
    superseded = (tmp_path / f"out/site/decisions/{real.ids['241']}.html").read_text("utf-8")
    assert "What holds today" in superseded
    assert f'href="{real.ids["566"]}.html"' in superseded


def _standing(real: Real, standing: Standing) -> set[str]:
    return {v.record.id for v in real.publication.decisions if v.standing is standing}


def _path(name: str) -> str:
    return f"content/decisions/{name}.md"
