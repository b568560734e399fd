# SPDX-License-Identifier: AGPL-3.0-or-later
"""The engine behind the formes: MkDocs with Material, run once and then remembered.

`set_formes` gives the formes, the free pages and the files of the theme. MkDocs is imported
and run, in a scratch folder, only when something it reads has changed: `mkdocs.yml`, the
theme, the free pages, the frame, or a version of anything installed. Otherwise the formes
come from `build/.cache`, where any file may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from commonpress.ground.unpublished import keep_out_of_git
from commonpress.render.artifact import Artifact
from commonpress.render.forme import Forme, FormeKey
from commonpress.render.free_page import FreePage
from commonpress.render.published_pictures import pictures_of
from commonpress.render.site_page import SiteFrame
from commonpress.render.theme import theme_files
from commonpress.render.voice import voice

CACHE: Final = "build/.cache"
PAGES: Final = "content/pages"

# What these name lies outside all that the fingerprint sees.
_UNSEEN = re.compile(rb"^(?:INHERIT|hooks|.*\bcustom_dir)\s*:|!ENV|snippets", re.MULTILINE)
_STAMPED = frozenset({"as_of", "colophon", "notice"})  # of the frame: never set by MkDocs
_RENDER = Path(__file__).parent
_SOURCES = (_RENDER, _RENDER.parent / "kinds")  # an address follows from a kind
_KEPT_FILE = "formes-{}.msgpack"


class EngineError(Exception):
    """MkDocs may not, or could not, set this book. The message says why, for people."""


@dataclass(frozen=True, slots=True)
class EngineRun:
    """What one run of MkDocs gives: all that the press needs, and what MkDocs warned of."""

    formes: tuple[tuple[FormeKey, Forme], ...]
    pages: tuple[FreePage, ...]
    missing_page: Forme
    assets: tuple[Artifact, ...]
    warnings: tuple[str, ...] = ()

    @property
    def by_key(self) -> Mapping[FormeKey, Forme]:
        """The formes, to be looked up."""
        return dict(self.formes)


def set_formes(
    config_file: Path, frame: SiteFrame, keys: Sequence[FormeKey], book: Path | None = None
) -> EngineRun:
    """The formes of a book: from the cache where nothing changed, else from MkDocs.

    `config_file` is the book's `mkdocs.yml`; `book` is its folder where that lies elsewhere,
    as the packaged configuration does. Raises EngineError where MkDocs stops, and
    FormeError where a template lost or doubled a slot.
    """
    book = book or config_file.parent
    fingerprint = fingerprint_of(config_file, frame, keys, book)
    cached = book / CACHE / _KEPT_FILE.format(f"{frame.language}-{fingerprint}")
    may_keep = not _UNSEEN.search(config_file.read_bytes())
    run = _recall(cached) if may_keep else None
    if run is None:
        from commonpress.render.engine_run import run_mkdocs  # noqa: PLC0415 - half a second

        run = run_mkdocs(config_file, book, frame, keys, fingerprint)
        if may_keep:
            _remember(run, cached, frame.language)
    return run


# --- what the formes depend on -------------------------------------------------------------------


def fingerprint_of(
    config_file: Path, frame: SiteFrame, keys: Sequence[FormeKey], book: Path | None = None
) -> str:
    """A digest of everything that the formes of a book are made from."""
    book = book or config_file.parent
    digest = hashlib.blake2b(digest_size=16)
    for name, content in _ingredients(config_file, book, frame, keys):
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _ingredients(
    config_file: Path, book: Path, frame: SiteFrame, keys: Sequence[FormeKey]
) -> Iterator[tuple[str, bytes]]:
    yield "python", repr(sys.version_info[:3]).encode()
    yield "packages", "\n".join(_installed_packages()).encode()
    for folder in _SOURCES:
        for module in sorted(folder.glob("*.py")):
            yield f"{folder.name}/{module.name}", module.read_bytes()
    yield config_file.name, config_file.read_bytes()
    for path, file in theme_files(book).items():
        yield f"theme/{path}", file.read_bytes()
    for path, file in free_page_sources(book).items():
        yield path, file.read_bytes()
    pictures = pictures_of(book).addresses
    yield "pictures", "\n".join(f"{path} {pictures[path]}" for path in sorted(pictures)).encode()
    set_once = {f: getattr(frame, f) for f in frame.__slots__ if f not in _STAMPED}
    yield "frame", msgspec.json.encode(set_once)
    if not voice().is_source:
        yield "words", msgspec.json.encode(sorted(voice().words.items()))
    yield "keys", msgspec.json.encode(keys)


def program_mark() -> bytes:
    """What tells this very program, and all that is installed beside it, from any other.

    Its own files are told apart by name, size and time: to read them all takes as long as a page.
    """
    package = _RENDER.parent
    digest = hashlib.blake2b(repr(sys.version_info[:3]).encode(), digest_size=32)
    digest.update("\n".join(_installed_packages()).encode())
    for module in sorted(package.rglob("*.py")):
        about = module.stat()
        where = module.relative_to(package).as_posix()
        digest.update(f"{where} {about.st_size} {about.st_mtime_ns}\n".encode())
    return digest.digest()


def _installed_packages() -> list[str]:
    """Name and version of every package installed beside MkDocs, by the folders that say so."""
    found = importlib.util.find_spec("mkdocs")
    if found is None or found.origin is None:
        raise EngineError("MkDocs is not installed")
    return sorted(
        entry.name
        for entry in os.scandir(Path(found.origin).parents[1])
        if entry.name.endswith((".dist-info", ".egg-info"))
    )


def free_page_sources(book: Path) -> dict[str, Path]:
    """The files that MkDocs would read as free pages, by their path in the book, sorted.

    MkDocs follows links out of the folder and publishes whatever lies in it, byte for byte,
    so anything that is not a plain Markdown file is refused here.
    """
    sources: dict[str, Path] = {}
    for folder, folders, files in os.walk(book / PAGES, followlinks=False):
        for name in sorted(folders + files):
            path = Path(folder, name)
            place = path.relative_to(book).as_posix()
            if path.is_symlink():
                raise EngineError(f"{place} is a link to another place. Put the file itself here.")
            if name in files and not name.startswith("."):
                if path.suffix != ".md" or not path.is_file():
                    raise EngineError(
                        f"{place} is not a page. Pages are Markdown files; pictures belong in "
                        "content/media."
                    )
                sources[place] = path
    return dict(sorted(sources.items()))


# --- the cache -----------------------------------------------------------------------------------


def _recall(cached: Path) -> EngineRun | None:
    try:
        return msgspec.msgpack.decode(cached.read_bytes(), type=EngineRun)
    except (OSError, msgspec.DecodeError):
        return None


def _remember(run: EngineRun, cached: Path, language: str) -> None:
    """Keep a run for the next build, and of its language only this one."""
    cached.parent.mkdir(parents=True, exist_ok=True)
    keep_out_of_git(cached.parent)
    for old in cached.parent.glob(_KEPT_FILE.format(f"{language}-*")):
        old.unlink(missing_ok=True)
    with tempfile.NamedTemporaryFile(dir=cached.parent, delete=False) as written:
        written.write(msgspec.msgpack.encode(run))
    Path(written.name).replace(cached)
