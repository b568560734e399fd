# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every commit of a change is judged: a name that was added and taken out again is still there."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from PIL import Image

from tests.books import MARCH, SOUND, Run, book, called, run
from tests.git_books import begin, commit, done, git

NOTE = "    note: Brought by Amaranta Quispe from the yard\n"
PLAIN = "    note: Brought in crates from the yard\n"
BEFORE, AFTER = SOUND[MARCH].split("  - id: ent-2026-03-0002", 1)
NAMED = f"{BEFORE}{NOTE}  - id: ent-2026-03-0002{AFTER}"
UNNAMED = f"{BEFORE}{PLAIN}  - id: ent-2026-03-0002{AFTER}"
NAMES = re.compile("amaranta|quispe", re.IGNORECASE)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = book(tmp_path / "book")
    begin(folder)
    return folder


def judged(folder: Path, *options: str) -> Run:
    return run("check", "--commits", "base..HEAD", "--format", "concise", *options, folder)


# --- commits --------------------------------------------------------------------------------------


def test_a_name_added_and_taken_out_again_is_found_with_commit_file_and_line(
    repository: Path,
) -> None:
    first = commit(repository, "Write down who brought it", {MARCH: NAMED})
    second = commit(repository, "Take the name quispe out again", {MARCH: UNNAMED})
    assert run("check", repository).code == 0, "nothing is left of it in the folder"
    said = judged(repository)
    assert said.code == 1
    assert f"{MARCH}:8:22: error[private-name]" in said.out
    assert f"in commit {first}" in said.out
    assert f"commit {second}:1:1: error[private-name]" in said.out
    assert not NAMES.search(said.out), "what was found is never printed"


def test_a_change_that_names_nobody_is_clean(repository: Path) -> None:
    commit(repository, "Say where it came from", {MARCH: UNNAMED})
    assert judged(repository) == Run(0, "", "")


def test_what_the_base_holds_is_not_told_again(repository: Path) -> None:
    commit(repository, "Write down who brought it", {MARCH: NAMED})
    done(git(repository, "tag", "--force", "base"))
    commit(repository, "Count once more", {MARCH: NAMED.replace("42.5", "43")})
    assert judged(repository).out == ""


def test_a_name_in_a_record_that_cannot_be_read_is_found(repository: Path) -> None:
    commit(repository, "Try", {MARCH: NAMED.replace("quantity: 30", "quantity 30")})
    commit(repository, "Mend", {MARCH: UNNAMED})
    assert "error[private-name]" in judged(repository).out


def test_a_term_that_a_commit_in_between_allows_allows_nothing(repository: Path) -> None:
    allow = """\
        terms:
          - {term: Amaranta Quispe, kind: organisation, reason: A shop, approved_by: facilitator,
             review_by: 2027-01-01, scope: [entry]}
    """
    commit(repository, "Allow", {"content/allow.yml": allow, MARCH: NAMED})
    commit(repository, "Tidy up", {"content/allow.yml": None, MARCH: UNNAMED})
    assert "error[private-name]" in judged(repository).out


ALLOW = """\
terms:
  - {term: Amaranta Quispe, kind: organisation, reason: A shop, approved_by: facilitator,
     review_by: 2027-01-01, scope: [entry]}
"""


def test_a_term_that_a_change_allows_and_is_the_first_to_use_is_told(repository: Path) -> None:
    commit(repository, "Allow", {"content/allow.yml": ALLOW})
    commit(repository, "Say where it came from", {MARCH: NAMED})
    said = judged(repository)
    assert said.code == 0
    assert re.findall(
        r"^content/allow.yml:2:12: warning\[allowed-at-once\]", said.out, re.MULTILINE
    )
    assert not NAMES.search(said.out)


def test_a_term_that_was_allowed_before_or_stood_there_before_is_not(repository: Path) -> None:
    commit(repository, "Allow", {"content/allow.yml": ALLOW})
    done(git(repository, "tag", "--force", "base"))
    commit(repository, "Say where it came from", {MARCH: NAMED})
    assert "allowed-at-once" not in judged(repository).out
    commit(repository, "Forbid", {"content/allow.yml": None})
    done(git(repository, "tag", "--force", "base"))
    commit(repository, "Allow again", {"content/allow.yml": ALLOW, MARCH: NAMED + "\n"})
    assert "allowed-at-once" not in judged(repository).out


