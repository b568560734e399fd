# SPDX-License-Identifier: AGPL-3.0-or-later
"""One run of MkDocs in a scratch folder. Only imported when the formes must be set anew."""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from commonpress.render.engine import PAGES, EngineError, EngineRun
from commonpress.render.engine_hooks import Compositor
from commonpress.render.forme import FormeKey
from commonpress.render.site_page import SiteFrame

PLUGIN: Final = "commonpress"


def run_mkdocs(
    config_file: Path,
    book: Path,
    frame: SiteFrame,
    keys: Sequence[FormeKey],
    fingerprint: str,
) -> EngineRun:
    """Let MkDocs set the formes and free pages of a book, and write none of them."""
    compositor = Compositor(frame, keys, book=book, fingerprint=fingerprint)
    heard = _Warnings()
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # Material's notice on every run
    with tempfile.TemporaryDirectory() as scratch, heard:
        try:
            config = load_config(str(config_file), **_folders(config_file, book, Path(scratch)))
            plugin = config.plugins.get(PLUGIN)
            if plugin is None:
                raise EngineError(f"{config_file.name} must name the plugin: `- {PLUGIN}`.")
            with plugin.only_setting(compositor):
                build(config)
        except (MkDocsException, SystemExit) as stopped:
            reasons = "\n".join([*heard.messages, str(stopped)])
            raise EngineError(f"MkDocs could not set the pages.\n{reasons}") from stopped
    folders = (f"{scratch}/", f"{book}/")
    return compositor.taken([_without(message, folders) for message in heard.messages])


def _without(message: str, folders: Sequence[str]) -> str:
    """What MkDocs said, with paths as the book has them: the same on every machine."""
    for folder in folders:
        message = message.replace(folder, "")
    return message


def _folders(config_file: Path, book: Path, scratch: Path) -> dict[str, str]:
    """Where MkDocs writes, and where it reads when the book has no configuration of its own."""
    folders = {"site_dir": str(scratch / "site")}
    if config_file.parent != book:
        pages = book / PAGES
        if not pages.is_dir():
            pages = scratch / "pages"
            pages.mkdir()
        # MkDocs would look for a relative folder beside the configuration.
        folders["docs_dir"] = str(pages.absolute())
    return folders


class _Warnings(logging.Handler):
    """Hears what MkDocs warns of, instead of letting it print."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []
        self._logger = logging.getLogger("mkdocs")
        self._propagated = True

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())

    def __enter__(self) -> None:
        self._propagated, self._logger.propagate = self._logger.propagate, False
        self._logger.addHandler(self)

    def __exit__(self, *_raised: object) -> None:
        self._logger.removeHandler(self)
        self._logger.propagate = self._propagated
