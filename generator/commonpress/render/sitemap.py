# SPDX-License-Identifier: AGPL-3.0-or-later
"""What search engines are told: every page by its full address, or to leave the site out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from commonpress.render.artifact import Artifact
from commonpress.render.site_page import SiteFrame

# sitemaps.org allows so many addresses in one file.
MOST_ADDRESSES: Final = 50_000
_NAMESPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
# A page has to be read for its `noindex` to be seen (RFC 9309 and the robots meta tag are two
# things). A table or a PDF has no place for that word, so it is not to be fetched at all.
ROBOTS: Final = """\
User-agent: *
Allow: /$
Allow: /*/$
Allow: /*.html$
Disallow: /
"""
_NOT_LISTED: Final = frozenset({"404.html"})


def found_by(addresses: Iterable[str], frame: SiteFrame) -> tuple[Artifact, ...]:
    """The sitemap; where the commons asks to be left out, `robots.txt` in its place."""
    if frame.noindex:
        return (Artifact("robots.txt", ROBOTS.encode()),)
    return sitemap(addresses, frame.site_url)


def sitemap(addresses: Iterable[str], site_url: str) -> tuple[Artifact, ...]:
    """`sitemap.xml` for these pages; nothing where it is not known where the site will stand."""
    if not site_url:
        return ()
    base = site_url if site_url.endswith("/") else f"{site_url}/"
    listed = sorted(set(addresses) - _NOT_LISTED)
    groups = [listed[i : i + MOST_ADDRESSES] for i in range(0, len(listed), MOST_ADDRESSES)]
    if len(groups) < 2:
        return (_file("sitemap.xml", "urlset", "url", [base + a for a in listed]),)
    names = [f"sitemap-{number}.xml" for number in range(1, len(groups) + 1)]
    parts = (
        _file(name, "urlset", "url", [base + a for a in group])
        for name, group in zip(names, groups, strict=True)
    )
    return (*parts, _file("sitemap.xml", "sitemapindex", "sitemap", [base + n for n in names]))


def _file(name: str, root: str, item: str, addresses: Sequence[str]) -> Artifact:
    lines = "".join(f"<{item}><loc>{escape(a)}</loc></{item}>\n" for a in addresses)
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_NAMESPACE}">\n{lines}</{root}>\n'
    )
    return Artifact(name, text.encode())
