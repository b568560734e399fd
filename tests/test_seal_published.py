# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a build does with a seal: it holds today's log against all paper, and prints it."""

from __future__ import annotations

from pathlib import Path

import pytest

from commonpress.ground.checkpoint import parse_checkpoint
from commonpress.pipeline import Outcome, publish
from tests.books import book
from tests.sealed_books import CHECKPOINT, FOLDER, rewrite, seal, sealed_book


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A sealed book whose checkpoint went on a poster."""
    tiny = sealed_book(tmp_path / "book")
    assert seal(tiny, "2026-03-13", "--printed", "poster").code == 0
    return tiny


def slugs(outcome: Outcome) -> list[str]:
    return [finding.code.slug for finding in outcome.findings]


def test_a_publication_shows_the_log_it_is_sealed_in(tiny: Path) -> None:
    published = publish(tiny).publication
    assert published
    assert published.seal
    assert published.seal.today.checkpoint == parse_checkpoint((tiny / CHECKPOINT).read_text())
    assert published.seal.of("entry", "ent-2026-03-0001")


def test_a_book_that_was_never_sealed_shows_none(tmp_path: Path) -> None:
    published = publish(book(tmp_path)).publication
    assert published
    assert published.seal is None


def test_no_build_gets_past_paper_that_today_does_not_extend(tiny: Path) -> None:
    poster = tiny / FOLDER / "printed/poster.txt"
    size = parse_checkpoint(poster.read_text()).size
    rewrite(poster, f"\n{size}\n", f"\n{size - 1}\n")
    outcome = publish(tiny)
    assert slugs(outcome) == ["log-rewritten"]
    assert outcome.publication is None
    draft = publish(tiny, draft=True)
    assert slugs(draft) == ["log-rewritten"]
    assert draft.publication
    assert draft.publication.is_draft
