# SPDX-License-Identifier: AGPL-3.0-or-later
"""Feeds as Atom (RFC 4287) and as JSON Feed 1.1: two formats of the same entries.

Ids are `tag:` URIs (RFC 4151) and stay when the site moves; every link is whole, because a feed
is read elsewhere. A day is written as its first moment in universal time. What was withdrawn has
a tombstone in Atom, so that readers drop it too; JSON Feed knows none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from html import escape
from pathlib import Path
from typing import Any, Final

from commonpress.derive.publication import Publication
from commonpress.render.artifact import Artifact
from commonpress.render.feed_entries import Feed, FeedEntry, feeds

FOLDER: Final = "feeds"
_ATOM: Final = "http://www.w3.org/2005/Atom"
_TOMBSTONES: Final = "http://purl.org/atompub/tombstones/1.0"  # RFC 6721
_JSON_FEED: Final = "https://jsonfeed.org/version/1.1"
# What XML 1.0 cannot hold, however it is escaped.
_NOT_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


def feed_files(publication: Publication, own_templates: Path | None = None) -> list[Artifact]:
    """Every feed in both formats."""
    return [
        artifact
        for feed in feeds(publication, f"{FOLDER}/", own_templates)
        for artifact in (
            Artifact(f"{feed.name}.xml", format_atom(feed)),
            Artifact(f"{feed.name}.json", format_json_feed(feed)),
        )
    ]


def format_atom(feed: Feed) -> bytes:
    """A feed as Atom."""
    return "".join(f"{line}\n" for line in _atom(feed)).encode()


def format_json_feed(feed: Feed) -> bytes:
    """A feed as JSON Feed."""
    told = {
        "version": _JSON_FEED,
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": f"{feed.base}{feed.name}.json",
        "language": feed.language,
        "authors": [{"name": feed.author}],
        "items": [_item(entry) for entry in feed.entries],
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def _atom(feed: Feed) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    also = f' xmlns:at="{_TOMBSTONES}"' if feed.deleted else ""
    yield f'<feed xmlns="{_ATOM}"{also} xml:lang="{_xml(feed.language)}">'
    yield f"<id>{_xml(feed.id)}</id>"
    yield f"<title>{_xml(feed.title)}</title>"
    yield f"<updated>{_moment(feed.updated)}</updated>"
    yield f"<author><name>{_xml(feed.author)}</name></author>"
    yield f"<rights>{_xml(feed.licence)}</rights>"
    yield "<generator>Commonpress</generator>"
    this = _xml(f"{feed.base}{feed.name}.xml")
    yield f'<link rel="self" type="application/atom+xml" href="{this}"/>'
    yield f'<link rel="alternate" type="text/html" href="{_xml(feed.home)}"/>'
    for entry in feed.entries:
        yield from _atom_entry(entry)
    for gone in feed.deleted:
        yield f'<at:deleted-entry ref="{_xml(gone.id)}" when="{_moment(gone.when)}">'
        yield f"<at:comment>{_xml(gone.reason)}</at:comment>"
        yield "</at:deleted-entry>"
    yield "</feed>"


def _atom_entry(entry: FeedEntry) -> Iterator[str]:
    yield f'<entry xml:lang="{_xml(entry.language)}">'
    yield f"<id>{_xml(entry.id)}</id>"
    yield f"<title>{_xml(entry.title)}</title>"
    yield f"<published>{_moment(entry.published)}</published>"
    yield f"<updated>{_moment(entry.updated)}</updated>"
    yield f'<link rel="alternate" type="text/html" href="{_xml(entry.address)}"/>'
    yield from (f'<category term="{_xml(subject)}"/>' for subject in entry.subjects)
    yield f"<summary>{_xml(entry.about)}</summary>"
    yield "</entry>"


def _item(entry: FeedEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "url": entry.address,
        "title": entry.title,
        "content_text": entry.about,
        "date_published": _moment(entry.published),
        "date_modified": _moment(entry.updated),
        "language": entry.language,
        **({"tags": list(entry.subjects)} if entry.subjects else {}),
    }


def _xml(value: str) -> str:
    return escape(_NOT_XML.sub(" ", value))


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
