# SPDX-License-Identifier: AGPL-3.0-or-later
"""Other languages: catalogues that are whole, templates in other words, a site in each language."""

from __future__ import annotations

import importlib.util
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from commonpress.render import words
from commonpress.render.catalogues import languages, voice_of
from commonpress.render.template_words import messages, translated
from commonpress.render.voice import say_value, speaking
from tests.books import book, run

ROOT = Path(__file__).parents[1]
TEMPLATES = ROOT / "site_templates"
OTHERS = ("ar", "es")
_PLACES = re.compile(r"\{\w+\}|</?[a-z]+>")


def _tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("words_tool", ROOT / "tools/words.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    return _tool()


# --- the catalogues ------------------------------------------------------------------------------


def test_there_is_a_catalogue_for_each_language_promised() -> None:
    assert languages() == ("en", *OTHERS)


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_says_every_message(language: str, tool: ModuleType) -> None:
    assert tool.missing_in(tool.catalogue_of(language)) == [], "run `make words` and translate"


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_keeps_what_stands_in_a_message(language: str) -> None:
    """Every print and tag of the English, as often; only a choice of English words may go."""
    with (TEMPLATES / f"locales/{language}/messages.po").open("rb") as opened:
        catalogue = read_po(opened, locale=language, abort_invalid=True)
    for message in catalogue:
        if isinstance(message.id, str) and message.id:
            wanted, found = _places(message.id), _places(str(message.string))
            assert found == wanted, f"{message.id!r}: {message.string!r}"


@pytest.mark.parametrize(("language", "forms"), [("es", 2), ("ar", 6)])
def test_what_is_counted_has_every_form(language: str, forms: int) -> None:
    voice = voice_of(language)
    assert voice.plurals
    for key, said in voice.plurals.items():
        assert len(said) == forms, key
        assert all(said), key
        assert {p for text in said for p in _PLACES.findall(text)} <= {"{n}"}, key


def _places(text: str) -> list[str]:
    return sorted(p for p in _PLACES.findall(text) if not p.startswith("{choice"))


# --- templates in other words --------------------------------------------------------------------


def test_a_template_in_its_own_words_is_itself() -> None:
    for file in sorted(TEMPLATES.rglob("*.jinja")):
        source = file.read_text(encoding="utf-8")
        shown = translated(source, lambda said: said)
        assert _without_marks(shown).split() == source.split(), file.name


def _without_marks(source: str) -> str:
    source = re.sub(r"\(([a-z_][\w.\[\]0-9-]*\.value)\|said\)", r"\1", source)
    source = source.replace('|map("said")', "")
    return re.sub(r"\{\{ \((.*?)\) \| told \}\}", r"{{ \1 }}", source)


def test_a_sentence_is_one_message_with_its_prints_and_tags() -> None:
    source = (
        '<p>On {{ a.decided_on | day }}, <a href="{{ to("x") }}">{{ n | counted("vote") }}</a>.</p>'
    )
    found = [(m.words, m.many) for m in messages(source)]
    assert found == [("On {decided_on}, <a>{n}</a>.", ""), ("vote", "votes")]
    turned = translated(source, lambda said: "<a>{n}</a>: {decided_on}" if "{n}" in said else said)
    assert turned == (
        '<p><a href="{{ to("x") }}">{{ n | counted("vote") }}</a>: {{ a.decided_on | day }}</p>'
    )


def test_what_an_attribute_and_an_expression_say_is_found() -> None:
    source = '<img alt="A loop"> {{ "is" if n == 1 else "are" }} {% set title = x or "A letter" %}'
    assert [m.words for m in messages(source)] == ["A loop", "is", "are", "A letter"]


def test_names_of_classes_files_and_keys_are_no_words() -> None:
    source = (
        '{% import "site/_parts.html.jinja" as parts %}<p class="{{ "first" if x }}">'
        '{{ parts.ref("decision", x["came-in"]) }}</p>'
    )
    assert list(messages(source)) == []


@given(st.text(alphabet='abc {}%<>"/=', max_size=60))
def test_no_text_is_lost_whatever_a_template_holds(source: str) -> None:
    assert translated(source, lambda said: said).split() == source.split()


# --- numbers and days ----------------------------------------------------------------------------


def test_english_is_what_it_was() -> None:
    with speaking(voice_of("en")):
        assert words.amount(Decimal("-1428.6"), "EUR") == "−1,428.60\u00a0€"
        assert words.day(date(2026, 6, 24)) == "24\u00a0June 2026"
        assert words.counted(3, "role") == "three roles"


def test_spanish_numbers_days_and_counts() -> None:
    with speaking(voice_of("es")):
        assert words.amount(Decimal("-12428.6"), "EUR") == "−12.428,60\u00a0€"
        assert words.day(date(2026, 6, 24)) == "24 de junio de 2026"
        assert words.period("2025-winter") == "invierno de 2025–26"
        assert words.listed(["pan", "arroz", "aceite"]) == "pan, arroz y aceite"
        assert [words.counted(n, "decision") for n in (1, 2)] == ["una decisión", "2 decisiones"]


def test_arabic_counts_in_its_six_forms_and_holds_amounts_together() -> None:
    with speaking(voice_of("ar")):
        said = [words.counted(n, "decision") for n in (0, 1, 2, 3, 11, 100)]
        assert said == ["لا قرارات", "قرار واحد", "قراران", "3 قرارات", "11 قرارًا", "100 قرار"]
        assert words.amount(Decimal("42.5"), "kg") == "\u206642.5\u00a0kg\u2069"
        assert words.day(date(2026, 3, 4)) == "4 مارس 2026"
        assert say_value("last_call") == "النداء الأخير"
        assert say_value(Decimal(3)) == Decimal(3)


def test_a_language_without_a_catalogue_speaks_english_in_its_own_numbers() -> None:
    with speaking(voice_of("fi")) as voice:
        assert voice.of("Ledger") == "Ledger"
        assert voice.is_source


# --- a site in each language ---------------------------------------------------------------------

_SETTINGS = """\
name: Tidewater Row Commons
language: en
languages: [en, es, ar]
site_url: https://tidewater-row.example/
default_project: long-table
harms:
  - Harsh words
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small book in three languages, built by the command."""
    folder = tmp_path_factory.mktemp("languages")
    tiny = book(folder, {"content/commons.yml": _SETTINGS})
    built = run("build", tiny, "--output", folder / "out", "--no-zine")
    assert built.code == 0, built
    return folder / "out/site"


@pytest.mark.parametrize(
    ("folder", "language", "direction", "word"),
    [("", "en", "ltr", "Ledger"), ("es/", "es", "ltr", "Libro de cuentas"),
     ("ar/", "ar", "rtl", "دفتر الحساب")],
)  # fmt: skip
def test_each_site_speaks_its_language(
    site: Path, folder: str, language: str, direction: str, word: str
) -> None:
    page = (site / folder / "decisions/dec-2026-001.html").read_text(encoding="utf-8")
    assert re.search(rf'<html[^>]* lang="{language}"', page)
    assert f'<article class="page page-decision" id="main" tabindex="-1" lang="{language}"' in page
    assert f'dir="{direction}"' in page
    assert word in page


def test_every_page_leads_to_itself_in_the_other_languages(site: Path) -> None:
    page = (site / "es/decisions/dec-2026-001.html").read_text(encoding="utf-8")
    there = "https://tidewater-row.example/"
    for language, base in (("ar", "ar/"), ("en", ""), ("es", "es/"), ("x-default", "")):
        link = f'hreflang="{language}" href="{there}{base}decisions/dec-2026-001.html">'
        assert f'<link rel="alternate" {link}' in page
    assert 'href="../../decisions/dec-2026-001.html">English</a>' in page
    assert 'href="../../ar/decisions/dec-2026-001.html">العربية</a>' in page
    assert f'<link rel="canonical" href="{there}es/decisions/dec-2026-001.html">' in page


def test_a_record_keeps_its_own_language_and_the_page_says_so(site: Path) -> None:
    page = (site / "ar/decisions/dec-2026-001.html").read_text(encoding="utf-8")
    assert 'class="note untranslated"' in page
    assert re.search(r'<div lang="en" dir="ltr">', page)
    home = (site / "ar/index.html").read_text(encoding="utf-8")
    assert '<bdi lang="en" dir="ltr">The table is set on Tuesdays</bdi>' in home


def test_both_sites_hold_the_same_pages(site: Path) -> None:
    def pages(folder: Path) -> set[str]:
        found = {f.relative_to(folder).as_posix() for f in folder.rglob("*.html")}
        return {f for f in found if not f.startswith(("es/", "ar/", "404"))}

    # Pages of letters follow the words of the language.
    of_all = {f for f in pages(site) if not f.startswith("a-z/")}
    for language in ("es", "ar"):
        assert {f for f in pages(site / language) if not f.startswith("a-z/")} == of_all


def test_a_book_that_names_only_english_is_not_changed(tmp_path: Path) -> None:
    """The same bytes as a book that names no language at all."""
    sites = []
    for name, line in (("one", ""), ("two", "languages: [en]\n")):
        folder = tmp_path / name
        folder.mkdir()
        settings = _SETTINGS.replace("languages: [en, es, ar]\n", line)
        tiny = book(folder, {"content/commons.yml": settings})
        assert run("build", tiny, "--output", folder / "out", "--no-zine").code == 0
        files = {f.relative_to(folder / "out/site"): f for f in (folder / "out/site").rglob("*")}
        pages = {path: f.read_bytes() for path, f in files.items() if f.suffix == ".html"}
        assert not any(b"hreflang" in page for page in pages.values())
        sites.append(pages)
    assert sites[0] == sites[1]
