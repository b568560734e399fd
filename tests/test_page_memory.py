# SPDX-License-Identifier: AGPL-3.0-or-later
"""However a book was changed: a build that remembers the last one writes what a fresh one writes.

And it prints only what changed, and believes nothing that was damaged or put there.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jinja2 import meta

from commonpress import pipeline
from commonpress.pipeline import build
from commonpress.render.artifact import Artifact
from commonpress.render.environment import Print, Templates
from commonpress.render.fingerprint import Fingerprints, NoFingerprintError
from commonpress.render.packaged import packaged
from commonpress.render.page_memory import PageMemory
from commonpress.render.recalling import names_in
from commonpress.render.site_desk import Desk, Downloads
from tests.books import SETTINGS, SOUND, book
from tests.site_reading import book as sample_book

DECISION = "content/decisions/dec-2026-001.md"
SECOND = DECISION.replace("001", "002")
ASSEMBLY = "content/assemblies/asm-2026-03.md"
ABOUT = "content/pages/about.md"
BOOK = {
    **SOUND,
    DECISION: SOUND[DECISION] + "\nAs dec-2026-002 says.\n",
    SECOND: SOUND[DECISION].replace("Tuesdays", "Thursdays"),
    ABOUT: "---\ntitle: About\n---\nWho we are.\n",
}
KEPT = Path("build/.cache/pages")


# --- the same bytes ------------------------------------------------------------------------------


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its path."""
    found = (file for name in ("site", "data") for file in (folder / name).rglob("*"))
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in found if f.is_file()}


def agrees(folder: Path, as_of: date | None = None) -> None:
    """Build a book with what is remembered of it, and anew: the same files, and the same said."""
    with tempfile.TemporaryDirectory() as elsewhere:
        kept = build(folder, folder / "build", as_of, draft=True, with_zine=False, remember=True)
        anew = build(folder, Path(elsewhere), as_of, draft=True, with_zine=False)
        assert kept.outcome.findings == anew.outcome.findings
        if anew.written:
            assert files_of(folder / "build") == files_of(Path(elsewhere))


def _add_words(file: Path) -> None:
    file.write_text(f"{file.read_text('utf-8')}\nIt rained.\n", encoding="utf-8")


def _change_words(file: Path) -> None:
    text = file.read_text("utf-8").replace("Tuesday", "Sunday").replace("42.5", "43.5")
    file.write_text(text.replace("Row", "Quay").replace("2026-03-0", "2026-03-1"), encoding="utf-8")


def _tear(file: Path) -> None:
    file.write_text(file.read_text("utf-8").replace("title:", "titel:"), encoding="utf-8")


def _rename(file: Path) -> None:
    file.rename(file.with_name(f"{file.stem}0{file.suffix}"))


HOW: Mapping[str, Callable[[Path], None]] = {
    "words": _add_words,
    "change": _change_words,
    "gone": Path.unlink,
    "renamed": _rename,
    "torn": _tear,
}
Step = tuple[str, str]
STEPS = st.lists(
    st.tuples(st.sampled_from(["mended", *HOW]), st.sampled_from(sorted(BOOK))),
    min_size=2,
    max_size=3,
)


