# SPDX-License-Identifier: AGPL-3.0-or-later
"""MkDocs behind the formes: the same bytes as its own pages, both doors alike, and a warm build."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

from commonpress.mkdocs_plugin import CommonpressPlugin, Published
from commonpress.printing import SiteCopy, finished_site
from commonpress.render.artifact import Artifact
from commonpress.render.engine import EngineError, EngineRun, fingerprint_of, set_formes
from commonpress.render.engine_hooks import Compositor, Escaped, shell_only
from commonpress.render.forme import (
    FormeError,
    address,
    canonical,
    frame_values,
    text,
)
from commonpress.render.press import PressError, print_site, stamped
from commonpress.render.site_page import Link, SitePage
from commonpress.render.voice import direction_of as direction
from tests.small_site import FRAME, KEYS, PAGES, ROOT, make_book


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_book(tmp_path_factory.mktemp("book"))


@pytest.fixture(scope="module")
def run(book: Path) -> EngineRun:
    return set_formes(book / "mkdocs.yml", FRAME, KEYS)


@pytest.fixture(scope="module")
def site(run: EngineRun) -> dict[str, bytes]:
    return {file.path: file.content for file in print_site(run, PAGES, FRAME)}


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """MkDocs keeps what plugins hang on its loggers; leave them as they were."""
    logger = logging.getLogger("mkdocs.commands.build")
    before = list(logger.filters)
    yield
    logger.filters[:] = before


# --- the oracle ----------------------------------------------------------------------------------


def test_every_page_asks_to_be_left_out_where_the_commons_does(
    tmp_path: Path, site: dict[str, bytes]
) -> None:
    frame = replace(FRAME, noindex=True)
    run = set_formes(make_book(tmp_path) / "mkdocs.yml", frame, KEYS)
    left_out = print_site(run, PAGES, frame)
    asked = b'<meta name="robots" content="noindex">'
    printed = {file.path: file.content for file in left_out if file.path.endswith(".html")}
    assert "404.html" in printed
    assert "about.html" in printed
    assert all(asked in content for content in printed.values())
    assert not [path for path, content in site.items() if asked in content]


class Oracle(Compositor):
    """Lets MkDocs set whole pages: the ready body as content, every text escaped first."""

    def __init__(self, book: Path, pages: Sequence[SitePage]) -> None:
        super().__init__(FRAME, KEYS, book=book, fingerprint="oracle")
        self.output: dict[str, bytes] = {}
        self._pages = {page.address.replace(".html", ".md"): page for page in pages}

    def choose_files(self, files: Files, config: MkDocsConfig) -> None:
        """Add the pages themselves, and say at once what is stamped later."""
        super().choose_files(files, config)
        for uri in self._pages:
            level = InclusionLevel.NOT_IN_NAV
            files.append(File.generated(config, uri, content="", inclusion=level))
        config.extra["commonpress"] |= {
            slot.value.replace("-", "_"): value.decode()
            for slot, value in frame_values(FRAME).items()
        }

    def set_content(self, content: str, page: Page) -> str:
        """Give the page its ready body."""
        said = self._pages.get(page.file.src_uri)
        if said is None:
            return super().set_content(content, page)
        page.meta = {"commonpress": self._sheet(said)}
        return said.body

    def take_page(self, output: str, page: Page) -> None:
        """Keep the page as MkDocs set it."""
        said = self._pages.get(page.file.src_uri)
        if said is not None:
            self.output[said.address] = shell_only(output).encode()

    def take_missing_page(self, output: str) -> None:
        """Nothing here: it is not a record's page."""

    @staticmethod
    def _sheet(said: SitePage) -> dict[str, Any]:
        language = said.lang or FRAME.language
        up = "../" * said.address.count("/")

        def beside(link: Link | None) -> dict[str, str] | None:
            if link is None:
                return None
            return {"url": address(up, link.address), "title": text(link.title)}

        return {
            "form": "record",
            "up": up,
            "part": said.part,
            "home": said.part == "home",
            "title": Escaped(text(said.title)),
            "description": Escaped(text(said.description)),
            "canonical": Escaped(canonical(FRAME, said.address)),
            "kind": said.kind and f" page-{said.kind}",
            "lang": language,
            "direction": direction(language),
            "edit": said.source and address(FRAME.edit_base, said.source),
            "earlier": beside(said.earlier),
            "later": beside(said.later),
        }


def test_a_stamped_page_is_the_page_that_mkdocs_sets(book: Path, run: EngineRun) -> None:
    hostile = replace(PAGES[-2], title='<b>"&', description="'<i>&amp;", body="<h1>&amp;</h1>")
    sample = [*PAGES[:-2], hostile, PAGES[-1]]
    oracle = Oracle(book, sample)
    config = load_config(str(book / "mkdocs.yml"), site_dir=str(book / "oracle"))
    plugin = config.plugins["commonpress"]
    assert isinstance(plugin, CommonpressPlugin)
    with plugin.only_setting(oracle):
        build(config)
    printed = {file.path: file.content for file in stamped(run, sample, FRAME)}
    assert printed == oracle.output
    assert len(printed) == len(PAGES)


