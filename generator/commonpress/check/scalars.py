# SPDX-License-Identifier: AGPL-3.0-or-later
"""From text to values: quantities, whole numbers, days, yes and no, words of a closed list.

Nothing is guessed. What is almost right is refused with the right way to write it.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from commonpress.ground.diagnostics import Code
from commonpress.ground.quantities import parse_quantity
from commonpress.ground.spelling import nearest

V = TypeVar("V")

NOT_A_QUANTITY = Code(
    "not-a-quantity",
    "A quantity is written with the digits 0 to 9 and at most one point: `12.5`. Commas, spaces, "
    "signs and units mean different things in different places, so none of them is guessed at.",
)
NOT_A_NUMBER = Code("not-a-number", "A count is a whole number of the digits 0 to 9, as in `14`.")
NOT_A_DATE = Code(
    "not-a-date",
    "A day is written year, month, day, as in `2026-03-24`. In other orders the same figures mean "
    "different days to different readers, so a date is never guessed.",
)
NOT_YES_OR_NO = Code("not-yes-or-no", "The field holds `yes` or `no`.")
NOT_A_CHOICE = Code(
    "not-a-choice", "The field holds one word of a closed list, so that records can be counted."
)
CODES = (NOT_A_QUANTITY, NOT_A_NUMBER, NOT_A_DATE, NOT_YES_OR_NO, NOT_A_CHOICE)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a text is no value of its field: "must be a day, not `24/03`", and what to write."""

    code: Code
    message: str
    hint: str = ""


Parse = Callable[[str], V | Fault]


def quote(text: str) -> str:
    """A value as it is shown in a message: one line, not too long."""
    shown = " ".join(text.split())
    return f"`{shown if len(shown) <= 40 else shown[:37] + '...'}`"


def parse_amount(text: str) -> Decimal | Fault:
    """A quantity."""
    value = parse_quantity(text)
    if value is not None:
        return value
    message = f"must be a quantity, not {quote(text)}"
    return Fault(NOT_A_QUANTITY, message, _amount_hint(_ascii_digits(text)))


def parse_count(text: str) -> int | Fault:
    """A whole number, 0 or more."""
    if re.fullmatch(r"0|[1-9][0-9]{0,8}", text):
        return int(text)
    digits = _ascii_digits(text).lstrip("0")
    hint = f"write `{digits}`" if re.fullmatch(r"[1-9][0-9]{0,8}", digits) else "write it as `14`"
    return Fault(NOT_A_NUMBER, f"must be a whole number, not {quote(text)}", hint)


def parse_day(text: str) -> date | Fault:
    """A day, written YYYY-MM-DD."""
    message = f"must be a date, not {quote(text)}"
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return Fault(NOT_A_DATE, message, _day_hint(_ascii_digits(text)))
    year, month, day = (int(part) for part in text.split("-"))
    if year == 0 or not 1 <= month <= 12:
        return Fault(NOT_A_DATE, message, "months go from 01 to 12: year, month, day")
    days = calendar.monthrange(year, month)[1]
    if not 1 <= day <= days:
        return Fault(NOT_A_DATE, message, f"{text[:7]} has {days} days")
    return date(year, month, day)


def parse_yes(text: str) -> bool | Fault:
    """`yes` or `no`."""
    if text in {"yes", "no"}:
        return text == "yes"
    folded = text.casefold()
    hint = "write `yes` or `no`"
    if folded in {"yes", "y", "true", "on", "1", "ja", "si", "sí", "oui", "sim", "tak", "evet"}:
        hint = "write `yes`"
    elif folded in {"no", "n", "false", "off", "0", "nein", "non", "nie", "não"}:
        hint = "write `no`"
    return Fault(NOT_YES_OR_NO, f"must be `yes` or `no`, not {quote(text)}", hint)


def choice(words: type[StrEnum]) -> Parse[StrEnum]:
    """A parser for one word of a closed list."""
    values = {str(word): word for word in words}

    def parse_choice(text: str) -> StrEnum | Fault:
        if text in values:
            return values[text]
        near = nearest(text, values)
        hint = f"did you mean `{near}`?" if near else f"one of {', '.join(values)}"
        return Fault(NOT_A_CHOICE, f"cannot be {quote(text)}", hint)

    return parse_choice


def _ascii_digits(text: str) -> str:
    """The text with the digits of any script as 0 to 9."""
    return "".join(
        sign if sign.isascii() or (digit := unicodedata.digit(sign, None)) is None else str(digit)
        for sign in text
    )


def _amount_hint(text: str) -> str:
    bare = re.sub(r"[\s'_\u2019]", "", text)
    if parse_quantity(bare) is not None:
        return f"write `{bare}`"
    if re.fullmatch(r"[0-9]{1,3},[0-9]{3}", bare):
        return f"write `{bare.replace(',', '')}` or `{bare.replace(',', '.')}`, whichever is meant"
    for plain in (
        bare.replace(",", "") if re.fullmatch(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", bare) else "",
        bare.replace(".", "").replace(",", ".") if "," in bare else "",
        f"0{bare}",
        bare.rstrip("."),
    ):
        if parse_quantity(plain) is not None:
            return f"write `{plain}`"
    if re.fullmatch(r"[-\u2212\u2013+].*", bare):
        return "write it without the sign"
    if found := re.fullmatch(r"([0-9]+(?:[.,][0-9]+)?)([^0-9]+)", bare):
        number = found[1].replace(",", ".")
        return f"write `{number}`, and `{found[2]}` in the field for the unit"
    return "write it as `12.5`: digits and at most one point"


def _day_hint(text: str) -> str:
    """The date that was probably meant; both where it could be two."""
    if found := re.fullmatch(r"([0-9]{4})[-/. ]([0-9]{1,2})[-/. ]([0-9]{1,2})(?:[T ].*)?", text):
        meant = [(found[1], found[2], found[3])]
    elif found := re.fullmatch(r"([0-9]{1,2})[-/. ]+([0-9]{1,2})[-/. ]+([0-9]{4}|[0-9]{2})", text):
        year = found[3] if len(found[3]) == 4 else f"20{found[3]}"
        meant = [(year, found[2], found[1]), (year, found[1], found[2])]
    else:
        meant = []
    days = [f"{year}-{month:>02}-{day:>02}" for year, month, day in meant]
    good = list(dict.fromkeys(f"`{day}`" for day in days if not isinstance(parse_day(day), Fault)))
    if not good:
        return "write it as year, month, day: `2026-03-24`"
    return f"write {' or '.join(good)}" + (", whichever is meant" if len(good) > 1 else "")
