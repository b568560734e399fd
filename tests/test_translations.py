# SPDX-License-Identifier: AGPL-3.0-or-later
"""Translations of records: shown on the site in their language, said to be one, never a leak."""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path
from typing import Any

import msgspec
import pytest

from commonpress.check import check_book
from commonpress.check.privacy.passages import _is_text
from commonpress.derive.disclose import disclose
from commonpress.derive.publication import Publication
from commonpress.kinds import KIND_OF, KINDS
from commonpress.kinds.base import Kind
from commonpress.kinds.case import MadeGeneral
from commonpress.kinds.fields import fields_of
from commonpress.kinds.translating import is_whole, print_of, told_by
from commonpress.kinds.translation import TRANSLATED, UNTRANSLATED, Translation, tag_of
from commonpress.preview.proof import Proof
from commonpress.read.book import read_book
from commonpress.render.catalogues import voice_of
from commonpress.render.environment import said_or_told
from commonpress.render.voice import Voice, speaking
from tests.books import SOUND, book, findings, run

ROOT = Path(__file__).parents[1]
SETTINGS = SOUND["content/commons.yml"] + "languages: [en, es, pt-BR]\n"
SITE = "site_url: https://tidewater-row.example/\n"
DECISION = "content/translations/es/decision/dec-2026-001.md"
SPANISH = """\
---
title: La mesa se pone los martes
summary: La mesa larga se pone los martes en lugar de los lunes.
question: ¿Qué tarde le viene bien a más gente?
options:
  - title: Los lunes
    meaning: Como antes.
  - title: Los martes
    meaning: Pan fresco.
---
A nadie le gusta el pan de ayer.
"""
PAGE = "---\ntitle: About us\n---\nWe eat together on Tuesdays.\n"


def with_print(tiny: Path, path: str) -> None:
    """Write the print that `check` says into a translation."""
    told = run("check", tiny, "--format", "json").out
    (hint,) = (f["hint"] for f in json.loads(told) if f["slug"] == "translation-old")
    file = tiny / path
    (line,) = re.findall(r"`(translated_from: \w+)`", hint)
    file.write_text(file.read_text("utf-8").replace("---\n", f"---\n{line}\n", 1), "utf-8")


# --- what may be translated ----------------------------------------------------------------------


def test_every_kind_is_translated_or_says_why_not() -> None:
    assert TRANSLATED.keys() | UNTRANSLATED.keys() == set(KIND_OF)
    assert not TRANSLATED.keys() & UNTRANSLATED.keys()


# Texts that are looked up, or say where and by whom: not read as sentences, or not ours to turn.
KEPT = {
    "commons": {
        "name", "short_name", "licence", "harms", "places_of_cases", "kinds_of_work",
        "public_places", "forms",
    },
    "assembly": {"place", "next"},
    "guardrail": {"condition"},
    "gathering": {"place"},
    "scrutiny": {"office", "legal_basis", "held"},
    "resource": {"unit", "units", "each"},
    "fund": {"funder"},
    "zine": {"sections"},
}  # fmt: skip


def texts_of(struct: type[msgspec.Struct]) -> set[str]:
    """The fields of a record that hold texts, or small records that may."""
    return {
        field.name
        for field in fields_of(struct)
        if _is_text(field) or (field.declared.struct and texts_of(field.declared.struct))
    }


@pytest.mark.parametrize("kind", [k for k in KINDS if k.name in TRANSLATED], ids=lambda k: k.name)
def test_every_text_of_a_kind_is_translated_or_kept(kind: Kind) -> None:
    assert texts_of(kind.record) == {*TRANSLATED[kind.name], *KEPT.get(kind.name, ())}
    own = {field.name: field for field in fields_of(kind.record)}
    ours = {field.name: field for field in fields_of(Translation)}
    for name in TRANSLATED[kind.name]:
        assert own[name].declared.is_list == ours[name].declared.is_list
        its = ours[name].declared.struct
        if its:
            inside = own[name].declared.struct
            assert inside
            assert set(its.__struct_fields__) <= set(inside.__struct_fields__)


