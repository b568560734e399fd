# SPDX-License-Identifier: AGPL-3.0-or-later
"""The prose of records: from Markdown to HTML that is safe to print, and to plain text.

Records are written in CommonMark with tables, footnotes, strikethrough and bare addresses,
which is what a forge shows a contributor. HTML is not part of it: a tag is printed as the
letters it is made of. The fast engine (cmarkgfm) stands behind these two functions alone.
"""

from __future__ import annotations

import html
import re

from cmarkgfm import cmark

from commonpress.render.sanitize import (
    ID_PREFIX,
    OUTSIDE_REL,
    Resolve,
    clean_record,
    is_inside,
    is_outside,
    without_unseen,
)

_OPTIONS = cmark.Options.CMARK_OPT_FOOTNOTES
_EXTENSIONS = ["table", "strikethrough", "autolink"]

# Stands for "<" while the engine works. Private use: no text has a reason to hold it.
_LESS = "\ue000"
# "<" that does not open an autolink; and, at first, not the <destination> of a link either.
_TAG_LESS = re.compile(r"<(?!(?:https://|mailto:|[\w.+-]+@)[^\s<>]*>)")
_LOOSE_LESS = re.compile(rf"{_TAG_LESS.pattern}(?<!\]\(<)(?<!\]: <)")
_DROPPED = "<!-- raw HTML omitted -->"

# The engine escapes every < > " in text and attributes, so these find its own tags only.
_HEADING = re.compile(r"<(/?)h([1-6])>")
_LINK = re.compile(r'<a href="([^"]*)"(?: title="[^"]*")?>')
_IMAGE = re.compile(r'<img src="([^"]*)" alt="([^"]*)"(?: title="[^"]*")? />')
_NOTE_LINK = re.compile(r'href="#(?=fn)')
_NOTE_ID = re.compile(r'id="(?=fn)')
_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
_HEAD_CELL = re.compile(r"<th[^>]*>(.*?)</th>", re.DOTALL)
_SIDE = re.compile(r'<(t[dh]) align="(\w+)">')
_TAG = re.compile(r"<[^>]*>")
_NOTES = re.compile(
    r'<section class="footnotes".*?</section>|<sup class="footnote-ref">.*?</sup>', re.DOTALL
)
_BLOCK_END = re.compile(r"</(?:p|h[1-6]|li|td|th|pre)>|<br />")

# One line of words that no engine could take for anything else: begun and ended by a letter or
# a digit, dots and the like only behind letters, and a space behind each. Most short texts are.
_SIMPLE = re.compile(
    r"[^\W\d_](?:[^\W_]|[,;.!?](?=[ ])| (?=[^\W_])|(?<=[^\W_])['’-](?=[^\W_]))*[.!?]?"
)


def nowhere(_target: str) -> str | None:
    """Resolve no link: for prose that stands apart from any site."""
    return None


def to_html(markdown: str, *, top: int = 2, link: Resolve = nowhere, ids: str = "") -> str:
    """Prose as sanitized HTML.

    Its highest headings become `top` (2 to 6), the others follow. `link` is asked for the
    address, relative to the page, of every link or image that names no scheme; where it
    knows none, the words stay and lead nowhere. `ids` tells apart the footnotes of several
    texts on one page; give each its own, a word of lower-case letters.
    """
    if "\n" not in markdown and _SIMPLE.fullmatch(markdown):
        return f"<p>{markdown}</p>\n"
    page = _LINK.sub(lambda m: _anchor(m[1], link, ids), _parsed(markdown))
    page = _IMAGE.sub(lambda m: _image(m[1], m[2], link), page)
    page = _numbered_notes(page, f"{ids}-" if ids else "")
    page = _TABLE.sub(lambda m: _scrolling(m[0]), page)
    return clean_record(_headings_from(page, top))


def to_text(markdown: str, *, longest: int = 0) -> str:
    """Prose as one line of plain text, without its footnotes; for descriptions and search.

    With `longest` it ends after a whole word, with an ellipsis, within that many characters.
    """
    page = _IMAGE.sub(r"\2", _NOTES.sub("", _parsed(markdown)))
    said = html.unescape(_TAG.sub("", _BLOCK_END.sub(" ", page)))
    text = " ".join(without_unseen(said).split())
    if not longest or len(text) <= longest:
        return text
    return text[: longest - 1].rpartition(" ")[0].rstrip(" ,;:.") + "…"


def _parsed(markdown: str) -> str:
    """What the engine makes of it, every tag that was written printed as text."""
    source = markdown.replace(_LESS, "�")
    page = _engine(_LOOSE_LESS.sub(_LESS, source))
    if _DROPPED in page:  # a tag in the guise of a destination: its words must not be lost
        page = _engine(_TAG_LESS.sub(_LESS, source))
    return page.replace(_LESS, "&lt;").replace("%EE%80%80", "%3C")


def _engine(markdown: str) -> str:
    page: str = cmark.markdown_to_html_with_extensions(
        markdown, options=_OPTIONS, extensions=_EXTENSIONS
    )
    return page


def _anchor(written: str, link: Resolve, ids: str) -> str:
    """The opening tag of a link that somebody wrote."""
    target = html.unescape(written)
    if is_outside(target):
        return f'<a href="{written}" rel="{OUTSIDE_REL}">'
    if target.startswith("#"):
        address: str | None = f"#{ID_PREFIX}{ids and ids + '-'}{target[1:]}"
    else:
        address = link(target) if is_inside(target) else None
    return f'<a href="{html.escape(address)}">' if address else "<a>"


def _image(written: str, alt: str, link: Resolve) -> str:
    """An image of this site, or else the words that stand for it."""
    target = html.unescape(written)
    address = link(target) if is_inside(target) else None
    return f'<img src="{html.escape(address)}" alt="{alt}">' if address else alt


def _numbered_notes(page: str, ids: str) -> str:
    """Footnotes with ids of this text's own. The sanitizer adds the prefix to ids, not to links."""
    if "fn" not in page:
        return page
    page = _NOTE_LINK.sub(f'href="#{ID_PREFIX}{ids}', page)
    return _NOTE_ID.sub(f'id="{ids}', page)


def _scrolling(table: str) -> str:
    """A table in a region of its own that can be scrolled from the keyboard."""
    heads = [_TAG.sub("", cell).strip() for cell in _HEAD_CELL.findall(table)]
    name = ", ".join(head for head in heads if head)
    table = _SIDE.sub(r'<\1 class="\2">', table).replace("<th", '<th scope="col"')
    table = table.replace('<th scope="col"ead', "<thead")
    return f'<div class="scroll" role="region" tabindex="0" aria-label="{name}">{table}</div>'


def _headings_from(page: str, top: int) -> str:
    """Headings moved together, so that the highest is `top`; below 6 there is none."""
    levels = [int(level) for _, level in _HEADING.findall(page)]
    shift = top - min(levels, default=top)
    if not shift:
        return page
    return _HEADING.sub(lambda m: f"<{m[1]}h{min(6, int(m[2]) + shift)}>", page)
