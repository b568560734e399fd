# SPDX-License-Identifier: AGPL-3.0-or-later
"""A Markdown file: its fields between two lines `---`, and the prose below them."""

from __future__ import annotations

from dataclasses import dataclass

from frontmatter.default_handlers import YAMLHandler

from commonpress.ground.diagnostics import Code, Diagnostic, Span
from commonpress.read.raw import Fields, Text
from commonpress.read.yaml_tree import Tree, read_yaml

FRONT_MATTER = Code(
    "front-matter",
    "The fields of a Markdown record stand at the very top of the file, between a line `---` and "
    "a second line `---`. What does not stand there is prose.",
)
CODES = (FRONT_MATTER,)
_HANDLER = YAMLHandler()


@dataclass(frozen=True, slots=True)
class Parts:
    """The fields and the prose of a Markdown file."""

    tree: Tree
    body: Text


def read_front_matter(path: str, text: str) -> Parts:
    """Split a file into its fields and its prose. A file without fields is all prose."""
    first = _HANDLER.FM_BOUNDARY.match(text)
    if first is None:
        return _all_prose(path, text)
    if not _HANDLER.FM_BOUNDARY.search(text, first.end()):
        finding = Diagnostic(
            FRONT_MATTER,
            Span(path, 1, 1, 4),
            "the fields that begin here do not end",
            "write a second line `---` below the last field",
        )
        return Parts(Tree(None, (finding,), lost=True), Text("", Span(path)))
    fields, body = _HANDLER.split(text)
    tree = read_yaml(path, fields, line=1 + text.count("\n", 0, first.end()))
    below = 1 + text.count("\n", 0, len(text) - len(body))
    skipped = len(body) - len(body.lstrip("\n"))
    return Parts(tree, Text(body.strip("\n"), Span(path, below + skipped)))


def _all_prose(path: str, text: str) -> Parts:
    """A file that does not begin with `---`: say so when the line comes a little late."""
    empty = Tree(Fields((), Span(path)), ())
    above = text[: len(text) - len(text.lstrip())]
    if above and text.lstrip().startswith("---"):
        finding = Diagnostic(
            FRONT_MATTER,
            Span(path, 1 + above.count("\n"), 1 + len(above) - (above.rfind("\n") + 1)),
            "something stands before the first `---`",
            "let the file begin with `---`, without a space or an empty line",
        )
        return Parts(Tree(None, (finding,), lost=True), Text("", Span(path)))
    return Parts(empty, Text(text.strip("\n"), Span(path)))
