# SPDX-License-Identifier: AGPL-3.0-or-later
"""The scrutiny log: everyone who looked at the commons from outside, and how they were met.

What is held back for a while is only a salted hash in the public folder; its text is kept
elsewhere until its day, and then shows that it was written by then (domain rules, section 5).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec

from commonpress.kinds.base import Day, FileEach, Kind, Part, Record, about


class Look(StrEnum):
    """In which way somebody looked, asked or offered."""

    INSPECTION = "inspection"
    PERMIT = "permit"
    AUDIT = "audit"
    INFORMATION_REQUEST = "information_request"
    EVICTION = "eviction"
    POLICE = "police"
    MEDIA = "media"
    OFFER = "offer"


class HeldBack(msgspec.Struct, frozen=True, kw_only=True):
    """A text that is held back: its hash until its day, and then its salt and the text itself."""

    until: Annotated[Day, about("The day on which it is shown at the latest.")]
    decision: Annotated[str, about("The decision that allowed it.", ref=("decision",))]
    hash: Annotated[
        str, about("The SHA-256 of salt and text, as `commonpress hold` prints it.", form="line")
    ]
    salt: Annotated[str, about("The salt, once the text is shown.", form="line")] = ""
    text: Annotated[str, about("The text as it was held back.", form="prose")] = ""
    shown_on: Annotated[Day | None, about("The day it was shown.")] = None


class Scrutiny(Record, frozen=True, kw_only=True):
    """One time somebody looked. What we did and how it went stands below the fields."""

    title: Annotated[str, about("What happened, as a sentence.", form="line")]
    date: Annotated[Day, about("The day it reached us.")]
    code: Annotated[
        Look,
        about(
            "`inspection`, `permit`, `audit`, `information_request`, `eviction`, `police`, "
            "`media` or `offer`."
        ),
    ]
    office: Annotated[
        str,
        about("Who looked: an office or an institution, never a person.", form="line"),
    ]
    legal_basis: Annotated[
        str, about("On which law or contract they leaned. Blank: they named none.", form="line")
    ] = ""
    response_due: Annotated[Day | None, about("The day by which they wanted an answer.")] = None
    responded_on: Annotated[Day | None, about("The day they were answered.")] = None
    outcome: Annotated[str, about("What came of it, in a sentence.", form="line")] = ""
    decisions: Annotated[
        tuple[Annotated[str, about("A decision.", ref=("decision",))], ...],
        about("What an assembly decided about it."),
    ] = ()
    assemblies: Annotated[
        tuple[Annotated[str, about("An assembly.", ref=("assembly",))], ...],
        about("The assemblies that took it up."),
    ] = ()
    held: Annotated[HeldBack | None, about("What is held back, or was.")] = None
    body: Annotated[str, about("What we did, and how it went.", form="prose")] = ""


SCRUTINY = Kind(
    name="scrutiny",
    plural="scrutinies",
    title="Scrutiny log",
    record=Scrutiny,
    part=Part.ASSEMBLY,
    shelf=FileEach("content/scrutiny", "md"),
    id_form=r"scr-\d{4}-\d{3}",
    id_example="scr-2025-001",
    summary="Who looked at the commons from outside, what they asked, and what they were answered.",
    called=("line of scrutiny", "lines of scrutiny"),
)
