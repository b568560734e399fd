# SPDX-License-Identifier: AGPL-3.0-or-later
"""What people write about the seal: which log it is, what was taken out, what was put right.

These lie in `ledger/seal/`, beside what the program writes there, and are read with the same
care as records. They are no records of the book: they speak about them (domain rules, 8).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from commonpress.kinds.base import Day, Kind, ListIn, OneFile, Part, Record, about

FOLDER = "ledger/seal"


class SealLog(Record, frozen=True, kw_only=True):
    """Which log this is. Written once, by `commonpress seal`."""

    id: Annotated[str, about("Not written: there is one log.")] = "log"
    log: Annotated[
        str,
        about(
            "The origin: what this log is called, on paper and for ever; an address without "
            "`https://`.",
            form="line",
            example="tidewater-row.example/seal",
        ),
    ]
    begun: Annotated[Day, about("The day the first records were sealed.")]


class Withdrawal(Record, frozen=True, kw_only=True):
    """A tombstone: a record was taken out, by which decision. Its leaf stays in the log."""

    id: Annotated[str, about("The id of the record that was taken out.")]
    kind: Annotated[str, about("Its kind, as in `entry`.", form="slug", example="entry")]
    version: Annotated[
        int | None, about("The sealed version that was taken out. Blank: all of it.")
    ] = None
    date: Annotated[Day, about("The day it was taken out.")]
    decision: Annotated[str, about("The decision that took it out.", ref=("decision",))]
    reason: Annotated[
        str, about("Why, in a few words that tell nothing of what it said.", form="line")
    ]

    @property
    def key(self) -> str:
        """What the log calls this tombstone. One record has at most one for each version."""
        name = f"{self.kind} {self.id}"
        return name if self.version is None else f"{name} {self.version}"


class ChangeType(StrEnum):
    """Why something sealed reads differently now."""

    CORRECTION = "correction"  # we wrote it wrong
    AMENDMENT = "amendment"  # we agreed something new


class Change(Record, frozen=True, kw_only=True):
    """A change of what was sealed, said aloud: the new version carries it in its leaf."""

    id: Annotated[str, about("The id of the record that reads differently now.")]
    kind: Annotated[str, about("Its kind, as in `decision`.", form="slug", example="decision")]
    version: Annotated[
        int, about("The number of the new version: the first change makes version 2.", example="2")
    ]
    type: Annotated[
        ChangeType,
        about("`correction`: we wrote it wrong. `amendment`: we agreed something new."),
    ]
    date: Annotated[Day, about("The day it was changed.")]
    decision: Annotated[
        str, about("The decision behind it. An amendment has one.", ref=("decision",))
    ] = ""
    reason: Annotated[str, about("What was changed and why.", form="line")]


_ID = r"[a-z0-9][a-z0-9-]*(/[a-z0-9][a-z0-9-]*)*"  # any record's

SEAL_LOG = Kind(
    name="log",
    plural="settings of the seal",
    title="Seal",
    record=SealLog,
    part=Part.LEDGER,
    shelf=OneFile(f"{FOLDER}/log.yml"),
    id_form="log",
    id_example="log",
    summary="Which log the records of this book are sealed in.",
)
WITHDRAWAL = Kind(
    name="withdrawal",
    plural="withdrawals",
    title="Withdrawals",
    record=Withdrawal,
    part=Part.LEDGER,
    shelf=ListIn(f"{FOLDER}/withdrawals.yml", "withdrawals"),
    id_form=_ID,
    id_example="ent-2026-03-0141",
    summary="A record that was taken out of the book, with the decision that took it out.",
)
CHANGE = Kind(
    name="change",
    plural="changes",
    title="Changes",
    record=Change,
    part=Part.LEDGER,
    shelf=ListIn(f"{FOLDER}/changes.yml", "changes"),
    id_form=_ID,
    id_example="dec-2026-014",
    summary="A correction or an amendment of a record that had been sealed.",
)
