# SPDX-License-Identifier: AGPL-3.0-or-later
"""`commonpress new`: every kind, in every sort of file, and nothing half-written."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from commonpress.kinds import KINDS
from commonpress.kinds.base import Kind
from tests.books import MARCH, SOUND, Run, book, called, findings, run, write

DECISION = "content/decisions/dec-2026-001.md"
CASE_FIELDS = (
    "title=A borrowed drill came back broken",
    "harm=Harsh words",
    "period=2025",
    "parties.0.person=Person A",
    "parties.0.role=member",
    "parties.0.part=harmed",
    "parties.1.person=Person B",
    "parties.1.role=member",
    "parties.1.part=responsible",
    "steps.0.stage=reported",
    "steps.0.month=0",
    "steps.0.text=Person A told the bench.",
    "steps.1.stage=closed",
    "steps.1.month=1",
    "steps.1.text=Both agreed and the matter was closed.",
    "outcome=agreement",
    "consent.harmed=yes",
    "consent.responsible=yes",
    "reviewed_by=facilitator",
    "reviewed_by=treasurer",
    "rested_months=6",
    "batch=2026-spring",
    "anonymised=The places were left out.",
    "body=Lending needs a slip.",
)
# What makes a record of each kind that keeps all rules in the sound book, and its file.
GIVEN: dict[str, tuple[str, tuple[str, ...]]] = {
    "commons": (
        "content/commons.yml",
        ("name=Canal Street Kitchen", "harms=Harsh words", "default_project=long-table"),
    ),
    "handle": ("content/handles.yml", ("id=plover", "consented_on=2026-03-01")),
    "role": ("content/roles/tool-keeper.yml", ("title=Tool keeper", "about=Lends the tools.")),
    "assembly": (
        "content/assemblies/asm-2026-04.md",
        (
            "date=2026-04-05",
            "place=The yard",
            "kind=open",
            "present=9",
            "facilitation.0.role=facilitator",
            "facilitation.0.handle=wren",
            "agenda=Soup: hot",
            "agenda=Tools",
        ),
    ),
    "decision": (
        "content/decisions/dec-2026-002.md",
        (
            "title=The yard gets a roof",
            "state=draft",
            "subject=yard",
            "question=Roof or not?",
            "drafted_on=2026-04-01",
        ),
    ),
    "guardrail": (
        "content/guardrails/no-funder-gives-most.md",
        ("title=No funder gives most", "condition=term_limits", "adopted_by=dec-2026-001"),
    ),
    "norm": (
        "content/norms/call-the-pot.md",
        (
            "title=Call the pot",
            "text=Whoever carries a hot pot says so.",
            "adopted_by=dec-2026-001",
        ),
    ),
    "case": ("cases/case-2025-001.md", CASE_FIELDS),
    "project": (
        "content/projects/tool-library.md",
        ("title=Tool library", "function=Lends tools.", "otherwise=A shop.", "started=2026-03-01"),
    ),
    "practice": (
        "content/practices/evening-walk.md",
        ("title=Evening walk", "form=ritual", "started=2026-01-06"),
    ),
    "symbol": (
        "content/symbols/chalk-loop.md",
        ("title=Chalk loop", "form=mark", "may_publish=yes"),
    ),
    "gathering": (
        "content/gatherings/gat-2026-05.md",
        ("title=May feast", "kind=feast", "date=2026-05-01", "place=The yard", "held=planned"),
    ),
    "scrutiny": (
        "content/scrutiny/scr-2026-001.md",
        ("title=A visit", "date=2026-03-02", "code=inspection", "office=The food office"),
    ),
    "questionnaire": (
        "content/questionnaires/where-we-turn.yml",
        (
            "title=Where we turn",
            "intro=One tick a question.",
            "hand_in=In the box by the door.",
            "questions.0.id=food",
            "questions.0.topic=need",
            "questions.0.title=Food",
            "questions.0.ask=Where did you turn for food?",
            "questions.0.choices.0.id=table",
            "questions.0.choices.0.title=To the table",
            "questions.0.choices.0.where=here",
            "questions.0.choices.1.id=shop",
            "questions.0.choices.1.title=To a shop",
            "questions.0.choices.1.where=elsewhere",
            "tables.0.id=food",
            "tables.0.rows=food",
        ),
    ),
    "allow": (
        "content/allow.yml",
        (
            "reviews.0.record=dec-2026-001",
            "reviews.0.reviewed_by.0=facilitator",
            "reviews.0.reviewed_by.1=treasurer",
            "reviews.0.reviewed_on=2026-03-02",
        ),
    ),
    "category": ("ledger/resources.yml", ("id=tools", "title=Tools", "measure=goods")),
    "resource": ("ledger/resources.yml", ("title=Bread", "category=vegetables", "unit=loaf")),
    "account": ("ledger/accounts.yml", ("title=Second store", "type=stock")),
    "fund": (
        "ledger/funds.yml",
        (
            "title=Small gifts",
            "kind=individuals",
            "unconditional=yes",
            "start=2026-01-01",
            "accounts=small-gifts",
        ),
    ),
    "entry": (
        MARCH,
        ("date=2026-03-09", "action=received", "resource=vegetables", "quantity=7.50", "unit=kg"),
    ),
    "hours": ("ledger/hours/2026-03.yml", ("date=2026-03-31", "work=Cooking", "minutes=270")),
    "page": ("content/pages/take-part.md", ("title=Take part", "body=Come on Tuesday.")),
    "zine": (
        "content/zines/spring-2026.md",
        (
            "title=Spring 2026",
            "number=1",
            "season=2026-spring",
            "date=2026-04-01",
            "sections.0.section=ledger",
        ),
    ),
    "translation": (
        "content/translations/es/decision/dec-2026-001.md",
        ("id=es/decision/dec-2026-001", "title=La mesa se pone los martes"),
    ),
    "tombstone": (
        "content/withdrawn.yml",
        (
            "id=gat-2026-03",
            "kind=gathering",
            "date=2026-04-01",
            "decision=dec-2026-001",
            "reason=Somebody asked for it",
        ),
    ),
}
# A census is made from private answers, by `commonpress protect`.
MADE_OTHERWISE = {"census"}


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    more = "kinds_of_work:\n  - Cooking\nlanguages: [en, es]\n"
    settings = SOUND["content/commons.yml"] + more
    return book(tmp_path, {"content/commons.yml": settings})


def written(into: Path, kind: str, *fields: str) -> Run:
    return run("new", kind, *fields, "--into", into)


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_every_kind_is_tried_here() -> None:
    assert {kind.name for kind in KINDS} == GIVEN.keys() | MADE_OTHERWISE


@pytest.mark.parametrize("kind", [k for k in KINDS if k.name in GIVEN], ids=lambda kind: kind.name)
def test_a_new_record_of_every_kind_keeps_all_rules(tiny: Path, kind: Kind) -> None:
    path, given = GIVEN[kind.name]
    if kind.name == "commons":
        (tiny / path).unlink()
    if kind.name == "guardrail":  # whose decision names it first, as the rule has it
        names = "guardrails: [no-funder-gives-most]\nprojects:"
        write(tiny / DECISION, SOUND[DECISION].replace("projects:", names))
    before = tree(tiny)
    noted = len(findings(tiny))
    done = written(tiny, kind.name, *given)
    assert (done.code, done.err) == (0, ""), done.out
    assert done.out.startswith(f"{path}: ") or f"\n{path}: " in done.out
    after = tree(tiny)
    assert {p for p in after if after[p] != before.get(p)} == {path}
    assert run("check", tiny).code == 0
    assert len(findings(tiny)) <= noted + 1  # a warning that was said


@pytest.mark.parametrize(
    "kind", [k for k in KINDS if k.name != "allow"], ids=lambda kind: kind.name
)
def test_in_a_pipe_it_says_which_fields_to_give_and_writes_nothing(tiny: Path, kind: Kind) -> None:
    before = tree(tiny)
    done = written(tiny, kind.name)
    assert done.code == 2
    assert "give" in done.err
    assert tree(tiny) == before


def test_it_never_waits_for_an_answer_where_nobody_can_give_one(tiny: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "commonpress", "new", "norm", "--into", tiny],
        stdin=subprocess.PIPE,
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )
    assert done.returncode == 2
    assert "a norm needs more fields; give them as title=... text=... adopted_by=..." in done.stderr


def test_what_breaks_a_rule_is_said_and_not_written(tiny: Path) -> None:
    before = tree(tiny)
    done = run(
        "new",
        "entry",
        "date=2026-03-05",
        "action=distributed",
        "resource=vegetables",
        "quantity=900",
        "unit=kg",
        "households=20",
        "--into",
        tiny,
    )
    assert done.code == 1
    assert "stock-negative" in done.out
    assert done.out.endswith("Nothing was written. ledger/2026/2026-03.yml would be as above.\n")
    assert tree(tiny) == before


def test_a_slip_is_told_with_what_to_write_instead(tiny: Path) -> None:
    done = written(tiny, "norm", "title=A", "text=B.", "adopted_by=dec-2026-001", "titel=C")
    assert done.code == 1
    assert "did you mean `title`?" in done.out
    assert "did you mean `norm`?" in written(tiny, "norms").err
    assert "write it as `title=" in written(tiny, "norm", "title").err


def test_what_is_there_is_never_written_over(tiny: Path) -> None:
    before = tree(tiny)
    done = written(tiny, "commons", "name=Another")
    assert done.code == 2
    assert "content/commons.yml exists" in done.err
    assert tree(tiny) == before


def test_ids_count_on_as_numbering_does(tiny: Path) -> None:
    given = GIVEN["assembly"][1]
    assert "asm-2026-04\n" in written(tiny, "assembly", *given).out
    assert "asm-2026-04-2\n" in written(tiny, "assembly", *given).out
    assert "asm-2026-04-3\n" in written(tiny, "assembly", *given).out
    entry = GIVEN["entry"][1]
    assert "ent-2026-03-0004\n" in written(tiny, "entry", *entry).out
    title = ("title=Call the pot", "text=Say so.", "adopted_by=dec-2026-001")
    assert "call-the-pot\n" in written(tiny, "norm", *title).out
    assert "call-the-pot-2\n" in written(tiny, "norm", *title).out


def test_the_agenda_becomes_the_headings_of_the_minutes(tiny: Path) -> None:
    path, given = GIVEN["assembly"]
    written(tiny, "assembly", *given)
    text = (tiny / path).read_text(encoding="utf-8")
    assert 'agenda:\n  - "Soup: hot"\n  - Tools\n' in text
    assert text.endswith("---\n## Soup: hot\n\n## Tools\n")


def test_an_assembly_to_come_needs_no_agenda_yet(tiny: Path) -> None:
    done = run(
        "new", "--into", tiny, "assembly", "date=2026-11-29", "place=The yard", "kind=open",
        "held=planned", "title=The next one",
    )  # fmt: skip
    assert done.code == 0, done.out
    assert (tiny / "content/assemblies/asm-2026-11.md").is_file()


def test_a_book_may_bring_a_template_of_its_own(tiny: Path) -> None:
    own = tiny / "site_templates/new"
    own.mkdir(parents=True)
    (own / "norm.md.jinja").write_text(
        "---\n{{ fields.title }}\n{{ fields.text }}\n{{ fields.adopted_by }}\n---\n"
        "Spoken first on {{ values.title }} day.\n"
    )
    path, given = GIVEN["norm"]
    assert written(tiny, "norm", *given).code == 0
    assert (tiny / path).read_text().endswith("---\nSpoken first on Call the pot day.\n")


LINE = ("date=2026-03-09", "action=received", "resource=vegetables", "quantity=1", "unit=kg")
CSV = "date,id,action,resource,quantity,unit\r\n"
CSV += "2026-03-03,ent-2026-03-0001,received,vegetables,2,kg\r\n"


def test_a_month_that_is_a_table_stays_one(tiny: Path) -> None:
    (tiny / MARCH).unlink()
    table = tiny / MARCH.replace(".yml", ".csv")
    table.write_bytes(CSV.encode())
    assert written(tiny, "entry", *LINE).code == 0
    row = "2026-03-09,ent-2026-03-0002,received,vegetables,1,kg\r\n"
    assert table.read_bytes() == (CSV + row).encode()
    assert written(tiny, "entry", *LINE, 'note=Leeks, "late"').code == 0
    lines = table.read_bytes().decode().split("\r\n")
    assert lines[0] == "date,id,action,resource,quantity,unit,note"
    assert lines[2] == "2026-03-09,ent-2026-03-0002,received,vegetables,1,kg,"
    assert lines[3] == '2026-03-09,ent-2026-03-0003,received,vegetables,1,kg,"Leeks, ""late"""'


