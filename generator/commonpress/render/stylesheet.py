# SPDX-License-Identifier: AGPL-3.0-or-later
"""The two stylesheets of the site: our own, and what free pages need of Material's.

Material ships 137 kB of CSS, nearly all of it for a header, a search and a navigation that
are not on our pages. `content_sheet` keeps the rules for the class names that a free page may
wear (`sanitize.PAGE_CLASSES`), and of its variables those which these rules use. Both sheets
come out without comments and spare spaces, the same bytes from the same sources.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import tinycss2

from commonpress.render.sanitize import ADMONITIONS, is_kept_class

_REM_SCALE = 1.25  # Material counts 20 px to its rem, we leave the reader's 16
_NESTING = frozenset({"media", "supports"})
_NO_SPACE_BESIDE = frozenset("{};,")
_AROUND = frozenset({"md-typeset", "no-js"})  # what the content stands in
_SCRIPTED = frozenset({"js", "tabbed-button", "tabbed-control"})  # made by Material's script
_LEFT_OUT = _SCRIPTED | ADMONITIONS | {"footnote", "footnote-backref", "footnote-ref"}  # ours

# tinycss2 has no types: a node is a token, a block, a rule or a declaration.
Node = Any


def own_sheet(sources: Iterable[str], name: str) -> str:
    """Our stylesheet: the sources one after another, and the measures of the nameplate.

    The name of the commons is set as wide as the page, so its size follows from its letters.
    """
    longest = max((len(word) for word in name.split()), default=1)
    measures = f":root{{--name-letters:{max(1, len(name))};--name-longest-word:{longest}}}"
    return squeezed("\n".join([*sources, measures]))


def content_sheet(material: str) -> str:
    """The part of Material's stylesheet that a free page can need."""
    rules = _kept_rules(_parsed_rules(material))
    used = _used_variables(rules)
    return "".join(_printed(rule, used) for rule in rules)


# --- printing without spare characters -----------------------------------------------------------


def squeezed(css: str) -> str:
    """The same CSS without comments and without spaces that mean nothing."""
    return _squeezed_nodes(tinycss2.parse_component_value_list(css)).strip()


def _squeezed_nodes(nodes: Sequence[Node]) -> str:
    out: list[str] = []
    for node in nodes:
        if node.type in {"whitespace", "comment"}:
            if out and out[-1] and out[-1][-1] not in "{};,: ":
                out.append(" ")
            continue
        printed = _squeezed_node(node)
        if out and out[-1] == " " and printed[0] in _NO_SPACE_BESIDE:
            out.pop()
        out.append(printed)
    return "".join(out)


def _squeezed_node(node: Node) -> str:
    if node.type == "{} block":
        return "{" + _squeezed_nodes(node.content).strip().removesuffix(";") + "}"
    if node.type == "() block":
        return "(" + _squeezed_nodes(node.content).strip() + ")"
    if node.type == "function":
        return f"{node.name}({_squeezed_nodes(node.arguments).strip()})"
    return str(node.serialize())


# --- keeping what free pages need ----------------------------------------------------------------


def _parsed_rules(css: str | Sequence[Node]) -> Iterator[Node]:
    for rule in tinycss2.parse_rule_list(css, skip_comments=True, skip_whitespace=True):
        if rule.type in {"qualified-rule", "at-rule"}:
            yield rule


def _kept_rules(rules: Iterable[Node]) -> list[Node]:
    """Rules whose selectors can match a free page; others and emptied groups are gone."""
    kept = []
    for rule in rules:
        if rule.type == "at-rule":
            if rule.lower_at_keyword in _NESTING and rule.content:
                inner = _kept_rules(_parsed_rules(rule.content))
                if inner:
                    rule.content = inner
                    kept.append(rule)
            continue
        selectors = [s for s in _selectors(rule.prelude) if _can_match(s)]
        if selectors:
            rule.prelude = selectors
            kept.append(rule)
    return kept


