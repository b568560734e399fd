# SPDX-License-Identifier: AGPL-3.0-or-later
"""`commonpress new`: write a record that keeps all rules, or nothing.

The record is tried out first in a copy of the book. What `check` would say of it is said, and
only a record without errors is written. On a terminal it asks for what must be there; in a pipe
it never waits, but says which fields to give.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from commonpress.cli.verb import CLEAN, Verb, WrongUseError, tell
from commonpress.ground.diagnostics import Diagnostic
from commonpress.ground.spelling import nearest
from commonpress.kinds import KIND_OF
from commonpress.kinds.base import Kind, ListIn, OneFile
from commonpress.kinds.translation import TRANSLATION

if TYPE_CHECKING:
    from commonpress.read.raw import ReadBook
    from commonpress.render.new_record import Draft
    from commonpress.render.scaffold import Written


def _add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", metavar="KIND", help=f"one of {', '.join(KIND_OF)}")
    parser.add_argument(
        "fields",
        nargs="*",
        metavar="FIELD=VALUE",
        help="what a field holds; `tally.agree=12` for a field inside another, `steps.0.stage=...` "
        "in a list, the same name again for the next thing in a list",
    )
    parser.add_argument(
        "--into",
        dest="book",
        type=Path,
        default=Path(),
        metavar="BOOK",
        help="the book to write into (default: this folder)",
    )


def _run(options: argparse.Namespace) -> int:
    from commonpress.render.artifact import Artifact
    from commonpress.write.replacements import replace_files

    kind = _kind(options.kind)
    book = options.book
    if not book.is_dir():
        raise WrongUseError(f"there is no folder `{book}`")
    made = _draft(kind, _completed(kind, _values(kind, options.fields)), book)
    if (book / made.path).exists() and not _is_in_list(kind):
        raise WrongUseError(f"{made.path} exists; edit it, or give another id")
    new, sources = _tried(book, made)
    code = tell(new, sources) if new else CLEAN
    if code != CLEAN:
        sys.stdout.write(f"Nothing was written. {made.path} would be as above.\n")
        return code
    replace_files(book, [Artifact(made.path, made.text.encode())])
    sys.stdout.write(f"{made.path}: {kind.one}, {made.id}\n")
    return CLEAN


def _kind(name: str) -> Kind:
    if name in KIND_OF:
        return KIND_OF[name]
    near = nearest(name, KIND_OF)
    hint = f"did you mean `{near}`?" if near else f"kinds are {', '.join(KIND_OF)}"
    raise WrongUseError(f"there is no kind `{name}`; {hint}")


def _is_in_list(kind: Kind) -> bool:
    from commonpress.kinds.base import Months

    return isinstance(kind.shelf, ListIn | Months)


def _values(kind: Kind, given: Iterable[str]) -> dict[str, Written]:
    """What the command line says of each field."""
    values: dict[str, Any] = {}
    for one in given:
        name, sign, text = one.partition("=")
        if not sign:
            raise WrongUseError(f"`{one}` is no field; write it as `title=Soup on Tuesdays`")
        _put(kind, values, name.split("."), text, one)
    plain: dict[str, Written] = _as_lists(values)
    return plain


def _put(kind: Kind, values: dict[str, Any], path: list[str], text: str, said: str) -> None:
    *above, last = path
    for name in above:
        values = values.setdefault(name, {})
        if not isinstance(values, dict):
            raise WrongUseError(f"`{said}` does not fit what was given before it")
    if last not in values:
        values[last] = [text] if not above and _is_list(kind, last) else text
    elif isinstance(values[last], list):
        values[last].append(text)
    else:
        raise WrongUseError(f"`{'.'.join(path)}` is given twice")


def _is_list(kind: Kind, name: str) -> bool:
    from commonpress.kinds.fields import fields_of

    return any(f.written == name and f.declared.is_list for f in fields_of(kind.record))


def _as_lists(value: Any) -> Any:
    """Fields named 0, 1, 2 are the things of a list."""
    if not isinstance(value, dict):
        return value
    inside = {name: _as_lists(each) for name, each in value.items()}
    if inside and all(name.isdecimal() for name in inside):
        return [inside[name] for name in sorted(inside, key=int)]
    return inside


def _completed(kind: Kind, values: dict[str, Written]) -> dict[str, Written]:
    """The values with all that must be there: asked for on a terminal, else refused."""
    from commonpress.check.plans import plan_of
    from commonpress.cli.asking import asked, lacking

    plan = plan_of(kind.record)
    left_out = frozenset() if _needs_id(kind) else frozenset({"id"})
    missing = list(lacking(plan, values, left_out))
    if not missing:
        return values
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        told = " ".join(f"{name}=..." for name in missing)
        raise WrongUseError(f"{kind.one} needs more fields; give them as {told}")
    try:
        return asked(plan, values, left_out, _say, _hear)
    except (EOFError, KeyboardInterrupt):
        raise WrongUseError("nothing was written, since the questions were not answered") from None


def _needs_id(kind: Kind) -> bool:
    """Whether an id must be given: it is a word no title makes, or that of what is translated."""
    if isinstance(kind.shelf, OneFile):
        return False
    if "/" in kind.id_example:
        return True
    has_title = any(name == "title" for name in kind.record.__struct_fields__)
    return not has_title and not any(sign.isdigit() for sign in kind.id_example)


def _say(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()


def _hear(question: str) -> str:
    _say(question)
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line


def _draft(kind: Kind, values: Mapping[str, Written], book: Path) -> Draft:
    from commonpress.printing import own_templates
    from commonpress.read.book import read_book
    from commonpress.render.environment import Templates
    from commonpress.render.new_record import LacksError, Shelf, draft
    from commonpress.render.scaffold import UnusualFileError

    read = read_book(book)
    values = _with_print(values, read) if kind is TRANSLATION else values
    ids = tuple(raw.id for raw in read.raws if raw.kind is kind and raw.id)
    body = str(values.get("body") or "") if kind.has_body else ""
    fields = {name: each for name, each in values.items() if name != "body" or not kind.has_body}
    if any(kind.is_home_of(path) for path in read.unread):
        raise WrongUseError(f"{kind.words} that are there cannot be read; mend them first")
    shelf = Shelf(_texts(book, read), ids, date.today())  # noqa: DTZ011 - the day where one writes
    try:
        return draft(kind, fields, body, shelf, Templates(own_templates(book)))
    except LacksError as lacks:
        raise WrongUseError(f"{kind.one} needs an id here; give it as {lacks}=...") from None
    except UnusualFileError as unusual:
        raise WrongUseError(f"{unusual} is written in an unusual way; add to it by hand") from None


def _with_print(values: Mapping[str, Written], read: ReadBook) -> Mapping[str, Written]:
    """A new translation with the print of the texts that there are now to be translated."""
    from commonpress.check import gather
    from commonpress.kinds.translating import print_of

    _, kind, record_id = (*str(values["id"]).split("/", 2), "", "")[:3]
    original = gather(read).register.get(kind, record_id) if kind in KIND_OF else None
    if original is None or "translated_from" in values:
        return values
    return {**values, "translated_from": print_of(original)}


def _texts(book: Path, read: ReadBook) -> dict[str, str]:
    """The text of each file with its own line ends."""
    readable = (path for path in read.sources if path not in read.unread)
    return {path: (book / path).read_bytes().decode("utf-8") for path in readable}


def _tried(book: Path, made: Draft) -> tuple[tuple[Diagnostic, ...], Mapping[str, str]]:
    """What is found in the book with the new record, and was not found without it."""
    import shutil
    import tempfile

    before, _ = _checked(book)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for room in ("content", "ledger", "cases"):
            if (book / room).is_dir():
                shutil.copytree(book / room, copy / room, symlinks=True)
        (copy / made.path).parent.mkdir(parents=True, exist_ok=True)
        (copy / made.path).write_bytes(made.text.encode())
        after, sources = _checked(copy)
    known = Counter(_what(finding) for finding in before)
    new = []
    for finding in after:
        known[_what(finding)] -= 1
        if known[_what(finding)] < 0:
            new.append(finding)
    return tuple(new), sources


def _checked(book: Path) -> tuple[tuple[Diagnostic, ...], Mapping[str, str]]:
    from commonpress.check import check_book
    from commonpress.ground.diagnostics import sorted_diagnostics
    from commonpress.read.book import read_book

    read = read_book(book, quickly=True)
    return sorted_diagnostics(read.findings, check_book(read)[1]), read.sources


def _what(finding: Diagnostic) -> tuple[str, str, str]:
    return finding.code.slug, finding.span.path, finding.message


VERB = Verb(
    name="new",
    summary="Write a new record that keeps all rules; on a terminal it asks for what it needs.",
    example='commonpress new assembly date=2026-07-05 place="The yard" kind=open present=17',
    add_options=_add_options,
    run=_run,
)
