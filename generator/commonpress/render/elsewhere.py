# SPDX-License-Identifier: AGPL-3.0-or-later
"""The same page in the other languages of a book: for readers a switch, for programs links.

A page has one address in every language, below the folder of that language, so that no list of
translations is kept. A book in one language says nothing of the others.

Only the pages of a letter in the A to Z are a language's own: titles begin otherwise in another.
From there the switch leads to where the A to Z begins.
"""

from __future__ import annotations

from html import escape
from urllib.parse import quote

from commonpress.render.site_page import A_TO_Z, SiteFrame
from commonpress.render.voice import direction_of


def head_links(frame: SiteFrame, address: str) -> str:
    """The links by which programs find a page in each language, itself among them."""
    if not frame.site_url or not frame.elsewhere or _counterpart(address) != address:
        return ""
    path = quote(address, safe="/")
    here = frame.site_url.rstrip("/") + "/"
    whole = [(frame.language, here)] + [(o.language, o.whole) for o in frame.elsewhere]
    lines = [_alternate(language, base + path) for language, base in sorted(whole)]
    return "\n  ".join([*lines, _alternate("x-default", _first(frame) + path)])


def switcher(frame: SiteFrame, address: str) -> str:
    """The switch itself: each language by its own name, a link for all but the one being read."""
    if not frame.elsewhere:
        return ""
    up = "../" * address.count("/")
    path = quote(_counterpart(address), safe="/")
    links = [
        f'<li><a lang="{o.language}" dir="{direction_of(o.language)}" hreflang="{o.language}" '
        f'rel="alternate" href="{escape(up + o.path + path)}">{escape(o.name)}</a></li>'
        for o in frame.elsewhere
    ]
    return "".join(links)


def _counterpart(address: str) -> str:
    """The page that stands for a page in every other language."""
    return A_TO_Z if address.startswith(A_TO_Z.removesuffix("index.html")) else address


def _first(frame: SiteFrame) -> str:
    """Where the book stands in its first language: at the root."""
    here = frame.site_url.rstrip("/") + "/"
    return next((o.whole for o in frame.elsewhere if o.path == "../"), here)


def _alternate(language: str, address: str) -> str:
    return f'<link rel="alternate" hreflang="{language}" href="{escape(address)}">'
