# SPDX-License-Identifier: AGPL-3.0-or-later
"""The output folder: only what changed is written, and nothing outside is ever touched."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonpress.render.artifact import Artifact
from commonpress.write.tree import TreeError, Written, lay_in, write_tree


def artifacts(**contents: str) -> list[Artifact]:
    return [Artifact(path.replace("__", "/"), text.encode()) for path, text in contents.items()]


def on_disk(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_first_build_writes_everything(tmp_path: Path) -> None:
    written = write_tree(tmp_path / "site", artifacts(index="home", cases__one="case"))
    assert written == Written(changed=("cases/one", "index"))
    assert on_disk(tmp_path / "site") == {"index": b"home", "cases/one": b"case"}


def test_a_second_build_writes_nothing(tmp_path: Path) -> None:
    site = artifacts(index="home", cases__one="case")
    write_tree(tmp_path, site)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    assert write_tree(tmp_path, site) == Written(kept=("cases/one", "index"))
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_a_changed_file_is_overwritten_where_it_lies(tmp_path: Path) -> None:
    write_tree(tmp_path, artifacts(index="a longer text", other="same"))
    inode = (tmp_path / "index").stat().st_ino
    written = write_tree(tmp_path, artifacts(index="short", other="same"))
    assert written == Written(changed=("index",), kept=("other",))
    assert (tmp_path / "index").read_bytes() == b"short"
    assert (tmp_path / "index").stat().st_ino == inode


def test_what_belongs_to_nothing_is_removed_with_its_empty_folders(tmp_path: Path) -> None:
    write_tree(tmp_path, artifacts(index="home", cases__old__one="case"))
    written = write_tree(tmp_path, artifacts(index="home"))
    assert written.removed == ("cases/old/one",)
    assert [path.name for path in tmp_path.iterdir()] == ["index"]


def test_laying_in_leaves_the_files_of_others(tmp_path: Path) -> None:
    write_tree(tmp_path, artifacts(theirs="theirs"))
    assert lay_in(tmp_path, artifacts(ours="ours")) == Written(changed=("ours",))
    assert on_disk(tmp_path) == {"theirs": b"theirs", "ours": b"ours"}


def test_a_file_and_a_folder_may_change_places(tmp_path: Path) -> None:
    write_tree(tmp_path, artifacts(a__b="inside", c="file"))
    write_tree(tmp_path, artifacts(a="file", c__d="inside"))
    assert on_disk(tmp_path) == {"a": b"file", "c/d": b"inside"}


def test_a_link_to_a_folder_is_taken_away_and_what_it_names_is_left(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "page").write_text("theirs", encoding="utf-8")
    site = tmp_path / "site"
    site.mkdir()
    (site / "cases").symlink_to(outside)
    (site / "stray").symlink_to(outside)
    write_tree(site, artifacts(cases__page="ours"))
    assert (outside / "page").read_text(encoding="utf-8") == "theirs"
    assert not (site / "cases").is_symlink()
    assert on_disk(site) == {"cases/page": b"ours"}


@pytest.mark.parametrize("link", [os.symlink, os.link])
def test_a_linked_file_is_replaced_and_what_it_names_is_left(
    tmp_path: Path, link: Callable[[Path, Path], None]
) -> None:
    outside = tmp_path / "outside"
    outside.write_text("theirs", encoding="utf-8")
    site = tmp_path / "site"
    site.mkdir()
    link(outside, site / "page")
    write_tree(site, artifacts(page="ours"))
    assert outside.read_text(encoding="utf-8") == "theirs"
    assert (site / "page").read_text(encoding="utf-8") == "ours"
    assert not (site / "page").is_symlink()


def test_laying_in_does_not_follow_a_link_either(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    site = tmp_path / "site"
    site.mkdir()
    (site / "cases").symlink_to(outside)
    lay_in(site, artifacts(cases__page="ours"))
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize(
    "path",
    ["../out", "/etc/passwd", "a/../../out", "a//b", "", ".", "a/", "c:\\out", "a\x00b", "a\nb"],
)
def test_a_path_that_leads_outside_is_refused(tmp_path: Path, path: str) -> None:
    folder = tmp_path / "site"
    with pytest.raises(TreeError):
        write_tree(folder, [Artifact(path, b"x")])
    assert not folder.exists()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Cases/a", "cases/A"),
        ("caf\u00e9", "cafe\u0301"),
        ("stra\u00dfe", "STRASSE"),
        ("same", "same"),
        ("page", "page/inside"),
        ("page", "PAGE/inside"),
    ],
)
def test_two_paths_that_are_one_on_some_disk_are_refused_before_anything_is_written(
    tmp_path: Path, one: str, other: str
) -> None:
    write_tree(tmp_path, artifacts(kept="kept"))
    with pytest.raises(TreeError) as refused:
        write_tree(tmp_path, [Artifact(one, b"1"), Artifact(other, b"2")])
    assert one in str(refused.value)
    assert on_disk(tmp_path) == {"kept": b"kept"}


NAMES = st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=3).map("/".join)
TREES = st.dictionaries(NAMES, st.binary(max_size=4)).filter(
    lambda tree: not any(other.startswith(f"{path}/") for path in tree for other in tree)
)


@given(st.lists(TREES, min_size=1, max_size=4))
def test_whatever_was_there_a_folder_holds_the_last_tree(
    tmp_path_factory: pytest.TempPathFactory, trees: list[dict[str, bytes]]
) -> None:
    folder = tmp_path_factory.mktemp("tree")
    held: dict[str, bytes] = {}
    for tree in trees:
        written = write_tree(folder, [Artifact(path, tree[path]) for path in tree])
        assert on_disk(folder) == tree
        assert set(written.kept) == {p for p in tree if held.get(p) == tree[p]}
        assert set(written.changed) == set(tree) - set(written.kept)
        assert set(written.removed) == set(held) - set(tree)
        held = tree
