# SPDX-License-Identifier: AGPL-3.0-or-later
"""How an issue is put together: what it asks for, its pictures, its pages, its chapters."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from commonpress.derive.publication import IssueView, Publication
from commonpress.kinds.publication import Screen
from commonpress.pipeline import publish
from commonpress.render.artwork import UnusablePictureError, screened
from commonpress.render.zine_self_rule import (
    funding_chapter,
    guardrail_chapter,
    self_rule_chapter,
    verifier_lines,
)
from tests.publications import tiny

ROOT = Path(__file__).parents[1]


@cache
def sample() -> Publication:
    published = publish(ROOT).publication
    assert published is not None
    return published


def winter() -> IssueView:
    return next(issue for issue in sample().issues if issue.record.id == "winter-2025")


def test_an_issue_finds_what_was_adopted_in_its_season() -> None:
    (section,) = (s for s in winter().sections if s.section == "decisions")
    days = [view.record.decided_on for view in section.decisions]
    assert len(days) == 4, "no more than `most`"
    assert all(day is not None and day in winter().season for day in days)


def test_an_old_issue_says_what_came_next_on_its_day() -> None:
    ahead = winter().glance.next_assembly
    assert ahead is not None
    assert ahead.record.date == dt.date(2026, 4, 12)


def drawing(width: int, height: int, tone: int = 128) -> bytes:
    target = io.BytesIO()
    Image.new("L", (width, height), tone).save(target, "PNG")
    return target.getvalue()


def test_a_drawing_is_one_bit_at_its_size_on_paper() -> None:
    plate = screened(drawing(1200, 600), 100, Screen.LINE)
    assert (plate.width, plate.height) == (100, 50)
    assert Image.open(io.BytesIO(plate.png)).mode == "1"


@pytest.mark.parametrize("tone", [40, 128, 210])
def test_a_halftone_keeps_the_tone_in_black_and_white(tone: int) -> None:
    plate = screened(drawing(400, 200, tone), 50, Screen.HALFTONE)
    picture = Image.open(io.BytesIO(plate.png)).convert("L")
    white = picture.histogram()[255] / (picture.width * picture.height)
    assert white == pytest.approx(tone / 255, abs=0.02)


def test_a_picture_that_is_too_coarse_says_how_wide_it_can_be() -> None:
    with pytest.raises(UnusablePictureError, match="it can be 50 mm wide"):
        screened(drawing(600, 600), 100, Screen.LINE)


def test_what_is_no_picture_is_told() -> None:
    with pytest.raises(UnusablePictureError, match="no PNG and no JPEG"):
        screened(b"%PDF", 100, Screen.LINE)


def test_the_chapters_say_what_the_book_says() -> None:
    book = sample()
    rails, rule, funds = guardrail_chapter(book), self_rule_chapter(book), funding_chapter(book)
    assert rails is not None
    assert rule is not None
    assert funds is not None
    assert len(rails.rails) == len(rule.rails) == sum(not v.is_over for v in book.guardrails)
    assert sum(origin.amount for origin in funds.origins) == funds.now.total


def test_a_book_without_self_rule_has_no_such_chapters() -> None:
    book = tiny()
    bare = replace(book, assemblies=(), roles=(), guardrails=())
    assert guardrail_chapter(bare) is None
    assert self_rule_chapter(bare) is None
    assert funding_chapter(bare) is None


def test_the_printed_verifier_is_the_verifier_without_its_blank_lines() -> None:
    source = (ROOT / "tools" / "verify_short.py").read_text(encoding="utf-8")
    typed = "\n".join("    " * round(line.indent / 3.2) + line.text for line in verifier_lines())
    assert typed == "\n".join(line for line in source.splitlines() if line.strip())
