# SPDX-License-Identifier: AGPL-3.0-or-later
"""Other programs look at the same files: poppler, pdfua, and pikepdf's reading of PDF/A."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections import Counter
from hashlib import sha256
from pathlib import Path

import pdfua
import pikepdf.pdfa
import pytest

from commonpress.kinds.publication import Edition
from commonpress.render.plates import PT_PER_MM
from commonpress.render.preflight_marks import Area, Picture, Rule, Run
from commonpress.render.preflight_shelf import Shelf
from commonpress.render.print_editions import print_run
from commonpress.render.print_paper import Profile
from tests.books import run
from tests.codes import codes_of
from tests.copier import picture
from tests.editions import BOOK, ISSUE, laid_in
from tests.fold import read_pages

ROOT = Path(__file__).parents[1]
# One edition of each way to make a file: single pages, large ones, sheets folded and cut, plates.
WANTED = (Edition.SCREEN, Edition.LARGE, Edition.BOOKLET, Edition.MINI8_POSTER, Edition.RISO)
READ = ["screen", "large", "mini8-poster-pages", "booklet-how-to", "booklet-duplex-test"]
SEEN = ["screen", "booklet", "mini8-poster"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    run = print_run(BOOK, ISSUE, editions=WANTED)
    assert run.faults == ()
    return laid_in(tmp_path_factory.mktemp("editions"), run.files)


@pytest.mark.parametrize("profile", [Profile.LASER, Profile.RISO, Profile.SCREEN])
def test_every_machine_gets_pages_without_a_fault(profile: Profile) -> None:
    assert print_run(BOOK, ISSUE, editions=[Edition.QUARTER], profile=profile).faults == ()


# --- what is on a page, as poppler sees it --------------------------------------------------------


@pytest.mark.parametrize("name", SEEN)
def test_poppler_reads_the_same_letters_on_each_page(folder: Path, name: str) -> None:
    """All of them, however they are parted into words."""
    pdf = folder / f"{name}.pdf"
    for ours, theirs in zip(Shelf().marks_of(pdf.read_bytes()), read_pages(pdf), strict=True):
        letters = Counter(c for m in ours.marks if isinstance(m, Run) for c in m.text)
        wanted = Counter(c for word in theirs.words for c in word.text)
        assert {c: n for c, n in letters.items() if c.strip()} == wanted


@pytest.mark.parametrize("name", SEEN)
def test_ink_lies_where_poppler_paints_it(folder: Path, name: str) -> None:
    """The box around all ink of each page; letters without a tail end a millimetre earlier."""
    pdf = folder / f"{name}.pdf"
    for number, page in enumerate(Shelf().marks_of(pdf.read_bytes()), start=1):
        seen = picture(pdf, number, 100).point(lambda grey: 255 - grey).getbbox()
        boxes = [inked(m) for m in page.marks if has_ink(m)]
        assert (seen is None) == (not boxes)
        if seen is None:
            continue
        ours = (
            min(box[0] for box in boxes),
            page.height - max(box[3] for box in boxes),
            max(box[2] for box in boxes),
            page.height - min(box[1] for box in boxes),
        )
        found = [edge / 100 * 25.4 for edge in seen]
        assert [edge / PT_PER_MM for edge in ours] == pytest.approx(found, abs=1.4)


def has_ink(mark: Run | Area | Rule | Picture) -> bool:
    if isinstance(mark, Run):
        return bool(mark.text.strip()) and mark.colour != (1, 1, 1)
    if mark.seen.is_blank:
        return False
    return isinstance(mark, Picture) or mark.colour != (1, 1, 1)


def inked(mark: Run | Area | Rule | Picture) -> tuple[float, float, float, float]:
    return mark.box if isinstance(mark, Run) else mark.seen


@pytest.mark.parametrize("name", ["screen", "booklet"])
def test_poppler_finds_every_font_in_the_file(folder: Path, name: str) -> None:
    told = subprocess.run(
        ["pdffonts", folder / f"{name}.pdf"], check=True, capture_output=True, text=True
    ).stdout.splitlines()[2:]
    assert told
    for line in told:
        *_, embedded, subset, to_unicode, _, _ = line.split()
        assert (embedded, subset, to_unicode) == ("yes", "yes", "yes")


# --- codes ---------------------------------------------------------------------------------------


def test_a_code_for_cameras_says_what_its_words_say(folder: Path) -> None:
    """On the single pages, and on the copy of a copy of the sheets."""
    with pikepdf.open(folder / "screen.pdf") as pdf:
        alt = [str(o.Alt) for o in pdf.objects if isinstance(o, pikepdf.Dictionary) if "/Alt" in o]
    told = sorted(words.partition(" of ")[2] for words in alt if words.startswith("QR code"))
    assert told
    for name, copies, dpi in (("screen", 0, 150), ("booklet", 2, 300)):
        file = folder / f"{name}.pdf"
        pages = range(1, len(read_pages(file)) + 1)
        assert sorted(code for n in pages for code in codes_of(file, n, copies, dpi)) == told


# --- what is read by ear, and what is kept for long ----------------------------------------------


@pytest.mark.parametrize("name", READ)
def test_another_reader_of_pdf_ua_has_nothing_to_say(folder: Path, name: str) -> None:
    report = pdfua.validate(str(folder / f"{name}.pdf"))
    assert [finding for finding in report.findings if finding.rule_id not in NOT_EVALUATED] == []


# This rule of pdfua 0.1.3 stops with an error of its own on a list in a dictionary.
NOT_EVALUATED = {"UA-14-001"}

# What a PDF/A-2b would need beyond what our files have, and nothing else: a profile of colours,
# the name of the standard, and no other standard's name; on sheets, metadata at all.
KEPT_FROM_PDF_A = {
    "pikepdf:output-intent",
    "ISO_19005_2:6.2.4.3-2",
    "ISO_19005_2:6.2.4.3-4",
    "ISO_19005_2:6.6.2.1-1",
    "ISO_19005_2:6.6.2.3.1-1",
    "ISO_19005_2:6.6.4-1",
    "pikepdf:schema-Resources",  # the checker reads no empty list of patterns
}


@pytest.mark.parametrize("name", ["screen", "booklet"])
def test_only_named_points_keep_a_file_from_being_pdf_a(folder: Path, name: str) -> None:
    report = pikepdf.pdfa.validate_written(folder / f"{name}.pdf", "2b")
    assert {finding.rule for finding in report.findings} <= KEPT_FROM_PDF_A


# --- at the door ---------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [("zine", "--edition", "screen"), ("build",)])
def test_nothing_is_given_out_but_as_a_draft(words: tuple[str, ...], tmp_path: Path) -> None:
    book = tmp_path / "book"
    shutil.copytree(ROOT / "tests/errors/print-too-small/book", book)
    with (book / "content/zines/spring-2026.md").open("r+") as file:
        text = file.read().replace("sections:", "editions: [screen]\nsections:")
        file.seek(0)
        file.write(text)
    verb, *more = words
    out = tmp_path / "out"
    for draft in ((), ("--draft",)):
        said = run(verb, book, *more, "--output", out, *draft)
        assert said.code == 1
        assert "print-too-small" in said.out
        assert [file.name for file in out.rglob("*.pdf")][:1] == (
            ["spring-2026-screen.pdf"] if draft else []
        )


# --- the same bytes ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words", [["zine", "winter-2025"], ["sheet", "functions"]], ids=["an issue", "a sheet"]
)
def test_the_same_book_gives_the_same_bytes_anywhere(words: list[str], tmp_path: Path) -> None:
    """In two folders, time zones, languages of the machine and seeds of chance."""
    places = [
        {"TZ": "Pacific/Auckland", "PYTHONHASHSEED": "1", "LC_ALL": "C"},
        {"TZ": "America/St_Johns", "PYTHONHASHSEED": "2", "LC_ALL": "C.UTF-8"},
    ]
    verb, asked = words
    printed = []
    for number, place in enumerate(places):
        out, home = tmp_path / f"out-{number}", tmp_path / f"home-{number}"
        home.mkdir()
        subprocess.run(
            [sys.executable, "-m", "commonpress", verb, str(ROOT), asked, "--output", str(out)],
            check=True,
            capture_output=True,
            cwd=home,
            env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT / "generator"), **place},
        )
        files = sorted(out.iterdir())
        printed.append([(f.name, sha256(f.read_bytes()).hexdigest()) for f in files])
    assert printed[0] == printed[1]
    assert printed[0]
