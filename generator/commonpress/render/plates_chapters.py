# SPDX-License-Identifier: AGPL-3.0-or-later
"""Chapters bound into one file: pages, tags, outline, links, and each font once.

WeasyPrint sets each chapter as if it were the whole. What it numbers for a whole file is
numbered anew here, so that the bound file says what one setting of all would have said: every
page has its number in the tree of tags, every header its own id, every head its place in the
outline, and a link may lead into another chapter.
"""

from __future__ import annotations

import io
import re
from collections import ChainMap
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from decimal import Decimal
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from commonpress.render.font_union import Part, UnitingError, united
from commonpress.render.galleys import Chapter, Mark, UnprintableError
from commonpress.render.plates import saved

# A link into another chapter is set as an address of this scheme.
ACROSS = "chapter:"
_FIXED_PITCH = 1
_PAIR = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]+)>")
_BATCH = 100  # as many pairs as a map may have in one block
_MAP_HEAD = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo
<< /Registry (Adobe)
/Ordering (UCS)
/Supplement 0
>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange"""
_MAP_FOOT = b"""endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


def bound(chapters: Sequence[Chapter]) -> bytes:
    """Bind chapters in their order. What a file says about itself is taken from the first.

    Raises `UnprintableError` where a link leads to a part that no chapter has, `UnitingError`
    where a font is not of a sort that can be put together again.
    """
    with ExitStack() as opened:
        sources = [opened.enter_context(Pdf.open(io.BytesIO(one.pdf))) for one in chapters]
        book = opened.enter_context(Pdf.new())
        fonts = _fonts_taken_out(book, sources)
        roots = [_taken_in(book, *one) for one in zip(sources, fonts, strict=True)]
        _say_about(book, sources[0])
        _number_tags(book, sources, roots)
        _name_parts(book, sources)
        marks = [(mark, first) for first, one in _firsts(sources, chapters) for mark in one.marks]
        _outline(book, marks)
        return saved(book)


def _firsts(sources: Sequence[Pdf], chapters: Sequence[Chapter]) -> Iterator[tuple[int, Chapter]]:
    """Every chapter with the place of its first page among all pages."""
    first = 0
    for source, chapter in zip(sources, chapters, strict=True):
        yield first, chapter
        first += len(source.pages)


def _taken_in(book: Pdf, source: Pdf, fonts: Mapping[str, Object]) -> Object:
    """Take in the pages of a chapter and what is tagged in them; the root of its tags."""
    for page in source.pages:
        book.pages.append(page)
    there = book.pages[-1].obj.Resources.Font
    for name, font in fonts.items():
        there[name] = font
    # The tags name the pages, which are there by now: they are not copied a second time.
    return book.copy_foreign(source.Root.StructTreeRoot)


def _say_about(book: Pdf, source: Pdf) -> None:
    for key in (Name.Lang, Name.MarkInfo, Name.ViewerPreferences, Name.Metadata):
        if key in source.Root:
            found = source.Root[key]
            indirect = found.is_indirect
            book.Root[key] = book.copy_foreign(found if indirect else source.make_indirect(found))
    for name, value in source.docinfo.items():
        book.docinfo[name] = String(str(value))


# --- tags ----------------------------------------------------------------------------------------


def _number_tags(book: Pdf, sources: Sequence[Pdf], roots: Sequence[Object]) -> None:
    """One tree of tags, and one list that finds a tag by the number of a page or a link."""
    root = book.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    document = book.make_indirect(
        Dictionary(Type=Name.StructElem, S=Name.Document, P=root, K=Array())
    )
    root.K = Array([document])
    page_tags: list[Object] = []
    link_tags: list[tuple[Object, Object]] = []
    first = 0
    for number, (source, chapter) in enumerate(zip(sources, roots, strict=True)):
        tags = _tags_by_number(chapter)
        for page in book.pages[first : first + len(source.pages)]:
            page_tags.append(tags[int(page.obj.StructParents)])
            page.obj.StructParents = len(page_tags) - 1
            link_tags += (
                (note, tags[int(note.StructParent)])
                for note in page.obj.get(Name.Annots, Array())
                if Name.StructParent in note
            )
        first += len(source.pages)
        for element in chapter.K[0].K:
            element.P = document
            document.K.append(element)
            _own_ids(element, f"{number}-")
    for place, (note, _) in enumerate(link_tags, start=len(page_tags)):
        note.StructParent = place
    numbered = enumerate([*page_tags, *(tag for _, tag in link_tags)])
    listed = Array([part for place, tag in numbered for part in (place, tag)])
    root.ParentTree = book.make_indirect(Dictionary(Nums=listed))
    book.Root.StructTreeRoot = root


