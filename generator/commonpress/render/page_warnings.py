# SPDX-License-Identifier: AGPL-3.0-or-later
"""What MkDocs warns of while it sets the pages, as findings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from commonpress.ground.diagnostics import Code, Diagnostic, Severity, Span

PAGE_WARNING = Code(
    "page-warning",
    "MkDocs, which sets the pages, came upon something that it could not follow: in `mkdocs.yml`, "
    "in a page of the commons' own, or in what an extension of either says. The site is built, "
    "and a part of it may not look as it was meant.",
    severity=Severity.WARNING,
)
CODES = (PAGE_WARNING,)

_PAGES = "content/pages"
_PAGE = re.compile(r"'([^'\\]+\.md)'")


def page_warnings(
    messages: Iterable[str], pages: Iterable[str], configuration: str
) -> Iterator[Diagnostic]:
    """A finding for each message, at the page that it names first, or else at the configuration.

    `pages` are the paths of all pages in the book.
    """
    known = frozenset(pages)
    for message in messages:
        named = (f"{_PAGES}/{found}" for found in _PAGE.findall(message))
        place = next((path for path in named if path in known), configuration)
        said = " ".join(message.split()).rstrip(".")
        hint = "put it right here, or in the page that it is about"
        yield Diagnostic(PAGE_WARNING, Span(place), f"MkDocs says: {said}", hint)
