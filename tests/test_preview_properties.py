# SPDX-License-Identifier: AGPL-3.0-or-later
"""However a book was written, torn and mended: in the end the preview shows what a build writes.

The preview is told of saves as the watch tells it: at once, together, or of the wrong file, since
what the watch says is only a hint.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from hypothesis import event, example, given, settings
from hypothesis import strategies as st

from commonpress.pipeline import publish
from commonpress.preview.work import Preview
from commonpress.render.press import MISSING_PAGE
from tests.books import MARCH, SETTINGS, SOUND, book
from tests.test_preview import built

DECISION = "content/decisions/dec-2026-001.md"
ASSEMBLY = "content/assemblies/asm-2026-03.md"
BOOK = {
    **SOUND,
    DECISION.replace("001", "002"): SOUND[DECISION].replace("Tuesdays", "Thursdays"),
    "content/pages/about.md": "---\ntitle: About\n---\nWho we are.\n",
}
PATHS = tuple(sorted(BOOK))
RECORDS = (DECISION, DECISION.replace("001", "002"), ASSEMBLY, "content/pages/about.md")
ENOUGH = 60.0  # seconds in which a preview comes to rest


class Step(NamedTuple):
    """What somebody does to one file, and whether the preview is told of that file."""

    path: str
    how: str
    number: int = 0
    is_told: bool = True
    is_awaited: bool = False


def _add_words(file: Path, number: int) -> None:
    file.write_text(f"{file.read_text('utf-8')}\nIt rained {number} times.\n", encoding="utf-8")


def _put_away(file: Path, _: int) -> None:
    file.unlink()


def _name_anew(file: Path, number: int) -> None:
    file.rename(file.with_name(f"{file.stem[:-1]}{number}{file.suffix}"))


def _tear(file: Path, number: int) -> None:
    lines = file.read_text("utf-8").splitlines(keepends=True)
    line = number % len(lines)
    torn = ["", "{[\n", "titel: Soup\n", lines[line] * 2, "date: 2026-02-30\n"][number % 5]
    file.write_text("".join([*lines[:line], torn, *lines[line + 1 :]]), encoding="utf-8")


def _change_a_word(file: Path, _: int) -> None:
    text = file.read_text("utf-8").replace("Tuesday", "Sunday").replace("42.5", "43.5")
    file.write_text(text.replace("Row", "Quay"), encoding="utf-8")


HOW: dict[str, Callable[[Path, int], None]] = {
    "words": _add_words,
    "other": _change_a_word,
    "gone": _put_away,
    "renamed": _name_anew,
    "torn": _tear,
}
STEPS = st.lists(
    st.builds(
        Step,
        path=st.one_of(st.sampled_from(RECORDS), st.sampled_from(PATHS)),
        how=st.sampled_from(["mended", *HOW]),
        number=st.integers(0, 40),
        is_told=st.booleans(),
        is_awaited=st.booleans(),
    ),
    min_size=3,
    max_size=8,
)


def take(folder: Path, step: Step) -> None:
    """Do a step, as far as the file is there; to mend is to write it as it was."""
    file = folder / step.path
    if step.how == "mended":
        file.write_text(BOOK[step.path], encoding="utf-8")
    elif file.is_file():
        HOW[step.how](file, step.number)


def settle(preview: Preview) -> None:
    """Wait until a preview is at rest."""
    end, version = time.monotonic() + ENOUGH, -1
    while not preview.is_settled:
        assert time.monotonic() < end, "the preview does not come to rest"
        version = preview.wait(version, 0.5)


@settings(max_examples=4, deadline=None)
@given(STEPS)
@example([Step(DECISION, "gone", is_awaited=True), Step(DECISION, "mended", is_told=False)])
@example([Step(SETTINGS, "torn", 1, is_awaited=True), Step(SETTINGS, "mended")])
@example([Step(DECISION, "torn", 1), Step(ASSEMBLY, "renamed", 9), Step(MARCH, "other")])
def test_at_rest_every_file_is_what_a_clean_build_writes(steps: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = book(Path(place) / "book", BOOK)
        with closing(Preview(folder)) as preview:
            for step in steps:
                take(folder, step)
                preview.saved([step.path if step.is_told else SETTINGS])
                if step.is_awaited:
                    settle(preview)
            settle(preview)
            assert_as_built(preview, folder)


def assert_as_built(preview: Preview, folder: Path) -> None:
    """The preview has the files of a build, all of them, and shows them."""
    proof = preview._now.proof
    assert proof is not None
    if publish(folder, draft=True).publication is None:
        event("no site can be built")
        return  # the preview shows the last one that could be
    wanted = built(folder)
    assert {path: proof.file(path) for path in proof.paths()} == wanted
    shown = {path: preview.look(path).content for path in wanted if path != MISSING_PAGE}
    assert shown == {path: content for path, content in wanted.items() if path != MISSING_PAGE}
    event("a draft" if any(finding.is_error for finding in preview.findings()) else "sound")
