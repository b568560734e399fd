# SPDX-License-Identifier: AGPL-3.0-or-later
"""YAML as a tree of text with places: no value is guessed, nothing is written twice.

The tree is built from the parser's events in one pass. The limits are kept while the events
come in, and anchors, aliases and tags are refused before they can mean anything; PyYAML's
`compose` would first expand what they ask for and then let the second of two equal keys win.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from commonpress.ground.diagnostics import Code, Diagnostic, Related, Span
from commonpress.read.limits import DEPTH, EVENTS
from commonpress.read.raw import Fields, Items, Node, Text
from commonpress.read.text import without_marked
from commonpress.read.yaml_words import BAD_YAML, explain_error

DOUBLED_KEY = Code(
    "doubled-key",
    "A field may be written once. Where it stands twice, programs disagree about which one "
    "counts, so neither is taken.",
)
ANCHOR = Code(
    "yaml-anchor",
    "Anchors (`&name`), aliases (`*name`) and merge keys (`<<`) make one line mean another. In a "
    "record everything is written where it counts. Text that begins with & or * goes in quotes.",
)
TAG = Code(
    "yaml-tag",
    "Tags (`!name`) tell YAML to make something other than text. A record is text only; text that "
    "begins with ! goes in quotes.",
)
SEVERAL_DOCUMENTS = Code(
    "several-documents",
    "A file holds one YAML document. A line `---` or `...` in the middle ends it, and what "
    "follows would be lost.",
)
TOO_DEEP = Code(
    "too-deep", f"Lists and mappings may stand in one another {DEPTH} deep; records need five."
)
TOO_MANY = Code("too-many", "A file holds more pieces than any record needs. Split it.")
BAD_KEY = Code("bad-key", "The name of a field is a word, not a list or a mapping.")
CODES = (
    BAD_YAML,
    DOUBLED_KEY,
    ANCHOR,
    TAG,
    SEVERAL_DOCUMENTS,
    TOO_DEEP,
    TOO_MANY,
    BAD_KEY,
)

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


_ON_ONE_LINE = (yaml.ScalarEvent, yaml.AliasEvent)


class _StopError(Exception):
    """Nothing more can be read of this file; the finding is already noted."""


@dataclass(frozen=True, slots=True)
class Tree:
    """What a piece of YAML holds: None where it is empty or could not be read."""

    root: Node | None
    findings: tuple[Diagnostic, ...]
    lost: bool = False


def read_yaml(path: str, text: str, *, line: int = 1, most: int = EVENTS) -> Tree:
    """Read one YAML document that begins on the given line of its file."""
    builder = _Builder(path, line - 1, most, text)
    root: Node | None = None
    try:
        root = builder.document()
    except _StopError:
        return Tree(None, tuple(builder.findings), lost=True)
    except yaml.YAMLError as error:
        builder.findings.append(explain_error(error, path, text, line))
        return Tree(None, tuple(builder.findings), lost=True)
    finally:
        builder.close()
    return Tree(root, tuple(builder.findings), lost=bool(builder.findings))


@dataclass(slots=True)
class _Builder:
    path: str
    offset: int
    most: int
    text: str
    findings: list[Diagnostic] = field(default_factory=list)
    seen: int = 0
    last_line: int = 0
    loader: Any = None

    def document(self) -> Node | None:
        self.loader = _LOADER(self.text)
        self.last_line = self.text.count("\n")
        root: Node | None = None
        documents = 0
        while not isinstance(event := self.next(), yaml.StreamEndEvent):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.stop(
                        SEVERAL_DOCUMENTS,
                        event,
                        "a second document begins here",
                        "delete this line",
                    )
                root = self.node(self.next(), 0)
        return None if isinstance(root, Text) and not root.value else root

    def close(self) -> None:
        if self.loader is not None:
            self.loader.dispose()

    def next(self) -> Any:
        self.seen += 1
        event = self.loader.get_event()
        if self.seen > self.most:
            self.stop(
                TOO_MANY, event, f"this file holds more than {self.most} pieces of YAML", "split it"
            )
        return event

    def node(self, event: Any, depth: int) -> Node:
        if event.anchor or getattr(event, "tag", None):
            self.refuse_meaning(event)
        if isinstance(event, yaml.ScalarEvent):
            return self.text_of(event)
        if isinstance(event, yaml.AliasEvent):
            return Text(f"*{event.anchor}", self.span(event))
        if depth >= DEPTH:
            self.stop(
                TOO_DEEP, event, f"this is more than {DEPTH} lists or mappings deep", "flatten it"
            )
        if isinstance(event, yaml.SequenceStartEvent):
            return Items(tuple(self.items(depth + 1)), self.span(event))
        return Fields(tuple(self.pairs(depth + 1)), self.span(event))

    def text_of(self, event: Any) -> Text:
        """A piece of text. Between double quotes, an escape may bring in any character at all."""
        span = self.span(event)
        if event.style != '"' or event.value.isprintable():
            return Text(event.value, span)
        value, refused = without_marked(event.value, span)
        self.findings.extend(refused)
        return Text(value, span)

    def items(self, depth: int) -> Iterator[Node]:
        while not isinstance(event := self.next(), yaml.SequenceEndEvent):
            yield self.node(event, depth)

    def pairs(self, depth: int) -> Iterator[tuple[Text, Node]]:
        first: dict[str, Text] = {}
        while not isinstance(event := self.next(), yaml.MappingEndEvent):
            key = self.node(event, depth)
            value = self.node(self.next(), depth)
            if not isinstance(key, Text):
                self.note(BAD_KEY, key.span, "the name of a field must be a word", "write a word")
            elif key.value == "<<":
                self.note(ANCHOR, key.span, "`<<` is not used in records", _WRITE_OUT)
            elif key.value in first:
                self.doubled(first[key.value], key)
            else:
                first[key.value] = key
                yield key, value

    def doubled(self, first: Text, second: Text) -> None:
        self.note(
            DOUBLED_KEY,
            second.span,
            f"`{second.value}` is written twice",
            "keep one of them",
            (Related(first.span, "first written here"),),
        )

    def refuse_meaning(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent):
            self.note(ANCHOR, self.span(event), f"`*{event.anchor}` is an alias", _QUOTE)
        elif event.anchor:
            self.note(ANCHOR, self.span(event), f"`&{event.anchor}` is an anchor", _QUOTE)
        if getattr(event, "tag", None):
            self.note(TAG, self.span(event), f"`{_short(event.tag)}` is a tag", _QUOTE)

    def span(self, event: Any) -> Span:
        start, end = event.start_mark, event.end_mark
        line, column, last = start.line, start.column, 0
        if line > self.last_line:  # what is empty at the end stands behind it, for the parser
            line, column = self.last_line, len(self.text) - (self.text.rfind("\n") + 1)
        if end.line == line and end.column > column and isinstance(event, _ON_ONE_LINE):
            last = end.column + 1
        return Span(self.path, line + 1 + self.offset, column + 1, last)

    def note(
        self,
        code: Code,
        span: Span,
        message: str,
        hint: str = "",
        related: tuple[Related, ...] = (),
    ) -> None:
        self.findings.append(Diagnostic(code, span, message, hint, related))

    def stop(self, code: Code, event: Any, message: str, hint: str) -> None:
        self.note(code, self.span(event), message, hint)
        raise _StopError


_WRITE_OUT = "write the fields out where they are needed"
_QUOTE = "put the text in quotes, or write it out where it is needed"


def _short(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")
