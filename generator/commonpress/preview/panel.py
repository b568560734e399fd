# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the preview adds to a page: what was found, and the script that follows changes.

Both stand outside `<main>`, which stays what a build writes. The findings are those that `check`
prints, in the same words, and as discreet: somebody may look over a shoulder.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import Final

from commonpress.check.discretion import discreet
from commonpress.ground.diagnostics import Diagnostic
from commonpress.preview.work import Look

OWN: Final = "-preview"  # the folder of the preview's own files; no page has a name like that
_HEAD: Final = b"</head>"
_BODY: Final = b"<body"
_MOST: Final = 50  # findings that are told on a page
_EMPTY: Final = (
    b'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    b'<meta name="viewport" content="width=device-width,initial-scale=1">\n'
    b"<title>Preview</title>\n</head>\n<body>\n</body>\n</html>\n"
)
_LAST_GOOD: Final = (
    "This record cannot be published as it is. The page below is the last one that could be."
)


def with_panel(path: str, look: Look) -> bytes:
    """A page of the site with what the preview adds to it."""
    page = look.content or _EMPTY
    up = "../" * path.count("/")
    head, mark, rest = page.partition(_HEAD)
    before, body, after = rest.partition(_BODY)
    tag, end, inside = after.partition(b">")
    if not (mark and body and end):
        return page
    added = _links(up, path, look.digest).encode(), _panel(look).encode()
    return b"".join((head, added[0], mark, before, body, tag, end, added[1], inside))


def _links(up: str, path: str, digest: str) -> str:
    return (
        f'<link rel="stylesheet" href="{up}{OWN}/preview.css">\n'
        f'<script src="{up}{OWN}/preview.js" defer data-events="{up}{OWN}/events" '
        f'data-page="{escape(path)}" data-seen="{digest}"></script>\n'
    )


def _panel(look: Look) -> str:
    parts = list(_parts(look))
    if not parts:
        return ""
    return f'\n<aside class="preview" aria-label="Preview">\n{"".join(parts)}</aside>\n'


def _parts(look: Look) -> Iterator[str]:
    findings, _ = discreet(look.findings, look.texts)
    here = [finding for finding in findings if look.source and finding.span.path == look.source]
    others = [finding for finding in findings if finding not in here]
    if look.content is None:
        yield "<p>There is no page at this address.</p>\n"
    if look.is_last_good:
        yield f"<p>{escape(_LAST_GOOD)}</p>\n"
    if look.trouble:
        yield f"<p>The pages could not be made anew: <code>{escape(look.trouble)}</code></p>\n"
    if here:
        yield _list(here)
    if others:
        name = (
            "1 finding in the book" if len(others) == 1 else f"{len(others)} findings in the book"
        )
        stands = f"{name}, elsewhere" if here else name
        is_open = " open" if look.content is None else ""
        yield f"<details{is_open}>\n<summary>{stands}</summary>\n{_list(others)}</details>\n"


def _list(findings: Iterable[Diagnostic]) -> str:
    told = list(findings)
    items = "".join(f"<li>{_told(finding)}</li>\n" for finding in told[:_MOST])
    more = f"<p>And {len(told) - _MOST} more.</p>\n" if len(told) > _MOST else ""
    return f"<ul>\n{items}</ul>\n{more}"


def _told(finding: Diagnostic) -> str:
    place = f"{finding.span.path}:{finding.span.line}:{finding.span.column}"
    code = f"{finding.code.severity.value}[{finding.code.slug}]"
    hint = f" <span>{escape(finding.hint)}</span>" if finding.hint else ""
    return f"<code>{escape(place)}</code> <b>{code}</b> {escape(finding.message)}{hint}"
