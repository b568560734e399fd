# SPDX-License-Identifier: AGPL-3.0-or-later
"""Numbers, days, periods and counts as words for readers: the one place that knows how.

English is told here, other languages by `reckoning`; which one is printed says `voice`, and
nothing asks the machine for its locale.
A number is never parted from its unit at the end of a line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING

from commonpress.ground.periods import Period
from commonpress.ground.quantities import EXACT
from commonpress.render.voice import say, say_many, voice

if TYPE_CHECKING:
    from commonpress.render.reckoning import Reckoning

NBSP = "\u00a0"
MINUS = "\u2212"

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_SHORT_MONTHS = (
    "Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec",
)  # fmt: skip
_WEEKDAYS = (
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
)  # fmt: skip
_SMALL = (
    "no", "one", "two", "three", "four", "five", "six",
    "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip

_ARTICLES = frozenset({"A", "An", "The"})
# Titles of one word that are no names, as accounts have them.
_GROUPS = frozenset(
    {
        "Bills", "Compost", "Contributors", "Donations", "Donors", "Gifts", "Grants", "Guests",
        "Households", "Members", "Neighbours", "Parcels", "Supplies", "Visitors",
    }
)  # fmt: skip

# How a currency is printed: what stands before the number, what stands behind it.
_CURRENCIES = {
    "EUR": ("", "€"),
    "GBP": ("£", ""),
    "USD": ("$", ""),
}
_WHOLE_CURRENCIES = frozenset({"CLP", "ISK", "JPY", "KRW", "PYG", "UGX", "VND", "XAF", "XOF"})

_SAID_SEASONS = {
    "spring": "spring {year}",
    "summer": "summer {year}",
    "autumn": "autumn {year}",
    "winter": "winter {year}",
}
_SAID_SHORT_SEASONS = {
    "spring": "spring",
    "summer": "summer",
    "autumn": "autumn",
    "winter": "winter",
}

Plurals = Mapping[str, str]
NO_PLURALS: Plurals = {}


def is_currency(unit: str) -> bool:
    """Whether a unit is the code of a currency, such as EUR."""
    return len(unit) == 3 and unit.isascii() and unit.isalpha() and unit.isupper()


def places_for(unit: str, values: Iterable[Decimal] = ()) -> int:
    """Decimals with which all these values are printed exactly; money has at least its cents."""
    least = 2 if is_currency(unit) and unit not in _WHOLE_CURRENCIES else 0
    exponents = (value.normalize(EXACT).as_tuple().exponent for value in values)
    return max([least, *(-e for e in exponents if isinstance(e, int))])


def number(value: Decimal | int, places: int | None = None) -> str:
    """A number with its thousands marked: "2,082.0". Without `places`, as many as it needs."""
    chosen = voice()
    if type(value) is int and value >= 0 and places is None and chosen.is_source:
        return f"{value:,}"  # most numbers on a page: the same as below, sooner
    exact = Decimal(value)
    digits = places_for("", [exact]) if places is None else places
    if not chosen.is_source:
        return _other().number(exact, digits, chosen.language)
    text = f"{abs(exact):,.{digits}f}"
    return f"{MINUS}{text}" if exact < 0 and any(c in "123456789" for c in text) else text


def amount(
    value: Decimal | int, unit: str, places: int | None = None, plurals: Plurals = NO_PLURALS
) -> str:
    """A number and its unit: "2,082.0 kg", "1,428.60 €", "1 meal", "3,120 meals"."""
    exact = Decimal(value)
    digits = places_for(unit, [exact]) if places is None else places
    text = number(exact, digits)
    if not is_currency(unit):
        word = unit if exact == 1 else plurals.get(unit, unit)
        return _held(f"{text}{NBSP}{word}") if word else text
    before, behind = _currency(unit)
    if before:
        minus = MINUS if text.startswith(MINUS) else ""
        return f"{minus}{before}{text.removeprefix(MINUS)}"
    return _held(f"{text}{NBSP}{behind}")


def _held(text: str) -> str:
    """A number and its unit, held together by invisible marks where lines run right to left."""
    return f"\u2066{text}\u2069" if voice().direction == "rtl" else text


def unit_word(unit: str, plurals: Plurals = NO_PLURALS) -> str:
    """A unit as it heads a table: "kg", "€", "meals"."""
    before, behind = _currency(unit) if is_currency(unit) else ("", "")
    return before or behind or plurals.get(unit, unit)


def _currency(unit: str) -> tuple[str, str]:
    """What stands before a number of a currency, and what behind it."""
    chosen = voice()
    if chosen.is_source:
        return _CURRENCIES.get(unit, ("", unit))
    return "", _other().currency(unit, chosen.language)


def signed(text: str) -> str:
    """The same amount with a plus where it has no minus: for changes."""
    if MINUS in text[:3]:
        return text
    chosen = voice()
    return f"+{text}" if chosen.is_source else _other().beside("+", text, chosen.language)


def count(value: Decimal | int, one: str, many: str = "") -> str:
    """A whole number and what is counted: "1 entry", "83 entries"."""
    if voice().counts(one):
        return say_many(int(value), one, many or one + "s", n=number(value, 0))
    return f"{number(value, 0)}{NBSP}{one if value == 1 else many or one + 's'}"


def counted(value: int, one: str, many: str = "") -> str:
    """The same with small numbers in words: "no entries", "three roles", "83 entries"."""
    if voice().counts(one):
        return say_many(value, one, many or one + "s", n=number(value))
    return f"{in_words(value)} {one if value == 1 else many or one + 's'}"


def was(value: Decimal | int) -> str:
    """The verb that goes with an amount: "1 meal was", "3 meals were"."""
    return say_many(int(value) if value == int(value) else 2, "was", "were")


def in_words(value: int) -> str:
    """A small number as a word, any other in digits; zero is "no"."""
    is_small = 0 <= value < len(_SMALL) and voice().is_source
    return _SMALL[value] if is_small else number(value)


def sentence(text: str) -> str:
    """The same words with a capital letter first."""
    return text[:1].upper() + text[1:]


def lower_first(title: str) -> str:
    """A title within a sentence: "the cash box", "two bakeries", but "Long Table" as it is.

    A name keeps its capital. What has several words, and only the first with a capital, is none.
    """
    first, blank, rest = title.partition(" ")
    is_plain = first in (_ARTICLES if rest else _GROUPS) or (rest and rest == rest.lower())
    return f"{first.lower()}{blank}{rest}" if is_plain else title


def lower_noun(title: str) -> str:
    """The title of a kind of thing within a sentence: "food", but "CDs" as it is."""
    first = title.partition(" ")[0]
    return title[:1].lower() + title[1:] if first[1:].islower() or len(first) == 1 else title


def listed(items: Iterable[str], last: str = "and") -> str:
    """Words in a row: "bread", "bread and rice", "bread, rice and oil"."""
    words = list(items)
    chosen = voice()
    if not chosen.is_source:
        return _other().listed(words, chosen.language, either=last == "or")
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def day(value: date) -> str:
    """A day: "24 June 2026"."""
    chosen = voice()
    if not chosen.is_source:
        return _other().day(value, chosen.language)
    return f"{day_of_month(value)} {value.year}"


def day_of_month(value: date) -> str:
    """A day where the year is known: "24 June"."""
    chosen = voice()
    if not chosen.is_source:
        return _other().by_skeleton(value, "MMMMd", chosen.language)
    return f"{value.day}{NBSP}{MONTHS[value.month - 1]}"


def short_day(value: date) -> str:
    """A day in a narrow column: "24 June", "3 Sept"."""
    chosen = voice()
    if not chosen.is_source:
        return _other().by_skeleton(value, "MMMd", chosen.language)
    return f"{value.day}{NBSP}{_SHORT_MONTHS[value.month - 1]}"


def long_month(value: date) -> str:
    """The month of a day where the year is known: "September"."""
    return _month(value.month, "LLLL") or MONTHS[value.month - 1]


def short_month(value: date) -> str:
    """The month of a day under a drawing: "Sept"."""
    return _month(value.month, "LLL") or _SHORT_MONTHS[value.month - 1]


def weekday(value: date) -> str:
    """The day of the week: "Sunday"."""
    chosen = voice()
    if not chosen.is_source:
        return _other().name_of(value, "EEEE", chosen.language)
    return _WEEKDAYS[value.weekday()]


def _month(month: int, pattern: str) -> str:
    """The name of a month in another language than English, else a blank."""
    chosen = voice()
    any_year = date(2000, month, 1)
    return "" if chosen.is_source else _other().name_of(any_year, pattern, chosen.language)


def days(start: date, end: date) -> str:
    """A stretch of days, both ends included: "1 to 30 June 2026"."""
    if start == end:
        return day(start)
    if not voice().is_source:
        return say("{start} to {end}", start=day(start), end=day(end))
    if start.year != end.year:
        return f"{day(start)} to {day(end)}"
    if start.month != end.month:
        return f"{day_of_month(start)} to {day(end)}"
    return f"{start.day} to {day(end)}"


def period(value: Period | str) -> str:
    """A period by name: "June 2026", "spring 2026", "winter 2025–26", "2026"."""
    first, rest = _parts(value)
    if not rest:
        return first
    chosen = voice()
    if rest.isdigit():
        if not chosen.is_source:
            return _other().by_skeleton(date(int(first), int(rest), 1), "yMMMM", chosen.language)
        return f"{MONTHS[int(rest) - 1]} {first}"
    years = f"{first}–{(int(first) + 1) % 100:02d}" if rest == "winter" else first
    return say(_SAID_SEASONS[rest], year=years)


def short_period(value: Period | str) -> str:
    """A period where the year is known: "June", "spring", "2026"."""
    first, rest = _parts(value)
    if not rest:
        return first
    if rest.isdigit():
        return _month(int(rest), "LLLL") or MONTHS[int(rest) - 1]
    return say(_SAID_SHORT_SEASONS[rest])


def _parts(value: Period | str) -> tuple[str, str]:
    """The year of a period, and its month or season, or a blank."""
    name = value if isinstance(value, str) else value.name
    first, _, rest = name.partition("-")
    return first, rest


def months(value: int) -> str:
    """How long something took, in whole months: "within a month", "two months"."""
    return say("less than a month") if not value else counted(value, "month")


def hours(minutes: int) -> str:
    """Time worked, exactly: "45 min", "12 h", "846 h 30 min"."""
    full, rest = divmod(minutes, 60)
    parts = [say("{n}\u00a0h", n=number(full))] if full else []
    parts += [say("{n}\u00a0min", n=rest)] if rest or not full else []
    return " ".join(parts)


def percent(share: Decimal | int) -> str:
    """A share between 0 and 1 in hundredths, to a tenth of one: "30 %", "12.5 %".

    What is there and less than a twentieth of a hundredth is "less than 0.1 %".
    """
    tenths = (Decimal(share) * 1000).to_integral_value(ROUND_HALF_EVEN)
    if share and not tenths:
        return say("less than {share}", share=f"{number(Decimal('0.1'))}{NBSP}%")
    return f"{number(tenths / 10)}{NBSP}%"


def file_size(size: int) -> str:
    """A size as people say it: "640 bytes", "12 kB", "1.4 MB"."""
    if size < 1000:
        return say("{n}\u00a0bytes", n=number(size))
    if size < 1_000_000:
        return f"{round(size / 1000)}{NBSP}kB"
    return f"{number(Decimal(f'{size / 1_000_000:.1f}'), 1)}{NBSP}MB"


def _other() -> type[Reckoning]:
    """The room of other languages, imported by who prints one: English pages do not wait for it."""
    from commonpress.render.reckoning import Reckoning  # noqa: PLC0415

    return Reckoning
