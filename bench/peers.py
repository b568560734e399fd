# SPDX-License-Identifier: AGPL-3.0-or-later
"""The inputs of the peers: the same records as plain pages for MkDocs with Material and for Hugo.

What differs. The peers get the words of each record, its fields as a table and its lists as
lists; they draw nothing, follow no links, keep no rules and have no ledger. Hugo prints into
the frame of a page that our own site wrote. MkDocs prints Material's own frame
and makes its search, as ours does; Hugo makes none.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bench.record import Written

_MKDOCS = """site_name: A generated commons
site_url: https://commons.example/
docs_dir: docs
use_directory_urls: false
theme:
  name: material
  font: false
plugins:
  - search
markdown_extensions:
  - tables
  - footnotes
nav:
  - index.md
  - about.md
not_in_nav: |
  *
  */
validation:
  links:
    not_found: ignore
    unrecognized_links: ignore
"""
_HUGO = """baseURL = "https://commons.example/"
title = "A generated commons"
uglyURLs = true
disableKinds = ["taxonomy", "term", "RSS"]
"""


@dataclass(frozen=True, slots=True)
class Peer:
    """A program to be timed beside ours: how it is found, and how it is installed."""

    name: str
    program: str
    install: str

    @property
    def found(self) -> str:
        """Where the program is; blank where it is not installed."""
        beside = Path(sys.executable).with_name(self.program)
        return str(beside) if beside.exists() else shutil.which(self.program) or ""


MKDOCS = Peer("mkdocs build", "mkdocs", "make test")
HUGO = Peer("hugo", "hugo", "sudo apt-get install hugo")


def write_mkdocs(folder: Path, records: Iterable[Written]) -> None:
    """A folder that `mkdocs build` makes the same pages of."""
    _write(folder / "mkdocs.yml", _MKDOCS)
    _write(folder / "docs" / "index.md", "# A generated commons\n")
    for record in records:
        _write(folder / "docs" / page_path(record), record.as_page())


def write_hugo(folder: Path, records: Iterable[Written], our_page: str) -> None:
    """A folder that `hugo` makes the same pages of, in the frame of one of ours."""
    _write(folder / "hugo.toml", _HUGO)
    for name in ("single", "list"):
        _write(folder / "layouts" / "_default" / f"{name}.html", layout_of(our_page))
    _write(folder / "layouts" / "index.html", layout_of(our_page))
    for record in records:
        # Hugo prints the title itself, and front matter ends where the heading begins.
        text = re.sub(r"^# .*\n", "", record.as_page(), count=1, flags=re.MULTILINE)
        _write(folder / "content" / page_path(record), text)


def page_path(record: Written) -> str:
    """Where a page of a record stands: free pages at the root, others under their kind."""
    return f"{record.id}.md" if record.kind == "pages" else f"{record.kind}/{record.id}.md"


def layout_of(page: str) -> str:
    """A page of ours with the places of Hugo where title, address, article and neighbours stood."""
    slots = (
        (r"<title>.*?</title>", "<title>{{ .Title }} · A generated commons</title>"),
        (r'(<meta name="description" content=")[^"]*', r"\g<1>{{ .Title }}"),
        (r'(<link rel="canonical" href=")[^"]*', r"\g<1>{{ .Permalink }}"),
        (r"(<article[^>]*>).*</article>", r"\g<1><h1>{{ .Title }}</h1>{{ .Content }}</article>"),
        (r'<nav class="turn".*?</nav>', _TURN),
    )
    for pattern, slot in slots:
        page, times = re.subn(pattern, slot, page, flags=re.DOTALL)
        if times != 1:
            raise ValueError(f"our page holds {pattern!r} {times} times, not once")
    return page


_TURN = (
    '<nav class="turn"><ul>{{ with .PrevInSection }}<li><a rel="prev" href="{{ .RelPermalink }}">'
    "{{ .Title }}</a></li>{{ end }}{{ with .NextInSection }}"
    '<li><a rel="next" href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul></nav>'
)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
