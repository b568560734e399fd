# SPDX-License-Identifier: AGPL-3.0-or-later
"""The zine in other languages: its words, its direction, its binding, and letters that join."""

from __future__ import annotations

import io
import re
import subprocess
import unicodedata
from pathlib import Path

import msgspec
import pikepdf
import pytest

from commonpress.cli.zine import thickness
from commonpress.kinds.publication import Edition, Paper
from commonpress.printing import downloads_of
from commonpress.render import print_how_words
from commonpress.render.artifact import Artifact
from commonpress.render.charts.in_mirror import in_mirror
from commonpress.render.charts.pens import PAPER, Window, label, svg
from commonpress.render.languages import in_language, zine_in, zine_languages, zine_voice
from commonpress.render.mirror import mirrored
from commonpress.render.packaged import packaged
from commonpress.render.plates import font_names
from commonpress.render.print_editions import print_run
from commonpress.render.print_how import Folding, how_to_print
from commonpress.render.print_how import mirrored as mirrored_step
from commonpress.render.voice import speaking
from tests.books import book, run
from tests.copier import copied, picture, survival
from tests.fold import Held, centred, panels, read_pages, recognise
from tests.publications import tidewater

BOOK = tidewater()
ISSUE = BOOK.issues[0]
MM = 72 / 25.4
ARABIC = re.compile("[\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufeff]")


