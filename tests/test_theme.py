# SPDX-License-Identifier: AGPL-3.0-or-later
"""The theme: templates that a second engine reads alike, and stylesheets without ballast."""

from __future__ import annotations

import html
import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import jinja2
import minijinja
import pytest
import tinycss2

from commonpress.render.stylesheet import content_sheet, own_sheet, squeezed
from commonpress.render.theme import FACE, SHEETS, theme_files
from tests.small_site import ROOT

MATERIAL = Path(str(find_spec("material").origin)).parent / "templates"  # type: ignore[union-attr]
FOLDERS = [ROOT / "site_templates/theme", MATERIAL]

# --- templates -----------------------------------------------------------------------------------

SHEET: dict[str, Any] = {
    "form": "record",
    "up": "../",
    "part": "ledger",
    "home": False,
    "title": "A <title>",
    "description": "A description",
    "canonical": "https://tidewater-row.example/a.html",
    "kind": " page-decision",
    "lang": "en",
    "direction": "ltr",
    "edit": "https://forge.example/a.md",
    "earlier": {"url": "../b.html", "title": "B"},
    "later": False,
}
FREE: dict[str, Any] = {
    "form": "free",
    "heading": "A & B",
    "contents": [{"id": "c-one", "title": "One & two"}],
    "earlier": None,
}
BOOK: dict[str, Any] = {
    "name": "A & B",
    "short_name": "A",
    "tagline": "Here.",
    "as_of": "1 July 2026",
    "colophon": "<p>Ours.</p>",
    "notice": "",
    "language": "ar",
    "direction": "rtl",
    "policy": "default-src 'none'",
    "parts": [
        {"key": "ledger", "title": "<L>", "address": "ledger/index.html", "in_masthead": True},
        {"key": "about", "title": "About", "address": "about.html", "in_masthead": False},
    ],
    "nowhere": {"form": "missing", "up": "/", "title": "None", "description": "Here."},
}


def context(sheet: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "page": sheet and {"meta": {"commonpress": sheet}, "content": "<p>Body.</p>", "toc": []},
        "config": {
            "site_name": "A",
            "extra": {"commonpress": BOOK},
            "extra_css": [],
            "plugins": {},
            "theme": {"language": "ar", "features": [], "font": False},
        },
        "nav": [],
        "base_url": "..",
    }


def by_jinja2(sheet: dict[str, Any] | None) -> str:
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(FOLDERS))  # noqa: S701 - as MkDocs does
    environment.filters |= {"url": str, "script_tag": str}
    return environment.get_template("main.html").render(context(sheet))


def by_minijinja(sheet: dict[str, Any] | None) -> str:
    def load(name: str) -> str | None:
        found = (folder / name for folder in FOLDERS if (folder / name).is_file())
        return next((file.read_text("utf-8") for file in found), None)

    environment = minijinja.Environment(loader=load, auto_escape_callback=lambda _: False)
    environment.add_filter("url", str)
    environment.add_filter("script_tag", str)
    return environment.render_template("main.html", **context(sheet))


def lines(page: str) -> list[str]:
    return [line.strip() for line in html.unescape(page).splitlines() if line.strip()]


@pytest.mark.parametrize(
    "sheet",
    [SHEET, SHEET | {"home": True, "part": "home", "edit": ""}, SHEET | FREE, None],
    ids=["record", "home", "free", "missing"],
)
def test_jinja2_and_minijinja_read_the_templates_alike(sheet: dict[str, Any] | None) -> None:
    page = by_jinja2(sheet)
    assert "Contents" in page
    assert lines(page) == lines(by_minijinja(sheet))


def test_nothing_of_the_theme_is_left_to_be_found_by_mkdocs_alone() -> None:
    files = theme_files(ROOT)
    assert FACE in files
    assert "main.html" in files
    assert not [path for path in files if path.endswith((".js", ".map", ".woff", ".ttf"))]


def test_a_book_may_bring_templates_of_its_own(tmp_path: Path) -> None:
    own = tmp_path / "site_templates/theme/partials/foot.html"
    own.parent.mkdir(parents=True)
    own.write_text("ours", encoding="utf-8")
    files = theme_files(tmp_path)
    assert files["partials/foot.html"] == own
    assert files["main.html"] == ROOT / "site_templates/theme/main.html"


# --- stylesheets ---------------------------------------------------------------------------------


def tokens(css: str) -> list[str]:
    """What a stylesheet means: its tokens without comments, with spaces only where they count."""
    parsed = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    text = tinycss2.serialize(parsed)
    return re.sub(
        r"/\*.*?\*/|\s+(?=[{};,!])|(?<=[{};,:(])\s+|;(?=\s*})|\s+(?=\))", "", text
    ).split()


@pytest.mark.parametrize("path", SHEETS[:1])
def test_a_squeezed_sheet_means_the_same(path: str) -> None:
    css = theme_files(ROOT)[path].read_text("utf-8")
    small = squeezed(css)
    assert tokens(small) == tokens(css)
    assert squeezed(small) == small
    assert len(small) < 0.9 * len(css)
    assert "/*" not in small


@pytest.mark.parametrize(
    ("css", "small"),
    [
        ("a  b > c , d { color : red ; }", "a b > c,d{color :red}"),
        ("a :hover{}", "a :hover{}"),
        ("/* x */ a{ width: calc( 1px  +  2px ) ; }", "a{width:calc(1px + 2px)}"),
        ('a::before { content: " { /* } " }', 'a::before{content:" { /* } "}'),
        (
            "@media (min-width: 60em) and (x) { a { b: c } }",
            "@media (min-width:60em) and (x){a{b:c}}",
        ),
        ("a/**/ /**/b { c: d }", "a b{c:d}"),
        (
            'a { background: url("x y.svg") center / 100% }',
            'a{background:url("x y.svg") center / 100%}',
        ),
    ],
)
def test_only_what_means_nothing_is_squeezed_out(css: str, small: str) -> None:
    assert squeezed(css) == small


def test_our_sheet_knows_the_letters_of_the_name() -> None:
    sheet = own_sheet(["a{b:c}"], "Tidewater Row Commons")
    assert sheet == "a{b:c}:root{--name-letters:21;--name-longest-word:9}"


MATERIAL_SHEET = next(MATERIAL.glob("assets/stylesheets/main.*.css")).read_text("utf-8")


def test_of_materials_sheet_only_what_free_pages_wear_is_kept() -> None:
    sheet = content_sheet(MATERIAL_SHEET)
    assert content_sheet(MATERIAL_SHEET) == sheet
    assert len(sheet) < 35_000 < len(MATERIAL_SHEET) / 3
    for kept in (".tabbed-labels>label", ".highlight", ".task-list-item", ".keys", ".grid"):
        assert kept in sheet
    for gone in ("md-header", "md-search", "md-nav", "md-sidebar", "#__", "@font-face", "@charset"):
        assert gone not in sheet


def test_no_variable_is_kept_that_no_rule_reads() -> None:
    sheet = content_sheet(MATERIAL_SHEET)
    set_here = set(re.findall(r"(--[\w-]+):", sheet))
    read = set(re.findall(r"var\((--[\w-]+)", sheet))
    assert set_here - read == set()


def test_materials_measures_are_counted_in_the_readers_rem() -> None:
    material = (
        ".md-typeset .grid{margin:.8rem calc(1rem - 1em)}"
        "@media(min-width:45em){.md-typeset .grid{top:1.2rem}}"
    )
    assert content_sheet(material) == (
        ".md-typeset .grid{margin:1rem calc(1.25rem - 1em)}"
        "@media (min-width:45em){.md-typeset .grid{top:1.5rem}}"
    )
