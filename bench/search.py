# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the first question to the search makes a browser load, on a site of 4,000 records.

The words of the generated books are few and stand nearly everywhere, so their lists of pages are
as long as they get. Real texts have many rare words besides: a paragraph of them, made up and
seldom the same, is added to each record but cases. Counted is all that a browser loads from an
empty cache, from opening the search to the answers: as it lies on the disk, and packed by gzip.
"""

from __future__ import annotations

import gzip
import shutil
import sys
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from bench.book_of import paged_records, write_book
from bench.chance import Chance
from bench.measure import Command, run_once
from bench.places import Place
from bench.report import Finding
from bench.size import PAGES, SMALL, Size

if TYPE_CHECKING:
    from playwright.sync_api import Request

NAME = "search"
PAGE = "search/index.html"
MOST = 200_000  # bytes that a first question may load
RARE, IN_EACH = 30_000, 60
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_SOUNDS = ("ba", "ke", "lo", "mi", "nu", "ra", "se", "to", "vi", "du", "fa", "go", "li", "pe", "zu")

# A word on nearly every page, several, one begun, one misspelt, one that is nowhere, a record.
QUESTIONS = (
    "kitchen",
    "bread agreement neighbours",
    "kitchen table bread rice spoon door bench tool",
    "ca",
    "kitchwn",
    "xylophonist",
    "dec-2020-101",
)


@dataclass(frozen=True, slots=True)
class Sent:
    """Bytes that a question made a browser load."""

    question: str
    files: int
    raw: int
    packed: int


def findings(place: Place, rounds: int, *, quick: bool) -> Iterator[Finding]:
    """What each question loads; it loads the same in every round."""
    del rounds
    size = SMALL if quick else PAGES
    title = f"Search: the first question, {size.pages:,} records"
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        yield Finding(title, {}, notes=["no Chromium is installed: `apt-get install chromium`"])
        return
    book, output = place.folder / "book", place.folder / "output"
    write_wordy_book(book, size)
    line = (sys.executable, "-m", "commonpress", "build", str(book), "--output", str(output))
    run_once(Command("commonpress build", (*line, "--no-zine"), place.folder))
    yield Finding(title, {}, notes=list(map(_told, asked(output / "site", browser))))


def write_wordy_book(folder: Path, size: Size) -> None:
    """A generated book with rare words under its records."""
    write_book(folder, size)
    chance = Chance("rare words")
    words = [_word(number) for number in range(RARE)]
    # A few of them are met often and most hardly ever, as in a language.
    weights = list(accumulate(1 / (rank + 20) for rank in range(RARE)))
    for record in paged_records(size):
        if record.path.startswith("cases/"):
            continue  # where a word that is in no dictionary may not stand
        said = " ".join(_picked(words, weights, chance) for _ in range(IN_EACH))
        with (folder / record.path).open("a", encoding="utf-8") as file:
            file.write(f"\nIt was also said: {said}.\n")


def asked(site: Path, browser: str) -> Iterator[Sent]:
    """Each question in a browser that knows nothing of the site."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - the bench of few needs it

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        for question in QUESTIONS:
            page = opened.new_context().new_page()
            loaded: list[Request] = []
            page.on("request", loaded.append)
            page.goto(f"{site.as_uri()}/{PAGE}")
            page.fill("#query", question)
            page.press("#query", "Enter")
            page.wait_for_function("document.getElementById('found').textContent !== ''")
            yield _weighed(question, site, [request.url for request in loaded])
            page.context.close()
        opened.close()


def _weighed(question: str, site: Path, addresses: Sequence[str]) -> Sent:
    start = f"{site.as_uri()}/"
    paths = {a.partition("#")[0].removeprefix(start) for a in addresses if a.startswith(start)}
    contents = [(site / path).read_bytes() for path in sorted(paths)]
    packed = sum(len(gzip.compress(content, mtime=0)) for content in contents)
    return Sent(question, len(contents), sum(map(len, contents)), packed)


def _told(sent: Sent) -> str:
    verdict = "kept" if sent.raw <= MOST else "missed"
    return (
        f"`{sent.question}`: {sent.files} files, {sent.raw / 1000:.0f} kB, "
        f"{sent.packed / 1000:.0f} kB packed; target {MOST // 1000} kB, {verdict}"
    )


def _word(number: int) -> str:
    """The word of this number, of three syllables or more; no two are the same."""
    sounds = []
    for _ in range(3):
        number, at = divmod(number, len(_SOUNDS))
        sounds.append(_SOUNDS[at])
    return "".join(sounds) + (_word(number - 1) if number else "")


def _picked(words: Sequence[str], weights: Sequence[float], chance: Chance) -> str:
    return words[bisect_right(weights, chance.below(1_000_000) / 1_000_000 * weights[-1])]
