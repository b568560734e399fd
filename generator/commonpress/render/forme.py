# SPDX-License-Identifier: AGPL-3.0-or-later
"""The forme: a page set once by MkDocs, cut where records differ, and printed many times.

A forme is the finished HTML of one page whose title, body, neighbours and so on were marks
that occur nowhere else. `cut` takes it apart at the marks and proves that each slot stands
there exactly as often as its variant needs, and that no mark is left over. `stamp` puts a
page into it, each value escaped for the place it stands in. MkDocs itself escapes nothing,
which lets a title carry a script; here nothing reaches a slot but through its escape.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from html import escape
from typing import Final
from urllib.parse import quote

from commonpress.render.elsewhere import head_links, switcher
from commonpress.render.site_page import Link, SiteFrame, SitePage
from commonpress.render.voice import direction_of

HOME: Final = "home"  # the part of the page with the nameplate


class Slot(StrEnum):
    """A place in a forme that is filled page by page."""

    TITLE = "title"
    DESCRIPTION = "description"
    CANONICAL = "canonical"
    KIND = "kind"
    LANGUAGE = "language"
    DIRECTION = "direction"
    BODY = "body"
    EDIT = "edit"
    EARLIER_ADDRESS = "earlier-address"
    EARLIER_TITLE = "earlier-title"
    LATER_ADDRESS = "later-address"
    LATER_TITLE = "later-title"
    ALTERNATES = "alternates"
    LANGUAGES = "languages"
    AS_OF = "as-of"
    COLOPHON = "colophon"
    NOTICE = "notice"


FRAME_SLOTS: Final = (Slot.AS_OF, Slot.COLOPHON, Slot.NOTICE)


@dataclass(frozen=True, slots=True, order=True)
class FormeKey:
    """Which forme a page needs: its part of the book, how deep it stands, what it links to."""

    part: str
    depth: int
    source: bool = False
    earlier: bool = False
    later: bool = False


@dataclass(frozen=True, slots=True)
class Forme:
    """A cut page: `pieces[0]`, the first slot, `pieces[1]`, the second slot, and so on."""

    pieces: tuple[bytes, ...]
    slots: tuple[Slot, ...]

    def filled(self, values: Mapping[Slot, bytes]) -> bytes:
        """The page with every slot filled. A slot without a value is a KeyError."""
        parts = [self.pieces[0]]
        for slot, piece in zip(self.slots, self.pieces[1:], strict=True):
            parts.append(values[slot])
            parts.append(piece)
        return b"".join(parts)


class FormeError(Exception):
    """A page that MkDocs set is not what the stamper expects: a template lost or doubled a slot."""


# --- cutting -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands in the slots while MkDocs sets the page.

    Letters and digits only, so that no template, filter or escape can change them; made from
    the fingerprint of the whole configuration, so that they are the same on every machine and
    nobody can write one into a text (it would change the fingerprint).
    """

    stem: str
    of: Mapping[Slot, str]


def marks_for(fingerprint: str) -> Marks:
    """The marks of one configuration."""
    stem = "cp" + _digest(fingerprint, "stem")[:16]
    return Marks(stem, {slot: stem + _digest(fingerprint, slot)[:16] for slot in Slot})


def _digest(*words: str) -> str:
    return hashlib.blake2b("\0".join(words).encode(), digest_size=16).hexdigest()


def expected_slots(key: FormeKey, frame: SiteFrame) -> dict[Slot, int]:
    """How often each slot stands on a page of this variant."""
    return dict.fromkeys(FRAME_SLOTS, 1) | {
        Slot.TITLE: int(key.part != HOME),
        Slot.DESCRIPTION: 1,
        Slot.CANONICAL: int(bool(frame.site_url)),
        Slot.KIND: 1,
        Slot.LANGUAGE: 1,
        Slot.DIRECTION: 1,
        Slot.BODY: 1,
        Slot.EDIT: int(key.source),
        Slot.EARLIER_ADDRESS: int(key.earlier),
        Slot.EARLIER_TITLE: int(key.earlier),
        Slot.LATER_ADDRESS: int(key.later),
        Slot.LATER_TITLE: int(key.later),
        Slot.ALTERNATES: int(bool(frame.elsewhere and frame.site_url)),
        Slot.LANGUAGES: int(bool(frame.elsewhere)),
    }


