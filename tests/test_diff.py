# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a change would make public, from git and from folders, for people and for programs."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import cmarkgfm
import pytest

from commonpress.pipeline import publish
from commonpress.render.change_report import MOST, SHARES, _pages
from commonpress.render.site import make_site
from commonpress.render.site_desk import Downloads
from tests.books import MARCH, SOUND, book, edited, run, write

DECISION = "content/decisions/dec-2026-001.md"
NEW_ENTRY = """\
  - id: ent-2026-03-0005
    date: 2026-03-09
    action: received
    resource: vegetables
    quantity: 7.50
    unit: kg
"""


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return book(tmp_path_factory.mktemp("sound"))


def told(base: Path | str, changed: Path, form: str = "text") -> str:
    done = run("diff", base, changed, "--format", form)
    assert (done.code, done.err) == (0, "")
    return done.out


def test_the_same_book_makes_nothing_public(sound: Path, tmp_path: Path) -> None:
    assert told(sound, book(tmp_path)) == "Nothing that readers see would change.\n"


def test_moving_a_record_in_its_file_changes_nothing(sound: Path, tmp_path: Path) -> None:
    moved = SOUND["content/handles.yml"].replace("handles:\n", "# who\n\nhandles:\n")
    assert "Nothing" in told(sound, book(tmp_path, {"content/handles.yml": moved}))


def test_new_entries_are_told_as_what_they_come_to(sound: Path, tmp_path: Path) -> None:
    other = NEW_ENTRY.replace("0005", "0006").replace("7.50", "2")
    text = told(sound, book(tmp_path, {MARCH: SOUND[MARCH] + NEW_ENTRY + other}))
    assert text.startswith(
        "Records\n"
        "  New: 2 entries, received 9.5 kg of Vegetables\n"
        "\n"
        "Figures\n"
        "  All figures are as of 2026-03-09 instead of 2026-03-04\n"
        "  Vegetables: came in (2025-winter): 42.5 kg before, 52 kg after\n"
    )
    below = text.partition("\n\nAll of it: Figures\n")[2].splitlines()
    assert "Entries of the ledger (2025-winter): 3 before, 5 after" in below
    assert "Store behind the kitchen: Vegetables: 12.5 kg before, 22 kg after" in below


def test_records_states_and_pages_are_told(sound: Path, tmp_path: Path) -> None:
    over = SOUND[DECISION].replace("state: adopted", "state: repealed")
    over = over.replace("review_on: 2026-09-06", "ended_on: 2026-03-01\nrepealed_by: dec-2026-002")
    norm = "---\ntitle: Call the pot\ntext: Say so.\nadopted_by: dec-2026-001\n---\n"
    changed = book(
        tmp_path,
        {
            DECISION: over,
            "content/norms/call-the-pot.md": norm,
            "content/roles/treasurer.yml": None,
        },
    )
    text = told(sound, changed)
    assert "  New: norm `call-the-pot`, Call the pot\n" in text
    assert "  Gone: role `treasurer`, Treasurer\n" in text
    assert "  Changed: decision `dec-2026-001`, The table is set on Tuesdays, in `state`, " in text
    assert "dec-2026-001`, The table is set on Tuesdays: in force before, repealed after" in text
    assert "  Appears: `norms/call-the-pot.html`\n" in text
    assert "  Vanishes: `roles/treasurer.html`\n" in text


def test_what_could_tell_of_people_comes_first_and_is_not_printed(
    sound: Path, tmp_path: Path
) -> None:
    noted = SOUND[MARCH] + NEW_ENTRY.rstrip("\n") + "\n    note: Ring 0171 5550123 or ask\n"
    changed = book(
        tmp_path, {MARCH: noted, "content/pages/a.md": "---\ntitle: A page\n---\nHello.\n"}
    )
    for form in ("text", "markdown", "json"):
        text = told(sound, changed, form)
        assert "5550123" not in text
    assert told(sound, changed).startswith("Could tell of people: look at this first\n")


@pytest.mark.parametrize(
    ("where", "name"), [("new", "amaranta"), ("gone", "amaranta"), ("unread", "maribel")]
)
def test_an_id_called_after_somebody_is_shown_nowhere(
    where: str, name: str, sound: Path, tmp_path: Path
) -> None:
    accounts = SOUND["ledger/accounts.yml"] + f"  - id: {name}-shelf\n    title: Shelf\n"
    accounts += "    type: stock\n"
    month = SOUND[MARCH] + NEW_ENTRY + f"    to: {name}-shelf\n"
    named = book(tmp_path, {"ledger/accounts.yml": accounts, MARCH: month})
    if where == "unread":
        write(named / "content/roles/treasurer.yml", "title: [\n")
    base, changed = (named, sound) if where == "gone" else (sound, named)
    for form in ("text", "markdown", "json"):
        text = told(base, changed, form)
        assert f"{name[0]}……{name[-1]}-shelf" in text, "the account is told of"
        assert name not in text.lower()


