# SPDX-License-Identifier: AGPL-3.0-or-later
"""A copy of the sample, sealed and built: its zine is a witness, its site can be checked."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
import segno
from PIL import ImageFilter
from playwright.sync_api import Browser

from commonpress.ground.checkpoint import format_printed, parse_checkpoint, printed_line
from commonpress.kinds.publication import Edition, ZineState
from commonpress.pipeline import publish
from commonpress.render.plates import words_about
from commonpress.render.print_editions import print_issue
from tests.books import called, run
from tests.sealed_books import FOLDER, rewrite
from tests.test_browser import Watched, browser, opened_from  # noqa: F401 - a fixture
from tests.test_seal_page import PAGE, checked
from tests.test_zine import modules_in, picture_of, texts_of

ROOT = Path(__file__).parents[1]
ISSUE = "spring-2026"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample as it stands, with a log of its own."""
    folder = tmp_path_factory.mktemp("sample")
    for name in ("content", "ledger", "cases"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.rmtree(folder / FOLDER, ignore_errors=True)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    # The verifier takes the place of two chapters, whose pages it needs.
    issue = folder / f"content/zines/{ISSUE}.md"
    rewrite(issue, "  - section: census\n", "  - section: verifier\n")
    rewrite(issue, "  - section: funding\n", "")
    sealed = run("seal", folder, "--on", "2026-06-28")
    assert sealed.code == 0, sealed
    assert f"Kept the checkpoint that `{ISSUE}` prints." in sealed.out
    return folder


@pytest.fixture(scope="module")
def built(book: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("built")
    done = called("build", book, "--output", output)
    assert done.code == 0, done.out
    return output


def kept(book: Path) -> Path:
    return book / FOLDER / f"printed/{ISSUE}.txt"


def test_the_back_cover_prints_the_checkpoint(book: Path, built: Path) -> None:
    checkpoint = parse_checkpoint(kept(book).read_text())
    back = texts_of(built / f"zine/{ISSUE}-screen.pdf")[-1]
    assert f"{checkpoint.origin} {checkpoint.size}" in back
    for group in format_printed(checkpoint):
        assert group in back
    assert "nor that everything was written down" in back


def test_its_code_can_still_be_read_on_a_copy_of_a_copy(book: Path, built: Path) -> None:
    screen = built / f"zine/{ISSUE}-screen.pdf"
    picture = picture_of(screen, len(texts_of(screen)), 300)
    for _ in range(2):
        picture = picture.filter(ImageFilter.GaussianBlur(1.3)).point(lambda v: 255 * (v > 120))
    code = segno.make(kept(book).read_text(), error="m", micro=False, boost_error=False)
    modules = [bytes(row) for row in code.matrix]
    assert modules_in(picture, len(modules)) == modules


STEP, BESIDE = 3.2 * 72 / 25.4, 7 * 72 / 25.4  # four blanks, and what a number takes, in points
HANG_LINE = 14 * 72 / 25.4
WORD = re.compile(r'xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>([^<]*)</word>')


def typed_in(pdf: Path) -> str:
    """The program as somebody types it in: by its numbers, and by how far a line stands in."""
    command = ["pdftotext", "-bbox-layout", str(pdf), "-"]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    pages = told.split("<page ")
    first = next(at for at, page in enumerate(pages) if "verify_short.py," in page)
    lines: list[str] = []
    for page in pages[first : first + 2]:
        rows: dict[int, list[tuple[float, str]]] = defaultdict(list)
        for x, y, word in WORD.findall(page):
            if float(y) < HANG_LINE:  # the running head
                continue
            rows[round(float(y))].append((float(x), word))
        for _, words in sorted(rows.items()):
            (margin, number), *rest = sorted(words)
            text = " ".join(word for _, word in rest)
            if number == str(len(lines) + 1) and rest:
                lines.append("    " * round((rest[0][0] - margin - BESIDE) / STEP) + text)
            elif lines and not number.isdigit():
                lines[-1] += f" {number} {text}".rstrip()
    return html.unescape("\n".join(lines)) + "\n"


def test_the_verifier_on_its_pages_can_be_typed_in_and_verifies(
    book: Path, built: Path, tmp_path: Path
) -> None:
    program = tmp_path / "typed.py"
    program.write_text(typed_in(built / f"zine/{ISSUE}-screen.pdf"), encoding="utf-8")
    printed = printed_line(parse_checkpoint(kept(book).read_text())).split()
    leaves = book / FOLDER / "leaves.txt"
    command = [sys.executable, str(program), str(leaves)]
    done = subprocess.run([*command, *printed], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "It holds" in done.stdout
    wrong = [*printed[:2], "0000", *printed[3:]]
    assert subprocess.run([*command, *wrong], capture_output=True, check=False).returncode == 1


@pytest.mark.parametrize("edition", [Edition.SCREEN, Edition.BOOKLET])
def test_every_edition_is_verified_as_it_is(book: Path, built: Path, edition: Edition) -> None:
    pdf = built / f"zine/{ISSUE}-{edition.value}.pdf"
    line = printed_line(parse_checkpoint(kept(book).read_text()))
    assert line in words_about(pdf.read_bytes())
    said = run("verify", pdf, book)
    assert said.code == 0
    assert f"This is what `{ISSUE}` printed." in said.out


def test_an_issue_that_is_not_final_prints_none(book: Path) -> None:
    published = publish(book).publication
    assert published
    final = published.issues[0]
    assert final.record.id == ISSUE
    record = msgspec.structs.replace(final.record, state=ZineState.DRAFT)
    letter = tuple(section for section in final.sections if section.section == "letter")
    told = replace(final, record=record, sections=letter)
    pdf = print_issue(published, told, Edition.BOOKLET).content
    assert not any("seal" in words for words in words_about(pdf))


def test_the_site_proves_an_entry_and_the_zine(
    book: Path,
    built: Path,
    browser: Browser,  # noqa: F811
) -> None:
    last = publish(book).publication
    assert last
    entry = last.entries[-1].entry
    with opened_from(built / "site", "file") as address, browser.new_context() as context:
        watched = Watched(context)
        watched.page.goto(f"{address}/{PAGE}")
        assert checked(watched.page, kept(book).read_text())[0] == "yes"
        holds, said = checked(watched.page, entry.id)
        assert (watched.wrong, watched.elsewhere(address)) == ([], [])
    assert holds == "yes"
    assert f"({entry.id}) is in the log, and has been since 28 June 2026." in said
    assert f"{ISSUE} was printed after that" in said
    assert f"resource {entry.resource}" in said
