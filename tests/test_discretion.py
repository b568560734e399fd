# SPDX-License-Identifier: AGPL-3.0-or-later
"""No output of a check prints what stands in a case: the worst failure is to publish a person."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonpress.check import check_book
from commonpress.check.discretion import GUARDED, is_guarded
from commonpress.check.report import FORMATS, format_text
from commonpress.check.shape import shape
from commonpress.ground.diagnostics import (
    Code,
    Diagnostic,
    Related,
    Severity,
    Span,
    sorted_diagnostics,
)
from commonpress.kinds import KINDS
from commonpress.kinds.case import CASE
from commonpress.pipeline import publish
from commonpress.read.content import read_content
from commonpress.read.raw import ReadBook
from commonpress.read.shelves import place_of
from tests.books import MARCH, SOUND, book, edited, run

ROOT = Path(__file__).parents[1]
PATH = "cases/case-2025-003.md"
CASE_TEXT = (ROOT / "tests/errors/case-too-specific/book" / PATH).read_text(encoding="utf-8")
# A person, an hour and a day, and how a well-meant hint would write them.
STORY = "Quillfeather Brandtmoor, 3:47pm, 24.3.1987"
TRACES = ("quillfeather", "brandtmoor", "3:47", "15:47", "1987")
SLIP = edited(MARCH, "quantity: 42.5", "quantity: 42,5")


def told_of(text: str) -> tuple[tuple[Diagnostic, ...], dict[str, str]]:
    """All findings about a book that holds this case and no other record."""
    files = {PATH: text, "content/commons.yml": "name: Tidewater Row Commons\n"}
    places = {path: place_of(path) for path in files}
    read = {p: read_content(p, place, files[p].encode()) for p, place in places.items() if place}
    whole = ReadBook(
        raws=tuple(raw for file in read.values() for raw in file.raws),
        findings=tuple(finding for file in read.values() for finding in file.findings),
        sources={path: file.text for path, file in read.items()},
        unread=tuple(path for path, file in read.items() if file.lost),
    )
    return sorted_diagnostics(whole.findings, check_book(whole)[1]), dict(whole.sources)


def with_the_story() -> Iterator[str]:
    """The case with the story written into each of its lines, in all the ways that go wrong."""
    lines = CASE_TEXT.split("\n")
    for number, line in enumerate(lines):
        indent = line[: len(line) - len(line.lstrip("- "))]
        key, colon, value = line.partition(": ")
        for other in (
            f"{key}{colon}{STORY}",
            f"{key}{colon}[{STORY}]",
            f"{key}{colon}{{{STORY.replace(',', ':')}: {value}}}",
            f'{key}{colon}"{STORY}',
            f"{key}{colon}&Quillfeather {value}",
            f"{key}{colon}*Quillfeather",
            f"{key}{colon}!Quillfeather {value}",
            f"{key}{colon}{value}\u202e{STORY}",
            f"{indent}Quillfeather: Brandtmoor",
            f"{indent}Quillfeather:Brandtmoor",
            f"{indent}- {STORY}",
            f"\t{indent}{STORY}",
            f"{line}\n{line} {STORY}",
            f"{line}\n{STORY}",
            f"{line}\n---\n{STORY}",
        ):
            yield "\n".join([*lines[:number], other, *lines[number + 1 :]])


def printed(text: str, *, show: bool = False) -> str:
    """What all formats print of a book that holds this case."""
    findings, sources = told_of(text)
    return "".join(form(findings, sources, show=show) for form in FORMATS.values()).casefold()


def traces_in(text: str) -> list[str]:
    return [trace for trace in TRACES if trace in text]


def test_no_format_prints_what_was_written_into_a_case() -> None:
    codes = set()
    for text in with_the_story():
        assert traces_in(printed(text)) == [], text
        codes |= {finding.code.slug for finding in told_of(text)[0]}
    assert len(codes) > 15  # all of this went wrong in many ways


def test_the_search_for_traces_would_find_them() -> None:
    """The control: on the writer's own machine all of it is printed."""
    found = {trace for text in with_the_story() for trace in traces_in(printed(text, show=True))}
    assert found >= {"quillfeather", "brandtmoor", "3:47", "1987"}


@given(st.text(st.sampled_from("Quilfeathr:-#'\"{}[],&*!|>%@` \n\t"), max_size=60))
def test_nor_does_it_print_any_other_text(text: str) -> None:
    """A name within any soup of signs, where fields should stand."""
    soup = CASE_TEXT.replace("harm: Harsh words", f"harm: {text}Brandtmoor{text}")
    assert "brandtmoor" not in printed(soup)


def test_a_case_is_told_of_by_place_rule_and_what_to_write() -> None:
    text = CASE_TEXT.replace("    month: 0", "    month: Quillfeather")
    findings, sources = told_of(text.replace("place: the kitchen\n", ""))
    assert format_text(findings, sources) == (
        f"{PATH}:10:12: error[not-a-number] "
        "A count is a whole number of the digits 0 to 9, as in `14`\n"
        "      = write it as `14`\n"
        "\n"
        "1 error in 1 file.\n"
        "What hangs on a record that cannot be read is checked once it can.\n"
        "What could tell of people is hidden. `check --show` prints it, on your own machine.\n"
    )
    shown = format_text(findings, sources, show=True)
    assert "`month` must be a whole number, not `Quillfeather`\n" in shown
    assert "   10 |     month: Quillfeather\n" in shown
    assert "hidden" not in shown


