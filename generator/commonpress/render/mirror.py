# SPDX-License-Identifier: AGPL-3.0-or-later
"""A style sheet seen in a mirror, for pages that are read from right to left.

Sheets are written once, for lines that run from left to right. Here every side is changed for
the other: in names of properties, in their words, in values that name four sides, in the boxes
at the margin of a page, and left pages become right ones. Drawings are no part of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

import tinycss2

_SIDE: Final = re.compile(r"(?<![a-z])(left|right)(?![a-z])")
_FOUR_SIDES: Final = frozenset(
    {"margin", "padding", "border-width", "border-style", "border-color", "inset"}
)

# tinycss2 has no types: a node is a token, a block, a rule or a declaration.
Node = Any


def mirrored(css: str) -> str:
    """The same style sheet with left and right changed over; twice gives it as it was."""
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    return "\n".join(map(_rule, rules))


def _rule(rule: Node) -> str:
    if rule.type == "qualified-rule":
        return f"{tinycss2.serialize(rule.prelude).strip()} {{ {_block(rule.content)} }}"
    if rule.type != "at-rule":
        return str(rule.serialize())
    name = _other(rule.lower_at_keyword)
    prelude = tinycss2.serialize(rule.prelude).strip()
    if rule.lower_at_keyword == "page":
        prelude = _other(prelude)
    if rule.content is None:
        return f"@{name} {prelude};"
    if rule.lower_at_keyword in {"media", "supports"}:
        inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
        return f"@{name} {prelude} {{ {' '.join(map(_rule, inner))} }}"
    return f"{f'@{name} {prelude}'.strip()} {{ {_block(rule.content)} }}"


def _block(content: Sequence[Node]) -> str:
    nodes = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    return " ".join(
        _declaration(node) if node.type == "declaration" else _rule(node) for node in nodes
    )


def _declaration(node: Node) -> str:
    """A declaration for the other side; custom properties stay, since they name no side."""
    value = tinycss2.serialize(node.value).strip()
    important = " !important" if node.important else ""
    if not node.name.startswith("--"):
        parts = _parts(node.value)
        if node.lower_name in _FOUR_SIDES and len(parts) == 4:
            value = " ".join((parts[0], parts[3], parts[2], parts[1]))
        elif not any(part.type in {"string", "url"} for part in node.value):
            value = _other(value)
    return f"{_other(node.name)}: {value}{important};"


def _parts(value: Sequence[Node]) -> list[str]:
    """The words of a value, apart at their blanks."""
    parts = [""]
    for node in value:
        if node.type == "whitespace":
            parts.append("")
        else:
            parts[-1] += node.serialize()
    return [part for part in parts if part]


def _other(words: str) -> str:
    return _SIDE.sub(lambda found: "right" if found[1] == "left" else "left", words)