def test_nothing_private_is_translated() -> None:
    assert not any(KIND_OF[name].guarded for name in TRANSLATED)
    for name in TRANSLATED:
        published = {f.name for f in fields_of(KIND_OF[name].record) if f.is_published}
        assert set(TRANSLATED[name]) <= published


def test_a_folder_of_small_letters_names_a_language() -> None:
    assert [tag_of(name) for name in ("es", "pt-br", "zh-hant")] == ["es", "pt-BR", "zh-Hant"]


# --- on the site ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small book with translations, built."""
    folder = tmp_path_factory.mktemp("translations")
    tiny = book(
        folder,
        {
            "content/commons.yml": SETTINGS.replace(", pt-BR", "") + SITE,
            "content/pages/about.md": PAGE,
            "content/pages/house.md": PAGE.replace("About us", "The house"),
            "content/translations/es/page/about.md": "---\ntitle: Quiénes somos\n---\n## Juntas\n",
            "content/pages/mesa.md": "---\ntitle: La mesa\nlang: es\n---\nEs larga.\n",
            "content/translations/en/page/mesa.md": "---\ntitle: The table\n---\nIt is long.\n",
            DECISION: SPANISH,
        },
    )
    built = run("build", tiny, "--output", folder / "out", "--no-zine")
    assert built.code == 0, built
    return folder / "out"


def article(made: Path, path: str) -> str:
    page = (made / "site" / path).read_text("utf-8")
    return page[page.index("<article") : page.index("</article>")]


def test_a_translated_record_is_told_in_its_language_and_leads_to_the_original(made: Path) -> None:
    page = article(made, "es/decisions/dec-2026-001.html")
    assert "<h1>La mesa se pone los martes</h1>" in page
    assert "A nadie le gusta el pan de ayer." in page
    assert "Pan fresco." in page
    assert "Nobody likes" not in page
    assert 'lang="en"' not in page[page.index("<h1>") : page.index("</h1>")]
    link = '<a href="../../decisions/dec-2026-001.html">Leer el original</a>'
    note = f'<p class="note translated">Traducido del inglés. {link}. El original cambió'
    assert note in page


def test_the_original_is_not_touched(made: Path) -> None:
    page = article(made, "decisions/dec-2026-001.html")
    assert "The table is set on Tuesdays" in page
    assert "translated" not in page


def test_a_title_is_translated_wherever_it_stands(made: Path) -> None:
    for path in ("es/index.html", "es/assemblies/asm-2026-03.html", "es/a-z/index.html"):
        text = (made / "site" / path).read_text("utf-8")
        assert "La mesa se pone los martes" in text, path
        assert "The table is set on Tuesdays" not in text, path
    feeds = (made / "site/es/feeds/decisions.xml").read_text("utf-8")
    assert "La mesa se pone los martes" in feeds


def test_a_free_page_is_translated_and_one_that_is_not_says_so(made: Path) -> None:
    page = article(made, "es/about.html")
    assert "<h1>Quiénes somos</h1>" in page
    assert "Juntas</h2>" in page
    assert "Traducido" in page
    other = article(made, "es/house.html")
    assert other.startswith("<article")
    assert 'lang="en" dir="ltr"' in other.partition(">")[0]
    assert '<p lang="es" dir="ltr" class="note untranslated">' in other


def test_a_record_in_another_language_is_translated_into_that_of_the_book(made: Path) -> None:
    page = article(made, "mesa.html")
    assert "<h1>The table</h1>" in page
    assert 'Translated from Spanish. <a href="es/mesa.html">Read the original</a>' in page
    own = article(made, "es/mesa.html")
    assert "Es larga." in own
    assert "note" not in own


