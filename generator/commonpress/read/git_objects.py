# SPDX-License-Identifier: AGPL-3.0-or-later
"""What git says of a commit, in values: who, which words, which files and what was in them.

git's plumbing is read, as bytes, and nothing else: its formats are documented in git-cat-file(1),
git-diff-tree(1) and gitformat-commit. Nothing a commit holds makes this stop.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

SHORT = 10  # digits of a commit's hash that are printed
_PERSON = re.compile(r"(?P<name>[^<]*?) ?<(?P<mail>[^>]*)>")
_TRAILER = re.compile(
    r"^[A-Z][A-Za-z-]+-by:[ \t]*(?P<person>[^<\n]*<[^>\n]*>)[ \t]*$", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Person:
    """Whoever stands in a line of a commit, as it stands there."""

    name: str
    mail: str


@dataclass(frozen=True, slots=True)
class Written:
    """A file of the book as a commit has it, and as it was before; None where there was none.

    `path` is seen from the folder of the book. `content` is None where the commit removes it, and
    where `is_too_large` to be read.
    """

    path: str
    content: bytes | None
    before: bytes | None = None
    is_too_large: bool = False


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit: its hash in short, its people, its message without their lines, its files."""

    name: str
    people: tuple[Person, ...]
    message: str
    files: tuple[Written, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A path that a commit has otherwise than every one of its parents, and the two blobs."""

    path: str
    blob: str
    before: str


def parse_commit(name: str, content: bytes) -> Commit:
    """A commit from the text of its object."""
    head, _, message = content.decode("utf-8", errors="replace").partition("\n\n")
    lines = [
        line.partition(" ")[2]
        for line in head.split("\n")
        if line.startswith(("author ", "committer "))
    ]
    trailers = [found["person"] for found in _TRAILER.finditer(message)]
    people = tuple(dict.fromkeys(map(parse_person, [*lines, *trailers])))
    return Commit(name[:SHORT], people, _TRAILER.sub("", message))


def parse_person(text: str) -> Person:
    """The name and the address in `Name <address>`; all of it is the name where it is neither."""
    found = _PERSON.match(text)
    return Person(found["name"].strip(), found["mail"].strip()) if found else Person(text, "")


def parse_changes(listed: bytes) -> Iterator[Change]:
    """The changes in what `git diff-tree -r -c -z` lists, however many parents there are."""
    parts = iter(listed.split(b"\0"))
    for about in parts:
        if not about.startswith(b":"):
            continue
        path = next(parts, b"").decode("utf-8", errors="surrogateescape")
        parents = len(about) - len(about.lstrip(b":"))
        fields = about.lstrip(b":").decode("ascii", errors="replace").split(" ")
        modes, blobs = fields[: parents + 1], fields[parents + 1 : 2 * parents + 2]
        # A link to another repository is no file.
        blob = "" if modes[-1] in {"000000", "160000"} else blobs[-1]
        before = "" if modes[0] in {"000000", "160000"} else blobs[0]
        yield Change(path, blob, before)


def parse_objects(answered: bytes) -> dict[str, bytes]:
    """The objects in what `git cat-file --batch` answers, by their hash."""
    found: dict[str, bytes] = {}
    at = 0
    while (end := answered.find(b"\n", at)) >= 0:
        words = answered[at:end].decode("ascii", errors="replace").split(" ")
        at = end + 1
        if len(words) == 3 and words[2].isdigit():
            found[words[0]] = answered[at : at + int(words[2])]
            at += int(words[2]) + 1
    return found


def parse_sizes(answered: bytes) -> dict[str, int]:
    """How many bytes objects have, in what `git cat-file --batch-check` answers."""
    lines = (line.split(" ") for line in answered.decode("ascii", errors="replace").split("\n"))
    return {words[0]: int(words[2]) for words in lines if len(words) == 3 and words[2].isdigit()}
