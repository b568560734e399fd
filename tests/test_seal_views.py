# SPDX-License-Identifier: AGPL-3.0-or-later
"""What site and zine print of a seal, and the tiles from which a browser proves a leaf."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonpress.check.seal import Seal, shape_seal
from commonpress.derive.seal import seal_view
from commonpress.ground.merkle import (
    Nodes,
    Tree,
    check_inclusion,
    leaf_hash,
    prove_consistency,
    prove_inclusion,
    root,
)
from commonpress.ground.tiles import (
    HEIGHT,
    WIDTH,
    Tile,
    TiledNodes,
    cut_tiles,
    edge_of,
    edge_places,
    tiles_for,
)
from commonpress.read.seal import read_seal
from tests.books import MARCH, run
from tests.sealed_books import (
    CHECKPOINT,
    ORIGIN,
    WITHDRAWALS,
    append,
    index_of,
    leaves_of,
    lines_of,
    seal,
    sealed_book,
)
from tests.test_merkle import AllAlike

LEAVES = tuple(leaf_hash(number.to_bytes(3, "big")) for number in range(20_000))
TREE = Tree(LEAVES)


def tile_of(nodes: Nodes, size: int, level: int, index: int) -> Tile:
    """One tile, without cutting all the others."""
    start, wide = index * WIDTH, size >> (level * HEIGHT)
    places = range(start, min(start + WIDTH, wide))
    return Tile(level, index, tuple(nodes.node(level * HEIGHT, at) for at in places))


def tiled(nodes: Nodes, size: int, index: int) -> TiledNodes:
    """What a browser has after it fetched the edge and the tiles of one leaf."""
    tiles = {place: tile_of(nodes, size, *place) for place in tiles_for(index, size)}
    return TiledNodes(size, edge_of(nodes, size), tiles)


# --- tiles ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "size", [1, 2, 3, 100, 127, 128, 129, 255, 256, 383, 16_384, 16_385, 20_000]
)
def test_any_leaf_is_proven_from_one_tile_of_each_level(size: int) -> None:
    expected = root(TREE, size)
    for index in {0, 1, size // 2, size - 2, size - 1, *range(0, size, 997)} & set(range(size)):
        nodes = tiled(TREE, size, index)
        path = prove_inclusion(nodes, index, size)
        assert path == prove_inclusion(TREE, index, size)
        assert check_inclusion(LEAVES[index], index, size, path, expected)


@given(st.integers(1, 2**40), st.data())
def test_logs_of_any_size_are_proven_from_few_tiles(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    nodes = AllAlike()
    assert prove_inclusion(tiled(nodes, size, index), index, size) == prove_inclusion(
        nodes, index, size
    )


@pytest.mark.parametrize("size", [5, 130, 1_000, 20_000])
def test_tiles_hold_the_whole_tree(size: int) -> None:
    tiles = {(tile.level, tile.index): tile for tile in cut_tiles(TREE, size)}
    for place, tile in tiles.items():
        assert tile == tile_of(TREE, size, *place)
        assert 0 < len(tile.hashes) <= WIDTH
    nodes = TiledNodes(size, edge_of(TREE, size), tiles)
    assert root(nodes, size) == root(TREE, size)
    for old in (1, 3, size // 2, size - 1, size):
        assert prove_consistency(nodes, old, size) == prove_consistency(TREE, old, size)


@given(st.integers(0, 2**64 - 1))
def test_the_edge_is_the_size_in_powers_of_two(size: int) -> None:
    assert sum(1 << level for level, _ in edge_places(size)) == size


def test_what_is_not_at_hand_is_missed() -> None:
    nodes = TiledNodes(20_000, edge_of(TREE, 20_000), {})
    with pytest.raises(KeyError):
        prove_inclusion(nodes, 77, 20_000)
    with pytest.raises(ValueError, match="no leaf 5"):
        tiles_for(5, 5)


def test_a_proof_from_tiles_is_a_small_download() -> None:
    """A decade of a hundred entries a day: the tiles of any leaf, in base64, and the edge."""
    size = 372_860
    tiles = [tile_of(AllAlike(), size, *place) for place in tiles_for(200_000, size)]
    hashes = [*(tile.hashes for tile in tiles), edge_of(AllAlike(), size)]
    assert sum(len(base64.b64encode(b"".join(group))) for group in hashes) < 13_000
    files = sum(-(-(size >> level * HEIGHT) // WIDTH) for level in range(3))
    assert files == 2_913 + 23 + 1


# --- views ----------------------------------------------------------------------------------------


def log_of(tiny: Path) -> Seal:
    raw = read_seal(tiny)
    assert raw
    log, wrong = shape_seal(raw)
    assert log, wrong
    return log


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A book that was sealed, printed on a poster, and sealed again."""
    tiny = sealed_book(tmp_path)
    assert seal(tiny, "2026-03-13", "--printed", "poster").code == 0
    append(tiny / "content/handles.yml", "  - {id: bracken, consented_on: 2026-03-14}\n")
    assert seal(tiny, "2026-03-14").code == 0
    return tiny


