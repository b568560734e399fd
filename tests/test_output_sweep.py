# SPDX-License-Identifier: AGPL-3.0-or-later
"""Markers in everything that is not for publication are in no byte of the site, zine and data.

The fields are found by what the kinds declare, so a new field or kind is swept without a change
here. Markers in what is for publication are the control: the same search must find them.
"""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import pikepdf
import pytest

from commonpress.check import check_book
from commonpress.derive.disclose import disclose
from commonpress.kinds import KIND_OF, KINDS
from commonpress.kinds.assembly import Assembly
from commonpress.kinds.base import Months, Record
from commonpress.kinds.commons import Publish, Visibility
from commonpress.kinds.decision import Decision
from commonpress.kinds.fields import declared, fields_of, item_of
from commonpress.kinds.publication import Edition, Zine
from commonpress.printing import print_book
from commonpress.read.book import read_book

ROOT = Path(__file__).parents[1]
# Kinds that others stand without. Pages are files of the book, and never come this way.
HIDDEN = {
    "case": Visibility.NONE,
    "practice": Visibility.PAPER,
    "symbol": Visibility.NONE,
    "gathering": Visibility.PAPER,
    "scrutiny": Visibility.NONE,
}
WITHHELD = ("ledger/2026/2026-03.yml", "content/decisions/dec-2026-004.md")
SECRET, OPEN = "zqhidden", "zqshown"

S = TypeVar("S", bound=msgspec.Struct)


class Planter:
    """Puts a marker of its own into every text, and remembers them."""

    def __init__(self) -> None:
        self.planted: dict[str, str] = {}

    def marker(self, begin: str, where: str) -> str:
        """A new marker, for a place."""
        word = f"{begin}{len(self.planted):05}x"
        self.planted[word] = where
        return word

    def in_texts(self, struct: S, begin: str, where: str, *, only_private: bool = False) -> S:
        """A struct with a marker at the end of every text, or of those not for publication."""
        changed: dict[str, Any] = {}
        for field in fields_of(type(struct)):
            value, here = getattr(struct, field.name), f"{where}.{field.name}"
            inner = only_private and field.is_published
            if isinstance(value, msgspec.Struct):
                changed[field.name] = self.in_texts(value, begin, here, only_private=inner)
            elif isinstance(value, tuple) and value and isinstance(value[0], msgspec.Struct):
                changed[field.name] = tuple(
                    self.in_texts(one, begin, here, only_private=inner) for one in value
                )
            elif isinstance(value, str) and value and not inner and _is_text(field.annotation):
                changed[field.name] = f"{value} {self.marker(begin, here)}"
        return msgspec.structs.replace(struct, **changed)


def _is_text(annotation: Any) -> bool:
    held = declared(annotation)
    notes = declared(item_of(annotation)).notes if held.is_list else held.notes
    return held.type is str and notes.get("form") in {"line", "prose"}


@pytest.fixture(scope="module")
def planter() -> Planter:
    return Planter()


@pytest.fixture(scope="module")
def files(planter: Planter) -> dict[str, bytes]:
    """Every file of the sample with markers in it, packed and compressed ones opened."""
    register, _ = check_book(read_book(ROOT))
    assert register is not None
    found = [_planted(record, planter) for kind in KINDS for record in register.of(kind.record)]
    shown = register.narrowed(found)
    publication = disclose(shown, register.book_date, withheld=WITHHELD)
    printed = print_book(publication, ROOT)
    return {
        name: content
        for artifact in (*printed.site, *printed.zine, *printed.data)
        for name, content in _opened(artifact.path, artifact.content)
    }


def _planted(record: Record, planter: Planter) -> Record:
    kind = next(kind for kind in KINDS if isinstance(record, kind.record))
    if kind.name == "commons":
        publish = tuple(Publish(kind=k, seen=v, decision="dec-2026-002") for k, v in HIDDEN.items())
        return msgspec.structs.replace(record, publish=publish)
    if record.path in WITHHELD and isinstance(kind.shelf, Months):
        words = {f: planter.marker(SECRET, f"{kind.name}.{f}") for f in ("note", "reason")}
        return msgspec.structs.replace(record, **words)
    only_private = kind.name not in HIDDEN and record.path not in WITHHELD
    return _in_view(planter.in_texts(record, SECRET, kind.name, only_private=only_private), planter)


def _in_view(record: Record, planter: Planter) -> Record:
    """The record with what the control needs: a marker in a title, a zine that is soon printed."""
    if isinstance(record, Zine):
        return msgspec.structs.replace(record, editions=(Edition.SCREEN,))
    if isinstance(record, Decision | Assembly) and record.path not in WITHHELD:
        title = f"{record.title} {planter.marker(OPEN, 'title')}"
        return msgspec.structs.replace(record, title=title)
    return record


def _opened(path: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    yield path, content
    if path.endswith(".zip"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for name in packed.namelist():
                yield from _opened(f"{path}/{name}", packed.read(name))
    elif path.endswith(".pdf") and ".zip/" not in path:
        yield (
            f"{path}/text",
            subprocess.run(
                ["pdftotext", "-", "-"], input=content, capture_output=True, check=True
            ).stdout,
        )
        with pikepdf.open(io.BytesIO(content)) as pdf:
            yield f"{path}/about", repr(dict(pdf.docinfo.items())).encode()
            streams = (o.read_bytes() for o in pdf.objects if _is_readable(o))
            yield f"{path}/objects", b"\n".join(streams)


def _is_readable(held: Any) -> bool:
    return isinstance(held, pikepdf.Stream) and held.get("/Subtype") != "/Image"


def holding(files: dict[str, bytes], begin: str) -> dict[str, list[str]]:
    """The files that hold a marker, with those they hold; capitals do not hide one."""
    found: dict[str, list[str]] = {}
    for name, content in files.items():
        pieces = (name.encode() + b"\n" + content).lower().split(begin.encode())[1:]
        if pieces:
            found[name] = sorted(
                {f"{begin}{piece[:6].decode(errors='replace')}" for piece in pieces}
            )
    return found


def test_nothing_that_is_kept_back_is_in_any_file(
    files: dict[str, bytes], planter: Planter
) -> None:
    kept = {word: where for word, where in planter.planted.items() if word.startswith(SECRET)}
    told = {
        name: [kept.get(word, word) for word in words]
        for name, words in holding(files, SECRET).items()
    }
    assert told == {}


def test_a_marker_was_planted_wherever_something_is_kept_back(
    files: dict[str, bytes], planter: Planter
) -> None:
    begun = {where.partition(".")[0] for where in planter.planted.values()}
    assert begun >= {*HIDDEN, "entry", "decision"}
    private = {
        f"{kind.name}.{field.name}"
        for kind in KINDS
        for field in fields_of(kind.record)
        if not field.is_published and kind.name not in HIDDEN
    }
    assert private, "the kinds declare fields that are not for publication"
    planted = {".".join(where.split(".")[:2]) for where in planter.planted.values()}
    assert private - planted <= {"allow.reviews"}, "a list of ids, in which no text stands"
    assert set(HIDDEN) <= set(KIND_OF)
    assert files


@pytest.mark.parametrize(
    "ending", [".html", ".csv", ".json", ".xml", ".ics", ".js", ".pdf/text", ".zip"]
)
def test_the_same_search_finds_what_is_for_publication(
    files: dict[str, bytes], ending: str
) -> None:
    """The control: in each sort of file a marker would have been found."""
    assert [name for name in holding(files, OPEN) if ending in name]
