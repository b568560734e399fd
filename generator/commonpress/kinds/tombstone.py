# SPDX-License-Identifier: AGPL-3.0-or-later
"""What was taken out of the book before it was ever sealed, and by which decision.

What was sealed has its tombstone beside the log (`ledger/seal/withdrawals.yml`), because its leaf
stays there. This list is for everything else: without it an address would only be missing, and
a feed could not say that what it told of is gone.
"""

from __future__ import annotations

from typing import Annotated

from commonpress.kinds.base import Day, Kind, ListIn, Part, Record, about


class Tombstone(Record, frozen=True, kw_only=True):
    """A record that was taken out. Nothing of what it said stands here, nor its title."""

    id: Annotated[str, about("The id of the record that was taken out.")]
    kind: Annotated[str, about("Its kind, as in `gathering`.", form="slug", example="gathering")]
    date: Annotated[Day, about("The day it was taken out.")]
    decision: Annotated[str, about("The decision that took it out.", ref=("decision",))]
    reason: Annotated[
        str,
        about(
            "Why, in a few words that tell nothing of what it said.",
            form="line",
            example="Somebody asked for it",
        ),
    ]


TOMBSTONE = Kind(
    name="tombstone",
    plural="tombstones",
    title="Withdrawn",
    record=Tombstone,
    part=Part.PAGES,
    shelf=ListIn("content/withdrawn.yml", "withdrawn"),
    id_form=r"[a-z0-9][a-z0-9-]*(/[a-z0-9][a-z0-9-]*)*",
    id_example="gat-2026-06",
    summary="A record that was taken out before it was sealed, with the decision that took it out.",
)