@settings(max_examples=2, deadline=None)
@given(STEPS)
@example([("words", DECISION), ("change", SETTINGS), ("renamed", SECOND), ("gone", ASSEMBLY)])
@example([("torn", DECISION), ("mended", DECISION)])
def test_after_any_edits_the_site_is_that_of_a_fresh_build(steps: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = book(Path(place) / "book", BOOK)
        agrees(folder)
        for how, path in steps:
            file = folder / path
            if how == "mended":
                file.write_text(BOOK[path], encoding="utf-8")
            elif file.is_file():
                HOW[how](file)
            agrees(folder)


@pytest.fixture
def built_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A book that was built with a memory, by a program that stays the same."""
    monkeypatch.setattr(pipeline, "program_mark", lambda: b"this program")
    folder = book(tmp_path / "book", BOOK)
    agrees(folder)
    return folder


def test_another_day_makes_another_site(built_once: Path) -> None:
    agrees(built_once, date(2027, 6, 30))
    agrees(built_once)


def test_what_was_changed_by_hand_is_mended(built_once: Path) -> None:
    site = built_once / "build" / "site" / "decisions"
    page = site / "dec-2026-001.html"
    page.write_text(page.read_text("utf-8").replace("Tuesdays", "Mondays"), encoding="utf-8")
    (site / "dec-2026-002.html").unlink()
    (site / "index.html").write_bytes(b"")
    agrees(built_once)


# --- only what changed ---------------------------------------------------------------------------


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The addresses of pages that are printed from now on."""
    found: set[str] = set()
    fill_in = Templates.page

    def seen(self: Templates, names: Any, here: str, **values: Any) -> Any:
        found.add(here)
        return fill_in(self, names, here, **values)

    monkeypatch.setattr(Templates, "page", seen)
    return found


def remembering_build(folder: Path) -> None:
    build(folder, folder / "build", draft=True, with_zine=False, remember=True)


def test_only_pages_that_say_something_else_are_printed(
    built_once: Path, printed: set[str]
) -> None:
    remembering_build(built_once)
    assert "decisions/dec-2026-002.html" not in printed
    printed.clear()
    _add_words(built_once / SECOND)
    remembering_build(built_once)
    assert "decisions/dec-2026-002.html" in printed
    others = {"decisions/dec-2026-001.html", "roles/treasurer.html"}
    assert not sorted(printed & others)


def test_a_book_is_read_and_judged_once_a_build(
    built_once: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def told(name: str) -> None:
        work = getattr(pipeline, name)

        def noted(*given: object, **named: object) -> object:
            done.append(name)
            return work(*given, **named)

        monkeypatch.setattr(pipeline, name, noted)

    for name in ("read_book", "gather", "ask_rules", "disclosed", "print_book"):
        told(name)
    remembering_build(built_once)
    assert done == ["read_book", "gather", "ask_rules", "disclosed", "print_book"]


def test_a_new_title_is_printed_on_the_pages_that_name_it(
    built_once: Path, printed: set[str]
) -> None:
    remembering_build(built_once)
    printed.clear()
    file = built_once / SECOND
    file.write_text(file.read_text("utf-8").replace("Thursdays", "Fridays"), encoding="utf-8")
    remembering_build(built_once)
    assert {"decisions/dec-2026-002.html", "assemblies/asm-2026-03.html"} <= printed


@pytest.mark.parametrize(
    "damage", [lambda kept: kept[:0], lambda kept: kept[: len(kept) // 2], lambda kept: kept[::-1]]
)
def test_a_damaged_memory_is_no_memory(
    built_once: Path, printed: set[str], damage: Callable[[bytes], bytes]
) -> None:
    for kept in (built_once / KEPT).iterdir():
        kept.write_bytes(damage(kept.read_bytes()))
    agrees(built_once)
    assert "decisions/dec-2026-001.html" in printed


def test_templates_of_the_commons_are_asked_at_every_build(
    built_once: Path, printed: set[str]
) -> None:
    own = built_once / "site_templates" / "site" / "decision.html.jinja"
    own.parent.mkdir(parents=True)
    own.write_text("{% set title %}D{% endset %}{% set description %}{% endset %}Hello.\n", "utf-8")
    agrees(built_once)
    printed.clear()
    remembering_build(built_once)
    assert "decisions/dec-2026-001.html" in printed


# --- what a page hangs on ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def desk() -> Desk:
    """A desk at which pages are made."""
    return Desk(sample_book("tidewater"), Downloads())


def test_every_name_that_a_template_looks_up_is_seen(desk: Desk) -> None:
    """Jinja2's own reading is the judge."""
    for template in sorted(packaged("site").glob("*.jinja")):
        source = template.read_text(encoding="utf-8")
        read = desk.templates._environment.parse(source)
        assert meta.find_undeclared_variables(read) <= names_in(source), template.name
        assert desk.templates.sources([f"site/{template.name}"]) is not None, template.name


def test_filters_of_the_desk_look_at_nothing_but_units(desk: Desk) -> None:
    """Another filter must go into the keys of pages too, or they would be out of date."""
    assert set(desk._filters()) == {"amount", "figure", "unit_word"}


@dataclass(frozen=True, slots=True)
class _View:
    title: str
    of: Any = None


@dataclass(frozen=True, slots=True)
class _Other:
    title: str
    of: Any = None


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4) | st.decimals() | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.text(max_size=3), inner, max_size=3)
        | st.builds(_View, st.text(max_size=3), inner)
    ),
    max_leaves=6,
)


@given(VALUES, VALUES)
def test_two_values_have_one_fingerprint_only_where_they_are_one(one: Any, other: Any) -> None:
    same = Fingerprints().of(one) == Fingerprints().of(other)
    assert same == (repr(one) == repr(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("a", "b"), ("ab", "")),
        (("a", ("b",)), ("a", "b")),
        (Decimal("1.0"), Decimal("1.00")),
        (1, True),
        (1, "1"),
        (_View("a"), _Other("a")),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
    ],
)
def test_values_that_print_otherwise_are_told_apart(one: Any, other: Any) -> None:
    assert Fingerprints().of(one) != Fingerprints().of(other)


def test_what_cannot_be_told_has_no_fingerprint() -> None:
    for value in (lambda: 1, iter(()), object()):
        with pytest.raises(NoFingerprintError):
            Fingerprints().of(_View("a", (value,)))


def test_a_mapping_that_cannot_be_written_to_is_one_as_well() -> None:
    assert Fingerprints().of(MappingProxyType({"a": 1})) == Fingerprints().of({"a": 1})


def test_a_page_is_recalled_only_where_every_question_has_its_answer() -> None:
    first = PageMemory(None, lambda _: None, b"")
    first.keep("a.html", b"key", [("at", "norm", "x")], " ".join, Print("T", "D", "<p>Body</p>"))
    kept = first.for_the_next([Artifact("a.html", b"<main><p>Body</p></main>")])
    page = b"<main><p>Body</p></main>"

    def recalled(key: bytes = b"key", content: bytes = page, answer: str = "") -> Any:
        memory = PageMemory(kept, lambda _: content, b"")
        return memory.recall("a.html", key, lambda asked: answer or " ".join(asked))

    assert recalled() == Print("T", "D", "<p>Body</p>")
    assert recalled(key=b"other") is None
    assert recalled(content=page.replace(b"Body", b"Byte")) is None
    assert recalled(answer="elsewhere") is None
