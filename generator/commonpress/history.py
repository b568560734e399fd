# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one place that asks git about commits and about what is staged.

Only plumbing is called: nothing is checked out, no hook, filter or text conversion of the
repository runs, nothing is fetched, and no code of a book is loaded. What comes back is bytes.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from commonpress.read.git_objects import (
    Change,
    Commit,
    Written,
    parse_changes,
    parse_commit,
    parse_objects,
    parse_sizes,
)
from commonpress.read.limits import MEDIA_BYTES, MONTH_BYTES
from commonpress.read.shelves import ROOMS

_MOST = max(MEDIA_BYTES, MONTH_BYTES)
# Nothing of the repository's own settings may run a program or go to another host.
_SAFE = ("--no-replace-objects", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null")
# What git calls a folder with nothing in it.
_EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
_QUIET = {"GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"}


class GitError(Exception):
    """git is not there, or refuses; the message says what to do."""


def commits_of(book: Path, *revisions: str) -> tuple[Commit, ...]:
    """Every commit that `git rev-list` names for these revisions, the oldest first.

    Raises GitError where a revision is not here.
    """
    listed = _git(book, "rev-list", "--reverse", "--topo-order", *revisions, "--")
    names = listed.decode("ascii").split()
    prefix = _prefix(book)
    changes = {name: _changes(book, name, prefix) for name in names}
    blobs = {blob for each in changes.values() for one in each for blob in (one.blob, one.before)}
    contents = _objects(book, sorted(blobs - {""}))
    heads = _objects(book, names)
    return tuple(
        replace(
            parse_commit(name, heads[name]),
            files=tuple(_written(change, contents) for change in changes[name]),
        )
        for name in names
    )


def files_at(book: Path, revision: str) -> Mapping[str, bytes]:
    """The files of a book as they are in a revision, by path; none where it is no revision."""
    prefix = _prefix(book)
    try:
        commit = _git(book, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
        tree = commit.decode("ascii").strip()
        listed = _git(book, "ls-tree", "-r", "-z", "--full-tree", tree)
    except GitError:
        return {}
    return _contents(book, prefix, listed)


def staged_files(book: Path) -> Mapping[str, bytes]:
    """The files of a book as they would be committed now, whatever lies in the folder."""
    listed = _git(book, "ls-files", "--stage", "-z", "--full-name", "--", ".")
    return _contents(book, _prefix(book), listed)


def changed_files(book: Path) -> tuple[str, ...]:
    """The files of the book that the next commit would change."""
    against = ("HEAD",) if _has_commits(book) else (_EMPTY_TREE,)
    listed = _git(book, "diff-index", "--cached", "--name-only", "--no-renames", "-z", *against)
    prefix = _prefix(book)
    names = (os.fsdecode(name) for name in listed.split(b"\0") if name)
    return tuple(name.removeprefix(prefix) for name in names if name.startswith(prefix))


def branches_at(book: Path, revision: str) -> tuple[str, ...]:
    """The names of the branches and tags that point to a revision."""
    form = "--format=%(refname)"
    named = _git(book, "for-each-ref", form, "--points-at", revision).decode("utf-8", "replace")
    return tuple(sorted(name.removeprefix("refs/") for name in named.split("\n") if name))


def hooks_folder(book: Path) -> Path:
    """Where git looks for the hooks of this repository."""
    named = _git(book, "rev-parse", "--git-path", "hooks", safe=False)
    return (book / os.fsdecode(named.removesuffix(b"\n"))).resolve()


def top_of(book: Path) -> Path:
    """The folder of the repository in which a book lies."""
    return Path(os.fsdecode(_git(book, "rev-parse", "--show-toplevel").removesuffix(b"\n")))


def _changes(book: Path, name: str, prefix: str) -> tuple[Change, ...]:
    """What a commit has otherwise than all its parents, in the rooms of the book."""
    listed = _git(
        book, "diff-tree", "-r", "-c", "--root", "--no-commit-id", "--no-renames", "-z", name
    )
    found = (_below(change, prefix) for change in parse_changes(listed))
    return tuple(change for change in found if change and _is_of_the_book(change.path))


def _below(change: Change, prefix: str) -> Change | None:
    if not change.path.startswith(prefix):
        return None
    return replace(change, path=change.path.removeprefix(prefix))


def _is_of_the_book(path: str) -> bool:
    return path.partition("/")[0] in ROOMS


def _written(change: Change, contents: Mapping[str, bytes]) -> Written:
    content = contents.get(change.blob)
    return Written(
        change.path,
        content,
        contents.get(change.before),
        is_too_large=bool(change.blob) and content is None,
    )


def _contents(book: Path, prefix: str, listed: bytes) -> dict[str, bytes]:
    """The plain files of the book in a listing of git: mode and hash, a tab, the path."""
    blobs: dict[str, str] = {}
    for line in listed.split(b"\0"):
        about, _, named = line.partition(b"\t")
        words = about.split(b" ")
        path = os.fsdecode(named)
        if len(words) != 3 or not words[0].startswith(b"100") or not path.startswith(prefix):
            continue
        inside = path.removeprefix(prefix)
        if _is_of_the_book(inside):
            # `ls-tree` says mode, type, hash; `ls-files` mode, hash, stage.
            blobs[inside] = words[2 if words[1] == b"blob" else 1].decode("ascii")
    contents = _objects(book, sorted(set(blobs.values())))
    return {path: contents[blob] for path, blob in sorted(blobs.items()) if blob in contents}


def _objects(book: Path, names: Sequence[str]) -> dict[str, bytes]:
    """Objects by their hash, but those that are larger than anything in a book may be."""
    if not names:
        return {}
    sizes = parse_sizes(_git(book, "cat-file", "--batch-check", given=names))
    wanted = [name for name in names if 0 <= sizes.get(name, -1) <= _MOST]
    return parse_objects(_git(book, "cat-file", "--batch", given=wanted))


def _has_commits(book: Path) -> bool:
    try:
        _git(book, "rev-parse", "--verify", "--quiet", "HEAD")
    except GitError:
        return False
    return True


def _prefix(book: Path) -> str:
    return os.fsdecode(_git(book, "rev-parse", "--show-prefix").removesuffix(b"\n"))


def _git(book: Path, *arguments: str, given: Iterable[str] = (), safe: bool = True) -> bytes:
    """What git answers. Raises GitError where there is none, or it refuses."""
    options = _SAFE if safe else ()
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program, and no shell
            ["git", *options, "-C", str(book), *arguments],  # noqa: S607 - as one's own PATH has it
            input="".join(f"{line}\n" for line in given).encode("ascii"),
            capture_output=True,
            check=False,
            env={**os.environ, **_QUIET},
        )
    except FileNotFoundError:
        raise GitError("git is not installed here") from None
    if done.returncode != 0:
        raise GitError(f"git {arguments[0]} refuses here: is this a clone with all its history?")
    return done.stdout