def _tags_by_number(root: Object) -> dict[int, Object]:
    numbers = list(root.ParentTree.Nums)
    return {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}


def _own_ids(element: Object, chapter: str) -> None:
    """Tell the ids of headers apart: each chapter counts its own."""
    if Name.ID in element:
        element.ID = String(chapter + str(element.ID))
    told = element.get(Name.A)
    if isinstance(told, Dictionary) and Name.Headers in told:
        told.Headers = Array([String(chapter + str(one)) for one in told.Headers])
    for child in element.get(Name.K, Array()):
        if isinstance(child, Dictionary) and Name.K in child:
            _own_ids(child, chapter)


# --- names, links and the outline ----------------------------------------------------------------


def _name_parts(book: Pdf, sources: Sequence[Pdf]) -> None:
    """Name every part with an id once, the first where two have one, and lead links there."""
    parts: dict[str, Object] = {}
    first = 0
    for source in sources:
        places = {page.obj.objgen: at for at, page in enumerate(source.pages, start=first)}
        for name, there in _named(source):
            target = book.pages[places[there[0].objgen]].obj
            parts.setdefault(name, Array([target, *list(there)[1:]]))
        first += len(source.pages)
    listed = [part for name in sorted(parts) for part in (String(name), parts[name])]
    if listed:
        book.Root.Names = Dictionary(Dests=Dictionary(Names=Array(listed)))
    for page in book.pages:
        for note in page.obj.get(Name.Annots, Array()):
            _lead(note, parts)


def _named(source: Pdf) -> Iterator[tuple[str, Object]]:
    names = source.Root.get(Name.Names, Dictionary()).get(Name.Dests, Dictionary())
    listed = list(names.get(Name.Names, Array()))
    for at in range(0, len(listed), 2):
        yield str(listed[at]), listed[at + 1]


def _lead(note: Object, parts: Mapping[str, Object]) -> None:
    """Lead a link that was set as an address to the part of another chapter."""
    address = str(note.get(Name.A, Dictionary()).get(Name.URI, ""))
    if not address.startswith(ACROSS):
        return
    name = address.removeprefix(ACROSS)
    if name not in parts:
        raise UnprintableError((f"No anchor #{name} for internal URI reference",))
    del note.A
    note.Dest = String(name)
    note.Contents = String(name)


def _outline(book: Pdf, marks: Sequence[tuple[Mark, int]]) -> None:
    """The outline: a head stands below the last one of a lower level."""
    root = book.make_indirect(Dictionary(Count=0))
    above: list[tuple[int, Object, bool]] = [(0, root, True)]
    for mark, first in marks:
        while above[-1][0] >= mark.level:
            above.pop()
        page = book.pages[first + mark.page].obj
        there = Array([page, Name.XYZ, _figure(mark.x), _figure(mark.y), 0])
        item = book.make_indirect(Dictionary(Title=String(mark.label), Dest=there, Count=0))
        _hang(item, above[-1][1])
        for _, parent, is_open in reversed(above):
            parent.Count = int(parent.Count) + (1 if is_open else -1)
            if not is_open:
                break
        above.append((mark.level, item, mark.is_open))
    if Name.First in root:
        book.Root.Outlines = root


