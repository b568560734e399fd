# SPDX-License-Identifier: AGPL-3.0-or-later
"""The room of other languages' numbers, days and lists, by Babel and the CLDR in it.

Only pages in another language than English come here. Digits are those of the records in every
language, so that a figure can be found again in the open data and on paper. A minus in a line
that runs from right to left is held beside its number by an invisible mark.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal, get_currency_symbol

NBSP: Final = "\u00a0"
MINUS: Final = "\u2212"
_LEFT_TO_RIGHT: Final = "\u200e"


@lru_cache(maxsize=32)
def locale_of(language: str) -> Locale:
    """What is known of a language; where nothing is, of English."""
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def own_name(language: str) -> str:
    """What a language is called by those who speak it."""
    name = locale_of(language).get_display_name() or language
    return name[:1].upper() + name[1:]


def name_in(language: str, other: str) -> str:
    """What a language is called in another one."""
    return locale_of(language).get_display_name(locale_of(other)) or language


@lru_cache(maxsize=65536)
def number(value: Decimal, places: int, language: str) -> str:
    """A number with so many decimals: "2.082,0"."""
    pattern = f"#,##0.{'0' * places}" if places else "#,##0"
    locale = locale_of(language)
    text = str(format_decimal(abs(value), format=pattern, locale=locale, numbering_system="latn"))
    is_below = value < 0 and any(c in "123456789" for c in text)
    return beside(MINUS, text, language) if is_below else text


def beside(sign: str, text: str, language: str) -> str:
    """A sign before a number, also where lines run from right to left."""
    mark = _LEFT_TO_RIGHT if locale_of(language).text_direction == "rtl" else ""
    return f"{mark}{sign}{text.removeprefix(mark)}"


@lru_cache(maxsize=64)
def currency(unit: str, language: str) -> str:
    """How a currency is written behind a number."""
    return str(get_currency_symbol(unit, locale=locale_of(language)))


@lru_cache(maxsize=16384)
def day(value: date, language: str) -> str:
    """A day: "24 de junio de 2026"."""
    return str(format_date(value, format="long", locale=locale_of(language)))


@lru_cache(maxsize=16384)
def by_skeleton(value: date, skeleton: str, language: str) -> str:
    """A day as far as a skeleton of the CLDR names its parts: `MMMMd`, `yMMMM`."""
    return str(format_skeleton(skeleton, value, locale=locale_of(language)))


def name_of(value: date, pattern: str, language: str) -> str:
    """The name of a month (`LLLL`, `LLL`) or a weekday (`EEEE`)."""
    return str(format_date(value, format=pattern, locale=locale_of(language)))


def listed(items: Sequence[str], language: str, *, either: bool = False) -> str:
    """Words in a row: "pan, arroz y aceite"."""
    locale = locale_of(language)
    return str(format_list(items, style="or" if either else "standard", locale=locale))


class Reckoning:
    """The functions of this room, for who must not import Babel until it is needed."""

    number = staticmethod(number)
    beside = staticmethod(beside)
    currency = staticmethod(currency)
    day = staticmethod(day)
    by_skeleton = staticmethod(by_skeleton)
    name_of = staticmethod(name_of)
    listed = staticmethod(listed)
