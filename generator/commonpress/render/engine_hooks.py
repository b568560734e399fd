# SPDX-License-Identifier: AGPL-3.0-or-later
"""What MkDocs is told while it sets the site: both doors drive it through this one class.

MkDocs calls these steps by its plugin events, in the order they stand here. They give it our
theme and the facts of the frame, add one page of marks for each forme, clean every free page
and escape its title before a template sees them, and take the finished HTML apart.
"""

from __future__ import annotations

import html
import logging
import posixpath
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

from commonpress.render import forme as formes
from commonpress.render.artifact import Artifact
from commonpress.render.elsewhere import head_links, switcher
from commonpress.render.engine import EngineError, EngineRun
from commonpress.render.engine_links import PAGES, FreeLinks
from commonpress.render.engine_markdown import ReadableTables
from commonpress.render.environment import in_other_words
from commonpress.render.forme import Forme, FormeKey, Slot
from commonpress.render.free_page import FreePage
from commonpress.render.policy import POLICY
from commonpress.render.published_pictures import pictures_of
from commonpress.render.sanitize import clean_page, prefixed
from commonpress.render.site_page import SiteFrame, is_language
from commonpress.render.stylesheet import content_sheet, own_sheet
from commonpress.render.theme import (
    CONTENT_SHEET,
    OWN_SHEET,
    SHEETS,
    TEMPLATE_SUFFIX,
    theme_files,
    theme_folders,
)
from commonpress.render.voice import direction_of, say, speaking, voice

# Nothing is loaded but from the site itself, and nothing runs that stands in a page.
# `mkdocs serve` puts its reload script into the page. Only there.
SERVING_POLICY: Final = POLICY.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'")

_PAGE_KEYS = ("title", "description", "part", "lang")
# Above a translated text, so that its first line is never taken for a field of MkDocs.
_FRONT = "---\nlang: ''\n---\n"
_CONTENTS_FROM = 3  # headings, from which a free page has a list of them