def test_where_no_story_is_told_findings_say_what_they_found() -> None:
    wrong = Diagnostic(Code("not-right", "It is not."), Span(MARCH, 2, 3), "`leeks` is not right")
    text = format_text((wrong,), {PATH: CASE_TEXT, MARCH: "entries:\n  leeks\n"})
    assert "`leeks` is not right" in text
    assert "    2 |   leeks" in text
    assert "hidden" not in text


def test_a_place_beside_a_finding_is_kept_as_well() -> None:
    code = Code("not-right", "It is not right. So it is.", Severity.WARNING)
    beside = (Related(Span(PATH, 4, 1), "Quillfeather did"), Related(Span(MARCH, 1, 1, 8), "here"))
    texts = {PATH: CASE_TEXT, MARCH: "entries:\n"}
    text = format_text((Diagnostic(code, Span(MARCH, 1, 1, 8), "no", "", beside),), texts)
    assert text.count("    1 | entries:\n") == 2
    assert f"      = see also: {PATH}:4:1\n" in text
    assert traces_in(text.casefold()) == []
    assert "place: the kitchen" not in text


def test_the_page_of_a_case_is_kept_like_its_file() -> None:
    assert [kind.name for kind in GUARDED] == ["case"]
    assert all(map(is_guarded, (PATH, "cases/case-2025-003.html", "cases/notes.txt", "cases")))
    assert not any(map(is_guarded, (MARCH, "casesbook.md", "content/norms/x.md", "content")))


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_all_is_printed_to_the_one_who_asks_but_not_into_a_public_log(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny = book(tmp_path, {PATH: CASE_TEXT.replace("agreement", "Quillfeather")})
    monkeypatch.delenv("CI", raising=False)
    assert "Quillfeather" not in run("check", tiny, "--format", form).out
    assert "Quillfeather" in run("check", tiny, "--format", form, "--show").out
    monkeypatch.setenv("CI", "true")
    refused = run("check", tiny, "--format", form, "--show")
    assert (refused.code, refused.out) == (2, "")
    assert "Quillfeather" not in run("build", tiny, "--format", form).out


def test_a_hint_about_a_case_is_the_same_whatever_was_written() -> None:
    """Otherwise the right way to write a value would tell the value."""
    place = place_of(PATH)
    assert place
    for one, other in (("3pm", "five"), ("harmd", "nobody"), ("2025/12", "May 2025")):
        hints = []
        for value in (one, other):
            text = CASE_TEXT.replace('period: "2025"', f"period: {value}")
            text = text.replace("part: harmed", f"part: {value}").replace(
                "month: 2", f"month: {value}"
            )
            (raw,) = read_content(PATH, place, text.encode()).raws
            hints.append([finding.hint for finding in shape(raw)[1]])
        assert hints[0] == hints[1]
        assert len(hints[0]) == 3


# --- drafts --------------------------------------------------------------------------------------


def drafted(folder: Path) -> dict[str, tuple[str, ...]]:
    """The ids of all records in a draft, by kind."""
    publication = publish(folder, draft=True).publication
    assert publication
    return {kind: tuple(r.id for r in group) for kind, group in publication.records.items()}


def test_a_draft_leaves_cases_out_while_something_cannot_be_read(tmp_path: Path) -> None:
    """A rule that waits may be the one that would have found a person in them."""
    case = {
        PATH: CASE_TEXT.replace("place: the kitchen\n", ""),
        "content/roles/bench-keeper.yml": "title: Bench keeper\nabout: Sits on the bench.\n",
        "content/roles/minute-keeper.yml": "title: Minute keeper\nabout: Writes the minutes.\n",
    }
    assert drafted(book(tmp_path / "whole", case))["case"] == ("case-2025-003",)
    assert drafted(book(tmp_path / "slip", {**case, **SLIP}))["case"] == ()


def test_a_warning_of_a_name_withholds_no_record_and_an_error_does(tmp_path: Path) -> None:
    """A sound decision stays in the draft for its capital, and goes for a telephone number."""
    path = "content/decisions/dec-2026-001.md"
    for told, kept in (("We asked Quillfeather.", True), ("Call +34 600 123 456.", False)):
        decision = {path: SOUND[path].rstrip("\n") + f"\n\n{told}\n"}
        tiny = book(tmp_path / str(kept), {**decision, **SLIP})
        found = [f for f in publish(tiny, draft=True).findings if f.code.private]
        assert [finding.is_error for finding in found] == [not kept]
        assert (drafted(tiny)["decision"] == ("dec-2026-001",)) is kept


def test_a_draft_names_nobody_whose_consent_cannot_be_looked_up(tmp_path: Path) -> None:
    handles = SOUND["content/handles.yml"].replace("handles:", "handels:")
    found = drafted(book(tmp_path, {"content/handles.yml": handles}))
    assert (found["role"], found["assembly"]) == ((), ())
    assert found["decision"] == ("dec-2026-001",)


def test_every_kind_says_by_its_place_whether_it_is_guarded() -> None:
    """Whoever tells stories in a new kind guards it: so far these alone do."""
    assert [kind for kind in KINDS if kind.guarded] == [CASE]


@pytest.mark.parametrize(
    "note",
    [
        "    note: By Quispe\n    note: x\n",
        "    note: >-\n      By\n\n      Quispe\n    note: x\n",
        "    note: [By, Quispe]\n",
        "    reason: 'By Quispe\n",
    ],
)
def test_a_note_that_could_not_be_read_is_not_printed_beside_another_finding(
    note: str, tmp_path: Path
) -> None:
    """The gate reads records; what cannot be read as one might name anybody."""
    torn = SOUND[MARCH].replace("unit: kg\n", f"unit: kg\n{note}", 1)
    said = run("check", book(tmp_path, {MARCH: torn}))
    assert said.code == 1
    assert "Quispe" not in said.out
