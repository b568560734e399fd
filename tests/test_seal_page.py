# SPDX-License-Identifier: AGPL-3.0-or-later
# ruff: noqa: F811 - a test names the fixture it asks for, and this one comes from another module
"""The page that checks a book, in a browser: from a disk and from a server, honest and tampered."""

from __future__ import annotations

import base64
import gzip
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from commonpress.check.seal import Seal
from commonpress.derive.seal import seal_view
from commonpress.derive.sealing import add_leaves, unsealed
from commonpress.ground.checkpoint import parse_checkpoint, printed_line
from commonpress.ground.receipt_token import format_token, token_of
from commonpress.ground.tiles import tiles_for
from commonpress.kinds.entry import Action, Entry
from commonpress.kinds.seal import SealLog
from commonpress.render.seal_scripts import bucket_of, seal_scripts
from commonpress.render.site import site_pages
from tests.books import MARCH, called
from tests.publications import day, entry, tiny
from tests.sealed_books import (
    CHANGES,
    CHECKPOINT,
    FOLDER,
    ORIGIN,
    WITHDRAWALS,
    append,
    index_of,
    leaves_of,
    lines_of,
    rewrite,
    seal,
    sealed_book,
)
from tests.test_browser import PHONE, Watched, browser, opened_from  # noqa: F401 - a fixture

VECTORS = Path(__file__).parents[2] / "shared" / "real" / "merkle"
PAGE = "seal/index.html"
GIFT = "ent-2026-03-0001"
Way = Literal["file", "http"]