class Escaped(str):
    """Text that is HTML already: no template escapes it again, none can print it raw."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


class Compositor:
    """Sets one site with MkDocs: tells it what to print and keeps what it printed.

    `keys` are the formes wanted, `fingerprint` is what their marks are made from, `book` is
    the folder of the book. What was set is in `formes`, `free_pages`, `missing_page` and
    `assets` when MkDocs is done.
    """

    def __init__(
        self,
        frame: SiteFrame,
        keys: Sequence[FormeKey],
        *,
        book: Path,
        fingerprint: str,
        serving: bool = False,
    ) -> None:
        self.frame = frame
        self.book = book
        self.marks = formes.marks_for(fingerprint)
        self.formes: dict[FormeKey, Forme] = {}
        self.free_pages: list[FreePage] = []
        self.missing_page: Forme | None = None
        self.assets: list[Artifact] = []
        self._policy = SERVING_POLICY if serving else POLICY
        self._keys = {_forme_uri(key, self.marks.stem): key for key in keys}
        self._links: FreeLinks | None = None
        self._free = {words.uri: words for words in frame.free}
        self._voice = voice()  # MkDocs asks later, when nothing else speaks any more

    # --- before MkDocs reads anything -----------------------------------------------------------

    def configure(self, config: MkDocsConfig) -> None:
        """Put our theme before Material's, and the facts of the frame where templates find them."""
        folders = [str(folder) for folder in theme_folders(self.book)]
        config.theme.dirs[:0] = [f for f in folders if f not in config.theme.dirs]
        config.theme.static_templates.discard("sitemap.xml")  # ours knows the records too
        config.theme["language"] = self._material_language(config)
        config.site_name = self.frame.name
        config.site_url = self.frame.site_url
        with speaking(self._voice):
            config.extra["commonpress"] = self._book_facts()
        if not any(isinstance(e, ReadableTables) for e in config.markdown_extensions):
            extensions: list[Any] = config.markdown_extensions
            extensions.append(ReadableTables())

    def _material_language(self, config: MkDocsConfig) -> str:
        """The language itself where Material has words for it, else English."""
        languages = (self.frame.language, self.frame.language.partition("-")[0])
        tried = (
            language
            for language in languages
            for folder in config.theme.dirs
            if Path(folder, "partials/languages", f"{language}.html").is_file()
        )
        return next(tried, "en")

    def _book_facts(self) -> dict[str, Any]:
        frame, marks = self.frame, self.marks.of
        foreign = self._voice.foreign(frame.tagline)
        return {
            "name": frame.name,
            "short_name": frame.short_name or frame.name,
            "tagline": frame.tagline,
            "tagline_lang": foreign,
            "tagline_direction": direction_of(foreign),
            "as_of": marks[Slot.AS_OF],
            "colophon": marks[Slot.COLOPHON],
            "notice": marks[Slot.NOTICE],
            "language": formes.text(frame.language),
            "direction": direction_of(frame.language),
            "policy": self._policy,
            "search": frame.search,
            "noindex": frame.noindex,
            "feeds": [
                {"address": feed.address, "type": feed.media_type, "title": feed.title}
                for feed in frame.feeds
            ],
            "parts": [
                {
                    "key": part.key,
                    "title": part.title,
                    "address": part.address,
                    "in_masthead": part.in_masthead,
                }
                for part in frame.parts
            ],
            "nowhere": {
                "form": "missing",
                "up": urlsplit(frame.site_url).path.rstrip("/") + "/",
                "title": say("Not in the book"),
                "description": frame.tagline,
            },
        }

    def choose_files(self, files: Files, config: MkDocsConfig) -> None:
        """Take Material's own assets out, put ours and the formes' pages in."""
        material_sheet = ""
        docs = Path(config.docs_dir)
        for file in list(files):
            if file.src_dir is not None and Path(file.src_dir) != docs:
                if posixpath.basename(file.src_uri).startswith("main.") and file.is_css():
                    material_sheet = file.content_string
                files.remove(file)
        self.assets = [
            Artifact(file.src_uri, file.content_bytes)
            for file in files
            if not file.is_documentation_page()
        ]
        for words in self.frame.free:
            if words.body and (untold := files.get_file_from_path(words.uri)):
                files.remove(untold)
                files.append(_generated(config, words.uri, _FRONT + words.body))
        self._links = FreeLinks(
            (file.src_uri for file in files.documentation_pages()),
            pictures_of(self.book).addresses,
        )
        for asset in _theme_assets(self.book, self.frame.name, material_sheet):
            self.assets.append(asset)
            files.append(_generated(config, asset.path, asset.content))
        for uri in self._keys:
            files.append(_generated(config, uri, ""))
        self.assets.sort(key=lambda asset: asset.path)

    def translate(self, environment: Any) -> None:
        """Let the theme speak the language being printed; Material has words of its own."""
        own = [str(folder) for folder in theme_folders(self.book)]
        environment.loader = in_other_words(environment.loader, self._voice, own)

    # --- page by page ---------------------------------------------------------------------------

    def set_content(self, content: str, page: Page) -> str:
        """The content of a page: a mark for a forme, clean HTML for a free page."""
        key = self._keys.get(page.file.src_uri)
        if key is not None:
            page.meta = {"commonpress": self._marked_sheet(key)}
            return self.marks.of[Slot.BODY]
        if self._links is None:
            raise RuntimeError("MkDocs read a page before its files were chosen")
        content = clean_page(content, self._links.resolver(page.file.src_uri))
        self._name_free_page(page, has_heading="<h1" in content)
        words = self._free.get(page.file.src_uri)
        return words.note + content if words else content

    def _marked_sheet(self, key: FormeKey) -> dict[str, Any]:
        """What a record's page says, in marks."""
        marks = self.marks.of
        return {
            "form": "record",
            "up": "../" * key.depth,
            "part": key.part,
            "home": key.part == formes.HOME,
            "title": marks[Slot.TITLE],
            "description": marks[Slot.DESCRIPTION],
            "canonical": self.frame.site_url and marks[Slot.CANONICAL],
            "alternates": self.frame.elsewhere and self.frame.site_url and marks[Slot.ALTERNATES],
            "languages": self.frame.elsewhere and marks[Slot.LANGUAGES],
            "kind": marks[Slot.KIND],
            "lang": marks[Slot.LANGUAGE],
            "direction": marks[Slot.DIRECTION],
            "edit": marks[Slot.EDIT] if key.source else "",
            "earlier": key.earlier
            and _link(marks[Slot.EARLIER_ADDRESS], marks[Slot.EARLIER_TITLE]),
            "later": key.later and _link(marks[Slot.LATER_ADDRESS], marks[Slot.LATER_TITLE]),
        }

    def _name_free_page(self, page: Page, *, has_heading: bool) -> None:
        """Keep of a page's front matter what may be said, escaped; nothing that steers MkDocs."""
        said = {key: str(page.meta[key]) for key in _PAGE_KEYS if page.meta.get(key)}
        words = self._free.get(page.file.src_uri)
        if words:
            said |= {"title": words.title, "description": words.description, "lang": words.language}
        title = said.get("title") or html.unescape(str(page.title or ""))
        description = said.get("description") or self.frame.tagline
        language = said.get("lang", "")
        if not is_language(language):
            language = self.frame.language
        source = words.source if words else f"{PAGES}/{page.file.src_uri}"
        page.title = Escaped(formes.text(title))
        page.meta = {
            "title": page.title,
            "description": Escaped(formes.text(description)),
            "commonpress": {
                "form": "free",
                "up": "../" * page.file.dest_uri.count("/"),
                "part": self._part_of(page.url, said.get("part", "")),
                "home": False,
                "title": page.title,
                "heading": "" if has_heading else page.title,
                "description": Escaped(formes.text(description)),
                "canonical": Escaped(formes.canonical(self.frame, page.file.dest_uri)),
                "alternates": Escaped(head_links(self.frame, page.file.dest_uri)),
                "languages": Escaped(switcher(self.frame, page.file.dest_uri)),
                "lang": language,
                "direction": direction_of(language),
                "contents": _contents(page),
                "edit": formes.address(self.frame.edit_base, source)
                if self.frame.edit_base
                else "",
            },
            "kept": {"title": title, "description": description, "source": source},
        }

    def _part_of(self, address: str, said: str) -> str:
        """The part of the book a free page is in: the one it names, or the one it begins."""
        begun = (part.key for part in self.frame.parts if part.address == address)
        return said or next(begun, "")

    # --- the finished page ----------------------------------------------------------------------

    def take_page(self, output: str, page: Page) -> None:
        """Cut a finished page and keep it."""
        output = shell_only(output)
        key = self._keys.get(page.file.src_uri)
        if key is not None:
            expected = formes.expected_slots(key, self.frame)
            self.formes[key] = formes.cut(output, self.marks, expected, name=str(key))
            return
        self.free_pages.append(
            FreePage(
                address=page.file.dest_uri,
                **page.meta["kept"],
                forme=self._cut_free(output, page.file.src_uri),
            )
        )

    def take_missing_page(self, output: str) -> None:
        """Cut the page for addresses that are not in the book."""
        self.missing_page = self._cut_free(shell_only(output), "The page for missing addresses")

    def _cut_free(self, output: str, name: str) -> Forme:
        expected = dict.fromkeys(formes.FRAME_SLOTS, 1)
        return formes.cut(output, self.marks, expected, name=name)

    def taken(self, warnings: Sequence[str] = ()) -> EngineRun:
        """Everything that was set."""
        if self.missing_page is None:
            raise EngineError("The theme set no page for missing addresses (404.html).")
        return EngineRun(
            formes=tuple(sorted(self.formes.items())),
            pages=tuple(sorted(self.free_pages, key=lambda page: page.address)),
            missing_page=self.missing_page,
            assets=tuple(self.assets),
            warnings=tuple(warnings),
        )


