# SPDX-License-Identifier: AGPL-3.0-or-later
"""What people need who read a PDF with their ears or with keys, as named points of PDF/UA-1.

These are the points that a program can see for itself. Whether the order makes sense and the words
about a picture are good is for people to say.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator

from pikepdf import Array, Dictionary, Name, Object, Pdf

from commonpress.render.preflight_codes import TAGS, Fault, Place

_HEAD = re.compile(r"/H([1-6])$")
_PRINT = 4
# From here on a reader without a list of heads is lost.
_LONG = 8


def look_at_tags(pdf: bytes) -> Iterator[Fault]:
    """Everything that is missing in a file for reading."""
    with Pdf.open(io.BytesIO(pdf)) as opened:
        elements = tuple(_elements(opened))
        for check in (_about, _outline, _annotations):
            yield from (Fault(TAGS, what, place) for what, place in check(opened))
        for look in (_pictures, _table_heads, _heads):
            yield from (Fault(TAGS, what) for what in look(elements))


def _about(pdf: Pdf) -> Iterator[tuple[str, Place | None]]:
    root = pdf.Root
    xmp = root.Metadata.read_bytes() if Name.Metadata in root else b""
    points: tuple[tuple[bool, str], ...] = (
        (bool(str(pdf.docinfo.get(Name.Title, "")).strip()), "it has no title"),
        (b"dc:title" in xmp, "its title is not in its metadata"),
        (b"pdfuaid:part" in xmp, "it does not say that it keeps to PDF/UA"),
        (bool(str(root.get(Name.Lang, "")).strip()), "it does not say its language"),
        (bool(root.get(Name.MarkInfo, Dictionary()).get(Name.Marked, False)), "it has no tags"),
        (Name.StructTreeRoot in root, "it has no tree of tags"),
        (
            bool(root.get(Name.ViewerPreferences, Dictionary()).get(Name.DisplayDocTitle, False)),
            "a viewer shows the name of the file in the place of its title",
        ),
    )
    yield from ((what, None) for holds, what in points if not holds)


def _outline(pdf: Pdf) -> Iterator[tuple[str, Place | None]]:
    if len(pdf.pages) >= _LONG and Name.First not in pdf.Root.get(Name.Outlines, Dictionary()):
        yield "it has no list of its heads to jump to", None


def _annotations(pdf: Pdf) -> Iterator[tuple[str, Place | None]]:
    """Links and fields: each prints, is in the tree of tags, and says what it is."""
    for number, page in enumerate(pdf.pages, start=1):
        notes = page.obj.get(Name.Annots, Array())
        if len(notes) and page.obj.get(Name.Tabs) != Name.S:
            yield "keys do not follow the order of the tags", Place(number, 0, 0)
        for note in notes:
            yield from ((what, Place(number, 0, 0)) for what in _of_annotation(note))


def _of_annotation(note: Object) -> Iterator[str]:
    is_field = note.get(Name.Subtype) == Name.Widget
    label = note.get(Name.TU if is_field else Name.Contents, "")
    if not str(label).strip():
        yield "a field has no label" if is_field else "a link does not say where it leads"
    if not int(note.get(Name.F, 0)) & _PRINT:
        yield "a link is not printed"
    if Name.StructParent not in note:
        yield "a link is not in the tree of tags"


def _elements(pdf: Pdf) -> Iterator[Object]:
    """Every element of the tree of tags, in the order in which it is read."""
    if Name.StructTreeRoot in pdf.Root:
        yield from _below(pdf.Root.StructTreeRoot)


def _below(element: Object) -> Iterator[Object]:
    below = element.get(Name.K)
    for child in below if isinstance(below, Array) else [below]:
        if isinstance(child, Dictionary) and Name.S in child:
            yield child
            yield from _below(child)


def _pictures(elements: Iterable[Object]) -> Iterator[str]:
    if any(str(e.S) == "/Figure" and not str(e.get(Name.Alt, "")).strip() for e in elements):
        yield "a picture has no words for those who do not see it"


def _table_heads(elements: Iterable[Object]) -> Iterator[str]:
    for element in elements:
        if str(element.S) == "/TH" and not _has_scope(element):
            yield "the head of a table does not say which cells it is for"
            return


def _has_scope(element: Object) -> bool:
    attributes = element.get(Name.A, Array())
    several = attributes if isinstance(attributes, Array) else [attributes]
    return any(isinstance(one, Dictionary) and Name.Scope in one for one in several)


def _heads(elements: Iterable[Object]) -> Iterator[str]:
    """Heads go down one step at a time, and begin with the first."""
    last = 0
    for element in elements:
        found = _HEAD.match(str(element.S))
        if not found:
            continue
        level = int(found[1])
        if level > last + 1:
            after = f"a head of level {last}" if last else "no head"
            yield f"a head of level {level} follows {after}"
            return
        last = level
