# SPDX-License-Identifier: AGPL-3.0-or-later
"""The press: every page of the site printed from its forme, with all the files beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from commonpress.render.artifact import Artifact
from commonpress.render.engine import EngineRun
from commonpress.render.forme import fill, forme_key, stamp
from commonpress.render.site_page import SiteFrame, SitePage

MISSING_PAGE = "404.html"


class PressError(Exception):
    """Two pages want one address. The message names it and both."""


def print_site(
    run: EngineRun,
    pages: Sequence[SitePage],
    frame: SiteFrame,
    extras: Iterable[Artifact] = (),
) -> tuple[Artifact, ...]:
    """The whole site, sorted by path: records, free pages, theme, and the `extras` given.

    Raises PressError where two of them have one path.
    """
    printed = [
        *stamped(run, pages, frame),
        *(Artifact(page.address, fill(page.forme, frame)) for page in run.pages),
        Artifact(MISSING_PAGE, fill(run.missing_page, frame)),
        *run.assets,
        *extras,
    ]
    printed.sort(key=lambda artifact: artifact.path)
    for one, next_one in pairwise(printed):
        if one.path == next_one.path:
            raise PressError(_two_at(one.path, run, pages))
    return tuple(printed)


def stamped(run: EngineRun, pages: Iterable[SitePage], frame: SiteFrame) -> list[Artifact]:
    """The pages made of records, in the order given."""
    formes = run.by_key
    return [
        Artifact(page.address, stamp(formes[forme_key(page, frame)], page, frame)) for page in pages
    ]


def _two_at(path: str, run: EngineRun, pages: Iterable[SitePage]) -> str:
    sources = [page.source or page.title for page in pages if page.address == path]
    sources += [page.source for page in run.pages if page.address == path]
    return f"Two files of the site would stand at {path}: {', '.join(sources) or 'both made here'}"
