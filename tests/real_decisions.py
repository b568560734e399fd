# SPDX-License-Identifier: AGPL-3.0-or-later
"""736 decisions of another commons as a book: what each word of the source becomes here.

The source is a table of proposals with the project's own status and its own links between
them (`../shared/real/decisions.csv`). It says when a proposal was created, and nothing of
assemblies, tallies or days of decision; so every record has `origin: import`.

    number, created     the id, and `drafted_on`
    title               the title, and for want of another the question
    type                the subject
    Accepted, Active,   adopted; superseded where the row says by what: there a proposal stays
    Final                 Final whatever became of it later
    Draft               a draft
    Deferred            proposed: put off, and neither decided nor taken back
    Rejected,           rejected
    April Fool!
    Superseded          superseded
    Withdrawn           withdrawn
    replaces            supersedes
    superseded_by       superseded_by
    requires            left out: to rest on another proposal is not to carry it out
"""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from pathlib import Path

SOURCE = Path(__file__).parents[1] / ".." / "shared" / "real" / "decisions.csv"
SETTINGS = """\
name: Decisions of a language
site_url: https://language.example/
"""
COUNCIL = """\
title: Council
about: Looks after the words that may stand in a title.
"""
Row = dict[str, str]

# What this commons calls its own: its language and tools, what others give them, and the words
# that its titles write with a capital. No person is among them.
_WORDS = """\
ABI, APIs, Android, Annotated, Any Object, Asynchronize, BDFL, BList, Backport, BlockingIOError,
Brrr, Built-in, Builtins, C-API, CPython, CVS, Callable, Codec, Codetags, Cofunctions, Compromise,
Coroutines, Council, Counter Iteration, DSL, Dedented Multiline String, DeprecationWarning, Direct
URL, Distutils, Docstring, Docstrings, Docutils, EINTR, Elementwise, Emscripten, EncodingWarning,
Encodings, Enum, Format, Free-Threaded Builds, Function, GitHub, GitLab, Github, Groups, I/O For,
IEEE, IO, IP, Inlined, Iterator, JIT, JSON-based, LLVM, Linux, Metaclasses, Module, ModuleSpec,
Multiple Divisors, Musl, Names, Namespace, Namespaces, Network Security Enhancements, New, New
Command Line Parsing Module, Non-ASCII, Non-decodable, Not Change, Object, Object Type,
Objectwise, OpenSSL, Optional Length-Checking To, Origin, Overloadable, PGP, PYC, PYO, Parsing,
Per-Interpreter GIL, Pgen, Phabricator, Plaintext, Platform Tag, Platform Tags, Portable Linux
Built Distributions, Py3K, PyBI, PyBytesWriter, PyFrozenDictWriter, PyFrozenSetWriter,
PyModExport, PyObject_HEAD, PyPA, PyPI, PySlot, PyUnicode_Export, PyUnicode_Import,
Py_OMIT_LEGACY_API, Py_UNICODE, Pyodide, Python, Python Binaries, Python Launcher, Python Security
Response Team, Python Software Packages, Python Standard Library, Pythonistas, REPL, REPL-acing,
Refcount, Roman Numeral, Simple, Slicing, Software Bill-of-Materials, Stackless, Standard Library,
Stdlib, Steering Council, StopIteration, String, Subgenerator, Subscriptable, Subtyping, Support
Rebooted, SuspendIteration, Symlinks, System RNG, TLS, TOML, Template, Term Steering, Tracebacks,
Trusted Publishing, TypeIs, TypedDict, TypedDicts, URLs, UTF-8 Mode, Un(der)used, Unicode,
Unicode-related, Unification, Union Operators To, Unix-Like Systems, VCS, Vectorcall, WASI, Web3,
WebDAV, Windows, Windows NT, Zstandard, be Used"""

_STATES = {
    "Accepted": "adopted",
    "Active": "adopted",
    "Final": "adopted",
    "Draft": "draft",
    "Deferred": "proposed",
    "Rejected": "rejected",
    "April Fool!": "rejected",
    "Superseded": "superseded",
    "Withdrawn": "withdrawn",
}


def rows() -> list[Row]:
    """The table as it is."""
    with SOURCE.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def write_book(folder: Path, source: list[Row]) -> dict[str, str]:
    """A book of these rows. Gives the id of each number."""
    ids = {row["number"]: _id(row) for row in source}
    decisions = folder / "content/decisions"
    decisions.mkdir(parents=True)
    (folder / "content/commons.yml").write_text(SETTINGS, encoding="utf-8")
    (folder / "content/roles").mkdir()
    (folder / "content/roles/council.yml").write_text(COUNCIL, encoding="utf-8")
    (folder / "content/allow.yml").write_text(_allowed(), encoding="utf-8")
    for row in source:
        record = _record(row, ids)
        (decisions / f"{ids[row['number']]}.md").write_text(record, encoding="utf-8")
    return ids


def numbers(cell: str) -> list[str]:
    """The proposals that a cell names."""
    return [number.strip() for number in cell.split(",") if number.strip()]


def created(row: Row) -> str:
    """The day a proposal was created, as a book writes it."""
    return datetime.strptime(row["created"], "%d-%b-%Y").replace(tzinfo=UTC).date().isoformat()


def _allowed() -> str:
    """The list of words that the gate need not ask about."""
    terms = [" ".join(term.split()) for term in _WORDS.split(",")]
    each = (
        f"  - {{term: {json.dumps(term)}, kind: word, scope: [decision], approved_by: council,"
        " reason: A word of the language or of its tools., review_by: 2027-06-01}\n"
        for term in terms
    )
    return "terms:\n" + "".join(each)


def _id(row: Row) -> str:
    return f"dec-{created(row)[:4]}-{int(row['number']):04d}"


def _record(row: Row, ids: dict[str, str]) -> str:
    state = _STATES[row["status"]]
    if state == "adopted" and row["superseded_by"]:
        state = "superseded"
    title = json.dumps(row["title"], ensure_ascii=False)
    subject = row["type"].lower().replace(" ", "-")
    lines = [
        "---",
        f"title: {title}",
        f"state: {state}",
        f"subject: {subject}",
        f"question: {title}",
        f"drafted_on: {created(row)}",
        "origin: import",
    ]
    for field, column in (("supersedes", "replaces"), ("superseded_by", "superseded_by")):
        if named := [ids[number] for number in numbers(row[column])]:
            lines.append(f"{field}: [{', '.join(named)}]")
    return "\n".join([*lines, "---", ""])
