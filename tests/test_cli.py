# SPDX-License-Identifier: AGPL-3.0-or-later
"""The command line: its verbs, its exit codes, what it prints where, how soon it answers."""

from __future__ import annotations

import io
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

from commonpress.cli import verbs
from commonpress.cli.codes import CODES
from commonpress.cli.verb import progress
from tests.books import MARCH, SOUND, Run, book, called, edited, run

NEW_YEAR = edited(MARCH, "date: 2026-03-04", "date: 2026-3-4")


def test_a_sound_book_is_clean(tmp_path: Path) -> None:
    assert run("check", book(tmp_path)) == Run(0, f"No findings in {len(SOUND)} files.\n", "")


def test_a_finding_of_severity_error_gives_one(tmp_path: Path) -> None:
    said = run("check", book(tmp_path, NEW_YEAR))
    assert said.code == 1
    assert said.out.startswith(f"{MARCH}:16:11: error[not-a-date] ")
    assert said.out.endswith("cannot be read is checked once it can.\n")
    assert said.err == ""


def test_every_format_is_printed_on_its_own(tmp_path: Path) -> None:
    tiny = book(tmp_path, NEW_YEAR)
    assert json.loads(run("check", tiny, "--format", "json").out)[0]["slug"] == "not-a-date"
    assert run("check", tiny, "--format", "concise").out.count("\n") == 1
    assert run("check", tiny, "--format", "github").out.startswith(f"::error file={MARCH},line=16")


def test_only_the_findings_that_are_asked_for_count(tmp_path: Path) -> None:
    tiny = book(tmp_path, NEW_YEAR)
    assert run("check", tiny, "--only", "symlink").code == 0
    assert run("check", tiny, "--only", "symlink", "--only", "not-a-date").code == 1
    said = run("check", tiny, "--only", "not-a-dat")
    assert said == Run(
        2, "", "commonpress check: there is no finding `not-a-dat`; did you mean `not-a-date`?\n"
    )


def test_what_check_cannot_find_is_not_asked_of_it(tmp_path: Path) -> None:
    said = run("check", book(tmp_path), "--only", "broken-link")
    assert said == Run(2, "", "commonpress check: `broken-link` is found by `commonpress build`\n")