def _hang(item: Object, parent: Object) -> None:
    item.Parent = parent
    if Name.Last in parent:
        item.Prev = parent.Last
        parent.Last.Next = item
    else:
        parent.First = item
    parent.Last = item


def _figure(points: float) -> Decimal:
    """A figure as a PDF has it: no more digits than anyone could see."""
    return Decimal(f"{points:.4f}")


# --- fonts ---------------------------------------------------------------------------------------


def _fonts_taken_out(book: Pdf, sources: Sequence[Pdf]) -> list[dict[str, Object]]:
    """Take the fonts out of the chapters; for each, its fonts with the glyphs of all chapters."""
    parts: dict[str, list[Object]] = {}
    for source in sources:
        for name, font in _fonts_of(source).items():
            parts.setdefault(name, []).append(font)
    whole = {name: _whole_font(book, parts[name]) for name in sorted(parts)}
    used: list[dict[str, Object]] = []
    for source in sources:
        fonts = _fonts_of(source)
        names = sorted(fonts.keys())
        used.append({name: whole[name] for name in names})
        for name in names:
            del fonts[name]
    return used


def _fonts_of(source: Pdf) -> Object:
    """The fonts of a chapter: all its pages and drawings name the same ones."""
    return source.pages[0].obj.Resources.Font


def _whole_font(book: Pdf, parts: Sequence[Object]) -> Object:
    """One font of the parts that chapters embedded.

    Raises `UnitingError` where it is not a TrueType font that is drawn by its glyph numbers.
    """
    if any(part.get(Name.Encoding) != Name("/Identity-H") for part in parts):
        raise UnitingError("a font of another sort than TrueType")
    below = [part.DescendantFonts[0] for part in parts]
    told = [part.FontDescriptor for part in below]
    if any(Name.FontFile2 not in one for one in told):
        raise UnitingError("a font of another sort than TrueType")
    widths = [_widths_of(one.W) for one in below]
    texts = [dict(_PAIR.findall(part.ToUnicode.read_bytes())) for part in parts]
    files = [one.FontFile2.read_bytes() for one in told]
    lasts = [int(max(found), 16) for found in texts]
    file = united([Part(one, last) for one, last in zip(files, lasts, strict=True)])
    whole = book.copy_foreign(parts[0])
    whole.ToUnicode = book.make_stream(_map_of(ChainMap(*texts)))
    font = whole.DescendantFonts[0]
    font.W = _as_runs(dict(ChainMap(*widths)))
    described = font.FontDescriptor
    described.FontFile2 = book.make_stream(file, Length1=len(file))
    described.FontBBox[2] = max(one.FontBBox[2] for one in told)
    flags = [int(one.Flags) for one in told]
    all_fixed = all(flag & _FIXED_PITCH for flag in flags)
    described.Flags = flags[0] & ~_FIXED_PITCH | (_FIXED_PITCH if all_fixed else 0)
    return whole


def _widths_of(runs: Object) -> dict[int, Any]:
    """The width of every glyph, of runs as `first [width width] first [width]`."""
    listed = list(runs)
    return {
        int(listed[at]) + place: width
        for at in range(0, len(listed), 2)
        for place, width in enumerate(listed[at + 1])
    }


def _as_runs(widths: Mapping[int, Any]) -> Array:
    runs: list[Any] = []
    last = None
    for glyph in sorted(widths):
        if last is None or glyph != last + 1:
            runs += [glyph, []]
        runs[-1].append(widths[glyph])
        last = glyph
    return Array([Array(run) if isinstance(run, list) else run for run in runs])


def _map_of(texts: Mapping[bytes, bytes]) -> bytes:
    """The map from glyphs to what they say."""
    pairs = [b"<%s> <%s>" % (glyph, texts[glyph]) for glyph in sorted(texts)]
    blocks = [pairs[at : at + _BATCH] for at in range(0, len(pairs), _BATCH)]
    lines = (
        line for block in blocks for line in (b"%d beginbfchar" % len(block), *block, b"endbfchar")
    )
    return b"\n".join((_MAP_HEAD, *lines, _MAP_FOOT))
