# SPDX-License-Identifier: AGPL-3.0-or-later
"""A row of a private day-book: an entry that may also say which household, by a code.

A day-book never lies in a book: the book's folder is public. It is read with the same care,
and `commonpress protect ledger` turns it into lines that may be committed.
"""

from __future__ import annotations

from typing import Annotated

from commonpress.kinds.base import Kind, OneFile, Part, about
from commonpress.kinds.entry import Entry


class DayBookRow(Entry, frozen=True, kw_only=True):
    """One row of a day-book."""

    household: Annotated[
        str,
        about(
            "A code for the household, such as `a`. Private: it is never written on.", form="line"
        ),
    ] = ""


DAYBOOK = Kind(
    name="daybook",
    plural="day-books",
    title="Day-book",
    record=DayBookRow,
    part=Part.LEDGER,
    shelf=OneFile("daybook.csv"),
    id_form=r".*",
    id_example="",
    summary="A private row that protection joins with others before it may be committed.",
)
