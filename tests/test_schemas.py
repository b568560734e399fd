# SPDX-License-Identifier: AGPL-3.0-or-later
"""The schemas that editors read: whole, generated, and never stricter than `check`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from jsonschema.exceptions import ValidationError

from commonpress.check.forms import FORMS
from commonpress.check.scalars import Fault
from commonpress.kinds import KINDS
from commonpress.render.schemas import FORM_PATTERNS, file_schemas, schema_files, schema_of
from tests.books import SOUND

ROOT = Path(__file__).parents[1]
BY_NAME = {file.name: file for file in file_schemas()}


class Plain(yaml.SafeLoader):
    """YAML as editors read it (1.2): `yes` is a word, a date is text."""


Plain.yaml_implicit_resolvers = {
    sign: [(tag, form) for tag, form in resolvers if tag.endswith((":int", ":float", ":null"))]
    for sign, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Plain.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("true|false"), list("tf"))


@cache
def judge(name: str) -> Draft7Validator:
    return Draft7Validator(schema_of(BY_NAME[name]))


def wrong(name: str, text: str) -> list[str]:
    """What a schema has against the fields of a file."""
    fields = (
        text.removeprefix("---\n").split("\n---\n")[0] if BY_NAME[name].is_front_matter else text
    )
    return [
        told.message
        for error in judge(name).iter_errors(yaml.load(fields, Plain))  # noqa: S506
        for told in _all_below(error)
    ]


def _all_below(error: ValidationError) -> Iterator[ValidationError]:
    yield error
    for below in error.context or ():
        yield from _all_below(below)


def schema_for(path: str) -> str | None:
    fits = (f.name for f in file_schemas() if any(PurePosixPath(path).match(g) for g in f.files))
    return next(fits, None)


@pytest.mark.parametrize("artifact", schema_files(), ids=lambda artifact: artifact.path)
def test_every_schema_is_a_schema_in_the_form_that_editors_read(artifact: Any) -> None:
    schema = json.loads(artifact.content)
    Draft7Validator.check_schema(schema)
    text = artifact.content.decode()
    assert '"$schema": "http://json-schema.org/draft-07/schema#"' in text
    assert not re.search(r"\$defs|prefixItems|unevaluated", text)
    assert schema["description"].endswith(".")


def test_every_kind_has_a_schema_and_only_one() -> None:
    described = sorted(kind.name for file in file_schemas() for kind in file.kinds)
    assert described == sorted(kind.name for kind in KINDS)


def sample_files() -> list[str]:
    files = [p for room in ("content", "ledger", "cases") for p in (ROOT / room).rglob("*.*")]
    paths = (path.relative_to(ROOT).as_posix() for path in files if path.stat().st_size < 60_000)
    return sorted(path for path in paths if path.endswith((".md", ".yml")) and schema_for(path))


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_no_editor_complains_of_a_file_of_the_sample_book(name: str) -> None:
    for path in sample_files():
        if schema_for(path) == name:
            assert wrong(name, (ROOT / path).read_text(encoding="utf-8")) == [], path


def test_the_sample_book_has_something_for_most_schemas() -> None:
    assert len({schema_for(path) for path in sample_files()}) > 15


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        ("ledger/accounts.yml", "type: stock", "type: stok", "'stok' is not one of"),
        ("ledger/accounts.yml", "type: stock", "typ: stock", "'typ' was unexpected"),
        ("content/roles/treasurer.yml", "handles_money: yes", "handles_money: maybe", "maybe"),
        ("ledger/2026/2026-03.yml", "quantity: 42.5", "quantity: 42,5", "42,5"),
        (
            "content/decisions/dec-2026-001.md",
            "decided_at: asm-2026-03",
            "decided_at: 1 March",
            "1 March",
        ),
        ("content/assemblies/asm-2026-03.md", "present: 14", "present: many", "many"),
    ],
)
def test_an_editor_sees_a_slip_at_once(path: str, old: str, new: str, said: str) -> None:
    name = schema_for(path)
    assert name is not None
    assert wrong(name, SOUND[path]) == []
    assert any(said in message for message in wrong(name, SOUND[path].replace(old, new, 1)))


@pytest.mark.parametrize("form", ["slug", "time", "currency"])
@given(data=st.data())
def test_a_pattern_takes_nothing_that_check_refuses(form: str, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(re.compile(FORM_PATTERNS[form], re.ASCII), fullmatch=True))
    assert not isinstance(FORMS[form](text), Fault)


def test_a_field_says_in_the_editor_what_it_is_for() -> None:
    fields = schema_of(BY_NAME["assembly"])["properties"]
    assert fields["place"]["description"] == "The public place it met in."
    assert fields["place"]["examples"] == ["The yard"]
    assert "body" not in fields
    assert "id" not in schema_of(BY_NAME["commons"])["properties"]