def shell_only(output: str) -> str:
    """A finished page without what Material's base template prints outside its blocks.

    That is check boxes for its menus, an overlay and a dialog, which need its scripts. They
    stand between the body's tag and our head, and between our foot and the body's end.
    """
    before, head, rest = output.partition("<!--head-->\n")
    page, foot, after = rest.partition("<!--foot-->\n")
    if not head or not foot or "<!--foot-->" in after:
        raise formes.FormeError("The head or the foot of a page is missing, or there are two")
    opened = before[: before.index(">", before.rindex("<body")) + 1]
    lines = "\n".join(filter(None, (line.strip() for line in opened.splitlines())))
    return f"{lines}\n{page}</div>\n</body>\n</html>\n"


def _theme_assets(book: Path, name: str, material_sheet: str) -> Iterator[Artifact]:
    """The files of the theme that the site publishes, its stylesheets set into one."""
    files = theme_files(book)
    sources = [files[path].read_text("utf-8") for path in SHEETS if path in files]
    yield Artifact(OWN_SHEET, own_sheet(sources, name).encode())
    yield Artifact(CONTENT_SHEET, content_sheet(material_sheet).encode())
    for path, file in files.items():
        if path not in SHEETS and not path.endswith(TEMPLATE_SUFFIX):
            yield Artifact(path, file.read_bytes())


def _forme_uri(key: FormeKey, stem: str) -> str:
    """A page for MkDocs to set, as deep as the forme's pages will stand."""
    variant = "".join(str(int(on)) for on in (key.source, key.earlier, key.later))
    return f"{f'{stem}/' * key.depth}{stem}-{key.part}-{variant}.md"


def _link(url: str, title: str) -> dict[str, str]:
    return {"url": url, "title": title}


def _generated(config: MkDocsConfig, uri: str, content: str | bytes) -> File:
    return File.generated(config, uri, content=content, inclusion=InclusionLevel.NOT_IN_NAV)


def _contents(page: Page) -> list[dict[str, str]]:
    """The second-level headings of a free page, where there are enough to need a list."""
    top = list(page.toc)
    items = top[0].children if len(top) == 1 and top[0].level == 1 else top
    if len(items) < _CONTENTS_FROM:
        return []
    return [{"id": prefixed(i.id), "title": html.unescape(i.title)} for i in items]


def quiet_about_formes() -> None:
    """Keep MkDocs from saying of every forme that it was not written."""
    logging.getLogger("mkdocs.commands.build").addFilter(_is_worth_saying)


def _is_worth_saying(record: logging.LogRecord) -> bool:
    return not str(record.msg).startswith(("Page skipped", "Template skipped: '404"))