# --- both doors ----------------------------------------------------------------------------------

EXTRAS = (Artifact("media/yard.png", b"\x89PNG"), Artifact("data/entries.csv", b"id\r\n"))


def mkdocs_build(
    book: Path,
    site_dir: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    command: Literal["build", "serve"] = "build",
) -> tuple[dict[str, bytes], MkDocsConfig]:
    """`mkdocs build`, with the small site in place of a book's records."""
    copy = Published(SiteCopy(PAGES, FRAME, EXTRAS))
    monkeypatch.setattr(CommonpressPlugin, "publish", staticmethod(lambda *_: copy))
    config = load_config(str(book / "mkdocs.yml"), site_dir=str(site_dir))
    config.plugins.on_startup(command=command, dirty=False)
    build(config)
    files = {
        file.relative_to(site_dir).as_posix(): file.read_bytes()
        for file in site_dir.rglob("*")
        if file.is_file()
    }
    return files, config


def test_mkdocs_build_gives_the_site_of_commonpress_build(
    book: Path, run: EngineRun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files, _ = mkdocs_build(book, tmp_path / "site", monkeypatch)
    ours, wrong = finished_site(run, SiteCopy(PAGES, FRAME, EXTRAS), with_copy=True)
    assert wrong == ()
    assert files == {file.path: file.content for file in ours}


def test_serving_adds_only_the_leave_to_run_the_reload_script(
    book: Path, site: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files, config = mkdocs_build(book, tmp_path / "site", monkeypatch, command="serve")
    served = {path: content for path, content in files.items() if path.endswith(".html")}
    leave = b"script-src &#39;self&#39; &#39;unsafe-inline&#39;;"
    assert all(leave in content for content in served.values())
    lent = {p: c.replace(leave, b"script-src &#39;self&#39;;") for p, c in served.items()}
    assert lent == {path: content for path, content in site.items() if path in served}
    watched = {Path(path).relative_to(book).as_posix() for path in config.watch}
    assert "content" in watched


def test_two_pages_at_one_address_are_refused_by_both_doors(
    book: Path,
    run: EngineRun,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    rival = replace(PAGES[2], address="about.html")
    with pytest.raises(PressError, match=r"about.html: Open data, content/pages/about.md"):
        print_site(run, [rival], FRAME)
    copy = Published(SiteCopy([rival], FRAME))
    monkeypatch.setattr(CommonpressPlugin, "publish", staticmethod(lambda *_: copy))
    with pytest.raises(Abort):
        build(load_config(str(book / "mkdocs.yml"), site_dir=str(tmp_path)))
    assert "Two files of the site would stand at about.html" in caplog.text


# --- the cache -----------------------------------------------------------------------------------

WARM = """
import sys
from pathlib import Path
from commonpress.render.engine import set_formes
from commonpress.render.press import print_site
from tests.small_site import FRAME, KEYS, PAGES
run = set_formes(Path(sys.argv[1], "mkdocs.yml"), FRAME, KEYS)
print(len(print_site(run, PAGES, FRAME)))
print(sorted({"mkdocs", "material", "jinja2", "markdown", "yaml"} & set(sys.modules)))
"""


def test_a_warm_build_does_not_load_mkdocs(book: Path, site: dict[str, bytes]) -> None:
    warm = subprocess.run(
        [sys.executable, "-c", WARM, str(book)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert warm.stdout.splitlines() == [str(len(site)), "[]"]


def test_a_warm_run_is_the_run_that_was_kept(book: Path, run: EngineRun) -> None:
    assert set_formes(book / "mkdocs.yml", FRAME, KEYS) == run
    assert len(list((book / "build/.cache").glob("formes-*"))) == 1
    assert "*" in (book / "build/.cache/.gitignore").read_text().splitlines(), "git passes over it"


def test_a_spoiled_cache_is_not_trusted(book: Path, run: EngineRun) -> None:
    (cached,) = (book / "build/.cache").glob("formes-*")
    cached.write_bytes(b"\x00spoiled")
    assert set_formes(book / "mkdocs.yml", FRAME, KEYS) == run


def test_what_every_page_says_anew_needs_no_mkdocs(book: Path) -> None:
    config = book / "mkdocs.yml"
    said_anew = replace(FRAME, as_of="1 July 2026", colophon=("x",), notice="A draft.")
    assert fingerprint_of(config, said_anew, KEYS) == fingerprint_of(config, FRAME, KEYS)


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Another"},
        {"tagline": "Elsewhere."},
        {"edit_base": "https://other.example/"},
        {"site_url": ""},
        {"language": "es"},
        {"parts": FRAME.parts[:2]},
    ],
)
def test_a_changed_frame_is_set_anew(book: Path, change: dict[str, Any]) -> None:
    config = book / "mkdocs.yml"
    changed = replace(FRAME, **change)
    assert fingerprint_of(config, changed, KEYS) != fingerprint_of(config, FRAME, KEYS)


@pytest.mark.parametrize(
    "file", ["mkdocs.yml", "content/pages/about.md", "site_templates/theme/partials/turn.html"]
)
def test_a_changed_file_is_set_anew(tmp_path: Path, file: str) -> None:
    config = make_book(tmp_path) / "mkdocs.yml"
    before = fingerprint_of(config, FRAME, KEYS)
    changed = tmp_path / file
    changed.parent.mkdir(parents=True, exist_ok=True)
    changed.write_text((changed.read_text() if changed.exists() else "") + "\n", encoding="utf-8")
    assert fingerprint_of(config, FRAME, KEYS) != before


def test_what_the_fingerprint_cannot_see_is_not_kept(tmp_path: Path) -> None:
    config = make_book(tmp_path) / "mkdocs.yml"
    (tmp_path / "hook.py").write_text("", encoding="utf-8")
    config.write_text(f"{config.read_text()}\nhooks: [hook.py]\n", encoding="utf-8")
    set_formes(config, FRAME, KEYS)
    assert not (tmp_path / "build").exists()


def test_a_book_without_pages_or_configuration_is_set_with_ours(tmp_path: Path) -> None:
    run = set_formes(ROOT / "mkdocs.yml", FRAME, KEYS, book=tmp_path)
    assert run.pages == ()
    assert [key for key, _ in run.formes] == list(KEYS)
    assert [path.name for path in tmp_path.iterdir()] == ["build"]


# --- refusals ------------------------------------------------------------------------------------


@pytest.mark.parametrize("linked", ["leak.md", "leak.txt", "folder"])
def test_a_link_among_the_free_pages_is_refused(tmp_path: Path, linked: str) -> None:
    config = make_book(tmp_path / "book") / "mkdocs.yml"
    secret = tmp_path / "secret"
    (secret if linked == "folder" else tmp_path / "nothing").mkdir()
    if linked != "folder":
        secret.write_text("# Secret", encoding="utf-8")
    (tmp_path / "book/content/pages" / linked).symlink_to(secret)
    with pytest.raises(EngineError, match=rf"content/pages/{linked} is a link"):
        set_formes(config, FRAME, KEYS)


def test_a_link_among_the_free_pages_stops_mkdocs_build_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    book = make_book(tmp_path / "book")
    (book / "content/pages/leak.md").symlink_to("/etc/hostname")
    with pytest.raises(Abort):
        mkdocs_build(book, tmp_path / "site", monkeypatch)
    assert "content/pages/leak.md is a link" in caplog.text
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize("name", ["script.js", "page.html", "style.css", "picture.svg"])
def test_a_file_that_is_no_page_is_refused(tmp_path: Path, name: str) -> None:
    config = make_book(tmp_path, {"about.md": "# About", name: "x"}) / "mkdocs.yml"
    with pytest.raises(EngineError, match=rf"content/pages/{name} is not a page"):
        set_formes(config, FRAME, KEYS)


def test_a_template_that_loses_a_slot_stops_the_build(tmp_path: Path) -> None:
    config = make_book(tmp_path) / "mkdocs.yml"
    own = tmp_path / "site_templates/theme/partials/record-page.html"
    own.parent.mkdir(parents=True)
    own.write_text('<article id="main">{{ sheet.title }}</article>', encoding="utf-8")
    with pytest.raises(FormeError, match="the slot title stands there 2 times, not 1"):
        set_formes(config, FRAME, KEYS)


def test_a_configuration_without_the_plugin_is_told_so(tmp_path: Path) -> None:
    config = make_book(tmp_path) / "mkdocs.yml"
    config.write_text(config.read_text().replace("- commonpress", "[]"), encoding="utf-8")
    with pytest.raises(EngineError, match=r"mkdocs.yml must name the plugin"):
        set_formes(config, FRAME, KEYS)


def test_what_mkdocs_warns_of_is_handed_on(tmp_path: Path) -> None:
    config = make_book(tmp_path) / "mkdocs.yml"
    listed = config.read_text(encoding="utf-8") + "\nnav:\n  - nowhere.md\n"
    config.write_text(listed, encoding="utf-8")
    (warning,) = set_formes(config, FRAME, KEYS).warnings
    assert warning.startswith("A reference to 'nowhere.md' is included in the 'nav' configuration")


DIGEST = """
import hashlib, sys
from pathlib import Path
from commonpress.render.engine import set_formes
from commonpress.render.press import print_site
from tests.small_site import FRAME, KEYS, PAGES
site = print_site(set_formes(Path(sys.argv[1], "mkdocs.yml"), FRAME, KEYS), PAGES, FRAME)
print(hashlib.sha256(b"".join(file.path.encode() + file.content for file in site)).hexdigest())
"""


def test_the_same_book_gives_the_same_bytes_under_another_seed_and_zone(tmp_path: Path) -> None:
    digests = set()
    for seed, zone in (("0", "UTC"), ("4242", "Asia/Tokyo")):
        done = subprocess.run(
            [sys.executable, "-c", DIGEST, str(make_book(tmp_path / f"{seed}"))],
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "PATH": os.environ["PATH"], "TZ": zone, "LC_ALL": "C"},
        )
        digests.add(done.stdout)
    assert len(digests) == 1