def grow(folder: Path) -> None:
    """Go on for two weeks: a role reads differently, and an entry is taken out by a decision."""
    rewrite(folder / "content/roles/treasurer.yml", "and out.", "and what goes out.")
    (folder / CHANGES).write_text(
        "changes:\n  - {id: treasurer, kind: role, version: 2, type: correction, "
        "date: 2026-04-01, reason: Two words were missing}\n"
    )
    text = (folder / MARCH).read_text()
    (folder / MARCH).write_text(text.rpartition("  - id: ent-2026-03-0003")[0])
    (folder / WITHDRAWALS).write_text(
        "withdrawals:\n  - {kind: entry, id: ent-2026-03-0003, date: 2026-04-02, "
        "decision: dec-2026-001, reason: Counted in the wrong store}\n"
    )
    assert seal(folder, "2026-04-02").code == 0


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book that was sealed, printed on a poster, and has gone on."""
    folder = sealed_book(tmp_path_factory.mktemp("sealed"))
    assert seal(folder, "2026-03-13", "--printed", "poster").code == 0
    append(folder / "content/handles.yml", "  - {id: bracken, consented_on: 2026-03-14}\n")
    assert seal(folder, "2026-03-14").code == 0
    grow(folder)
    return folder


@pytest.fixture(scope="module")
def site(book: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("built")
    run = called("build", book, "--output", output, "--no-zine")
    assert run.code == 0, run.out
    return output / "site"


def paper(book: Path, name: str = "") -> str:
    """What something printed says, or what would be printed now."""
    path = f"{FOLDER}/printed/{name}.txt" if name else CHECKPOINT
    return printed_line(parse_checkpoint((book / path).read_text()))


def token_for(book: Path, record_id: str, version: int = 1) -> str:
    index = index_of(book, record_id, version)
    return format_token(token_of(index, base64.b64decode(leaves_of(book)[index])))


def checked(page: Page, text: str) -> tuple[str, str]:
    """Type something in, press the button: whether it holds, and what is said."""
    page.fill("#typed", text)
    page.click("#check button")
    page.wait_for_selector("#verdict[data-holds]")
    verdict = page.locator("#verdict")
    said = " ".join(verdict.inner_text().replace("\u00a0", " ").split())
    return verdict.get_attribute("data-holds") or "", said


@pytest.fixture(params=["file", "http"])
def page(request: pytest.FixtureRequest, site: Path, browser: Browser) -> Iterator[Page]:
    """The page opened, with everything it asked for and complained of looked at afterwards."""
    way: Way = request.param
    with opened_from(site, way) as address, browser.new_context() as context:
        watched = Watched(context)
        watched.page.goto(f"{address}/{PAGE}")
        yield watched.page
        assert watched.elsewhere(address) == []
        assert watched.wrong == []


def test_what_a_poster_prints_holds(page: Page, book: Path) -> None:
    holds, said = checked(page, paper(book, "poster"))
    assert holds == "yes"
    assert said.startswith("It holds. Everything that had been sealed when this was printed, 23 ")
    assert "This is what poster printed. This proves that nothing sealed by then" in said
    assert said.endswith("It does not prove that what was written is true, nor that everything was "
                         "written down.")  # fmt: skip
    holds, said = checked(page, (book / CHECKPOINT).read_text())
    assert holds == "yes"
    assert "printed." not in said.partition("This proves")[0].removeprefix("It holds. ")[70:]


def test_wrong_paper_does_not_hold(page: Page, book: Path) -> None:
    printed = paper(book, "poster")
    origin, size, *groups = printed.split()
    mistyped = " ".join([origin, size, "ffff", *groups[1:]])
    assert checked(page, mistyped)[1].startswith("The last group does not fit the others")
    another_root = " ".join([origin, size, "ffff", *groups[1:-1]])
    assert checked(page, another_root)[1].startswith("It does not hold. Look first whether")
    another_size = " ".join([origin, str(int(size) - 1), *groups[:-1]])
    assert checked(page, another_size)[1].startswith("It does not hold. Look first whether")
    longer = " ".join([origin, "18,446,744,073,709,551,615", *groups[:-1]])
    assert "The paper knows 18,446,744,073,709,551,615 leaves" in checked(page, longer)[1]
    another_log = " ".join(["elsewhere.example/seal", size, *groups[:-1]])
    assert "the paper names elsewhere.example/seal" in checked(page, another_log)[1]
    for text in (mistyped, another_root, another_size, longer, another_log, "what is this"):
        assert checked(page, text)[0] == "no"


def test_a_slip_leads_to_its_gift(page: Page, book: Path) -> None:
    token = token_for(book, GIFT)
    page.goto(f"{page.url.partition('#')[0]}#{token}")
    page.wait_for_selector("#verdict[data-holds=yes]")
    said = " ".join(page.inner_text("#verdict").replace("\u00a0", " ").split())
    assert said.startswith(f"This gift ({GIFT}) is in the log, and has been since 12 March 2026.")
    assert "poster was printed after that" in said
    assert "This proves that it has not been changed since it was sealed." in said
    assert "quantity 42.5 resource vegetables unit kg" in said
    assert checked(page, token.lower().replace("-", " "))[1] == said
    assert checked(page, GIFT)[1] == said


def test_a_slip_for_another_leaf_does_not_fit(page: Page, book: Path) -> None:
    _, _, letters = token_for(book, GIFT).partition("-")
    assert "The log has another leaf with the number 5" in checked(page, f"5-{letters}")[1]
    assert "and none with the number 900" in checked(page, f"900-{letters}")[1]


def test_what_was_changed_or_withdrawn_says_so(page: Page, book: Path) -> None:
    holds, said = checked(page, token_for(book, "ent-2026-03-0003"))
    assert holds == "yes"
    assert "It was withdrawn on 2 April 2026 by the decision dec-2026-001: Counted in the" in said
    assert "quantity" not in said
    said = checked(page, token_for(book, "treasurer"))[1]
    assert "version 2 was sealed on 2 April 2026: Two words were missing." in said
    assert "Nothing has been printed since then" in checked(page, "treasurer")[1]
    assert "No record with the id ent-1999-01-0001" in checked(page, "ent-1999-01-0001")[1]


def with_a_bit_turned(text: str, leaf: int) -> str:
    """A tile in which one bit of one leaf is another. It holds no hash of what it opens."""
    tile = json.loads(text[text.index(",") + 1 : text.rindex(")")])
    packed, opened = tile["hashes"], map(int, tile["opened"])
    hashes = bytearray(base64.b64decode(packed))
    hashes[(leaf - sum(at < leaf for at in opened)) * 32] ^= 1
    return text.replace(packed, base64.b64encode(hashes).decode())


@pytest.mark.parametrize("part", ["its amount", "its salt", "a leaf beside it", "a line beside it"])
def test_a_tampered_tile_is_noticed(
    site: Path, book: Path, browser: Browser, tmp_path: Path, part: str
) -> None:
    copy = shutil.copytree(site, tmp_path / "site")
    tile, leaf = copy / "seal/tiles/0/0.js", index_of(book, GIFT)
    text = tile.read_text()
    tampered = {
        "its amount": text.replace("42.5", "4.25"),
        "its salt": text.replace(lines_of(book)[leaf]["salt"], lines_of(book)[leaf + 1]["salt"]),
        "a leaf beside it": with_a_bit_turned(text, index_of(book, "ent-2026-03-0003")),
        "a line beside it": text.replace('\\"quantity\\":\\"30\\"', '\\"quantity\\":\\"3\\"'),
    }[part]
    assert tampered != text
    tile.write_text(tampered)
    with opened_from(copy, "file") as address, browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{address}/{PAGE}")
        holds, said = checked(page, token_for(book, GIFT))
    assert holds == "no"
    assert said.startswith("It does not hold. The files of this site do not fit one another")


def test_what_was_sealed_says_its_own_id(
    site: Path, book: Path, browser: Browser, tmp_path: Path
) -> None:
    """Whatever a site writes beside a leaf that it also opens."""
    copy = shutil.copytree(site, tmp_path / "site")
    rewrite(copy / "seal/tiles/0/0.js", f",{GIFT},", ",ent-2026-03-0009,")
    with opened_from(copy, "file") as address, browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{address}/{PAGE}")
        assert f"This gift ({GIFT}) is in the log" in checked(page, token_for(book, GIFT))[1]


def test_a_missing_tile_is_said(site: Path, book: Path, browser: Browser, tmp_path: Path) -> None:
    copy = shutil.copytree(site, tmp_path / "site")
    (copy / "seal/tiles/0/0.js").unlink()
    with opened_from(copy, "file") as address, browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{address}/{PAGE}")
        said = checked(page, token_for(book, GIFT))
    missing = "The file tiles/0/0.js of this site is missing, so this cannot be checked here."
    assert said == ("no", missing)


def test_without_scripts_the_page_says_how_else(site: Path, browser: Browser) -> None:
    phone: ViewportSize = {"width": PHONE, "height": 740}
    with (
        opened_from(site, "file") as address,
        browser.new_context(java_script_enabled=False, viewport=phone) as context,
    ):
        page = context.new_page()
        page.goto(f"{address}/{PAGE}")
        said = page.inner_text("main")
        assert not page.is_visible("#check")
    assert "Your browser runs no script here" in said
    assert "commonpress verify" in said
    assert "verify_short.py" in said
    assert "nor that everything was written down" in said


@pytest.mark.skipif(not VECTORS.is_dir(), reason="the vectors lie outside the repository")
def test_the_browser_decides_all_vectors(page: Page) -> None:
    inclusion = list(map(json.loads, (VECTORS / "inclusion.jsonl").read_text().splitlines()))
    consistency = list(map(json.loads, (VECTORS / "consistency.jsonl").read_text().splitlines()))
    for case in (*inclusion, *consistency):  # a script's numbers are not exact up to 2^64 - 1
        case |= {
            k: str(v) for k, v in case.items() if k in {"leafIdx", "treeSize", "size1", "size2"}
        }
    decided = page.evaluate(_DECIDE, [inclusion, consistency])
    assert decided == [not case["wantErr"] for case in (*inclusion, *consistency)]
    assert sorted(set(decided)) == [False, True]


_DECIDE = """async ([inclusion, consistency]) => {
  const { bytes, checkInclusion, checkConsistency } = sealed, found = [];
  for (const c of inclusion) found.push(await checkInclusion(bytes(c.leafHash || ""),
    BigInt(c.leafIdx), BigInt(c.treeSize), (c.proof || []).map(bytes), bytes(c.root || "")));
  for (const c of consistency) found.push(await checkConsistency(BigInt(c.size1),
    bytes(c.root1 || ""), BigInt(c.size2), bytes(c.root2 || ""), (c.proof || []).map(bytes)));
  return found;
}"""


# --- the files ------------------------------------------------------------------------------------


def gifts(count: int) -> list[Entry]:
    """So many gifts of half a year, with a note now and then."""
    start = day("2026-01-01")
    return [
        entry(
            number,
            (start + timedelta(days=number * 180 // count)).isoformat(),
            Action.RECEIVED,
            "loaf",
            f"{number % 90 + 1}",
            "bakery",
            "shelf",
            note="What was left on Saturday" if number % 7 == 0 else "",
        )
        for number in range(count)
    ]


def test_a_token_is_verified_from_less_than_twenty_kilobytes() -> None:
    """As a server sends them, the verifier included: a full tile of each level, and the log."""
    count = 17_000
    records = gifts(count)
    empty = Seal(SealLog(log=ORIGIN, begun=day("2026-01-01")))
    added = unsealed({"entry": records}, empty)
    log = add_leaves(empty, added, [n.to_bytes(16, "big") for n in range(count)], day("2026-07-01"))
    book = replace(tiny(), records={"entry": tuple(records)}, seal=seal_view(log))
    files = {artifact.path: artifact.content for artifact in seal_scripts(book)}
    places = tiles_for(count // 3, count)
    assert [level for level, _ in places] == [0, 1]
    needed = ["verify.js", "log.js", *(f"tiles/{level}/{index}.js" for level, index in places)]
    sent = sum(len(gzip.compress(files[f"seal/{name}"])) for name in needed)
    assert sent < 20_000
    assert len(files) < count / 40


def test_every_id_is_found_in_a_small_file(site: Path, book: Path) -> None:
    (file,) = (site / "seal/ids").iterdir()
    assert f'"{GIFT}":{index_of(book, GIFT)}' in file.read_text()
    assert f'"treasurer":{index_of(book, "treasurer", 2)}' in file.read_text()
    assert bucket_of("", 2**32) == 0x811C9DC5  # the first two vectors of FNV-1a, 32 bits
    assert bucket_of("a", 2**32) == 0xE40C292C


def test_the_site_holds_what_people_verify_by_hand_with(site: Path, book: Path) -> None:
    line = paper(book, "poster").split()
    command = [sys.executable, "verify_short.py", "leaves.txt", *line]
    said = subprocess.run(command, cwd=site / "seal", capture_output=True, text=True, check=True)
    assert said.stdout.startswith("It holds")
    assert (site / "seal/checkpoint.txt").read_text() == (book / CHECKPOINT).read_text()


def test_every_page_prints_the_checkpoint(site: Path, book: Path) -> None:
    origin, size, *groups = paper(book).split()
    line = f"Checkpoint {origin}, size {size}, root {' '.join(groups)}."
    for name in ("index.html", "ledger/index.html", "roles/treasurer.html"):
        assert line in (site / name).read_text(), name


def test_a_book_that_was_never_sealed_has_no_page_for_it() -> None:
    pages = [page.address for page in site_pages(tiny())]
    assert PAGE not in pages
    assert seal_scripts(tiny()) == ()