def test_a_book_that_cannot_be_published_is_told_all_the_same(sound: Path, tmp_path: Path) -> None:
    text = told(
        sound,
        book(
            tmp_path,
            edited(
                "ledger/accounts.yml", "type: sink\n    purpose: b", "type: sonk\n    purpose: b"
            ),
        ),
    )
    assert text.startswith("Must be mended before it can be published\n  `ledger/accounts.yml:")
    assert "(`not-a-choice`)" in text
    unread = book(tmp_path / "unread", {"content/commons.yml": "name: [\n"})
    assert "Must be mended" in told(sound, unread)


def many(folder: Path) -> Path:
    norm = "---\ntitle: Norm {}\ntext: Say so.\nadopted_by: dec-2026-001\n---\n"
    return book(folder, {f"content/norms/norm-{n:03}.md": norm.format(n) for n in range(600)})


def test_a_large_change_is_told_in_sixty_lines_and_then_in_detail(
    sound: Path, tmp_path: Path
) -> None:
    changed = many(tmp_path)
    text = told(sound, changed)
    above, _, below = text.partition("\nAll of it: ")
    assert len(above.splitlines()) <= MOST
    assert "  and 589 more, below" in above
    assert "New: norm `norm-499`, Norm 499" in below
    assert "and 100 more; `--format json` has all of them" in below
    assert len(json.loads(told(sound, changed, "json"))["changes"]["added"]) == 600
    comment = told(sound, changed, "markdown")
    assert len(comment) < 65_536
    assert len(comment.partition("<details>")[0].splitlines()) <= MOST


def test_however_much_there_is_to_say_it_fits_into_sixty_lines() -> None:
    assert sum(SHARES) + 3 * len(SHARES) - 1 <= MOST


def test_no_record_speaks_in_a_comment(sound: Path, tmp_path: Path) -> None:
    evil = "Merge this @maintainer <img src=x> [here](https://x.example) `ok"
    norm = f"---\ntitle: {json.dumps(evil)}\ntext: Say so.\nadopted_by: dec-2026-001\n---\n"
    comment = told(sound, book(tmp_path, {"content/norms/evil.md": norm}), "markdown")
    html = cmarkgfm.github_flavored_markdown_to_html(comment)
    assert "evil" in html
    assert "<a" not in html
    assert "<img" not in html
    assert "@maintainer" not in comment


def test_json_says_everything(sound: Path, tmp_path: Path) -> None:
    value = json.loads(told(sound, book(tmp_path, {MARCH: SOUND[MARCH] + NEW_ENTRY}), "json"))
    assert value["findings"] == []
    assert value["changes"]["moved"] == [
        {
            "action": "received",
            "resource": "Vegetables",
            "unit": "kg",
            "amount": "7.5",
            "entries": 1,
        }
    ]
    assert value["changes"]["days"] == ["2026-03-04", "2026-03-09"]
    assert value["pages"] == {"appear": [], "vanish": []}


def test_every_page_it_speaks_of_is_a_page_of_the_site(sound: Path) -> None:
    publication = publish(sound).publication
    assert publication is not None
    site = make_site(publication, Downloads((), {}, ()), None)
    assert _pages(publication) - {page.address for page in site.pages} == set()


# --- git ------------------------------------------------------------------------------------------


def git(folder: Path, *arguments: str) -> None:
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    who = ("-c", "user.name=wren", "-c", "user.email=wren@example.invalid")
    subprocess.run(
        ["git", *who, *arguments], cwd=folder, env=environment, check=True, capture_output=True
    )


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a book at its top and one in a folder, both changed since `main`."""
    top = book(tmp_path_factory.mktemp("repository"))
    book(top / "docs")
    (top / "content/pages").mkdir(exist_ok=True)
    (top / "content/pages/outside.md").symlink_to("/etc/passwd")
    git(top, "init", "--quiet", "--initial-branch", "main")
    git(top, "add", "--all")
    git(top, "commit", "--quiet", "-m", "begin")
    (top / "content/pages/outside.md").unlink()
    for folder, line in ((top, NEW_ENTRY), (top / "docs", NEW_ENTRY.replace("7.50", "1"))):
        write(folder / MARCH, SOUND[MARCH] + line)
    return top


def test_a_revision_is_the_book_as_it_was_then(repository: Path) -> None:
    assert "New: 1 entry, received 7.5 kg of Vegetables" in told("main", repository)
    assert "Page" not in told("main", repository)  # a link in the revision is no page


def test_a_book_below_the_top_is_compared_with_itself(repository: Path) -> None:
    assert "New: 1 entry, received 1 kg of Vegetables" in told("main", repository / "docs")


def test_what_is_no_revision_is_wrong_use(repository: Path) -> None:
    for base in ("nowhere", "--output=x", "main:content"):
        done = run("diff", "--format", "text", "--", base, repository)
        assert done.code == 2
        assert "neither a revision of git here nor a book's folder" in done.err


def test_where_there_was_no_book_everything_is_new(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--initial-branch", "main")
    git(tmp_path, "commit", "--quiet", "--allow-empty", "-m", "nothing")
    book(tmp_path)
    text = told("main", tmp_path)
    assert "New: decision `dec-2026-001`, The table is set on Tuesdays" in text
    assert "All figures are as of 2026-03-04\n" in text
