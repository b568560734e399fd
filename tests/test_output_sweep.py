# SPDX-License-Identifier: AGPL-3.0-or-later
"""Markers in everything that is not for publication are in no byte of the site, zine and data.

The fields are found by what the kinds declare, so a new field or kind is swept without a change
here. Markers in what is for publication are the control: the same search must find them.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import pikepdf
import pytest
from PIL import Image

from commonpress.check import check_book
from commonpress.derive.disclose import disclose
from commonpress.kinds import KIND_OF, KINDS
from commonpress.kinds.assembly import Assembly
from commonpress.kinds.base import Months, Record
from commonpress.kinds.commons import Publish, Visibility
from commonpress.kinds.decision import Decision
from commonpress.kinds.editing import Forge, Forms
from commonpress.kinds.fields import declared, fields_of, item_of
from commonpress.kinds.practice import Practice
from commonpress.kinds.publication import Edition, Zine
from commonpress.kinds.tombstone import Tombstone
from commonpress.kinds.translation import TRANSLATED, Translation
from commonpress.printing import print_book
from commonpress.read.book import read_book
from tests.pictures import chunk, segment

ROOT = Path(__file__).parents[1]
# Kinds that others stand without. Pages are files of the book, and never come this way.
HIDDEN = {
    "case": Visibility.NONE,
    "practice": Visibility.PAPER,
    "symbol": Visibility.NONE,
    "gathering": Visibility.PAPER,
    "scrutiny": Visibility.NONE,
}
WITHHELD = (
    "ledger/2026/2026-03.yml",
    "content/decisions/dec-2026-004.md",
    "content/translations/es/norm/call-the-pot.md",
)
SECRET, OPEN = "zqhidden", "zqshown"
DAY = date(2026, 3, 1)
# Pictures of one colour each, so that they are known again after they were drawn anew.
SHOWN_PNG, SHOWN_JPEG, HIDDEN_PNG = (12, 200, 90), (230, 30, 160), (250, 210, 10)
COLOURS = (SHOWN_PNG, SHOWN_JPEG, HIDDEN_PNG)
CARRIED = f"{SECRET}00000p".encode()

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
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is read beside the records: free pages, and pictures that carry what no eye sees."""
    made = tmp_path_factory.mktemp("swept")
    shutil.copytree(ROOT / "content", made / "content")
    shutil.copy(ROOT / "mkdocs.yml", made)
    for name, colour in (("shown", SHOWN_PNG), (f"{SECRET}00000n", HIDDEN_PNG)):
        plain = _picture(colour, "PNG")
        told = chunk(b"tEXt", b"Author\0" + CARRIED)
        (made / f"content/media/{name}.png").write_bytes(plain[:33] + told + plain[33:] + CARRIED)
    jpeg = _picture(SHOWN_JPEG, "JPEG")
    carrying = jpeg[:2] + segment(0xFE, CARRIED) + jpeg[2:] + CARRIED
    (made / "content/media/lid.jpg").write_bytes(carrying)
    return made


def _picture(colour: tuple[int, int, int], form: str) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (48, 32), colour).save(target, form)
    return target.getvalue()


@pytest.fixture(scope="module")
def files(planter: Planter, folder: Path) -> dict[str, bytes]:
    """Every file of the sample with markers in it, packed and compressed ones opened."""
    register, _ = check_book(read_book(ROOT))
    assert register is not None
    found = [_planted(record, planter) for kind in KINDS for record in register.of(kind.record)]
    shown = register.narrowed([*found, *_told_of_the_hidden(found, planter)])
    publication = disclose(shown, register.book_date, withheld=WITHHELD)
    printed = print_book(publication, folder)
    return {
        name: content
        for artifact in (*printed.site, *printed.zine, *printed.data)
        for name, content in _opened(artifact.path, artifact.content)
    }