def test_a_comment_and_a_file_beside_the_records_are_read(repository: Path) -> None:
    commit(
        repository,
        "Notes",
        {
            MARCH: f"# Ask sorrel@mail.example\n{UNNAMED}",
            "ledger/README.md": "Ring 0151 496 0123.\n",
        },
    )
    said = judged(repository).out
    assert f"{MARCH}:1:7: error[private-contact]" in said
    assert "ledger/README.md:1:6: error[private-contact]" in said


def test_names_of_files_and_branches_are_read(repository: Path) -> None:
    done(git(repository, "switch", "--quiet", "--create", "quispe-note"))
    commit(repository, "Try", {MARCH: NAMED})
    page = "---\ntitle: Take part\n---\nCome on Tuesday.\n"
    commit(repository, "Mend", {MARCH: UNNAMED, "content/pages/ask-quispe.md": page})
    said = judged(repository).out
    assert re.search(r"^content/pages/ask-q……e.md:1:1: error\[private-name\]", said, re.MULTILINE)
    assert re.search(r"^branch q……e-note:1:1: error\[private-name\]", said, re.MULTILINE)
    assert not NAMES.search(said)


def test_a_commit_made_under_a_name_warns_and_in_a_case_is_refused(repository: Path) -> None:
    person = ("Amaranta Quispe", "amaranta@mail.net")
    commit(repository, "Say where it came from", {MARCH: UNNAMED}, by=person)
    said = judged(repository)
    assert (said.code, said.out.count("warning[author-line]")) == (0, 1)
    commit(repository, "Begin", {"cases/README.md": "Cases lie here.\n"}, by=person)
    said = judged(repository)
    assert (said.code, said.out.count("error[author-of-case]")) == (1, 1)
    assert not NAMES.search(said.out)


@pytest.mark.parametrize("mail", ["wren@users.noreply.github.com", "wren@row.example"])
def test_a_handle_with_an_address_that_takes_no_mail_is_nobody(repository: Path, mail: str) -> None:
    case = {"cases/README.md": "Cases lie here.\n"}
    commit(repository, f"Begin\n\nSigned-off-by: wren <{mail}>", case, by=("wren", mail))
    assert judged(repository) == Run(0, "", "")


def test_a_trailer_names_people_too(repository: Path) -> None:
    commit(repository, "Count\n\nCo-authored-by: Amaranta Quispe <a@mail.net>")
    assert "warning[author-line]" in judged(repository).out


def test_a_message_about_a_case_is_read_as_strictly_as_cases(repository: Path) -> None:
    case = {"cases/README.md": "Cases lie here.\n"}
    told = commit(repository, "Leave out that Amaranta came late", case)
    assert f"commit {told}:1:1: error[private-name]" in judged(repository).out


@pytest.mark.parametrize("kind", ["jpg", "png"])
def test_a_picture_that_says_where_it_was_taken_stays_in_the_history(
    repository: Path, kind: str
) -> None:
    path = f"content/media/yard.{kind}"
    picture, form = Image.new("RGB", (8, 8), "red"), {"jpg": "JPEG", "png": "PNG"}[kind]
    exif = Image.Exif()
    exif[0x010F] = "A telephone"
    plain, telling = io.BytesIO(), io.BytesIO()
    picture.save(plain, form)
    picture.save(telling, form, exif=exif)
    first = commit(repository, "A picture", {path: telling.getvalue()})
    commit(repository, "The same, clean", {path: plain.getvalue()})
    (line,) = judged(repository).out.splitlines()
    assert line.startswith(f"{path}:1:1: error[picture-carries]")
    assert first in line
    commit(repository, "With a parcel behind it", {path: plain.getvalue() + b"PK\3\4parcel"})
    assert "something behind its end" in judged(repository).out


def test_a_merge_is_judged_by_what_neither_side_held(repository: Path) -> None:
    done(git(repository, "switch", "--quiet", "--create", "side"))
    commit(repository, "Elsewhere", {"ledger/README.md": "Months lie here.\n"})
    done(git(repository, "switch", "--quiet", "main"))
    commit(repository, "Here", {"content/README.md": "Pages lie here.\n"})
    done(git(repository, "merge", "--quiet", "--no-commit", "side"))
    commit(repository, "Bring both together", {MARCH: NAMED})
    commit(repository, "Mend", {MARCH: UNNAMED})
    assert "error[private-name]" in judged(repository).out


def test_a_book_below_the_top_of_its_repository_is_found(tmp_path: Path) -> None:
    folder = book(tmp_path / "all" / "row")
    begin(tmp_path / "all")
    (folder / MARCH).write_text(NAMED)
    commit(tmp_path / "all", "Write down who brought it")
    said = judged(folder)
    assert f"\n{MARCH}:8:22: error[private-name]" in f"\n{said.out}"


