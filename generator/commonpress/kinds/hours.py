# SPDX-License-Identifier: AGPL-3.0-or-later
"""Hours: how long people worked, by kind of work. Nobody is named, and an hour is an hour."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from commonpress.kinds.base import Day, Kind, Months, Part, Record, about


class Hours(
    Record, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, gc=False
):
    """A line of hours: so many minutes of one kind of work, by however many people."""

    id: Annotated[
        str, about("Left blank by whoever writes it; `commonpress number` fills it in.")
    ] = ""
    date: Annotated[Day, about("The day. A line for a whole week or month has its last day.")]
    work: Annotated[
        str,
        about("The kind of work, from the list in the settings.", form="line", example="Cooking"),
    ]
    minutes: Annotated[
        int, about("How long, in whole minutes, everyone's together.", example="270")
    ]
    recorded: Annotated[Day | None, about("The day it was written down, when that was later.")] = (
        None
    )
    project: Annotated[
        str, about("The project it was done for. Blank: the book's own.", ref=("project",))
    ] = ""
    group: Annotated[
        str,
        about("The word of the lines that say what was made in them, such as a meal.", form="slug"),
    ] = ""
    corrects: Annotated[
        str,
        about("The line that was written wrong, in whose place this one stands.", ref=("hours",)),
    ] = ""
    reason: Annotated[str, about("Why a line was corrected.", form="line")] = ""
    note: Annotated[str, about("A few words for readers. No names.", form="line")] = ""

    @property
    def recorded_on(self) -> dt.date:
        """The day the line was written down: its date unless it says otherwise."""
        return self.recorded or self.date


HOURS = Kind(
    name="hours",
    plural="hours",
    title="Hours",
    record=Hours,
    part=Part.LEDGER,
    shelf=Months("ledger/hours", "hours"),
    id_form=r"hrs-\d{4}-\d{2}-\d{3,5}",
    id_example="hrs-2026-03-012",
    summary="How long people worked, by kind of work. No names: an hour is an hour.",
    called=("line of hours", "lines of hours"),
)