def test_the_next_month_is_begun_in_the_form_of_the_last(tiny: Path) -> None:
    assert "2026-04.yml" in written(tiny, "entry", *LINE, "date=2026-04-02").out or True
    april = ("date=2026-04-02", *LINE[1:])
    assert written(tiny, "entry", *april).out.startswith("ledger/2026/2026-04.yml: ")
    (tiny / MARCH).unlink()
    (tiny / "ledger/2026/2026-04.yml").unlink()
    (tiny / MARCH.replace(".yml", ".csv")).write_bytes(CSV.encode())
    assert written(tiny, "entry", *april).out.startswith("ledger/2026/2026-04.csv: ")


@pytest.mark.parametrize(
    ("text", "added"),
    [
        ("entries:\n- date: 2026-03-03\n", "- id: ent-2026-03-0001\n  date: 2026-03-09\n"),
        ("entries: []\n", "  - id: ent-2026-03-0001\n    date: 2026-03-09\n"),
        ("", "  - id: ent-2026-03-0001\n    date: 2026-03-09\n"),
    ],
)
def test_a_line_is_added_as_the_file_is_indented(tiny: Path, text: str, added: str) -> None:
    body = text.replace(
        "- date: 2026-03-03\n",
        "- date: 2026-03-03\n  id: ent-2026-03-0000\n  action: received\n  resource: vegetables\n"
        "  quantity: 2\n  unit: kg\n",
    )
    (tiny / MARCH).write_text(body)
    done = written(tiny, "entry", *LINE)
    assert done.code == 0, done.out
    after = (tiny / MARCH).read_text()
    assert added in after
    assert after.startswith(body.replace(" []", "") or "entries:\n")


