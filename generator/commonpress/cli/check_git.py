# SPDX-License-Identifier: AGPL-3.0-or-later
"""What `commonpress check` asks git for: commits, a message, what is staged, what is pushed.

Everything is read as git holds it. The folder one works in may look otherwise, and is not asked.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from commonpress.check.commits import judge_commits, judge_message
from commonpress.cli.verb import WrongUseError
from commonpress.ground.diagnostics import Diagnostic
from commonpress.history import (
    GitError,
    branches_at,
    changed_files,
    commits_of,
    files_at,
    staged_files,
)

_NOTHING = frozenset("0")
_SCISSORS = "# ------------------------ >8 ------------------------"
Findings = tuple[Diagnostic, ...]
Sources = Mapping[str, str]


def in_commits(book: Path, revisions: str, *, show: bool) -> Findings:
    """What every commit from BASE to HEAD holds."""
    base, dots, head = revisions.partition("..")
    if not dots or not base or head.startswith("."):
        raise WrongUseError("--commits takes two revisions, as in `--commits main..HEAD`")
    with _told():
        return _judged(book, base, head or "HEAD", f"{base}..{head or 'HEAD'}", show=show)


def in_message(book: Path, file: Path, *, show: bool) -> Findings:
    """What the message holds of the commit that is being made."""
    text = file.read_text(encoding="utf-8", errors="replace").partition(_SCISSORS)[0]
    lines = ("" if line.startswith("#") else line for line in text.split("\n"))
    with _told():
        staged, changed = staged_files(book), changed_files(book)
    return judge_message("\n".join(lines), staged, changed, show=show)


def in_staged(
    book: Path, find: Callable[[Path], tuple[Findings, Sources]]
) -> tuple[Findings, Sources]:
    """What is wrong with the book as it would be committed, whatever lies in the folder."""
    with _told():
        files = staged_files(book)
    with tempfile.TemporaryDirectory() as kept:
        for path, content in files.items():
            file = Path(kept) / path
            if ".." in file.parts:
                continue
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        found, sources = find(Path(kept))
    return found, sources


def in_pushed(book: Path, *, show: bool) -> Findings:
    """What the commits hold that git, or pre-commit, says are about to be pushed."""
    found: list[Diagnostic] = []
    with _told():
        for ref, to, since in _pushes():
            if set(to) <= _NOTHING:  # a branch is deleted
                continue
            new = set(since) <= _NOTHING
            revisions = (to, "--not", "--remotes") if new else (f"{since}..{to}",)
            found.extend(_judged(book, "" if new else since, to, *revisions, ref=ref, show=show))
    return tuple(dict.fromkeys(found))


def _pushes() -> Iterator[tuple[str, str, str]]:
    """The branch there, the newest commit here, the newest commit there."""
    if to := os.environ.get("PRE_COMMIT_TO_REF"):
        ref = os.environ.get("PRE_COMMIT_REMOTE_BRANCH", "")
        yield ref, to, os.environ.get("PRE_COMMIT_FROM_REF", "0")
        return
    for line in sys.stdin:
        words = line.split()
        if len(words) == 4:
            yield words[2], words[1], words[3]


def _judged(
    book: Path, base: str, head: str, *revisions: str, ref: str = "", show: bool
) -> Findings:
    commits = commits_of(book, *revisions)
    # Other commits may have been made from there; only the names of branches here are asked.
    branches = (ref,) if ref else _own(branches_at(book, head)) if commits else ()
    books = [files_at(book, revision) for revision in (base, head) if revision]
    return judge_commits(commits, books, branches, show=show)


def _own(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.partition("/")[2] for name in names)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except GitError as error:
        raise WrongUseError(str(error)) from None
