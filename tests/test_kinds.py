# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every kind of record is whole: this test names the step that was forgotten for a new one."""

from __future__ import annotations

import importlib
import pkgutil
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

import msgspec
import pytest

from commonpress import kinds
from commonpress.check.forms import FORMS
from commonpress.check.plans import plan_of
from commonpress.check.scalars import Fault
from commonpress.kinds import KIND_OF, KINDS
from commonpress.kinds.base import FileEach, Kind, ListIn, Months, OneFile, Record, field_notes
from commonpress.read.book import read_book
from commonpress.read.shelves import place_of
from tests.books import SOUND

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
SITE_TEMPLATES = ROOT / "site_templates" / "site"
# Modules whose kinds are read like records and are none of the book: they speak about another
# system's table, a private day-book, or the seal.
OUTSIDE = {"case_draft", "daybook", "mapping", "seal"}
every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)


def structs_in(kind: Kind) -> Iterator[type[msgspec.Struct]]:
    """The struct of a kind and every struct inside it."""
    ahead: list[type[msgspec.Struct]] = [kind.record]
    seen: list[type[msgspec.Struct]] = []
    while ahead:
        struct = ahead.pop()
        if struct not in seen:
            seen.append(struct)
            ahead += [s for hint in hints_of(struct).values() for s in structs_below(hint)]
    yield from seen


def hints_of(struct: type[msgspec.Struct]) -> dict[str, Any]:
    """The annotated type of every field people write."""
    hints = get_type_hints(struct, include_extras=True)
    return {name: hints[name] for name in struct.__struct_fields__ if name != "places"}


def structs_below(hint: Any) -> Iterator[type[msgspec.Struct]]:
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        yield hint
    for part in get_args(hint):
        yield from structs_below(part)


def notes_below(hint: Any) -> Iterator[dict[str, Any]]:
    """The notes of a type and of the types inside it, but not inside a struct."""
    if notes := field_notes(hint):
        yield notes
    for part in get_args(hint):
        yield from notes_below(part)


def path_for(kind: Kind) -> str:
    """Where a record of this kind with the example's id would lie."""
    match kind.shelf:
        case FileEach():
            return kind.shelf.path(kind.id_example)
        case Months():
            return f"{kind.shelf.folder.format(year=2026)}/2026-03.yml"
        case ListIn() | OneFile():
            return kind.shelf.path


# --- the list ------------------------------------------------------------------------------------


def test_every_module_of_kinds_is_in_the_list() -> None:
    declared = {
        thing.name
        for module in pkgutil.iter_modules(kinds.__path__)
        if module.name not in OUTSIDE
        for thing in vars(importlib.import_module(f"commonpress.kinds.{module.name}")).values()
        if isinstance(thing, Kind)
    }
    assert declared == set(KIND_OF)


@pytest.mark.parametrize("names", ["name", "plural", "title", "record", "id_example"])
def test_no_two_kinds_share_a_name(names: str) -> None:
    said = [getattr(kind, names) for kind in KINDS]
    assert len(set(said)) == len(said)


def test_no_two_kinds_share_a_place() -> None:
    places = [(path_for(kind), getattr(kind.shelf, "key", "")) for kind in KINDS]
    assert len(set(places)) == len(places)
    folders = [kind.shelf.folder for kind in KINDS if isinstance(kind.shelf, FileEach)]
    assert not [(a, b) for a in folders for b in folders if b.startswith(f"{a}/")]


# --- each kind -----------------------------------------------------------------------------------


@every_kind
def test_a_kind_describes_itself(kind: Kind) -> None:
    assert kind.summary[0].isupper()
    assert kind.summary.endswith(".")
    assert re.fullmatch(r"[a-z]+", kind.name)
    assert re.fullmatch(r"[a-z]+", kind.plural)
    assert kind.title[0].isupper()
    assert issubclass(kind.record, Record)
    assert kind.record.__doc__


@every_kind
def test_the_example_of_an_id_is_an_id(kind: Kind) -> None:
    assert re.fullmatch(kind.id_form, kind.id_example)
    assert not re.fullmatch(kind.id_form, "")
    assert not re.fullmatch(kind.id_form, "../secrets")
    assert not re.fullmatch(kind.id_form, kind.id_example.upper())


@every_kind
def test_a_file_where_the_kind_lies_is_read_as_that_kind(kind: Kind) -> None:
    place = place_of(path_for(kind))
    assert place is not None
    assert kind in place.kinds


@every_kind
def test_every_field_says_what_it_is_for(kind: Kind) -> None:
    for struct in structs_in(kind):
        assert struct.__doc__
        for name, hint in hints_of(struct).items():
            description = field_notes(hint).get("description", "")
            assert description, f"{struct.__name__}.{name}"
            assert description.endswith("."), f"{struct.__name__}.{name}"
            assert description[0].isupper() or description[0] == "`", f"{struct.__name__}.{name}"


@every_kind
def test_every_field_can_be_read_and_leads_to_a_kind_there_is(kind: Kind) -> None:
    for struct in structs_in(kind):
        assert set(plan_of(struct).by_name) == set(struct.__struct_encode_fields__) - {"places"}
        for name, hint in hints_of(struct).items():
            for notes in notes_below(hint):
                assert set(notes.get("ref", ())) <= set(KIND_OF), f"{struct.__name__}.{name}"
                assert notes.get("form", "") in FORMS, f"{struct.__name__}.{name}"
                assert notes.get("tighten", "") in {"", "up", "down"}


@every_kind
def test_every_example_has_the_form_of_its_field(kind: Kind) -> None:
    for struct in structs_in(kind):
        for name, hint in hints_of(struct).items():
            notes = field_notes(hint)
            if notes.get("example") and notes.get("form"):
                value = FORMS[notes["form"]](notes["example"])
                assert not isinstance(value, Fault), f"{struct.__name__}.{name}"


@every_kind
def test_a_kind_with_pages_has_a_template_or_the_one_for_all(kind: Kind) -> None:
    own = SITE_TEMPLATES / f"{kind.name}.html.jinja"
    assert own.is_file() or (SITE_TEMPLATES / "_record.html.jinja").is_file()


@every_kind
def test_the_sample_commons_has_a_record_of_every_kind(kind: Kind) -> None:
    assert any(raw.kind is kind for raw in SAMPLE.raws)


SAMPLE = read_book(ROOT)


def test_the_small_sound_book_is_of_known_kinds() -> None:
    assert [path for path in SOUND if place_of(path) is None] == []
