# SPDX-License-Identifier: AGPL-3.0-or-later
"""The fast way into a Markdown record gives what the careful way gives: the same, or findings."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import event, example, given
from hypothesis import strategies as st

from commonpress.check.missing import Missing
from commonpress.check.plain import shape_plain
from commonpress.check.records import shape_records
from commonpress.ground.diagnostics import Diagnostic, sorted_diagnostics
from commonpress.kinds.base import Record
from commonpress.read.content import read_content
from commonpress.read.raw import ReadBook
from commonpress.read.shelves import place_of

ROOT = Path(__file__).parents[1]
DECISION = "content/decisions/dec-2026-014.md"
PLAIN = """---
title: Keep the stove on
state: adopted
subject: kitchen
question: "Shall it stay on: yes?"
options:
  - title: On
    meaning: 'It stays, as it is'
    chosen: yes
  - title: Off
    meaning: It does not
projects: [long-table, cart]
supersedes:
- dec-2026-001
tally:
  agree: 12
---

Because of the *cold*.
"""
SAMPLES = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in ("content", "cases")
    for path in (ROOT / folder).rglob("*.md")
)


def shaped(
    path: str, content: bytes, *, quickly: bool
) -> tuple[tuple[Record, ...], tuple[Diagnostic, ...], Missing]:
    """Everything that one file gives: records, findings, and what is missing."""
    place = place_of(path)
    assert place
    file = read_content(path, place, content, quickly=quickly)
    unread = (path,) if file.lost else ()
    plain = (file.plain,) if file.plain else ()
    read = ReadBook(file.raws, file.findings, {}, unread=unread, plain=plain)
    found = shape_records(read)
    return found.records, sorted_diagnostics(read.findings, found.findings), found.missing


def agree(path: str, content: bytes) -> None:
    """Both ways say the same, to the last column."""
    careful, quick = (shaped(path, content, quickly=q) for q in (False, True))
    assert quick == careful
    for slow, fast in zip(careful[0], quick[0], strict=True):
        assert dict(fast.places) == dict(slow.places)
        assert (fast.path, fast.span()) == (slow.path, slow.span())


def is_fast(text: str, path: str = DECISION) -> bool:
    place = place_of(path)
    assert place
    plain = read_content(path, place, text.encode(), quickly=True).plain
    return plain is not None and shape_plain(plain) is not None


def test_plain_fields_go_the_fast_way() -> None:
    assert is_fast(PLAIN)
    agree(DECISION, PLAIN.encode())


@pytest.mark.parametrize("path", SAMPLES)
def test_every_record_of_the_sample_is_read_as_the_careful_way_reads_it(path: str) -> None:
    if place_of(path):
        agree(path, (ROOT / path).read_bytes())


def test_many_records_of_the_sample_go_the_fast_way() -> None:
    texts = [(ROOT / path).read_text(encoding="utf-8") for path in SAMPLES if place_of(path)]
    fast = [is_fast(t, p) for p, t in zip(filter(place_of, SAMPLES), texts, strict=True)]
    assert sum(fast) > len(fast) / 4


ODD = """
title: Again
title: Keep it # a note
title: Keep: it
title: &a Keep
title: *a
title: !!str Keep
title: "Keep \\n it"
title: "Keep" it
title: 'Keep''s'
title: |
title: >-
title:
title: ""
title:  two spaces
title: ends:
title: -
title: [a, B]
title: {a: b}
title: ~
  continued
    deeper: yes
- item
-
- - twice
  - title: again
   - title: uneven
? title
---
...
# a note
body: here
unknown: field
id: dec-2026-014
id: dec-2026-015
state: adoptet
<<: x
title: a\tb
title: \u00a0
title: \u2028
tally:
  agree: twelve
  agree: 12
""".strip("\n").split("\n")


@given(st.data())
def test_a_record_with_odd_lines_is_read_as_the_careful_way_reads_it(data: st.DataObject) -> None:
    lines = PLAIN.split("\n")
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(lines)))
        lines[at : at + data.draw(st.integers(0, 2))] = [data.draw(st.sampled_from(ODD))]
    text = "\n".join(lines)
    event(f"fast: {is_fast(text)}")
    agree(DECISION, text.encode())


@given(st.text(st.sampled_from("a b:#-'\"[]{},&*!|>%@`?\\~é\n0"), max_size=12))
@example("'")
@example('"')
@example("a #b")
@example("- a")
@example("[a]")
def test_any_value_is_read_as_the_careful_way_reads_it(value: str) -> None:
    text = PLAIN.replace("Keep the stove on", value, 1)
    event(f"fast: {is_fast(text)}")
    agree(DECISION, text.encode())


@given(st.integers(0, len(PLAIN)), st.integers(0, 12), st.text("- :\n'\"a#\t", max_size=3))
def test_a_record_with_a_piece_cut_out_is_read_as_the_careful_way_reads_it(
    at: int, size: int, instead: str
) -> None:
    text = PLAIN[:at] + instead + PLAIN[at + size :]
    event(f"fast: {is_fast(text)}")
    agree(DECISION, text.encode())
