# SPDX-License-Identifier: AGPL-3.0-or-later
"""Walking a book: which files are read, which are refused, and in which order."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from commonpress.kinds import KINDS
from commonpress.kinds.base import FileEach, Kind, Months
from commonpress.read.book import read_book
from commonpress.read.shelves import is_media, place_of
from tests.books import MARCH, SOUND, book, edited, findings, write
from tests.pictures import png


def test_the_sound_book_is_read_whole(tmp_path: Path) -> None:
    read_whole = read_book(book(tmp_path))
    assert read_whole.findings == ()
    assert read_whole.unread == ()
    assert sorted(read_whole.sources) == sorted(SOUND)
    assert {raw.path for raw in read_whole.raws} == set(SOUND)


def test_a_folder_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    write(outside / "take-part.md", "---\ntitle: Take part\n---\n")
    tiny = book(tmp_path / "book")
    (tiny / "content/pages").symlink_to(outside)
    (tiny / "cases").symlink_to(outside)
    assert findings(tiny) == (("symlink", "cases", 1, 1), ("symlink", "content/pages", 1, 1))


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Take-part.md", "file-name"),
        ("take part.md", "file-name"),
        ("café.md", "file-name"),
        ("-rf.md", "file-name"),
        (".hidden.md", "file-name"),
        ("con.md", "file-name"),
        ("nul", "file-name"),
        ("lpt1.tar.md", "file-name"),
        ("a" * 98 + ".md", "file-name"),
        ("a\nb.md", "file-name"),
        ("take-part.txt", "misplaced-file"),
        ("logo.png", "misplaced-file"),
        ("take-part.md~", "file-name"),
    ],
)
def test_a_name_means_the_same_file_on_every_system(tmp_path: Path, name: str, slug: str) -> None:
    tiny = book(tmp_path, {f"content/pages/{name}": "---\ntitle: Take part\n---\n"})
    # A name that is no word is asked about as well: it may be somebody's.
    ((found, path, *_),) = [one for one in findings(tiny) if one[0] != "id-like-a-name"]
    assert found == slug
    assert "\n" not in path


def test_a_path_deeper_than_any_system_takes_is_refused(tmp_path: Path) -> None:
    deep = "/".join(["a"] * 120)
    tiny = book(tmp_path, {f"content/pages/{deep}/b.md": "---\ntitle: Far down\n---\n"})
    ((slug, path, *_),) = findings(tiny)
    assert slug == "file-name"
    assert len(path) == 201


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("content/decision/dec-2026-014.md", "content/decisions/dec-2026-014.md"),
        ("content/dec-2026-014.md", "content/decisions/dec-2026-014.md"),
        ("content/cases/case-2025-003.md", "cases/case-2025-003.md"),
        ("content/roles/treasurer.yaml", "content/roles/treasurer.yml"),
        ("content/commons.yaml", "content/commons.yml"),
        ("commons/commons.yml", None),
        ("content/accounts.yml", "ledger/accounts.yml"),
        ("content/handle.yml", "content/handles.yml"),
        ("ledger/2026-03.yml", "ledger/2026/2026-03.yml"),
        ("ledger/2026/03.csv", "ledger/2026/2026-03.csv"),
        ("ledger/2025/2026-03.yml", "ledger/2026/2026-03.yml"),
        ("ledger/hours/2026-3.yml", "ledger/hours/2026-03.yml"),
        ("ledger/hours/2026-03.yaml", "ledger/hours/2026-03.yml"),
        ("ledger/fund.yml", "ledger/funds.yml"),
        ("content/media/logo.jpeg", "content/media/logo.jpg"),
        ("content/pages/take-part.markdown", "content/pages/take-part.md"),
    ],
)
def test_a_misplaced_file_is_told_its_place(tmp_path: Path, path: str, near: str | None) -> None:
    read_whole = read_book(book(tmp_path, {path: "title: a\n"}, bare=True))
    hints = [(d.code.slug, d.span.path, d.hint) for d in read_whole.findings]
    assert hints == ([("misplaced-file", path, f"did you mean `{near}`?")] if near else [])


def test_what_lies_beside_records_is_left_alone(tmp_path: Path) -> None:
    beside: dict[str, str | bytes | None] = {
        "content/README.md": "About this folder.\n",
        "ledger/2026/LICENSE-CC-BY-SA-4.0.txt": "A licence.\n",
        "cases/.gitkeep": "",
        "content/.DS_Store": "",
        "content/media/pot.png": png(),
        "ledger/seal/README.md": "Nothing has been sealed yet.\n",
        "docs/anything.txt": "",
    }
    assert findings(book(tmp_path, beside)) == ()


def test_a_disk_without_modes_holds_no_programs(tmp_path: Path) -> None:
    tiny = book(tmp_path)
    for path in SOUND:
        (tiny / path).chmod(0o777)
    assert findings(tiny) == ()


def test_a_file_that_cannot_be_opened_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, *_: object) -> bytes:
        raise PermissionError(path)

    tiny = book(tmp_path, bare=True)
    monkeypatch.setattr(Path, "open", refuse)
    assert [d.code.slug for d in read_book(tiny).findings] == ["not-a-file"]


def test_the_order_on_the_disk_does_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny = book(
        tmp_path,
        {
            "content/pages/Z.md": "",
            "content/pages/A.md": "",
            **edited(MARCH, "- id: ent-2026-03-0001", "- ib: x"),
        },
    )
    forwards = read_book(tiny)
    listed = Path.iterdir
    monkeypatch.setattr(Path, "iterdir", lambda self: sorted(listed(self), reverse=True))
    assert read_book(tiny) == forwards
    assert [raw.path for raw in forwards.raws] == sorted(raw.path for raw in forwards.raws)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_has_a_place(kind: Kind) -> None:
    assert kind in kinds_at(example_path(kind))


def example_path(kind: Kind) -> str:
    """Where a record of a kind would lie."""
    match kind.shelf:
        case FileEach():
            return kind.shelf.path(kind.id_example)
        case Months():
            return f"{kind.shelf.folder.format(year=2026)}/2026-03.yml"
        case shelf:
            return shelf.path


def kinds_at(path: str) -> tuple[Kind, ...]:
    place = place_of(path)
    return place.kinds if place else ()


@pytest.mark.parametrize(
    "path",
    [
        "content/commons.yml.md",
        "content/roles/cooks/treasurer.yml",
        "content/roles/.yml",
        "content/pages/.md",
        "ledger/2026/2026-13.yml",
        "ledger/2026/2026-00.csv",
        "ledger/2026/2025-03.yml",
        "ledger/2026/2026-03.txt",
        "xledger/2026/2026-03.yml",
        "content/media/inner/pot.png",
    ],
)
def test_what_is_close_to_a_place_is_no_place(path: str) -> None:
    assert place_of(path) is None
    assert not is_media(path)


# --- files that are no records at all -------------------------------------------------------------

HUGE = 2_000_000_000
# What a program may have in memory in these tests: a fifth of such a file.
ROOM = 400_000_000


def in_little_room(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command where reading two gigabytes at once would fail."""
    limit = f"import resource; resource.setrlimit(resource.RLIMIT_DATA, ({ROOM}, {ROOM})); "
    program = limit + "from commonpress.cli import main; raise SystemExit(main())"
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=False, encoding="utf-8")


