# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bad books that a checkout cannot hold: made anew each time, on top of `errors/<slug>/book`.

Git and other systems drop or change links, modes, pipes, names that differ in capital letters
only, and bytes that are no text; what is long is shorter as a line of Python.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from tests.git_books import COMMONS, begin, commit

SOMEBODY = ("Amaranta Quispe", "amaranta@mail.net")
SETTINGS = "content/commons.yml"
PAGE = "content/pages/take-part.md"


def executable_file(book: Path) -> None:
    """A page with the mode of a program."""
    (book / PAGE).chmod(0o755)


def symlink(book: Path) -> None:
    """A page that is a link to a file outside the book."""
    (book / "content/pages").mkdir()
    (book / PAGE).symlink_to("/etc/hostname")


def not_a_file(book: Path) -> None:
    """A pipe where a page should be."""
    (book / "content/pages").mkdir()
    os.mkfifo(book / PAGE)


def case_collision(book: Path) -> None:
    """`README.md` beside the page `readme.md`."""
    text = "Not the page `readme`, and on many systems the same file.\n"
    (book / "content/pages/README.md").write_text(text, encoding="utf-8")


def forbidden_character(book: Path) -> None:
    """A bell in the name: it is heard, not read."""
    (book / SETTINGS).write_text("name: Tidewater\a Row Commons\n", encoding="utf-8")


def hidden_character(book: Path) -> None:
    """A sign that turns the reading direction round: 001 is shown as 100."""
    text = "name: Tidewater Row Commons\ntagline: Gave \u202e001 euros\n"
    (book / SETTINGS).write_text(text, encoding="utf-8")


def not_utf8(book: Path) -> None:
    """Settings saved in the encoding of an old system."""
    text = "name: Tidewater Row Commons\ntagline: Cafés and kitchens\n"
    (book / SETTINGS).write_text(text, encoding="latin-1")


def too_large(book: Path) -> None:
    """A page longer than a book."""
    text = "---\ntitle: Take part\n---\n" + "Come on Tuesday.\n" * 16_000
    (book / "content/pages").mkdir()
    (book / PAGE).write_text(text, encoding="utf-8")


def too_many(book: Path) -> None:
    """More ways to reach the commons than there are people."""
    text = "name: Tidewater Row Commons\ncontact:\n" + "- a\n" * 50_000
    (book / SETTINGS).write_text(text, encoding="utf-8")


def zine_page_too_long(book: Path) -> None:
    """An issue with more on its back cover than a page holds."""
    fields = "title: Spring 2026\nnumber: 1\nseason: 2026-spring\ndate: 2026-06-21\n"
    thanks = "colophon: |\n" + "  Folded by all who came on Tuesday.\n\n" * 60
    text = f"---\n{fields}{thanks}sections:\n  - section: letter\n---\nSoup at seven.\n"
    (book / "content/zines").mkdir()
    (book / "content/zines/spring-2026.md").write_text(text, encoding="utf-8")


def author_line(book: Path) -> None:
    """Settings that somebody committed under their own name."""
    _committed(book, "Say who we are", {SETTINGS: "name: Tidewater Row\n"}, SOMEBODY)


def author_of_case(book: Path) -> None:
    """A note beside the cases, by somebody who can be found."""
    _committed(book, "Say what lies here", {"cases/README.md": "Cases lie here.\n"}, SOMEBODY)


def allowed_at_once(book: Path) -> None:
    """A place that one change allows and names in a note."""
    allow = (
        "terms:\n  - term: Gull Quay\n    kind: place\n    scope: [page]\n"
        "    reason: A landing that the city named.\n    approved_by: minute-keeper\n"
        "    review_by: 2027-01-01\n"
    )
    page = "---\ntitle: Where we meet\n---\nWe meet at Gull Quay.\n"
    files = {"content/allow.yml": allow, "content/pages/where.md": page}
    _committed(book, "Say where we meet", dict(files), COMMONS)


def picture_carries(book: Path) -> None:
    """A picture with a comment."""
    (book / SETTINGS).parent.mkdir()
    (book / SETTINGS).write_text("name: Tidewater Row Commons\n", encoding="utf-8")
    (book / "content/media").mkdir()
    telling = b"\xff\xd8\xff\xfe\x00\x08By the\xff\xd9"
    (book / "content/media/yard.jpg").write_bytes(telling)


def _committed(
    book: Path, message: str, files: dict[str, str | bytes | None], by: tuple[str, str]
) -> None:
    (book / SETTINGS).parent.mkdir(parents=True, exist_ok=True)
    (book / SETTINGS).write_text("name: Tidewater Row Commons\n", encoding="utf-8")
    begin(book)
    commit(book, message, files, by)


MAKERS: dict[str, Callable[[Path], None]] = {
    maker.__name__.replace("_", "-"): maker
    for maker in (
        executable_file,
        symlink,
        not_a_file,
        case_collision,
        forbidden_character,
        hidden_character,
        not_utf8,
        too_large,
        too_many,
        zine_page_too_long,
        author_line,
        author_of_case,
        allowed_at_once,
        picture_carries,
    )
}
