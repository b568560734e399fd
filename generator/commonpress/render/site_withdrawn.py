# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tombstones: what stands at the address of a record that was taken out, and the list of them."""

from __future__ import annotations

from collections.abc import Iterator

from commonpress.kinds import KIND_OF
from commonpress.kinds.base import FileEach
from commonpress.render.addresses import index_address, record_address
from commonpress.render.site_desk import Desk, Sheet

PART = "withdrawn"  # of the book, and the kind of its pages
LIST = index_address("tombstone")


def withdrawn_sheets(desk: Desk) -> Iterator[Sheet]:
    """The list of what was withdrawn, and a page where each record with a page of its own stood."""
    views = desk.publication.withdrawn
    if not views:
        return
    yield desk.sheet(("tombstones",), LIST, PART, kind=PART, views=views)
    for view in views:
        kind = KIND_OF.get(view.kind)
        if kind is not None and isinstance(kind.shelf, FileEach):
            address = record_address(view.kind, view.id)
            yield desk.sheet(("tombstone",), address, PART, kind=PART, view=view, of=kind)