@pytest.mark.parametrize(
    ("revisions", "why"),
    [("base", "takes two revisions"), ("nowhere..HEAD", "all its history")],
)
def test_a_range_that_is_none_is_wrong_use(repository: Path, revisions: str, why: str) -> None:
    said = run("check", "--commits", revisions, repository)
    assert said.code == 2
    assert why in said.err


def test_what_was_found_is_shown_to_who_asks_and_never_in_ci(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(repository, "Write down who brought it", {MARCH: NAMED})
    monkeypatch.delenv("CI", raising=False)
    assert "Amaranta Quispe" in judged(repository, "--show").out
    monkeypatch.setenv("CI", "1")
    assert judged(repository, "--show").code == 2


# --- hooks ----------------------------------------------------------------------------------------


@pytest.fixture
def hooked(repository: Path) -> Path:
    done(run("hooks", "install", repository))
    return repository


def test_a_name_that_is_staged_is_stopped_whatever_lies_in_the_folder(hooked: Path) -> None:
    (hooked / MARCH).write_text(NAMED)
    done(git(hooked, "add", "--all"))
    (hooked / MARCH).write_text(UNNAMED)
    said = git(hooked, "commit", "--quiet", "--message", "Say where it came from")
    assert said.code == 1
    assert "error[private-name]" in said.out + said.err
    assert not NAMES.search(said.out + said.err)


def test_what_is_staged_clean_goes_through_beside_a_name_in_the_folder(hooked: Path) -> None:
    (hooked / MARCH).write_text(UNNAMED)
    done(git(hooked, "add", "--all"))
    (hooked / MARCH).write_text(NAMED)
    done(git(hooked, "commit", "--quiet", "--message", "Say where it came from"))


def test_a_part_of_the_folder_is_committed_as_it_would_be(hooked: Path) -> None:
    """`git commit FILE` keeps an index of its own, and says so to the hook."""
    (hooked / MARCH).write_text(NAMED)
    said = git(hooked, "commit", "--quiet", "--message", "Say where it came from", MARCH)
    assert "error[private-name]" in said.out + said.err


def test_a_name_in_a_message_is_stopped(hooked: Path) -> None:
    (hooked / MARCH).write_text(UNNAMED)
    done(git(hooked, "add", "--all"))
    said = git(hooked, "commit", "--quiet", "--message", "Ring 0151 496 0123 about it")
    assert said.code == 1
    assert "commit message:1:1: error[private-contact]" in said.out + said.err


def test_a_push_of_a_name_that_was_taken_out_again_is_stopped(hooked: Path, tmp_path: Path) -> None:
    done(git(tmp_path, "init", "--quiet", "--bare", "there"))
    there = str(tmp_path / "there")
    done(git(hooked, "push", "--quiet", there, "main"))
    for message, text in (("Try", NAMED), ("Mend", UNNAMED)):
        (hooked / MARCH).write_text(text)
        done(git(hooked, "commit", "--quiet", "--no-verify", "--all", "--message", message))
    said = git(hooked, "push", "--quiet", there, "main")
    assert said.code == 1
    assert "error[private-name]" in said.out + said.err
    assert not NAMES.search(said.out + said.err)
    done(git(hooked, "reset", "--quiet", "--hard", "base"))
    commit(hooked, "Say where it came from", {MARCH: UNNAMED})
    done(git(hooked, "push", "--quiet", there, "main"))


def test_pre_commit_says_what_is_pushed_in_its_own_way(repository: Path) -> None:
    base = done(git(repository, "rev-parse", "HEAD")).out.strip()
    commit(repository, "Try", {MARCH: NAMED})
    head = done(git(repository, "rev-parse", "HEAD")).out.strip()
    told = {"PRE_COMMIT_FROM_REF": base, "PRE_COMMIT_TO_REF": head}
    said = called("check", "--pushed", "--format", "concise", repository, environment=told)
    assert "error[private-name]" in said.out


def test_hooks_of_others_are_left_alone(repository: Path) -> None:
    own = repository / ".git/hooks/commit-msg"
    own.parent.mkdir(exist_ok=True)
    own.write_text("#!/bin/sh\n")
    said = run("hooks", "install", repository)
    assert (said.code, "commit-msg" in said.err) == (2, True)
    assert own.read_text() == "#!/bin/sh\n"
    own.unlink()
    assert run("hooks", "install", repository).code == 0
    assert run("hooks", "install", repository).code == 0
