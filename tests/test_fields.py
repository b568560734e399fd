# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a field is declared to hold is seen through everything that its declaration wraps it in."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Optional

import msgspec
import pytest

from commonpress.kinds.base import Day, Line, about
from commonpress.kinds.case import Case, Party
from commonpress.kinds.entry import Action, Entry
from commonpress.kinds.fields import declared, fields_of, item_of

ROLE = Annotated[str, about("A role.", ref=("role",))]


@pytest.mark.parametrize(
    ("annotation", "held", "is_list"),
    [
        (int, int, False),
        (int | None, int, False),
        (Optional[int], int, False),  # noqa: UP045 - the other way to write it
        (Annotated[Day | None, about("The last day.")], date, False),
        (Annotated[Action, about("What happened.")], Action, False),
        (tuple[Line, ...], str, True),
        (Annotated[tuple[ROLE, ...] | None, about("Roles.")], str, True),
        (Annotated[tuple[Party, ...], about("The people.")], Party, True),
    ],
)
def test_a_type_is_found_below_its_wrappings(annotation: Any, held: type, *, is_list: bool) -> None:
    found = declared(annotation)
    assert (found.type, found.is_list) == (held, is_list)
    assert found.struct is (Party if held is Party else None)


def test_the_notes_of_a_field_come_before_those_of_its_type() -> None:
    """A blank note says nothing, so that of the type stands."""
    found = declared(Annotated[Day | None, about("The last day.", published=False)])
    assert found.notes == {"description": "The last day.", "published": False}
    inner = Annotated[str, about("A word.", form="slug", example="rice")]
    found = declared(Annotated[inner | None, about("A resource.", example="leeks")])
    assert found.notes["form"] == "slug"
    assert (found.notes["description"], found.notes["example"]) == ("A resource.", "leeks")


def test_the_notes_of_a_list_are_not_those_of_its_items() -> None:
    roles = Annotated[tuple[ROLE, ...], about("The roles.")]
    assert "ref" not in declared(roles).notes
    assert declared(item_of(roles)).notes["ref"] == ("role",)


def test_a_type_that_could_be_two_things_is_refused() -> None:
    with pytest.raises(ValueError, match="too many values"):
        declared(int | str)


def test_fields_have_the_names_of_files_and_of_code() -> None:
    fields = {field.name: field for field in fields_of(Entry)}
    assert fields["from_"].written == "from"
    assert "places" not in fields
    assert fields["date"].required
    assert not fields["note"].required
    assert fields["quantity"].about
    assert [field.name for field in fields_of(Case) if field.declared.struct] == [
        "parties",
        "steps",
        "consent",
        "cites",
    ]


def test_a_field_that_is_not_for_publication_says_so() -> None:
    class Kept(msgspec.Struct):
        open: Annotated[str, about("For all.")] = ""
        kept: Annotated[str, about("For the book alone.", published=False)] = ""

    assert [field.is_published for field in fields_of(Kept)] == [True, False]
