# SPDX-License-Identifier: AGPL-3.0-or-later
"""What can be found on the site: every record and every page, with its title and its words.

The search and the A to Z are made of this one list. Lines of the ledger and of hours are not
on it: they are many, say little in words, and stand in tables that can be filtered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, get_args, get_origin, get_type_hints

import msgspec

from commonpress.derive.publication import Publication
from commonpress.kinds import KINDS, LINE_BY_LINE
from commonpress.kinds.base import Record, field_notes_of
from commonpress.render.addresses import record_address
from commonpress.render.site_page import SitePage

MADE: Final = "made"  # what is not one record: statements, lists, the open data
# A tombstone says nothing that anyone would look for: its kind, and that of its pages.
_GONE: Final = frozenset({"tombstone", "withdrawn"})
FREE: Final = "page"  # set by MkDocs, not made of records
_LONGEST_SUMMARY = 140
_SEARCHED_FORMS = frozenset({"line", "prose"})
_LINK_TARGET = re.compile(r"\]\([^)\n]*+\)|https?://\S+")
_PROSE_MARKS = re.compile(r"[*_`#>|\[\]]+")


@dataclass(frozen=True, slots=True)
class Document:
    """Something that can be found. `number` is its place among those of its kind.

    Records come in order of id, so a new one, whose id comes last, moves no other.
    """

    kind: str
    number: int
    id: str
    address: str
    title: str
    summary: str
    text: str
    language: str


# The settings have no page, and a translation is found as the record it translates.
_ELSEWHERE = frozenset({"commons", "translation", *_GONE})


def documents(publication: Publication, pages: Iterable[SitePage]) -> tuple[Document, ...]:
    """All that can be found: records by kind in the order of the book, then pages of many."""
    by_address = {page.address: page for page in pages}
    found: list[Document] = []
    for kind in KINDS:
        if kind.name not in LINE_BY_LINE and kind.name not in _ELSEWHERE:
            records = publication.records.get(kind.name, ())
            found += _of_kind(kind.name, records, by_address, publication.commons.language)
    told = {document.address for document in found}
    rest = (
        page
        for address, page in sorted(by_address.items())
        if address not in told and page.kind not in _GONE
    )
    for number, page in enumerate(rest):
        summary = shortened(page.description)
        language = page.lang or publication.commons.language
        found.append(
            Document(
                MADE, number, "", page.address, page.title, summary, page.description, language
            )
        )
    return tuple(found)


def _of_kind(
    kind: str, records: Iterable[Record], pages: Mapping[str, SitePage], language: str
) -> Iterator[Document]:
    for number, record in enumerate(records):
        address = record_address(kind, record.id)
        if kind != FREE and address.partition("#")[0] not in pages:
            continue  # a record that no page tells of cannot be found either
        page = pages.get(address)
        written = str(getattr(record, "title", "") or "")
        title = page.title if page else written or record.id
        text = "\n".join(_texts(record))
        summary = page.description if page else _opening(record)
        yield Document(
            kind,
            number,
            record.id,
            address,
            title,
            shortened(summary),
            # What the record is called is found as a title too, where the page says it otherwise.
            f"{written}\n{text}" if written != title else text,
            record.lang or language,
        )


def shortened(text: str) -> str:
    """The beginning of a text, ended after a whole word."""
    text = " ".join(text.split())
    if len(text) <= _LONGEST_SUMMARY:
        return text
    return text[:_LONGEST_SUMMARY].rpartition(" ")[0].rstrip(" ,;:.") + "…"


def _opening(record: Record) -> str:
    """The beginning of what a record says, without the marks of Markdown."""
    for name in ("summary", "about", "body"):
        if written := str(getattr(record, name, "") or ""):
            return _PROSE_MARKS.sub("", _LINK_TARGET.sub("", written[: 4 * _LONGEST_SUMMARY]))
    return ""


# --- the words of a record -----------------------------------------------------------------------


def _texts(value: Any) -> Iterator[str]:
    """Every published text in a record or a part of one, links without where they lead."""
    of: Any = type(value)
    for name, is_text in _searched_fields(of):
        held = getattr(value, name)
        if not held:
            continue
        if not is_text:
            for part in held if isinstance(held, tuple) else (held,):
                yield from _texts(part)
        elif isinstance(held, tuple):
            yield from held
        else:
            yield _LINK_TARGET.sub("]", held) if "](" in held or "://" in held else held


@lru_cache(maxsize=256)
def _searched_fields(of: type[msgspec.Struct]) -> tuple[tuple[str, bool], ...]:
    """The fields of a struct that hold words, and whether each holds texts or further structs."""
    hints = get_type_hints(of, include_extras=True)
    notes = field_notes_of(of)
    found = []
    for field in msgspec.structs.fields(of):
        kinds = tuple(_leaves(hints[field.name]))
        note: Mapping[str, Any] = notes.get(field.name, {})
        is_own_title = field.name == "title" and issubclass(of, Record)  # searched as a title
        if is_own_title or note.get("published") is False:
            continue
        if any(isinstance(leaf, type) and issubclass(leaf, msgspec.Struct) for leaf in kinds):
            found.append((field.name, False))
        elif any(isinstance(leaf, msgspec.Meta) and _is_words(leaf) for leaf in kinds):
            found.append((field.name, True))
    return tuple(found)


def _is_words(note: msgspec.Meta) -> bool:
    return bool(note.extra and note.extra.get("form") in _SEARCHED_FORMS)


def _leaves(hint: Any) -> Iterator[Any]:
    """Every type and every note in a type, such as those of `tuple[Annotated[str, ...], ...]`."""
    inner = getattr(hint, "__metadata__", ())
    yield from inner
    arguments = get_args(hint)
    if get_origin(hint) is None and not arguments:
        yield hint
    for argument in arguments[:1] if inner else arguments:
        yield from _leaves(argument)