def _planted(record: Record, planter: Planter) -> Record:
    kind = next(kind for kind in KINDS if isinstance(record, kind.record))
    if kind.name == "commons":
        publish = tuple(Publish(kind=k, seen=v, decision="dec-2026-002") for k, v in HIDDEN.items())
        forms = Forms(forge=Forge.FORGEJO, repository=f"row/{OPEN}", app_id="a1")
        return msgspec.structs.replace(record, publish=publish, forms=forms)
    if record.path in WITHHELD and isinstance(kind.shelf, Months):
        words = {f: planter.marker(SECRET, f"{kind.name}.{f}") for f in ("note", "reason")}
        return msgspec.structs.replace(record, **words)
    only_private = kind.name not in HIDDEN and record.path not in WITHHELD
    return _in_view(planter.in_texts(record, SECRET, kind.name, only_private=only_private), planter)


def _told_of_the_hidden(records: list[Record], planter: Planter) -> Iterator[Record]:
    """What else tells of records that nobody sees: translations of them, and tombstones."""
    for record in records:
        kind = next(kind for kind in KINDS if isinstance(record, kind.record))
        if kind.name in TRANSLATED and (kind.name in HIDDEN or record.path in WITHHELD):
            for language in ("es", "ar"):
                place = f"{language}/{kind.name}/{record.id}"
                title, body = (planter.marker(SECRET, place) for _ in ("title", "body"))
                yield Translation(id=place, title=title, body=body)
    for name in HIDDEN:
        why = planter.marker(SECRET, f"tombstone of {name}")
        gone = planter.marker(SECRET, f"id of {name}")
        yield Tombstone(id=gone, kind=name, date=DAY, decision="dec-2026-002", reason=why)


def _in_view(record: Record, planter: Planter) -> Record:
    """The record with what the control needs: a marker in a title, a zine that is soon printed."""
    if isinstance(record, Zine):
        return msgspec.structs.replace(record, editions=(Edition.SCREEN,))
    if isinstance(record, Practice):
        hidden = f"{record.body}\n\n![A pot](../media/{SECRET}00000n.png)\n"
        return msgspec.structs.replace(record, body=hidden)
    if isinstance(record, Tombstone):
        reason = f"{record.reason} {planter.marker(OPEN, 'reason')}"
        return msgspec.structs.replace(record, reason=reason)
    if isinstance(record, Decision | Assembly | Translation) and record.path not in WITHHELD:
        title = f"{record.title} {planter.marker(OPEN, 'title')}"
        pictures = "![A pot](../media/shown.png)\n\n![A lid](../media/lid.jpg)\n"
        body = f"{record.body}\n\n{pictures}" if isinstance(record, Decision) else record.body
        return msgspec.structs.replace(record, title=title, body=body)
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
            streams = (_bytes_of(o) for o in pdf.objects if isinstance(o, pikepdf.Stream))
            yield f"{path}/objects", b"\n".join(streams)


def _bytes_of(held: pikepdf.Stream) -> bytes:
    """A stream as it is read; a picture as it lies there, with all that its file may carry."""
    return held.read_raw_bytes() if held.get("/Subtype") == "/Image" else held.read_bytes()


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


@pytest.mark.parametrize(
    "path",
    ["site/es/decisions/", "site/ar/tombstones", "site/admin/config.json", "site/tombstones"],
)
def test_it_finds_it_in_translations_tombstones_and_forms(
    files: dict[str, bytes], path: str
) -> None:
    """The control of what came last: these too would have shown a marker."""
    assert [name for name in holding(files, OPEN) if f"site/{name}".startswith(path)]


def test_of_pictures_only_the_dots_are_published_and_only_where_a_page_shows_them(
    files: dict[str, bytes],
) -> None:
    """The colour of the picture that only a hidden record shows is in no picture of any file."""
    seen = set()
    for name, content in files.items():
        if name.endswith((".png", ".jpg")):
            with Image.open(io.BytesIO(content)) as picture:
                dot = picture.convert("RGB").getpixel((picture.width // 2, picture.height // 2))
            seen |= {colour for colour in COLOURS if _is_near(dot, colour)}
    assert seen == {SHOWN_PNG, SHOWN_JPEG}


def _is_near(dot: Any, colour: tuple[int, int, int]) -> bool:
    return all(abs(a - b) < 6 for a, b in zip(dot, colour, strict=True))  # JPEG moves them a little
