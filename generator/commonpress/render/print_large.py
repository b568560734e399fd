# SPDX-License-Identifier: AGPL-3.0-or-later
"""Large print: the whole issue at 18 points in one column, on whole sheets.

Drawings with small lettering would have to be read through a glass, so each is told in the words
that it carries for those who do not see it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from commonpress.derive.publication import IssueView, Publication
from commonpress.kinds.publication import Paper, SectionName
from commonpress.render.chapters import set_whole
from commonpress.render.galleys import Galley
from commonpress.render.plates import finish_tags
from commonpress.render.preflight_jobs import Proof, unread
from commonpress.render.zine import (
    assets_of,
    demand_characters,
    demand_pages,
    head_face,
    measured,
    whole_of,
)
from commonpress.render.zine_desk import Desk
from commonpress.render.zine_pieces import Entry, Piece, back_cover, contents, pieces_of

# Codes are for cameras, and stay drawn.
_SVG = re.compile(r'(?<!class="qr">)<svg\b[^>]*>\s*<title>(.*?)</title>.*?</svg>', re.DOTALL)
_FIGURE = re.compile(r'<h1 class="figure" title="(.*?)"[^>]*>(.*?)</h1>', re.DOTALL)
_HEAD = re.compile(r"<h1\b[^>]*>")
_TOTALS = re.compile(r'<table class="totals">(.*?)</table>', re.DOTALL)
_ROW = re.compile(r"<tr\b[^>]*>(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", re.DOTALL)


def large_pages(  # noqa: PLR0917 - what the book brings comes last
    publication: Publication,
    issue: IssueView,
    own: Path | None,
    paper: Paper,
    look: str,
    media: Mapping[str, bytes] | None = None,
    proof: Proof = unread,
) -> bytes:
    """Set an issue in large print, tagged, with its contents first."""
    size = f"@page {{ size: {paper.value} }}".encode()
    assets = assets_of(own, "zine.css", "large.css", look)
    assets["zine.css"] += size
    desk = Desk(publication, issue, head_face(assets), own, paper.value, media)
    pieces = _pieces(desk)
    assets |= desk.plates
    demand_characters(desk, pieces, assets)
    whole = partial(whole_of, desk)
    galley = measured(pieces, assets, whole)
    ordered = _with_contents(desk, pieces, galley)
    pdf = finish_tags(set_whole(whole(ordered), assets))
    demand_pages(pdf, sum(_length(piece, galley) for piece in pieces))
    proof(whole(ordered), pdf)
    return pdf


def _pieces(desk: Desk) -> tuple[Piece, ...]:
    """Give all that is printed, in its order; the contents are a draft with no pages yet."""
    made = pieces_of(desk)
    inner = (
        *map(_narrow, made.sections[: made.wished]),
        *_headed(made.spread),
        *map(_narrow, made.after_spread),
        *map(_narrow, made.sections[made.wished :]),
    )
    listed = contents(desk, [Entry(piece, 99) for piece in _listed(inner)], keyed=False)
    pages = (made.cover, listed, *inner, back_cover(desk, 0))
    return (made.cover, *(replace(piece, body=told_in_words(piece.body)) for piece in pages[1:]))


def told_in_words(body: str) -> str:
    """Put its words in the place of each drawing that has lettering or small detail.

    Heads are broken for another measure, so they are made whole again.
    """

    def told(drawing: re.Match[str]) -> str:
        return f'<p class="told">{drawing[1].rstrip(".")}.</p>'

    return _SVG.sub(told, body).replace("<br>", " ")


def _headed(spread: Sequence[Piece]) -> tuple[Piece, ...]:
    """Give each half of the ledger its whole head: across a fold one line ran over both."""
    found = _FIGURE.search(spread[0].body) if spread else None
    if found is None:
        return tuple(spread)
    left, right = spread
    whole, figure = found.groups()
    head = f'<h1 class="figure" title="{whole}">{whole}</h1>'
    return (
        replace(left, body=left.body.replace(found[0], head)),
        replace(right, body=_HEAD.sub(lambda h: f"{h[0]}{figure} ", right.body, count=1)),
    )


def _narrow(piece: Piece) -> Piece:
    """Set the table of the season as one of two columns for each category."""
    return replace(piece, body=_TOTALS.sub(_one_by_one, piece.body)) if _is_report(piece) else piece


def _is_report(piece: Piece) -> bool:
    return piece.look == SectionName.CIRCULATED.value


def _one_by_one(table: re.Match[str]) -> str:
    names, *lines = (
        [cell[1] for cell in _CELL.finditer(row[1])] for row in _ROW.finditer(table[1])
    )
    return "".join(_alone(line[0], list(zip(names, line, strict=True))[1:]) for line in lines)


def _alone(category: str, amounts: Sequence[tuple[str, str]]) -> str:
    rows = (f'<tr><th scope="row">{name}</th><td>{amount}</td></tr>' for name, amount in amounts)
    table = f"<table><caption>{category}</caption><tbody>{''.join(rows)}</tbody></table>"
    return f'<div class="alone">{table}</div>'


def _with_contents(desk: Desk, pieces: Sequence[Piece], galley: Galley) -> tuple[Piece, ...]:
    """Write the numbers of the pages into the contents, and of the sheets into the colophon."""
    cover, listed, *inner = pieces
    sheets = -(-sum(_length(piece, galley) for piece in pieces) // 2)
    page = 1 + _length(cover, galley) + _length(listed, galley)
    listing = []
    for piece in inner:
        if piece in _listed(inner):
            listing.append(Entry(piece, page))
        page += _length(piece, galley)
    made = contents(desk, listing, keyed=False)
    back = replace(inner[-1], body=told_in_words(back_cover(desk, sheets).body))
    return (cover, replace(listed, body=told_in_words(made.body)), *inner[:-1], back)


def _listed(inner: Sequence[Piece]) -> list[Piece]:
    return [piece for piece in inner if piece.key not in ("ledger-right", "back")]


def _length(piece: Piece, galley: Galley) -> int:
    return len(galley.spots[piece.key])
