# SPDX-License-Identifier: AGPL-3.0-or-later
"""The allow-list: words that the gate would stop and that were looked at (`content/allow.yml`).

Domain rules, section 7: exact terms with a reason, approved by a role, looked at again by a day.
Private people are never on it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec

from commonpress.kinds.base import Day, Kind, OneFile, Part, Record, about


class Allowed(StrEnum):
    """What a term is."""

    PLACE = "place"
    ORGANISATION = "organisation"
    PRODUCT = "product"
    WORD = "word"
    CONTACT = "contact"
    PUBLIC_FIGURE = "public_figure"


class Term(msgspec.Struct, frozen=True, kw_only=True):
    """A term that may stand in the book though it looks like a name, or leads to the commons."""

    term: Annotated[
        str,
        about("The term, letter for letter, with its capitals.", form="line", example="Gull Quay"),
    ]
    kind: Annotated[
        Allowed,
        about(
            "`place`, `organisation`, `product`, `word`, `public_figure`, or `contact` for an "
            "address of the commons itself. Never a private person."
        ),
    ]
    scope: Annotated[
        tuple[Annotated[str, about("A kind of record, as in `decision`.", form="line")], ...],
        about("The kinds of record it may stand in; blank: all but cases."),
    ] = ()
    reason: Annotated[str, about("Why it leads to nobody, in a sentence.", form="line")]
    approved_by: Annotated[str, about("The role that looked at it.", ref=("role",))]
    review_by: Annotated[Day, about("The day by which it is looked at again.")]


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """Two people's reading of a record in a language that has no word list here."""

    record: Annotated[str, about("The record's id, or the path of a file of lines.", form="line")]
    reviewed_by: Annotated[
        tuple[Annotated[str, about("A role.", ref=("role",))], ...], about("The two roles.")
    ]
    reviewed_on: Annotated[Day, about("The day they had read it.")]


class AllowList(Record, frozen=True, kw_only=True):
    """The words that were looked at, and the records that were read by people."""

    id: Annotated[str, about("Not written: there is one allow-list.")] = "allow"
    terms: Annotated[tuple[Term, ...], about("The terms, in any order.", published=False)] = ()
    reviews: Annotated[
        tuple[Review, ...],
        about("Records in a language that only people can check.", published=False),
    ] = ()


ALLOW = Kind(
    name="allow",
    plural="allowances",
    title="Allow-list",
    record=AllowList,
    part=Part.HOME,
    shelf=OneFile("content/allow.yml"),
    id_form="allow",
    id_example="allow",
    summary="Words that look like names and were found to lead to nobody, with the reason.",
)
