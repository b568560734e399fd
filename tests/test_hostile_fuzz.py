# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sample's own files, torn and mended wrong: the reader and the rules never fail.

`make fuzz EXAMPLES=20000` tries more of them.
"""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonpress.check import check_book
from commonpress.check.months import MonthShaper
from commonpress.check.report import FORMATS
from commonpress.check.shape import shape
from commonpress.ground.diagnostics import sorted_diagnostics
from commonpress.kinds.base import Record
from commonpress.pipeline import disclosed
from commonpress.read.book import read_book
from commonpress.read.content import read_content
from commonpress.read.shelves import place_of
from tests.books import book
from tests.test_read_properties import lies_inside, spans

ROOT = Path(__file__).parents[1]
EXAMPLES = int(os.environ.get("COMMONPRESS_FUZZ", "60"))
PIECES = st.sampled_from(
    [b"", b"?", b": ", b"- ", b"\n", b"---\n", b"&a ", b"*a", b"!t ", b"'", b'"', b"\\", b"\t",
     b"\0", b"{", b"[", b"|\n", b"#", b",", b"\xff", b"\xe2\x80\xae", b"<<: ", b"  ", b"\r",
     b"\\u202e"]
)  # fmt: skip


@cache
def sample_files() -> tuple[str, ...]:
    """A file of each folder of the sample, as far as it holds records."""
    found: dict[str, str] = {}
    for room in ("cases", "content", "ledger"):
        for file in sorted((ROOT / room).rglob("*.*")):
            path = file.relative_to(ROOT).as_posix()
            if file.is_file() and place_of(path) and file.stat().st_size < 20_000:
                found.setdefault(f"{file.parent}/{'' if len(found) % 2 else file.suffix}", path)
                if room == "content" and file.parent.name == "content":
                    found[path] = path
    return tuple(sorted(set(found.values())))


@st.composite
def torn(draw: st.DrawFn) -> tuple[str, bytes]:
    """A file with pieces cut out, doubled, moved or put in, most often at the ends of lines."""
    path = draw(st.sampled_from(sample_files()))
    content = (ROOT / path).read_bytes()
    for _ in range(draw(st.integers(1, 4))):
        lines = content.splitlines(keepends=True) or [b""]
        line = draw(st.integers(0, len(lines) - 1))
        at = draw(st.integers(0, len(lines[line])))
        how = draw(st.sampled_from(["cut", "double", "put", "move", "drop"]))
        if how == "double":
            lines.insert(line, lines[line])
        elif how == "drop":
            del lines[line]
        elif how == "move":
            lines.append(lines.pop(line))
        else:
            kept = lines[line][at:] if how == "put" else b""
            lines[line] = lines[line][:at] + draw(PIECES) + kept
        content = b"".join(lines)
    return path, content


@settings(max_examples=EXAMPLES)
@given(torn())
def test_a_torn_file_is_read_or_told(case: tuple[str, bytes]) -> None:
    path, content = case
    place = place_of(path)
    assert place
    careful = read_content(path, place, content)
    for finding in careful.findings:
        assert lies_inside(finding.span, careful.text) or not careful.text
    for raw in careful.raws:
        assert all(lies_inside(span, careful.text) for span in spans(raw.fields))
        record, findings = shape(raw)
        assert (record is None) == bool(findings)
        assert all(lies_inside(f.span, careful.text) for f in findings)
    quick = read_content(path, place, content, quickly=True)
    assert quick.text == careful.text
    if quick.plain:  # the fast way takes only what the careful way takes whole
        assert not careful.findings
        assert [raw.id for raw in careful.raws] == [quick.plain.id]
        body = careful.raws[0].body
        assert body
        assert body.value == quick.plain.body
    if quick.month:
        fast = MonthShaper().shape(quick.month)
        if fast is not None:  # and so it is with months
            assert not careful.findings
            assert [told(record) for record in fast] == [told(shape(r)[0]) for r in careful.raws]


def told(record: Record | None) -> dict[str, object]:
    """What a record says, wherever it stands."""
    assert record is not None
    return {k: v for k, v in msgspec.structs.asdict(record).items() if k != "places"}


# --- what may not be printed ----------------------------------------------------------------------

# A name that is in no dictionary, and what else leads to somebody.
PLANTED = ("Quispequispe", "quispe@mail.example", "+34 600 123 456")
FORBIDDEN = re.compile("quispe|600.?123", re.IGNORECASE)
CASE = (ROOT / "cases/case-2025-003.md").read_text(encoding="utf-8")


@st.composite
def planted(draw: st.DrawFn) -> bytes:
    """A case in which somebody is named, torn in some places."""
    lines = CASE.splitlines(keepends=True)
    for value in PLANTED:
        line = draw(st.integers(0, len(lines) - 1))
        words = lines[line].split(" ")
        words.insert(draw(st.integers(0, len(words))), value)
        lines[line] = " ".join(words)
    for _ in range(draw(st.integers(0, 3))):
        line = draw(st.integers(0, len(lines) - 1))
        at = draw(st.integers(0, len(lines[line])))
        lines[line] = lines[line][:at] + draw(PIECES).decode(errors="replace") + lines[line][at:]
    return "".join(lines).encode()


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return book(tmp_path_factory.mktemp("planted"))


@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=planted())
def test_nothing_that_is_printed_of_a_torn_case_names_anybody(content: bytes, tiny: Path) -> None:
    file = tiny / "cases/case-2025-003.md"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content)
    read = read_book(tiny, quickly=True)
    register, unsound = check_book(read)
    findings = sorted_diagnostics(read.findings, unsound)
    for name, form in FORMATS.items():
        assert not FORBIDDEN.search(form(findings, read.sources)), name
    if register is not None and any(finding.is_error for finding in findings):
        draft = disclosed(register, findings)
        assert not draft.cases
        assert not FORBIDDEN.search(str(draft.records.get("case")))