@pytest.mark.parametrize(
    ("path", "most"),
    [
        (MARCH, "2000 kB"),
        ("ledger/2026/2026-04.csv", "2000 kB"),
        ("content/pages/about.md", "256 kB"),
        ("ledger/accounts.yml", "256 kB"),
    ],
)
def test_two_gigabytes_of_nonsense_are_refused_unread(tmp_path: Path, path: str, most: str) -> None:
    tiny = book(tmp_path)
    (tiny / path).parent.mkdir(parents=True, exist_ok=True)
    with (tiny / path).open("wb") as file:
        file.truncate(HUGE)
    said = in_little_room("check", tiny)
    assert said.returncode == 1, said.stderr
    first = f"{path}:1:1: error[too-large] this file has 2000 MB; {most} is most"
    assert first in said.stdout.splitlines()


@pytest.mark.parametrize("verb", ["import", "reconcile"])
def test_two_gigabytes_of_nonsense_are_not_imported(tmp_path: Path, verb: str) -> None:
    tiny = book(tmp_path / "book")
    before = sorted(tiny.rglob("*"))
    with (tmp_path / "bank.csv").open("wb") as file:
        file.truncate(HUGE)
    write(tmp_path / "bank.yml", "date: date\nlines: []\n")
    more: list[str | Path] = ["--into", tiny] if verb == "import" else []
    said = in_little_room(verb, tmp_path / "bank.csv", "--mapping", tmp_path / "bank.yml", *more)
    assert said.returncode == 1, said.stderr
    assert "bank.csv:1:1: error[too-large] this file has 2000 MB; 64 MB is most" in said.stdout
    assert sorted(tiny.rglob("*")) == before


def test_a_table_of_more_cells_than_any_month_has_is_refused_at_once(tmp_path: Path) -> None:
    nonsense = "id,date,action,resource,quantity,unit\n" + ",,,,,x\n" * 100_000
    tiny = book(tmp_path, {"ledger/2026/2026-04.csv": nonsense})
    assert findings(tiny) == (("too-many", "ledger/2026/2026-04.csv", 83_334, 1),)


# --- tables that a spreadsheet wrote --------------------------------------------------------------

APRIL = "ledger/2026/2026-04.csv"
HEADER = "id,date,action,resource,quantity,unit"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (f"\ufeff{HEADER}\r\nent-2026-04-0001,2026-04-02,received,vegetables,2.5,kg\r\n", ()),
        (f'{HEADER}\r\nent-2026-04-0001,2026-04-02,received,vegetables,"2,5",kg\r\n',
         (("not-a-quantity", 2, 49),)),
        (f"{HEADER}\nent-2026-04-0001,2026-04-02,received,vegetables,2,5,kg\n",
         (("ragged-row", 2, 53),)),
        (f"{HEADER}\nent-2026-04-0001,2026-04-02,received,vegetables,-2.5,kg\n",
         (("not-a-quantity", 2, 49),)),
        (f"{HEADER}\nent-2026-04-0001,02.04.2026,received,vegetables,2.5,kg\n",
         (("not-a-date", 2, 18),)),
        (HEADER.replace(",", ";") + "\n", (("bad-table", 1, 1),)),
        ("id,date,action,resource,unit\n", (("missing-column", 1, 1),)),
        (f"{HEADER}\n".encode("utf-16"), (("not-utf8", 1, 1),)),
    ],
    ids="mark-crlf decimal-comma bare-comma negative day-first semicolons column utf-16".split(),
)  # fmt: skip
def test_what_spreadsheets_write_is_read_or_told(
    tmp_path: Path, content: str | bytes, expected: tuple[tuple[str, int, int], ...]
) -> None:
    text = content.encode() if isinstance(content, str) else content
    told = findings(book(tmp_path, {APRIL: text}))
    assert told == tuple((slug, APRIL, line, column) for slug, line, column in expected)