def cut(page: str, marks: Marks, expected: Mapping[Slot, int], *, name: str) -> Forme:
    """Cut a set page at its marks. `name` says which page it is, for the error."""
    for slot, mark in marks.of.items():
        found, wanted = page.count(mark), expected.get(slot, 0)
        if found != wanted:
            raise FormeError(f"{name}: the slot {slot} stands there {found} times, not {wanted}")
    places = sorted((page.index(mark), slot) for slot, mark in marks.of.items() if mark in page)
    pieces, begin = [], 0
    for place, slot in places:
        pieces.append(page[begin:place])
        begin = place + len(marks.of[slot])
    pieces.append(page[begin:])
    if any(marks.stem in piece for piece in pieces):
        raise FormeError(f"{name}: a mark is left over")
    return Forme(tuple(piece.encode() for piece in pieces), tuple(slot for _, slot in places))


# --- stamping ------------------------------------------------------------------------------------


def forme_key(page: SitePage, frame: SiteFrame) -> FormeKey:
    """The forme a page is printed from."""
    return FormeKey(
        part=page.part,
        depth=page.address.count("/"),
        source=bool(page.source and frame.edit_base),
        earlier=page.earlier is not None,
        later=page.later is not None,
    )


def forme_keys(pages: Iterable[SitePage], frame: SiteFrame) -> tuple[FormeKey, ...]:
    """All formes a site needs, with every neighbour variant of each row of pages.

    So one more record, which makes a last page the last but one, needs no new forme.
    """
    keys = {forme_key(page, frame) for page in pages}
    rows = {(k.part, k.depth, k.source) for k in keys if k.earlier or k.later}
    both = (False, True)
    keys |= {FormeKey(*row, earlier=e, later=f) for row in rows for e in both for f in both}
    return tuple(sorted(keys))


def stamp(forme: Forme, page: SitePage, frame: SiteFrame) -> bytes:
    """One page of the site, to the last byte."""
    return forme.filled(frame_values(frame) | page_values(page, frame))


def fill(forme: Forme, frame: SiteFrame) -> bytes:
    """A free page, or the page for missing addresses: only what every page says is filled in."""
    return forme.filled(frame_values(frame))


@lru_cache(maxsize=4)
def frame_values(frame: SiteFrame) -> dict[Slot, bytes]:
    """What every page says that may change with a record."""
    notice = f'<p class="notice">{text(frame.notice)}</p>\n' if frame.notice else ""
    return {
        Slot.AS_OF: text(frame.as_of).encode(),
        Slot.COLOPHON: "\n".join(f"<p>{text(line)}</p>" for line in frame.colophon).encode(),
        Slot.NOTICE: notice.encode(),
    }


def page_values(page: SitePage, frame: SiteFrame) -> dict[Slot, bytes]:
    """What one page says, each value escaped for its slot."""
    depth = page.address.count("/")
    language = page.lang or frame.language
    values = {
        Slot.TITLE: text(page.title),
        Slot.DESCRIPTION: text(page.description) or text(frame.tagline),
        Slot.CANONICAL: canonical(frame, page.address),
        Slot.KIND: f" page-{page.kind}" if page.kind else "",
        Slot.LANGUAGE: text(language),
        Slot.DIRECTION: direction_of(language),
        Slot.BODY: page.body,
        Slot.EDIT: address(frame.edit_base, page.source or ""),
    }
    if frame.elsewhere:
        values[Slot.ALTERNATES] = head_links(frame, page.address)
        values[Slot.LANGUAGES] = switcher(frame, page.address)
    values |= _neighbour(page.earlier, depth, Slot.EARLIER_ADDRESS, Slot.EARLIER_TITLE)
    values |= _neighbour(page.later, depth, Slot.LATER_ADDRESS, Slot.LATER_TITLE)
    return {slot: value.encode() for slot, value in values.items()}


def _neighbour(link: Link | None, depth: int, where: Slot, what: Slot) -> dict[Slot, str]:
    if link is None:
        return {}
    return {where: address("../" * depth, link.address), what: text(link.title)}


# --- escaping ------------------------------------------------------------------------------------


def text(value: str) -> str:
    """Plain text on one line, for between tags and for inside a quoted attribute."""
    return escape(" ".join(value.split()), quote=True)


def address(base: str, path: str) -> str:
    """The address of a file below a base, for inside a quoted attribute."""
    return escape(base + quote(path, safe="/"), quote=True)


def canonical(frame: SiteFrame, path: str) -> str:
    """The address of a page where the site is published; blank where that is not known."""
    return address(frame.site_url.rstrip("/") + "/", path) if frame.site_url else ""