def _selectors(prelude: Sequence[Node]) -> list[list[Node]]:
    """A selector list taken apart at its commas."""
    selectors: list[list[Node]] = [[]]
    for node in prelude:
        if node.type == "literal" and node.value == ",":
            selectors.append([])
        else:
            selectors[-1].append(node)
    return selectors


def _can_match(selector: Sequence[Node]) -> bool:
    """Whether a selector can match a free page and ours do not: of kept classes, or the root's.

    Plain elements (headings, lists, tables) are set by our own sheet.
    """
    if tinycss2.serialize(selector).strip() == ":root":
        return True
    classes = set(_class_names(selector)) - _AROUND
    if not classes or any(node.type == "hash" for node in selector):
        return False
    if any(node.type == "[] block" and _is_state(node) for node in selector):
        return False
    return all(is_kept_class(name) and name not in _LEFT_OUT for name in classes)


def _class_names(nodes: Sequence[Node]) -> Iterator[str]:
    """Every class name in a selector, in its functions (`:not(.a)`, `:is(.b)`) too."""
    for before, node in zip([None, *nodes], nodes, strict=False):
        if node.type == "ident" and before is not None and before.type == "literal":
            if before.value == ".":
                yield node.value
        elif node.type == "function":
            yield from _class_names(node.arguments)


def _is_state(block: Node) -> bool:
    """Whether an attribute selector asks for something only Material's scripts would set."""
    return str(tinycss2.serialize(block.content)).startswith(("data-md", "hidden"))


def _used_variables(rules: Iterable[Node]) -> frozenset[str]:
    """The custom properties that kept rules read, directly or through another one."""
    set_by: dict[str, set[str]] = {}
    reading: set[str] = set()
    for declaration in _declarations(rules):
        read = set(_variables(declaration.value))
        if declaration.name.startswith("--"):
            set_by.setdefault(declaration.name, set()).update(read)
        else:
            reading |= read
    used: set[str] = set()
    while reading:
        name = reading.pop()
        if name not in used:
            used.add(name)
            reading |= set_by.get(name, set())
    return frozenset(used)


def _declarations(rules: Iterable[Node]) -> Iterator[Node]:
    for rule in rules:
        if rule.type == "at-rule":
            yield from _declarations(rule.content)
        else:
            yield from _declared(rule)


def _declared(rule: Node) -> list[Node]:
    blocks = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
    return [node for node in blocks if node.type == "declaration"]


def _variables(nodes: Sequence[Node]) -> Iterator[str]:
    for node in nodes:
        if node.type == "function":
            if node.lower_name == "var":
                yield next(n.value for n in node.arguments if n.type == "ident")
            yield from _variables(node.arguments)
        elif node.type.endswith("block"):
            yield from _variables(node.content)


def _printed(rule: Node, used: frozenset[str]) -> str:
    """A kept rule as CSS, without the variables nobody reads."""
    if rule.type == "at-rule":
        inner = "".join(_printed(child, used) for child in rule.content)
        prelude = _squeezed_nodes(rule.prelude).strip()
        return f"@{rule.lower_at_keyword} {prelude}{{{inner}}}" if inner else ""
    body = ";".join(
        _printed_declaration(d)
        for d in _declared(rule)
        if not d.name.startswith("--") or d.name in used
    )
    selectors = ",".join(_squeezed_nodes(s).strip() for s in rule.prelude)
    return f"{selectors}{{{body}}}" if body else ""


def _printed_declaration(declaration: Node) -> str:
    _each_token(declaration.value, _scaled)
    important = "!important" if declaration.important else ""
    return f"{declaration.name}:{_squeezed_nodes(declaration.value).strip()}{important}"


def _each_token(nodes: Sequence[Node], change: Callable[[Node], None]) -> None:
    for node in nodes:
        change(node)
        if node.type == "function":
            _each_token(node.arguments, change)
        elif node.type.endswith("block"):
            _each_token(node.content, change)


def _scaled(token: Node) -> None:
    """Turn Material's rem into the reader's."""
    if token.type == "dimension" and token.lower_unit == "rem":
        token.value *= _REM_SCALE
        token.representation = f"{round(token.value, 4):g}"
