# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every link of the finished site followed, before anyone else does.

A page may only ask for what the site holds: each address must be a file of it, each fragment
an id on that page, and nothing may be fetched from another host. Links that people follow to
other sites are theirs to follow, and are not tried.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from html import unescape
from urllib.parse import unquote, urlsplit

from commonpress.ground.diagnostics import Code, Diagnostic, Span, sorted_diagnostics
from commonpress.ground.sharing import shared
from commonpress.render.artifact import Artifact
from commonpress.render.link_glance import Glance, Looking, Said

BROKEN_LINK = Code(
    "broken-link",
    "A page of the site links to an address or a place on a page that is not there. A reader "
    "who followed it would find nothing, and a book that cites itself wrongly is not believed.",
)
OTHER_HOST = Code(
    "other-host",
    "A page would fetch a picture, a style or a script from another host, which would learn who "
    "reads this book. Everything a page shows is part of the site.",
)
DOUBLED_ANCHOR = Code(
    "doubled-anchor",
    "Two places on one page have the same id, so a link to it leads to one of them only.",
)
# Shown where no page is, at whatever address was asked for.
ANYWHERE = "404.html"

CODES = (BROKEN_LINK, OTHER_HOST, DOUBLED_ANCHOR)

# What is not markup: comments, and what stands in scripts and styles.
_NOT_MARKUP = re.compile(
    r"<(?:!--.*?-->|((?i:(script|style))\b[^>]*>).*?(</(?i:\2)\s*>))", re.DOTALL
)
# A tag with something after its name; one without says nothing here.
_NAME = r"[a-zA-Z][^\s/>]*+"
_AFTER = r"""[\s/][^>"']*+(?:"[^"]*+"[^>"']*+|'[^']*+'[^>"']*+)*+"""
_TAG = re.compile(f"<({_NAME})({_AFTER})>")
_WHOLE_TAG = re.compile(f"<({_NAME}{_AFTER})>")
_PARTS = re.compile(f"({_NAME})({_AFTER})")
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")
# Fewer pages than these are looked at before a second process would have begun.
_WORTH_SHARING = 500
_WHOLE_PAGE = frozenset({"", "top"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """An address a page names: in which tag and attribute, and on which line."""

    target: str
    line: int
    is_fetched: bool


@dataclass(frozen=True, slots=True)
class Page:
    """What a page names and what can be named on it."""

    wanted: tuple[Wanted, ...]
    ids: tuple[str, ...]


def check_links(
    site: Iterable[Artifact], sources: Mapping[str, str] | None = None, site_url: str = ""
) -> tuple[Diagnostic, ...]:
    """Every link that leads nowhere, every fetch from another host, every doubled id.

    `sources` names the file of the book that a page was made from: a finding stands there.
    `site_url` is where the site will stand, which the page for missing addresses has to know.
    """
    files = {artifact.path: artifact.content for artifact in site}
    glance = _glance(files)
    found: list[Diagnostic] = []
    for path in sorted(glance.to_be_read()):
        page = read_page(files[path].decode())
        if path == ANYWHERE:
            page = _at_the_root(page, urlsplit(site_url).path or "/")
        source = (sources or {}).get(path, "")
        found += _doubled(path, page, source)
        for wanted in page.wanted:
            wrong = _wrong(path, wanted, files, glance.anchors)
            if wrong is not None:
                found.append(_finding(wrong, path, wanted, source))
    return sorted_diagnostics(found)


def _glance(files: Mapping[str, bytes]) -> Glance:
    """A glance at every page, at half of them by each of two processes where that pays."""
    pages = [path for path in files if path.endswith(".html")]
    if len(pages) < _WORTH_SHARING:
        seen = [_seen(files, pages)]
    else:
        seen = shared(lambda part, parts: _seen(files, pages[part::parts]))
    glance = Glance.of(seen)
    if ANYWHERE in files:  # it is shown at any address, so its own says nothing
        glance.doubtful.add(ANYWHERE)
    return glance


def _seen(files: Mapping[str, bytes], pages: Iterable[str]) -> Glance:
    def page_of(page: str, target: str, is_fetched: bool) -> str | None:  # noqa: FBT001
        return _page_of(page, target, files, is_fetched=is_fetched)

    def said(tag: str) -> Said:
        parts = _PARTS.fullmatch(tag)
        return _said(*parts.groups()) if parts else (None, ())

    looking = Looking(said, page_of)
    for path in pages:
        looking.at(path, _WHOLE_TAG.findall(_NOT_MARKUP.sub(_blanked, files[path].decode())))
    return looking.glance


def read_page(html: str) -> Page:
    """The addresses and ids of a page, as a browser would read them."""
    text = _NOT_MARKUP.sub(_blanked, html)
    wanted: list[Wanted] = []
    ids: list[str] = []
    line, counted_to = 1, 0
    for tag in _TAG.finditer(text):
        if "=" not in tag[2]:
            continue
        name, named = _said(tag[1], tag[2])
        if name is not None:
            ids.append(name)
        if named:
            line += text.count("\n", counted_to, tag.start())
            counted_to = tag.start()
            wanted += [Wanted(target, line, is_fetched) for target, is_fetched in named]
    return Page(tuple(wanted), tuple(ids))


def _at_the_root(page: Page, base: str) -> Page:
    """The page that is shown at any address names all others from the root of the host."""
    return replace(
        page,
        wanted=tuple(
            replace(w, target=w.target.removeprefix(base)) if w.target.startswith(base) else w
            for w in page.wanted
        ),
    )


def _blanked(found: re.Match[str]) -> str:
    """The tags of a script or style without what is in it, on as many lines."""
    lines = "\n" * found[0].count("\n")
    return f"<{found[1]}{lines}{found[3]}" if found[1] else lines


@lru_cache(maxsize=1 << 16)  # most tags of a site stand on many of its pages
def _said(tag: str, written: str) -> tuple[str | None, tuple[tuple[str, bool], ...]]:
    """The id of a tag, and the addresses it names."""
    attributes = _attributes(written)
    return attributes.get("id"), tuple(_named(tag.lower(), attributes))


def _attributes(written: str) -> dict[str, str]:
    """A tag's attributes; where one is written twice, browsers take the first."""
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(written):
        found.setdefault(name.lower(), unescape(double or single or bare))
    return found


def _named(tag: str, attributes: Mapping[str, str]) -> Iterator[tuple[str, bool]]:
    """The addresses that a tag names, and whether each is fetched without being asked for."""
    if "href" in attributes:
        names_a_page = attributes.get("rel", "") in {"canonical", "prev", "next"}
        fetches = tag == "link" and not names_a_page and "hreflang" not in attributes
        if tag != "link" or fetches:
            yield attributes["href"].strip(), fetches
    if "src" in attributes:
        yield attributes["src"].strip(), True
    for candidate in attributes.get("srcset", "").split(","):
        if candidate.strip():
            yield candidate.split()[0], True


def _wrong(
    page: str, wanted: Wanted, files: Mapping[str, bytes], anchors: Mapping[str, frozenset[str]]
) -> Code | None:
    target = _page_of(page, wanted.target, files, is_fetched=wanted.is_fetched)
    if target is None:
        return OTHER_HOST if _SCHEME.match(wanted.target) else BROKEN_LINK
    fragment = wanted.target.partition("#")[2]
    return None if not target or unquote(fragment) in anchors[target] else BROKEN_LINK


def _page_of(
    page: str, address: str, files: Mapping[str, bytes], *, is_fetched: bool
) -> str | None:
    """The page on which the fragment of an address must be; blank where it names none.

    None where nothing is at the address, or where it is fetched from another host.
    """
    if _SCHEME.match(address):
        return None if is_fetched and not address.startswith("data:") else ""
    path, _, fragment = address.partition("#")
    path = path.partition("?")[0]
    target = _resolved(posixpath.dirname(page), path) if path else page
    if target not in files:
        return None
    return target if fragment not in _WHOLE_PAGE and target.endswith(".html") else ""


def _resolved(folder: str, written: str) -> str:
    """The file an address leads to from a page in a folder; blank where it names a folder."""
    path = unquote(written)
    return "" if path.endswith("/") else posixpath.normpath(posixpath.join(folder, path))


def _finding(code: Code, page: str, wanted: Wanted, source: str) -> Diagnostic:
    span = Span(source) if source else Span(page, wanted.line)
    made = f"the page {page}, line {wanted.line}," if source else "this page"
    if code is OTHER_HOST:
        return Diagnostic(
            code,
            span,
            f"{made} would fetch `{wanted.target}` from another host",
            "put the file into content/media and name it there",
        )
    return Diagnostic(
        code,
        span,
        f"{made} links to `{wanted.target}`, which is not there",
        "link to a record by its id or its file, such as `dec-2026-014`",
    )


def _doubled(path: str, page: Page, source: str) -> Iterator[Diagnostic]:
    for name, times in sorted(Counter(page.ids).items()):
        if times > 1:
            yield Diagnostic(
                DOUBLED_ANCHOR,
                Span(source or path),
                f"the id `{name}` stands {times} times on {path}",
                "give each heading or footnote words of its own",
            )