def test_translations_are_a_table_of_the_open_data(made: Path) -> None:
    with (made / "data/translations.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    assert rows["es/decision/dec-2026-001"]["title"] == "La mesa se pone los martes"
    assert rows["es/decision/dec-2026-001"]["lang"] == "es"
    decisions = (made / "data/decisions.csv").read_text("utf-8")
    assert "The table is set on Tuesdays" in decisions
    assert "martes" not in decisions


def test_figures_are_the_same_in_every_language(made: Path) -> None:
    def figures(folder: str) -> dict[str, list[str]]:
        found = {}
        for file in sorted((made / "site" / folder).rglob("*.html")):
            path = file.relative_to(made / "site" / folder).as_posix()
            if not path.startswith("es/"):
                text = file.read_text("utf-8")
                found[path] = re.findall(r'<data value="([^"]*)" data-figure="([^"]*)"', text)
        return {path: values for path, values in found.items() if values}

    assert figures("")
    assert figures("es") == figures("")


# --- old, partial, and where the original is not shown -------------------------------------------


def test_an_original_that_changed_makes_its_translation_old(tmp_path: Path) -> None:
    tiny = book(tmp_path, {"content/commons.yml": SETTINGS, DECISION: SPANISH})
    with_print(tiny, DECISION)
    assert findings(tiny) == ()
    original = tiny / "content/decisions/dec-2026-001.md"
    text = original.read_text("utf-8")
    original.write_text(text.replace("review_on: 2026-09-06", "review_on: 2026-09-07"), "utf-8")
    assert findings(tiny) == ()  # no text that is read has changed
    original.write_text(text.replace("yesterday's", "old"), "utf-8")
    assert [slug for slug, *_ in findings(tiny)] == ["translation-old"]


def _publication(tiny: Path, **options: Any) -> Publication:
    register, _ = check_book(read_book(tiny, quickly=True))
    assert register is not None
    return disclose(register, register.book_date, **options)


def test_what_a_translation_leaves_out_stays_as_it_was(tmp_path: Path) -> None:
    tiny = book(
        tmp_path,
        {
            "content/commons.yml": SETTINGS,
            DECISION: "---\ntitle: Los martes\noptions:\n  - {title: A, meaning: B}\n---\n",
        },
    )
    book_in = _publication(tiny).tellings["es"]
    (view,) = book_in.decisions
    assert view.record.title == "Los martes"
    assert view.record.lang == "es"
    assert [option.title for option in view.record.options] == ["A", "Tuesdays"]
    assert [option.chosen for option in view.record.options] == [False, True]
    assert view.record.body == "Nobody likes yesterday's bread."
    assert not book_in.translations["decision", "dec-2026-001"].is_whole


def test_a_translation_of_everything_is_whole(tmp_path: Path) -> None:
    tiny = book(tmp_path, {"content/commons.yml": SETTINGS, DECISION: SPANISH})
    register, _ = check_book(read_book(tiny))
    assert register is not None
    (translation,) = register.of(Translation)
    original = register.get("decision", "dec-2026-001")
    assert original is not None
    assert is_whole(original, translation)
    told = told_by(original, translation)
    assert print_of(told) != print_of(original)
    assert told.places is original.places


def test_what_is_withheld_or_hidden_has_no_translation_to_be_read(tmp_path: Path) -> None:
    tiny = book(tmp_path, {"content/commons.yml": SETTINGS, DECISION: SPANISH})
    for withheld in ("content/decisions/dec-2026-001.md", DECISION):
        told = _publication(tiny, withheld={withheld}, is_draft=True)
        assert told.records["translation"] == ()
        assert "martes" not in repr(told)
        assert not told.tellings


def test_the_gate_reads_a_translation_in_its_own_language(tmp_path: Path) -> None:
    spanish = SPANISH.replace("Pan fresco.", "Escribe a mesa@correo.org.")
    tiny = book(tmp_path, {"content/commons.yml": SETTINGS, DECISION: spanish})
    with_print(tiny, DECISION)
    assert {slug for slug, *_ in findings(tiny)} == {"private-contact"}
    # Words that English does not know are no names where the text is Spanish.
    (tiny / DECISION).write_text(SPANISH.replace("A nadie", "Cualquiera dice: Quisiera. A nadie"))
    with_print(tiny, DECISION)
    assert findings(tiny) == ()


# --- writing one ---------------------------------------------------------------------------------


def test_a_new_translation_knows_which_text_it_translates(tmp_path: Path) -> None:
    tiny = book(tmp_path, {"content/commons.yml": SETTINGS})
    told = run(
        "new", "translation", "id=es/decision/dec-2026-001", "title=Los martes", "--into", tiny
    )
    assert told.code == 0, told
    assert "translated_from: " in (tiny / DECISION).read_text("utf-8")
    assert findings(tiny) == ()


def test_a_case_is_never_translated(tmp_path: Path) -> None:
    told = {"content/translations/es/case/case-2025-003.md": "---\ntitle: Algo pasó\n---\n"}
    tiny = book(tmp_path, {"content/commons.yml": SETTINGS, **told})
    assert "untranslatable" in {slug for slug, *_ in findings(tiny)}


def test_the_sample_has_translations_of_several_kinds_that_are_up_to_date() -> None:
    register, wrong = check_book(read_book(ROOT, quickly=True))
    assert register is not None
    assert not [f for f in wrong if f.code.slug.startswith("translation")]
    kinds = {(one.lang, one.of_kind) for one in register.of(Translation)}
    assert {("es", "decision"), ("es", "page"), ("es", "norm"), ("ar", "page")} <= kinds


def test_a_book_in_another_language_speaks_it_at_its_root(tmp_path: Path) -> None:
    spanish = SOUND["content/commons.yml"] + "language: es\nlanguages: [es, en]\n"
    tiny = book(tmp_path, {"content/commons.yml": spanish})
    assert run("build", tiny, "--output", tmp_path / "out", "--no-zine").code == 0
    home = (tmp_path / "out/site/index.html").read_text("utf-8")
    assert "Libro de cuentas" in home
    assert ">Ledger<" not in home
    assert "Ledger" in (tmp_path / "out/site/en/index.html").read_text("utf-8")
    missing = (tmp_path / "out/site/404.html").read_text("utf-8")
    assert "No está en el libro" in missing
    shutil.rmtree(tmp_path / "out")


def test_the_page_on_languages_says_what_can_be_translated() -> None:
    page = (ROOT / "docs/content/pages/languages.md").read_text("utf-8")
    for kind, names in TRANSLATED.items():
        assert f"| {kind} | {', '.join(f'`{name}`' for name in names)} |" in page


@pytest.mark.parametrize("language", ["es", "ar"])
def test_the_log_of_a_protected_case_is_said_in_the_language_of_its_page(language: str) -> None:
    own = Voice(language, "en", texts={"Una frase.": "es"})
    with speaking(voice_of(language, records="en")):
        for sentence in MadeGeneral:
            said = said_or_told(sentence.value)
            assert said != sentence.value
            assert "bdi" not in said
        assert said_or_told("Some words were left out.") == (
            '<bdi lang="en" dir="ltr">Some words were left out.</bdi>'
        )
    with speaking(own):
        assert ("bdi" in said_or_told("Una frase.")) == (language != "es")


def test_a_preview_speaks_the_language_of_its_book(tmp_path: Path) -> None:
    tiny = book(tmp_path, {"content/commons.yml": SOUND["content/commons.yml"] + "language: es\n"})
    proof = Proof(_publication(tiny), tiny)
    assert run("build", tiny, "--output", tmp_path / "out", "--no-zine").code == 0
    for path in ("index.html", "404.html", "a-z/index.html", "decisions/dec-2026-001.html"):
        assert proof.file(path) == (tmp_path / "out/site" / path).read_bytes(), path
