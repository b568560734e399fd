# SPDX-License-Identifier: AGPL-3.0-or-later
"""The site as one zip: whole, the same each time, and offered with its size."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest

from commonpress.render import offline_copy
from commonpress.render.artifact import Artifact
from commonpress.render.offline_copy import with_offline_copy, without_offline_copy
from commonpress.render.words import file_size

OFFER = (
    b'A<!--offline-copy--><a href="@offline-copy@">zip</a> @offline-copy-size@<!--/offline-copy-->B'
)
SITE = (
    Artifact("404.html", b"gone"),
    Artifact("es/open-data.html", OFFER),
    Artifact("index.html", b"home"),
    Artifact("open-data.html", OFFER),
    Artifact("sitemap.xml", b"map"),
)


def contents(files: tuple[Artifact, ...]) -> dict[str, bytes]:
    """Every file of a site by its path."""
    return {file.path: file.content for file in files}


def test_the_copy_holds_the_site_and_does_not_offer_itself() -> None:
    packed = ZipFile(BytesIO(contents(with_offline_copy(SITE))["offline-copy.zip"]))
    assert packed.testzip() is None
    assert {name: packed.read(name) for name in packed.namelist()} == {
        "site/es/open-data.html": b"AB",
        "site/index.html": b"home",
        "site/open-data.html": b"AB",
    }


def test_the_site_offers_the_copy_with_its_size_at_any_depth() -> None:
    made = contents(with_offline_copy(SITE))
    size = file_size(len(made["offline-copy.zip"])).encode()
    assert made["open-data.html"] == b'A<a href="offline-copy.zip">zip</a> ' + size + b"B"
    assert b'href="../offline-copy.zip"' in made["es/open-data.html"]
    assert list(made) == sorted(made)


def test_the_same_site_gives_the_same_zip() -> None:
    one, other = (contents(with_offline_copy(SITE))["offline-copy.zip"] for _ in range(2))
    assert one == other
    assert {info.date_time[0] for info in ZipFile(BytesIO(one)).infolist()} == {1980}


def test_a_site_too_large_to_carry_offers_no_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offline_copy, "LARGEST", 5)
    assert with_offline_copy(SITE) == without_offline_copy(SITE)
    assert contents(without_offline_copy(SITE))["open-data.html"] == b"AB"