@pytest.fixture(scope="module")
def mini8(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One folded sheet in each language: single pages, sheet, how to fold."""
    folder = tmp_path_factory.mktemp("zines")
    for language in ("", "es", "ar"):
        printed = print_run(BOOK, ISSUE, editions=[Edition.MINI8], language=language)
        assert not printed.faults, printed.faults
        for file in printed.files:
            (folder / file.path).write_bytes(file.content)
    return {file.name.removeprefix(f"{ISSUE.record.id}-"): file for file in folder.iterdir()}


def text_of(pdf: Path) -> str:
    told = subprocess.run(["pdftotext", "-raw", str(pdf), "-"], check=True, capture_output=True)
    return unicodedata.normalize("NFKC", told.stdout.decode())


def test_a_file_in_another_language_ends_in_its_code(mini8: dict[str, Path]) -> None:
    whole = {
        f"mini8{part}{code}.pdf"
        for part in ("", "-pages", "-how-to")
        for code in ("", ".es", ".ar")
    }
    assert set(mini8) == whole


def test_the_file_says_its_language(mini8: dict[str, Path]) -> None:
    said = {}
    for name in ("mini8-pages.pdf", "mini8-pages.es.pdf", "mini8-pages.ar.pdf"):
        with pikepdf.open(mini8[name]) as pdf:
            said[name] = str(pdf.Root.Lang)
    assert list(said.values()) == ["en", "es", "ar"]


def test_the_words_are_those_of_the_catalogue_and_records_stay(mini8: dict[str, Path]) -> None:
    spanish, english = text_of(mini8["mini8-pages.es.pdf"]), text_of(mini8["mini8-pages.pdf"])
    assert "Gratis. Cópialo." in spanish
    assert "Free. Copy it." in english
    assert "Gratis" not in english
    for view in ISSUE.sections[0].decisions[:1]:
        assert view.record.title in " ".join(spanish.split())


def test_arabic_is_set_with_shipped_fonts_and_its_letters_join(mini8: dict[str, Path]) -> None:
    names = font_names(mini8["mini8-pages.ar.pdf"].read_bytes())
    assert any(name.startswith("Zine-Arabic-") for name in names)
    # A word of joined letters is drawn with glyphs that are no letter's own.
    with pikepdf.open(mini8["mini8-pages.ar.pdf"]) as pdf:
        fonts = [f for page in pdf.pages for f in (page.Resources.get("/Font") or {}).values()]
        maps = [
            f.ToUnicode.read_bytes().decode() for f in fonts if "Zine-Arabic" in str(f.BaseFont)
        ]
    assert maps
    assert len(ARABIC.findall(text_of(mini8["mini8-pages.ar.pdf"]))) > 100


def test_arabic_text_keeps_its_ink_through_a_copy_of_a_copy(mini8: dict[str, Path]) -> None:
    """Two dots of a letter may run together into one stroke, as a pen writes them."""
    pdf = mini8["mini8-pages.ar.pdf"]
    kept = []
    for number, page in enumerate(read_pages(pdf), start=1):
        before = picture(pdf, number)
        after = copied(before)
        words = [w for w in page.words if ARABIC.search(w.text) and w.height < 15]
        kept += [survival(w, len(w.text) * w.height * 0.4, before, after) for w in words]
    assert len(kept) > 40
    assert sum(one.ink for one in kept) / len(kept) > 0.85
    assert min(one.ink for one in kept) > 0.7


def test_an_arabic_sheet_is_bound_on_the_right(mini8: dict[str, Path]) -> None:
    (side,) = read_pages(mini8["mini8.ar.pdf"])
    sources = read_pages(mini8["mini8-pages.ar.pdf"])
    cut = panels(side, [74.25 * MM] * 4, [105 * MM] * 2)
    held = [
        recognise(panel, [centred(s, panel.width, panel.height) for s in sources])
        for row in cut
        for panel in row
    ]
    assert [Held(one.page, one.upside_down) for one in held] == [
        *(Held(page, upside_down=True) for page in (2, 3, 4, 5)),
        *(Held(page, upside_down=False) for page in (1, 8, 7, 6)),
    ]


def test_the_number_of_a_panel_stands_on_the_outer_side(mini8: dict[str, Path]) -> None:
    for name, is_left in (("mini8-pages.pdf", False), ("mini8-pages.ar.pdf", True)):
        page = read_pages(mini8[name])[1]
        number = next(word for word in page.words if word.text == "2")
        assert (number.x < page.width / 2) is is_left


def test_every_step_that_names_a_side_has_its_counterpart_to_translate() -> None:
    steps = [step for found in print_how_words.STEPS.values() for step in found]
    sided = {mirrored_step(s).words for s in steps if re.search(r"\b(left|right)\b", s.words)}
    assert sided == set(print_how_words.FROM_THE_RIGHT)


def test_an_issue_is_printed_in_its_languages() -> None:
    commons = msgspec.structs.replace(BOOK.commons, languages=("en", "es"))
    assert zine_languages(commons, ISSUE.record) == ("en", "es")
    named = msgspec.structs.replace(ISSUE.record, languages=("ar",))
    assert zine_languages(commons, named) == ("en", "ar")
    assert zine_languages(commons, msgspec.structs.replace(named, lang="es")) == ("es", "ar")


def test_a_site_offers_the_sheet_in_its_language_and_else_the_only_one() -> None:
    files = [Artifact(f"zines/{ISSUE.record.id}-mini8{code}.pdf", b"x") for code in ("", ".es")]
    offered = {
        language: downloads_of(in_language(BOOK, language), files).issues[ISSUE.record.id][0].name
        for language in ("es", "ar")
    }
    assert offered["es"].endswith("mini8.es.pdf")
    assert offered["ar"].endswith("mini8.pdf")


def test_a_language_without_words_is_wrong_use(tmp_path: Path) -> None:
    refused = run("zine", book(tmp_path / "book"), "--language", "tlh")
    assert refused.code == 2
    assert "ar, en, es" in refused.err.replace("en, ar, es", "ar, en, es")


@pytest.mark.parametrize("edition", [e for e in Edition if e is not Edition.SCREEN])
@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_how_to_fold_is_one_page_of_letter_in_every_language(
    edition: Edition, language: str
) -> None:
    pages = 6 if edition is Edition.TRIFOLD else 8
    folding = Folding(edition, Paper.LETTER, pages, 2, language == "ar")
    with speaking(zine_voice(BOOK, language)):
        page = how_to_print(zine_in(BOOK, language), ISSUE, None, folding)
    with pikepdf.open(io.BytesIO(page)) as pdf:
        (sheet,) = pdf.pages
        assert [float(edge) for edge in sheet.mediabox] == pytest.approx([0, 0, 612, 792], abs=0.1)
        assert str(pdf.Root.Lang) == language


@pytest.mark.parametrize(("said", "mm"), [("80g", 0.1), ("120g", 0.15), ("0.2", 0.2), ("0", 0.0)])
def test_a_sheet_is_as_thick_as_its_paper_is_heavy(said: str, mm: float) -> None:
    assert thickness(said) == pytest.approx(mm)


@pytest.mark.parametrize("said", ["heavy", "-1", "8000g", "80 kg"])
def test_what_is_no_paper_is_wrong_use(said: str, tmp_path: Path) -> None:
    assert run("zine", book(tmp_path / "book"), f"--creep={said}").code == 2


# --- the mirror ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["zine.css", "panel.css", "how-to.css", "large.css", "letter-size.css"]
)
def test_a_mirror_in_a_mirror_shows_what_stands_before_it(name: str) -> None:
    once = mirrored(packaged("zine", name).read_text(encoding="utf-8"))
    assert mirrored(mirrored(once)) == once
    assert mirrored(once) != once


def test_every_side_is_changed_over() -> None:
    assert mirrored("@page :left { margin: 1mm 2mm 3mm 4mm; @top-left { text-align: left } }") == (
        "@page :right { margin: 1mm 4mm 3mm 2mm; @top-right { text-align: right; } }"
    )
    assert mirrored('.left { padding-left: 1mm; content: "left"; background: url(left.svg) }') == (
        '.left { padding-right: 1mm; content: "left"; background: url(left.svg); }'
    )


def test_a_drawing_in_a_mirror_keeps_its_words_readable() -> None:
    drawn = svg(
        Window(0, 0, 100, 10), PAPER, "A flow", '<path d="M0 0H50"/>' + label("Bread", 10, 5, "b e")
    )
    turned = in_mirror(drawn)
    assert '<g transform="translate(100 0) scale(-1 1)"><path d="M0 0H50"/></g>' in turned
    assert '<text class="b" x="90" y="5">Bread</text>' in turned
    assert in_mirror(svg(Window(-5, 0, 20, 1), PAPER, "", "")).count("translate(10 0)") == 1