def test_private_lines_are_not_shown_where_others_read_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny = book(tmp_path)
    monkeypatch.setenv("CI", "true")
    said = run("check", tiny, "--show")
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("commonpress check: --show is refused here")
    monkeypatch.delenv("CI")
    assert run("check", tiny, "--show").code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "required: VERB"),
        (("chek",), "invalid choice"),
        (("check", "--fromat", "json"), "unrecognized arguments"),
        (("check", "--format", "xml"), "invalid choice"),
        (("check", "nowhere"), "there is no folder `nowhere`"),
        (("number", "nowhere"), "there is no folder `nowhere`"),
        (("explain", "nothing-at-all"), "`commonpress explain` lists all of them"),
    ],
)
def test_wrong_use_gives_two_and_says_why(arguments: tuple[str, ...], said: str) -> None:
    done = run(*arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_a_folder_that_holds_no_book_is_wrong_use(tmp_path: Path) -> None:
    done = run("check", tmp_path)
    assert done.code == 2
    assert "is no book: it has no content/, ledger/ or cases/" in done.err


def test_every_finding_can_be_explained() -> None:
    listed = run("explain").out
    assert [line.split()[0] for line in listed.splitlines()] == [code.slug for code in CODES]
    assert run("explain", "not-a-date") == Run(
        0,
        "not-a-date (error)\n\n"
        "A day is written year, month, day, as in `2026-03-24`. In other orders the same\n"
        "figures mean different days to different readers, so a date is never guessed.\n",
        "",
    )


def test_what_another_command_finds_is_explained_with_its_name() -> None:
    found = "`commonpress build` finds it; `commonpress check` does not.\n"
    assert run("explain", "character-not-in-font").out.endswith(found)
    assert "finds it" not in run("explain", "not-a-date").out


def test_part_of_a_name_is_enough_for_a_hint() -> None:
    assert "did you mean `case-collision`?" in run("explain", "collision").err


VERBS = verbs()


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_every_verb_has_a_sentence_and_an_example(verb: object) -> None:
    (found,) = [one for one in VERBS if one is verb]
    done = run(found.name, "--help")
    assert done.code == 0
    assert found.summary.endswith(".")
    assert found.example.startswith(f"commonpress {found.name}")
    assert found.example in " ".join(done.out.split())
    assert found.summary in " ".join(run("--help").out.split())


def test_the_program_is_the_same_by_either_name(tmp_path: Path) -> None:
    tiny = book(tmp_path, NEW_YEAR)
    script = Path(sys.executable).with_name("commonpress")
    done = subprocess.run([script, "check", tiny], capture_output=True, check=False, text=True)
    assert called("check", tiny) == Run(done.returncode, done.stdout, done.stderr)
    assert done.returncode == 1


def test_the_same_book_gives_the_same_words_everywhere(tmp_path: Path) -> None:
    tiny = book(
        tmp_path, {**NEW_YEAR, "content/pages/Ä.md": "", "ledger/2026/2026-04.csv": "x;y\n"}
    )
    places: list[dict[str, str]] = [
        {"LC_ALL": "C", "TZ": "Pacific/Auckland", "PYTHONHASHSEED": "1"},
        {"LC_ALL": "C.UTF-8", "TZ": "America/Lima", "PYTHONHASHSEED": "2"},
        {"LANG": "tr_TR.UTF-8", "PYTHONHASHSEED": "3", "COLUMNS": "20"},
    ]
    said = [called("check", tiny, environment=place) for place in places]
    assert said[0] == said[1] == said[2]
    assert said[0].code == 1


def test_what_a_terminal_cannot_show_is_escaped_and_nothing_fails(tmp_path: Path) -> None:
    tiny = book(tmp_path, {"content/pages/Ä.md": "---\ntitle: é\n---\n"})
    said = called("check", tiny, environment={"PYTHONIOENCODING": "ascii"})
    assert said.code == 1
    assert "content/pages/\\xc4.md" in said.out


def test_a_reader_who_stops_early_hears_no_complaint(tmp_path: Path) -> None:
    many = "entries:\n" + "  - date: 2026-3-4\n" * 2000
    tiny = book(tmp_path, {MARCH: many})
    with subprocess.Popen(
        [sys.executable, "-m", "commonpress", "check", tiny],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 1


def test_nothing_but_findings_is_written_into_a_pipe(tmp_path: Path) -> None:
    assert called("check", book(tmp_path)).err == ""


def test_check_answers_at_once(tmp_path: Path) -> None:
    """The whole program on a book of 300 entries, in seconds of the processor, best of five."""
    entry = SOUND[MARCH].split("  - ")[1].partition("\n")[2]
    ids = (f"  - id: ent-2026-03-{number:04d}\n{entry}" for number in range(1, 301))
    tiny = book(tmp_path, {MARCH: "entries:\n" + "".join(ids)})

    def seconds() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert called("check", tiny).out.endswith(" files.\n")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime

    assert min(seconds() for _ in range(5)) < 0.3


def test_check_loads_nothing_that_only_a_build_needs(tmp_path: Path) -> None:
    tiny = book(tmp_path)
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "commonpress", "check", tiny],
        capture_output=True,
        check=True,
        text=True,
    )
    loaded = {
        line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()
    }
    assert "yaml" in loaded
    assert not loaded & {"mkdocs", "material", "jinja2", "markdown", "weasyprint", "pikepdf", "nh3"}


class Terminal(io.StringIO):
    """What a person looks at."""

    def isatty(self) -> bool:
        """Say that someone is there."""
        return True


@pytest.mark.parametrize(
    ("screen", "patience", "shown"),
    [
        (Terminal(), 0.0, "Reading ...\r           \r"),
        (Terminal(), 60.0, ""),
        (io.StringIO(), 0.0, ""),
    ],
)
def test_what_takes_long_is_said_to_a_person_and_wiped_away(
    screen: io.StringIO, patience: float, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr("commonpress.cli.verb._PATIENCE", patience)
    with progress("Reading"):
        time.sleep(0.2)
    assert screen.getvalue() == shown
