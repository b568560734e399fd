# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every kind of record is made of.

A kind is data: a frozen struct whose fields carry their own description, where its
files lie, and what its ids look like. Nothing here reads, checks or prints.
The reader gives text with places; `check.shape` converts it by the types declared here.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from types import CodeType, MappingProxyType
from typing import Annotated, Any

import msgspec

from commonpress.ground.diagnostics import Span

# Field paths ("options.0.title") to the place where that field stands in its file.
Places = Mapping[str, Span]
NOWHERE: Places = MappingProxyType({})


def about(
    description: str,
    *,
    ref: tuple[str, ...] = (),
    form: str = "",
    published: bool = True,
    example: str = "",
    tighten: str = "",
) -> msgspec.Meta:
    """What a field is for, in a sentence, and what it may hold.

    `ref` names the kinds an id may point to. `form` names a text form that `check.shape`
    knows: `line` (one line), `prose` (Markdown), `slug`, `period`, `year`, `time`, `url`,
    `currency`, `language`, `tag`, `time_zone`, `count`. A field with `published=False` never
    leaves the checked book.
    `tighten` ("up", "down") says in which direction a commons may move a default.
    """
    extra = {
        "ref": ref,
        "form": form,
        "published": published,
        "example": example,
        "tighten": tighten,
    }
    return msgspec.Meta(description=description, extra=extra)


class Part(StrEnum):
    """The part of the book that a kind belongs to, as it stands in the masthead."""

    HOME = "home"
    LEDGER = "ledger"
    ASSEMBLY = "assembly"
    ROLES = "roles"
    CASES = "cases"
    GUARDRAILS = "guardrails"
    PROJECTS = "projects"
    ZINE = "zine"
    PAGES = "pages"


class Origin(StrEnum):
    """Where a record came from when it was not written here."""

    IMPORT = "import"


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """What every record has: an id that never changes, and the place it was read from."""

    id: Annotated[str, about("The record's id. It never changes and is never used again.")]
    lang: Annotated[
        str, about("The language this is written in, when it is not the book's.", form="language")
    ] = ""
    origin: Annotated[
        Origin | None, about("`import` where the record was brought from another system.")
    ] = None
    places: Places = NOWHERE

    def span(self, field: str = "") -> Span:
        """Where a field of this record stands, or the nearest thing above it that is written."""
        while field and field not in self.places:
            field = field.rpartition(".")[0]
        return self.places.get(field, Span(""))

    @property
    def path(self) -> str:
        """The file of the book that holds this record."""
        return getattr(self.places, "path", "") or self.span().path


@dataclass(frozen=True, slots=True)
class OneFile:
    """A kind whose single record is one file."""

    path: str


@dataclass(frozen=True, slots=True)
class FileEach:
    """A kind with a file for each record; the file's name is the record's id.

    Where every id of the kind begins with the same `prefix`, files are named without it.
    """

    folder: str
    suffix: str
    deep: bool = False
    prefix: str = ""

    def path(self, record_id: str) -> str:
        """Where the record of this id lies."""
        return f"{self.folder}/{record_id.removeprefix(self.prefix)}.{self.suffix}"


@dataclass(frozen=True, slots=True)
class ListIn:
    """A kind whose records are a list under one key of one file."""

    path: str
    key: str


@dataclass(frozen=True, slots=True)
class Months:
    """A kind written line by line in monthly files, as a YAML list under `key` or as CSV.

    `folder` may hold `{year}`; files are named `<year>-<month>.yml` or `.csv`.
    """

    folder: str
    key: str


Shelf = OneFile | FileEach | ListIn | Months


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record: its names, its struct, where it lies, what its ids look like."""

    name: str
    plural: str
    title: str
    record: type[Record]
    part: Part
    shelf: Shelf
    id_form: str
    id_example: str
    summary: str
    # One and several in a sentence, where the name and the plural will not do.
    called: tuple[str, str] | None = None
    # Whether its records tell people's stories: then no finding prints what stands in them.
    guarded: bool = False

    @property
    def home(self) -> str:
        """The file or the folder in which every record of the kind lies."""
        match self.shelf:
            case OneFile(path) | ListIn(path, _):
                return path
            case FileEach(folder) | Months(folder, _):
                return folder.partition("/{")[0]

    def is_home_of(self, path: str) -> bool:
        """Whether a file lies where the records of the kind lie."""
        return f"{path}/".startswith(f"{self.home}/")

    @property
    def has_body(self) -> bool:
        """Whether the record's prose stands below its fields (a Markdown file)."""
        return isinstance(self.shelf, FileEach) and self.shelf.suffix == "md"

    @property
    def one(self) -> str:
        """One record of the kind, as a sentence has it: `an entry`, `the settings`."""
        if isinstance(self.shelf, OneFile):
            return f"the {self.plural}"
        return f"{'an' if self.word[0] in 'aeiou' else 'a'} {self.word}"

    @property
    def word(self) -> str:
        """What one record is called: `entry`, `line of hours`."""
        return self.called[0] if self.called else self.name

    @property
    def words(self) -> str:
        """What several are called: `entries`, `lines of hours`."""
        return self.called[1] if self.called else self.plural


SLUG = r"[a-z][a-z0-9]*(-[a-z0-9]+)*"

# The field types that several kinds share. What they accept is decided in `check.shape`.
Line = Annotated[str, about("One line of text.", form="line")]
Prose = Annotated[str, about("Text in Markdown.", form="prose")]
Day = Annotated[date, about("A day, written YYYY-MM-DD.")]


def field_notes(annotation: Any) -> dict[str, Any]:
    """The description and extra notes that `about` left on an annotated type."""
    notes: dict[str, Any] = {}
    for meta in getattr(annotation, "__metadata__", ()):
        if isinstance(meta, msgspec.Meta):
            notes |= meta.extra or {}
            notes["description"] = meta.description or notes.get("description", "")
    return notes


def field_notes_of(struct: type[msgspec.Struct]) -> dict[str, dict[str, Any]]:
    """The notes of every field of a struct, by attribute name."""
    hints = hints_of(struct)
    return {name: field_notes(hints[name]) for name in struct.__struct_fields__}


@cache
def hints_of(struct: type[msgspec.Struct]) -> dict[str, Any]:
    """The annotations of a struct, evaluated, with their notes.

    `typing.get_type_hints` gives the same; it compiles each annotation anew, and there are many
    structs whose fields are written alike.
    """
    hints: dict[str, Any] = {}
    for base in reversed(struct.__mro__):
        names = vars(sys.modules[base.__module__])
        for name, written in vars(base).get("__annotations__", {}).items():
            # The text is an annotation of this program.
            is_text = isinstance(written, str)
            hints[name] = eval(_code(written), names) if is_text else written  # noqa: S307
    return hints


@cache
def _code(annotation: str) -> CodeType:
    return compile(annotation, "<annotation>", "eval")
