# SPDX-License-Identifier: AGPL-3.0-or-later
"""The list of rules is whole, every rule is a sentence, and the sample commons keeps them all."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from pathlib import Path

from commonpress.check import rules
from commonpress.ground.diagnostics import Code
from tests.books import book, diagnostics, edited

ROOT = Path(__file__).parents[1]
# What rules say is put together in one place, which has no rule of its own.
NO_TOPIC = {"wording"}
MODULES = {
    found.name: importlib.import_module(f"commonpress.check.rules.{found.name}")
    for found in pkgutil.iter_modules(rules.__path__)
}
TOPICS = {name: module for name, module in MODULES.items() if name not in NO_TOPIC}


def test_every_topic_is_asked() -> None:
    asked = {rule.__module__.rpartition(".")[2] for rule in rules.RULES}
    assert asked == set(TOPICS)
    assert len(set(rules.RULES)) == len(rules.RULES)


def test_every_function_that_takes_a_register_alone_is_a_rule_in_its_tuple() -> None:
    for name, module in TOPICS.items():
        public = {
            function
            for function in vars(module).values()
            if inspect.isfunction(function)
            and function.__module__ == module.__name__
            and not function.__name__.startswith("_")
            and list(inspect.signature(function).parameters) == ["register"]
        }
        assert public == {*module.RULES, *getattr(module, "PARTS", ())}, name


def test_every_code_is_in_the_tuple_of_its_topic() -> None:
    for name, module in TOPICS.items():
        declared = {thing for thing in vars(module).values() if isinstance(thing, Code)}
        # A topic may find what another one names: its code stands where it is declared.
        elsewhere = {
            code for other in TOPICS.values() if other is not module for code in other.CODES
        }
        assert declared <= {*module.CODES, *elsewhere}, name


def test_every_rule_is_a_sentence_and_says_what_must_hold() -> None:
    for rule in rules.RULES:
        assert len(rule.__name__.split("_")) >= 3
        assert (rule.__doc__ or "").partition("\n")[0].endswith(".")


def test_the_small_sound_book_breaks_no_rule(tmp_path: Path) -> None:
    assert diagnostics(book(tmp_path)) == ()


def test_the_sample_commons_breaks_no_rule() -> None:
    assert [f"{d.span.path}:{d.span.line} {d.code.slug}" for d in diagnostics(ROOT)] == []


def test_a_finding_stands_where_its_field_stands(tmp_path: Path) -> None:
    changed = edited("content/decisions/dec-2026-001.md", "agree: 12", "agree: 13")
    (finding,) = diagnostics(book(tmp_path, changed))
    assert finding.code.slug == "tally-exceeds-present"
    assert (finding.span.path, finding.span.line) == ("content/decisions/dec-2026-001.md", 20)
    assert [r.span.path for r in finding.related] == ["content/assemblies/asm-2026-03.md"]