def test_a_page_can_say_since_when_its_record_is_sealed(tiny: Path) -> None:
    view = seal_view(log_of(tiny))
    entry, handle = view.of("entry", "ent-2026-03-0001"), view.of("handle", "bracken")
    assert entry
    assert handle
    assert (entry.index, str(entry.sealed_on), entry.witness) == (20, "2026-03-12", "poster")
    assert (handle.index, str(handle.sealed_on), handle.witness) == (23, "2026-03-14", "")
    assert entry.token in run("verify", "ent-2026-03-0001", tiny).out
    assert run("verify", entry.token, tiny).code == 0
    assert view.of("entry", "ent-2026-03-0099") is None
    assert view.all()["entry", "ent-2026-03-0001"] == entry
    assert len(view.all()) == 24


def test_paper_can_print_the_log(tiny: Path) -> None:
    view = seal_view(log_of(tiny))
    assert view.today.text == (tiny / CHECKPOINT).read_text()
    assert view.today.line == f"{ORIGIN} 24 {' '.join(view.today.groups)}"
    assert [(one.name, one.checkpoint.size) for one in view.printed] == [("poster", 23)]
    poster = view.printed_for("poster")
    assert poster
    assert run("verify", *poster.line.split(), tiny).code == 0
    assert view.printed_for("spring-2026") is None


def test_a_browser_can_prove_a_leaf_from_what_is_published(tiny: Path) -> None:
    log = log_of(tiny)
    view = seal_view(log)
    (bottom,) = view.leaf_tiles()
    assert list(view.tiles()) == []
    assert bottom.tile.hashes == log.leaves
    assert [line.id for line in bottom.lines] == [line["id"] for line in lines_of(tiny)]
    nodes = TiledNodes(log.size, view.edge(), {(0, 0): bottom.tile})
    path = prove_inclusion(nodes, 20, log.size)
    leaf = base64.b64decode(leaves_of(tiny)[20])
    assert check_inclusion(leaf, 20, log.size, path, view.today.checkpoint.root)


def test_what_was_withdrawn_has_no_token_and_a_tombstone(tiny: Path) -> None:
    text = (tiny / MARCH).read_text()
    (tiny / MARCH).write_text(text.rpartition("  - id: ent-2026-03-0003")[0])
    (tiny / WITHDRAWALS).write_text(
        "withdrawals:\n  - {kind: entry, id: ent-2026-03-0003, date: 2026-04-02, "
        "decision: dec-2026-001, reason: Counted in the wrong store}\n"
    )
    assert seal(tiny, "2026-04-02").code == 0
    view = seal_view(log_of(tiny))
    assert [stone.id for stone in view.withdrawals] == ["ent-2026-03-0003"]
    assert ("entry", "ent-2026-03-0003") not in view.all()
    withdrawn = view.of("entry", "ent-2026-03-0003")
    assert withdrawn
    assert withdrawn.index == index_of(tiny, "ent-2026-03-0003")
