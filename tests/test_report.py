# SPDX-License-Identifier: AGPL-3.0-or-later
"""Findings as people and programs read them, and what is never printed."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonpress.check.excerpt import excerpt, width
from commonpress.check.report import (
    FORMATS,
    format_concise,
    format_github,
    format_json,
    format_text,
)
from commonpress.ground.diagnostics import Code, Diagnostic, Related, Severity, Span

WRONG = Code("not-right", "It is not right.")
DOUBTFUL = Code("doubtful", "It may be right.", Severity.WARNING)
REMARK = Code("remark", "It is worth a word.", Severity.NOTE)
PRIVATE = Code("a-name", "A name of a person stands here.", private=True)

PATH = "ledger/2026/2026-03.yml"
TEXT = "entries:\n  - id: ent-2026-03-0001\n    note: Rowan Ash gave leeks\n"
SOURCES = {PATH: TEXT}
NAMED = Diagnostic(
    PRIVATE, Span(PATH, 3, 11, 20), "a name stands here: R……h (9 characters)", "write `a neighbour`"
)
BESIDE = Diagnostic(WRONG, Span(PATH, 3, 5, 9), "`note` is not right")
PLAIN = Diagnostic(
    WRONG,
    Span(PATH, 2, 9, 25),
    "the id is not right",
    "write another",
    (Related(Span(PATH, 1, 1, 8), "begun here"),),
)


def test_a_finding_is_shown_with_its_line_a_mark_and_what_to_write() -> None:
    assert format_text((PLAIN,), SOURCES) == (
        "ledger/2026/2026-03.yml:2:9: error[not-right] the id is not right\n"
        "    2 |   - id: ent-2026-03-0001\n"
        "      |         ^^^^^^^^^^^^^^^^\n"
        "      = write another\n"
        "      = begun here: ledger/2026/2026-03.yml:1:1\n"
        "    1 | entries:\n"
        "      | ^^^^^^^\n"
        "\n"
        "1 error in 1 file.\n"
    )


def test_findings_are_counted_at_the_end() -> None:
    found = (
        *(Diagnostic(WRONG, Span("a.md", n), "no") for n in (1, 2)),
        Diagnostic(DOUBTFUL, Span("b.md"), "hm"),
        Diagnostic(REMARK, Span("b.md"), "so"),
    )
    assert format_text(found, {}).endswith("\n2 errors, 1 warning, 1 note in 2 files.\n")
    assert format_text((), SOURCES) == "No findings in 1 file.\n"


def test_one_line_a_finding() -> None:
    assert format_concise((PLAIN, BESIDE), SOURCES) == (
        "ledger/2026/2026-03.yml:2:9: error[not-right] the id is not right\n"
        "ledger/2026/2026-03.yml:3:5: error[not-right] `note` is not right\n"
    )
    assert format_concise((), SOURCES) == ""


def test_json_holds_the_agreed_keys() -> None:
    (item,) = json.loads(format_json((PLAIN,), SOURCES))
    assert item == {
        "slug": "not-right",
        "severity": "error",
        "path": PATH,
        "line": 2,
        "column": 9,
        "end_column": 25,
        "message": "the id is not right",
        "hint": "write another",
    }
    assert json.loads(format_json((), SOURCES)) == []


def test_workflow_commands_escape_what_would_end_them() -> None:
    odd = Diagnostic(DOUBTFUL, Span("a,b:c%.md", 1, 2, 5), "100 %\n::error::x", "so")
    assert format_github((odd,), {}) == (
        "::warning file=a%2Cb%3Ac%25.md,line=1,col=2,endColumn=4,title=doubtful"
        "::100 %25%0A::error::x%0Aso\n"
    )
    assert format_github((Diagnostic(REMARK, Span("a.md"), "so"),), {}) == (
        "::notice file=a.md,line=1,col=1,title=remark::so\n"
    )


@pytest.mark.parametrize("form", sorted(FORMATS))
@pytest.mark.parametrize("findings", [(), (PLAIN,), (PLAIN, NAMED)], ids=len)
def test_every_line_is_ended_and_no_empty_one_follows(
    form: str, findings: tuple[Diagnostic, ...]
) -> None:
    printed = FORMATS[form](findings, SOURCES)
    assert not printed or printed.endswith("\n")
    assert not printed.endswith("\n\n")


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_no_format_prints_a_line_with_a_private_finding(form: str) -> None:
    printed = FORMATS[form]((NAMED, BESIDE, PLAIN), SOURCES)
    assert "Rowan" not in printed
    assert "leeks" not in printed
    assert "a name stands here" in printed


def test_a_related_place_on_a_private_line_is_not_printed_either() -> None:
    pointing = Diagnostic(WRONG, Span(PATH, 2, 9), "no", "", (Related(Span(PATH, 3, 5), "here"),))
    assert "Rowan" not in format_text((NAMED, pointing), SOURCES)
    page = "content/pages/about.md"
    beside = Diagnostic(WRONG, Span(page, 2, 9), "no", "", (Related(Span(page, 3, 5), "here"),))
    assert "Rowan" in format_text((beside,), {page: TEXT})


def test_a_person_at_their_own_machine_may_see_it() -> None:
    assert "Rowan Ash gave leeks" in format_text((NAMED,), SOURCES, show=True)


def marked(line: str, column: int, end: int = 0) -> tuple[str, str]:
    shown, mark = excerpt(Span("a", 2, column, end), {"a": f"\n{line}\n"})
    return shown.removeprefix("    2 | "), mark.removeprefix("      | ")


@pytest.mark.parametrize(
    ("line", "column", "end", "under"),
    [
        ("a: b", 4, 5, "b"),
        ("\ta: b", 5, 6, "b"),
        ("パン: b", 5, 6, "b"),
        ("パン: b", 1, 3, "パン"),
        ("cafe\u0301: b", 8, 9, "b"),
        ("a: b", 5, 0, ""),
        ("x" * 300 + "HERE" + "y" * 300, 301, 305, "HERE"),
        ("x" * 90 + "HERE" + "y" * 300, 91, 95, "HERE"),
    ],
)
def test_the_mark_stands_under_its_place(line: str, column: int, end: int, under: str) -> None:
    shown, mark = marked(line, column, end)
    assert width(shown) <= 100
    before = len(mark) - len(mark.lstrip())
    cut = next(n for n in range(len(shown) + 1) if width(shown[:n]) >= before)
    assert shown[cut:].startswith(under)
    assert mark.count("^") == max(width(under), 1)


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=300), st.data()
)
def test_any_line_fits_and_keeps_its_mark(line: str, data: st.DataObject) -> None:
    column = data.draw(st.integers(1, len(line) + 1))
    end = data.draw(st.integers(column, len(line) + 2))
    lines = excerpt(Span("a", 2, column, end), {"a": f"\n{line}\n"})
    assert len(lines) == (2 if line.strip() else 0)
    for shown in lines:
        assert width(shown) <= 108
    if lines:
        assert re.fullmatch(r" {6}\| [ ]*\^+", lines[1])


@pytest.mark.parametrize(
    "span", [Span("a"), Span("b", 1, 2), Span("a", 3, 1), Span("a", 2, 1), Span("a", 9, 9)]
)
def test_a_place_without_a_line_has_no_excerpt(span: Span) -> None:
    assert excerpt(span, {"a": "one\n\n"}) == ()
