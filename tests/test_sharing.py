# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two processes give what one gives, and what one cannot do the other does."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest

from commonpress import pipeline
from commonpress.ground.sharing import meanwhile, shared, working_in
from commonpress.pipeline import build
from commonpress.render import site_desk
from commonpress.render.site import make_site
from tests.books import SOUND
from tests.books import book as sound_book
from tests.site_reading import DATA, book
from tests.test_page_memory import files_of

ITEMS = list(range(11))


def halves(processes: int) -> list[tuple[int, list[int]]]:
    """Every number squared, and the process in which that was done."""
    with working_in(processes):
        return shared(lambda part, parts: (os.getpid(), [n * n for n in ITEMS[part::parts]]))


def test_one_process_does_everything() -> None:
    assert halves(1) == [(os.getpid(), [n * n for n in ITEMS])]


def test_two_processes_do_a_part_each() -> None:
    (here, evens), (there, odds) = halves(2)
    assert here == os.getpid() != there
    assert (evens, odds) == ([n * n for n in ITEMS[::2]], [n * n for n in ITEMS[1::2]])


def test_a_process_with_threads_is_not_copied() -> None:
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        assert len(halves(2)) == 1
    finally:
        stop.set()
        thread.join()


def test_what_the_copy_cannot_do_is_done_here() -> None:
    here = os.getpid()

    def work(part: int, _parts: int) -> int:
        if os.getpid() != here:
            os._exit(3)
        return part

    with working_in(2):
        assert shared(work) == [0, 1]


def children() -> set[str]:
    """The processes that this one has started and not waited for, by the kernel's list."""
    lists = Path("/proc/self/task").glob("*/children")
    return {child for one in lists for child in one.read_text().split()}


def test_an_error_in_either_part_is_raised_here() -> None:
    def work(part: int, _parts: int) -> int:
        if part == failing:
            raise ValueError(f"part {part}")
        return part

    before = children()
    for failing in (0, 1):
        with working_in(2), pytest.raises(ValueError, match=f"part {failing}"):
            shared(work)
        assert children() == before


def test_a_copy_with_much_to_send_ends_where_this_process_fails() -> None:
    def work(part: int, _parts: int) -> bytes:
        if part == 0:
            time.sleep(0.2)  # until the copy has filled the pipe
            raise ValueError("part 0")
        return b"more than a pipe holds" * 100_000

    with working_in(2), pytest.raises(ValueError, match="part 0"):
        shared(work)


def test_a_site_printed_by_two_is_the_site_printed_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = make_site(book("sample"), DATA)
    monkeypatch.setattr(site_desk, "_WORTH_SHARING", 2)
    with working_in(2):
        assert make_site(book("sample"), DATA) == alone


def test_a_work_is_done_meanwhile_in_a_copy() -> None:
    with working_in(2), meanwhile(lambda: (os.getpid(), 1)) as come_of_it:
        assert come_of_it() != (os.getpid(), 1)
    with working_in(1), meanwhile(os.getpid) as come_of_it:
        assert come_of_it() == os.getpid()


def test_what_the_copy_could_not_do_meanwhile_is_done_here() -> None:
    here = os.getpid()

    def work() -> str:
        if os.getpid() != here:
            raise ValueError("not here")
        return "done"

    with working_in(2), meanwhile(work) as come_of_it:
        assert come_of_it() == "done"


def test_what_fails_beside_a_copy_leaves_none_behind() -> None:
    before = children()
    with pytest.raises(ZeroDivisionError), working_in(2), meanwhile(lambda: time.sleep(0.1)):
        _ = 1 / 0
    assert children() <= before


# A name of a person in a text is withheld from a draft, and is an error otherwise.
JUDGED = {
    "sound": {},
    "wrong": {"content/decisions/dec-2026-001.md": ("asm-2026-03", "asm-2026-09")},
    "withheld": {"content/decisions/dec-2026-001.md": ("question: ", "question: +49 30 901820 ")},
}


@pytest.mark.parametrize("name", JUDGED)
@pytest.mark.parametrize("draft", [False, True])
def test_rules_that_are_asked_meanwhile_decide_what_is_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, *, draft: bool
) -> None:
    changes = {path: SOUND[path].replace(*words) for path, words in JUDGED[name].items()}
    folder = sound_book(tmp_path / "book", {**SOUND, **changes})
    alone = build(folder, tmp_path / "alone", draft=draft, with_zine=False)
    monkeypatch.setattr(pipeline, "_WORTH_SHARING", 0)
    with working_in(2):
        beside = build(folder, tmp_path / "beside", draft=draft, with_zine=False)
    assert beside.outcome.findings == alone.outcome.findings
    assert beside.outcome.has_errors == (name != "sound")
    assert bool(beside.written) == (draft or name == "sound")
    assert files_of(tmp_path / "beside") == files_of(tmp_path / "alone")