def test_a_list_in_the_middle_of_a_file_grows_there(tiny: Path) -> None:
    before = (tiny / "ledger/resources.yml").read_text()
    written(tiny, "category", *GIVEN["category"][1])
    after = (tiny / "ledger/resources.yml").read_text()
    new = "  - id: tools\n    title: Tools\n    measure: goods\n"
    assert after == before.replace("resources:\n", f"{new}resources:\n")


def test_a_file_written_in_an_unusual_way_is_left_alone(tiny: Path) -> None:
    (tiny / "content/handles.yml").write_text(
        "handles: [{id: juniper, consented_on: 2025-06-01}, {id: osier, consented_on: 2025-06-01},"
        " {id: wren, consented_on: 2025-06-01}]\n"
    )
    before = tree(tiny)
    done = written(tiny, "handle", *GIVEN["handle"][1])
    assert done.code == 2
    assert "unusual way" in done.err
    assert tree(tiny) == before


def test_on_a_terminal_it_asks_and_judges_each_answer(tiny: Path) -> None:
    answers = "Call the pot\n\nWhoever carries a hot pot says so.\n5 March\ndec-2026-001\n"
    keeper, terminal = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "commonpress", "new", "norm", "--into", tiny],
        stdin=terminal,
        stderr=terminal,
        stdout=subprocess.PIPE,
        text=True,
    ) as asking:
        os.close(terminal)
        os.write(keeper, answers.encode())
        out, _ = asking.communicate(timeout=60)
        said = os.read(keeper, 10_000).decode()
    os.close(keeper)
    assert asking.returncode == 0, said
    assert out == "content/norms/call-the-pot.md: a norm, call-the-pot\n"
    assert "This field cannot be left blank." in said
    assert "It must be the id of a decision" in said
    text = (tiny / "content/norms/call-the-pot.md").read_text()
    assert text == (
        "---\ntitle: Call the pot\ntext: Whoever carries a hot pot says so.\n"
        "adopted_by: dec-2026-001\n---\n"
    )


def test_the_same_answers_give_the_same_bytes_everywhere(tmp_path: Path) -> None:
    books = [book(tmp_path / name) for name in ("a", "b")]
    for seed, one in zip("17", books, strict=True):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": "C"}
        assert called("new", "case", *CASE_FIELDS, "--into", one, environment=environment).code == 0
    assert tree(books[0]) == tree(books[1])
