# SPDX-License-Identifier: AGPL-3.0-or-later
"""The plugin door: `mkdocs build` and `mkdocs serve` on a book give the site that we build.

MkDocs sets the free pages and, on pages of marks that are never written, the formes; when it
is done, every record is stamped into its forme beside them. `serve` only adds its own reload
script. The same class is what `commonpress build` lets MkDocs run with, once, to get the formes.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal, Protocol

from mkdocs.config import base
from mkdocs.config import config_options as option
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from commonpress.check.report import format_text
from commonpress.ground.diagnostics import Diagnostic
from commonpress.pipeline import publish
from commonpress.printing import SiteCopy, finished_site, site_copy, zine_files
from commonpress.render.artifact import Artifact
from commonpress.render.engine import EngineError, fingerprint_of
from commonpress.render.engine_hooks import Compositor, quiet_about_formes
from commonpress.render.export import data_files
from commonpress.render.forme import forme_keys
from commonpress.render.press import MISSING_PAGE, PressError
from commonpress.render.voice import speaking
from commonpress.write.tree import TreeError, lay_in

log = logging.getLogger("mkdocs.plugins.commonpress")

WATCHED = ("content", "ledger", "cases", "site_templates")
_LAST = -100  # after every other plugin: what they add is cleaned and cut like the rest


@dataclass(frozen=True, slots=True)
class Published:
    """A book before MkDocs runs: the copy of its site, its zine, and the texts it was read from."""

    copy: SiteCopy
    zine: tuple[Artifact, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)


class Publisher(Protocol):
    """Reads and checks a book as of a day; a `zine` that is given is not printed again."""

    def __call__(
        self, book: Path, as_of: date | None, zine: tuple[Artifact, ...] | None
    ) -> Published:
        """Give the copy, or raise the PluginError that prints every finding."""
        ...


def published(book: Path, as_of: date | None, zine: tuple[Artifact, ...] | None) -> Published:
    """A book by the path that all doors go."""
    outcome = publish(book, as_of)
    if outcome.publication is None:
        raise PluginError(format_text(outcome.findings, outcome.sources))
    say(outcome.findings, outcome.sources)
    if zine is None:
        zine, unprintable = zine_files(outcome.publication, book)
        say(unprintable, outcome.sources)
    copy = site_copy(outcome.publication, book, data_files(outcome.publication), zine)
    return Published(copy, zine, outcome.sources)


def say(findings: tuple[Diagnostic, ...], sources: Mapping[str, str]) -> None:
    """Stop MkDocs where a finding is an error; else warn, which `--strict` counts."""
    if any(finding.is_error for finding in findings):
        raise PluginError(format_text(findings, sources))
    if findings:
        log.warning("%s", format_text(findings, sources))


class Options(base.Config):  # type: ignore[no-untyped-call]
    """What `mkdocs.yml` may say of the plugin."""

    as_of = option.Optional(option.Type(str))


class CommonpressPlugin(BasePlugin[Options]):  # type: ignore[no-untyped-call]
    """Makes MkDocs print a book."""

    publish: Publisher = staticmethod(published)

    def __init__(self) -> None:
        self._book: Published | None = None
        self._zine: tuple[Artifact, ...] | None = None
        self._given: Compositor | None = None
        self._compositor: Compositor | None = None
        self._is_serving = False

    @contextmanager
    def only_setting(self, compositor: Compositor) -> Iterator[None]:
        """Set formes for a door that prints them itself: read no book, write no page.

        Only inside the block: MkDocs keeps a plugin for the next build of the same process.
        """
        self._given, self._book = compositor, None
        try:
            yield
        finally:
            self._given = None

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember whether a reader or an author will see the pages."""
        del dirty
        self._is_serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read the book and prepare MkDocs for it."""
        quiet_about_formes()
        book = Path(config.config_file_path).parent
        self._compositor = self._given or self._prepared(book, Path(config.config_file_path))
        self._compositor.configure(config)
        if self._is_serving:
            config.watch.extend(str(book / name) for name in WATCHED if (book / name).is_dir())
        return config

    def _prepared(self, book: Path, config_file: Path) -> Compositor:
        as_of = date.fromisoformat(self.config.as_of) if self.config.as_of else None
        self._book = self.publish(book, as_of, self._zine)
        if self._is_serving:
            self._zine = self._book.zine  # five seconds: printed once for all that is served
        with speaking(self._book.copy.voice):
            return self._compositor_of(self._book.copy, book, config_file)

    def _compositor_of(self, copy: SiteCopy, book: Path, config_file: Path) -> Compositor:
        pages, frame = copy.pages, copy.frame
        keys = forme_keys(pages, frame)
        try:
            fingerprint = fingerprint_of(config_file, frame, keys)
        except EngineError as refused:
            raise PluginError(str(refused)) from refused
        return Compositor(frame, keys, book=book, fingerprint=fingerprint, serving=self._is_serving)

    @event_priority(_LAST)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Choose the files of the site."""
        self._at_work.choose_files(files, config)
        return files

    def on_env(self, env: Any, **_: Any) -> None:
        """Let the theme speak the language of the site."""
        self._at_work.translate(env)

    @event_priority(_LAST)
    def on_page_content(self, html: str, *, page: Page, **_: Any) -> str:
        """Clean the content of a page."""
        return self._at_work.set_content(html, page)

    @event_priority(_LAST)
    def on_post_page(self, output: str, *, page: Page, **_: Any) -> str:
        """Take a finished page apart. The empty answer keeps MkDocs from writing it."""
        self._at_work.take_page(output, page)
        return ""

    @event_priority(_LAST)
    def on_post_template(self, output: str, *, template_name: str, **_: Any) -> str:
        """Take the page for missing addresses apart, in the same way."""
        if template_name != MISSING_PAGE:
            return output
        self._at_work.take_missing_page(output)
        return ""

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Print the site, as the other door does."""
        if self._book is None:
            return
        try:
            with speaking(self._book.copy.voice):
                site, wrong = finished_site(
                    self._at_work.taken(), self._book.copy, with_copy=not self._is_serving
                )
            say(wrong, self._book.sources)
            lay_in(Path(config.site_dir), site)
        except (PressError, TreeError) as refused:
            raise PluginError(str(refused)) from refused

    @property
    def _at_work(self) -> Compositor:
        if self._compositor is None:
            raise RuntimeError("MkDocs asked for a page before its configuration was read")
        return self._compositor
