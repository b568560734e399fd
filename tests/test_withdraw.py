# SPDX-License-Identifier: AGPL-3.0-or-later
"""`commonpress withdraw`: the record goes, the scar stays, and feeds say that it is gone."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.books import MARCH, SETTINGS, SOUND, Run, book, run
from tests.sealed_books import (
    WITHDRAWALS,
    append,
    index_of,
    leaves_of,
    lines_of,
    seal,
    sealed_book,
)

GIFT = """\
  - id: ent-2026-03-0004
    date: 2026-03-05
    action: received
    resource: euro
    quantity: 35
    unit: EUR
    note: >-
      Brought in a tin,
      by hand

"""
LAST = """\
  - id: ent-2026-03-0005
    date: 2026-03-06
    action: received
    resource: euro
    quantity: 12
    unit: EUR
"""
SECOND = SOUND["content/assemblies/asm-2026-03.md"].replace("decisions: [dec-2026-001]\n", "")
ASSEMBLY = "content/assemblies/asm-2026-02.md"
ATOM = {"a": "http://www.w3.org/2005/Atom", "at": "http://purl.org/atompub/tombstones/1.0"}


def withdraw(folder: Path, record_id: str, *more: str, reason: str = "Asked for") -> Run:
    return run(
        "withdraw", record_id, folder, "--decision", "dec-2026-001", "--reason", reason,
        "--on", "2026-04-02", *more,
    )  # fmt: skip


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    settings = SOUND[SETTINGS] + "site_url: https://row.example/\n"
    files = {
        SETTINGS: settings,
        MARCH: SOUND[MARCH] + GIFT + LAST,
        ASSEMBLY: SECOND.replace("2026-03-01", "2026-02-08"),
    }
    return sealed_book(tmp_path, dict(files))


def test_the_line_goes_with_its_salt_and_everything_else_stays(tiny: Path) -> None:
    leaves, index = leaves_of(tiny), index_of(tiny, "ent-2026-03-0004")
    salt = lines_of(tiny)[index]["salt"]
    said = withdraw(tiny, "ent-2026-03-0004")
    assert said.code == 0, said
    assert (tiny / MARCH).read_text() == SOUND[MARCH] + "\n" + LAST
    assert leaves_of(tiny) == leaves
    assert "salt" not in lines_of(tiny)[index]
    assert salt not in "".join(f.read_text() for f in tiny.rglob("*") if f.is_file())
    assert 'reason: "Asked for"' in (tiny / WITHDRAWALS).read_text()
    assert run("check", tiny).out.startswith("No findings")
    assert "was withdrawn on 2 April 2026" in " ".join(
        run("verify", "ent-2026-03-0004", tiny).out.replace("\u00a0", " ").split()
    )


def test_what_a_program_cannot_do_is_said_at_the_end(tiny: Path) -> None:
    said = withdraw(tiny, "ent-2026-03-0004").out
    for word in ("filter-repo", "support", "printed", "if-it-happens", "Tell the person"):
        assert word in said
    page = Path(__file__).parents[1] / "docs/content/pages/if-it-happens.md"
    assert page.is_file()


def test_a_second_tombstone_stands_below_the_first(tiny: Path) -> None:
    assert withdraw(tiny, "ent-2026-03-0004").code == 0
    assert withdraw(tiny, "ent-2026-03-0005").code == 0
    assert (tiny / WITHDRAWALS).read_text().count("  - id: ") == 2
    assert seal(tiny, "2026-04-03").code == 0
    assert run("check", tiny).out.startswith("No findings")


def test_a_record_with_a_file_of_its_own_goes_with_it_and_feeds_say_so(
    tiny: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert run("build", tiny, "--no-zine", "--output", out).code == 0
    before = ET.parse(out / "site/feeds/assemblies.xml").getroot()  # noqa: S314 - our own
    ids = [one.text for one in before.findall("a:entry/a:id", ATOM)]
    assert before.findall("at:deleted-entry", ATOM) == []
    said = withdraw(tiny, "asm-2026-02", reason="A <place> & a day too many")
    assert said.code == 0, said
    assert not (tiny / ASSEMBLY).exists()
    assert run("build", tiny, "--no-zine", "--output", out).code == 0
    after = ET.parse(out / "site/feeds/assemblies.xml").getroot()  # noqa: S314 - our own
    (gone,) = after.findall("at:deleted-entry", ATOM)
    assert gone.get("when") == "2026-04-02T00:00:00Z"
    assert gone.get("ref") in ids
    assert gone.get("ref") not in [one.text for one in after.findall("a:entry/a:id", ATOM)]
    assert gone.findtext("at:comment", None, ATOM) == "A <place> & a day too many"
    assert after.findtext("a:updated", None, ATOM) == "2026-04-02T00:00:00Z"
    assert "asm-2026-02" not in (out / "site/feeds/assemblies.json").read_text()
    assert list(out.glob("site/**/asm-2026-02*")) == [out / "site/assemblies/asm-2026-02.html"]


def test_a_link_to_what_is_gone_is_told(tiny: Path) -> None:
    append(tiny / MARCH, LAST.replace("0005", "0006") + "    corrects: ent-2026-03-0004\n")
    said = withdraw(tiny, "ent-2026-03-0004")
    assert "`ent-2026-03-0004` was withdrawn on 2026-04-02" in said.out
    assert said.code == 1


# --- what was never sealed ------------------------------------------------------------------------

UNSEALED = "content/withdrawn.yml"
GATHERING = """\
---
title: Marmalade at the lock
date: 2026-03-02
place: The yard
kind: celebration
---
Rhubarb goes round with a bowl.
"""


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """A book without a seal, with an assembly and a gathering that will be taken out."""
    return book(
        tmp_path,
        {
            SETTINGS: SOUND[SETTINGS] + "site_url: https://row.example/\n",
            ASSEMBLY: SECOND.replace("2026-03-01", "2026-02-08").replace("The table", "Marmalade"),
            "content/gatherings/gat-2026-03.md": GATHERING,
        },
    )


def told(out: Path) -> dict[str, str]:
    """Every file of a build, as text, and its name."""
    files = (file for file in out.rglob("*") if file.is_file())
    return {
        file.relative_to(out).as_posix(): file.read_bytes().decode(errors="replace")
        for file in files
    }


def test_a_record_that_was_never_sealed_leaves_a_tombstone_at_its_address(
    fresh: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert run("build", fresh, "--no-zine", "--output", out).code == 0
    assert any("Marmalade" in text for text in told(out).values())
    for record in ("asm-2026-02", "gat-2026-03"):
        said = withdraw(fresh, record)
        assert said.code == 0, said
        assert "It had not been sealed." in said.out
        assert "filter-repo" in said.out
    assert not (fresh / ASSEMBLY).exists()
    assert (fresh / UNSEALED).read_text().count("  - id: ") == 2
    assert run("check", fresh).out.startswith("No findings")
    assert run("build", fresh, "--output", out).code == 0
    files = told(out)
    assert not [name for name, text in files.items() if "marmalade" in text.lower()]
    assert not [name for name, text in files.items() if "rhubarb goes" in text.lower()]
    for address in ("assemblies/asm-2026-02.html", "gatherings/gat-2026-03.html"):
        page = files[f"site/{address}"]
        assert "It was withdrawn on 2 April 2026" in page.replace("\u00a0", " ")
        assert "Asked for" in page
        assert "decisions/dec-2026-001.html" in page


def test_feeds_calendar_search_and_data_forget_what_was_withdrawn(
    fresh: Path, tmp_path: Path
) -> None:
    for record in ("asm-2026-02", "gat-2026-03"):
        assert withdraw(fresh, record).code == 0
    out = tmp_path / "out"
    assert run("build", fresh, "--no-zine", "--output", out).code == 0
    files = told(out / "site")
    atom = ET.fromstring(files["feeds/assemblies.xml"])  # noqa: S314 - our own
    (gone,) = atom.findall("at:deleted-entry", ATOM)
    assert str(gone.get("ref")).endswith("assembly/asm-2026-02")
    holding = {name for name, text in files.items() if "asm-2026-02" in text}
    assert {name.partition("/")[0] for name in holding} == {
        "assemblies", "data", "decisions", "feeds", "sitemap.xml", "tombstones",
    }  # fmt: skip
    assert [name for name in holding if name.startswith("feeds/")] == ["feeds/assemblies.xml"]
    data = {name for name in holding if name.startswith("data/")}
    assert data == {"data/tombstones.csv", "data/tombstones.json"}
    assert not [name for name in files if name.startswith("search/") and "asm-2026-02" in name]


def test_an_id_that_was_withdrawn_is_never_used_again(fresh: Path) -> None:
    assert withdraw(fresh, "gat-2026-03").code == 0
    (fresh / "content/gatherings/gat-2026-03.md").write_text(GATHERING)
    said = run("check", fresh)
    assert "error[withdrawn-still-here]" in said.out


def test_a_kind_that_does_not_go_onto_the_site_has_no_tombstone_there(
    fresh: Path, tmp_path: Path
) -> None:
    assert withdraw(fresh, "gat-2026-03").code == 0
    append(
        fresh / SETTINGS,
        "publish:\n  - {kind: gathering, seen: paper, decision: dec-2026-001}\n",
    )
    out = tmp_path / "out"
    assert run("build", fresh, "--no-zine", "--output", out).code == 0
    assert not (out / "site/gatherings/gat-2026-03.html").exists()
    assert not (out / "site/tombstones/index.html").exists()


def test_what_was_sealed_has_a_tombstone_at_its_address_too(tiny: Path, tmp_path: Path) -> None:
    assert withdraw(tiny, "asm-2026-02").code == 0
    out = tmp_path / "out"
    assert run("build", tiny, "--no-zine", "--output", out).code == 0
    page = (out / "site/assemblies/asm-2026-02.html").read_text()
    assert "A record stood here." in page
    assert not (tiny / UNSEALED).exists()


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("ent-2026-03-0009",), "there is no record"),
        (("ent-2026-03-0004", "--decision", "dec-2026-007"), "there is no decision"),
        (("ent-2026-03-0004", "--on", "2026-02-02"), "was not in force"),
        (("ent-2026-03-0004", "--reason", "Ask sorrel@mail.example"), "the reason is published"),
        (("ent-2026-03-0004", "--reason", "Amaranta asked for it"), "what may be a name"),
        (("ent-2026-03-0004", "--kind", "hours"), "there is no record"),
    ],
)
def test_what_does_not_fit_changes_nothing(
    tiny: Path, arguments: tuple[str, ...], why: str
) -> None:
    before = (tiny / MARCH).read_bytes()
    record, *more = arguments
    said = withdraw(tiny, record, *more)
    assert said.code == 2
    assert why in said.err
    assert "sorrel" not in said.err
    assert (tiny / MARCH).read_bytes() == before
    assert not (tiny / WITHDRAWALS).exists()
