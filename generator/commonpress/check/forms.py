# SPDX-License-Identifier: AGPL-3.0-or-later
"""The forms that a text may have to take: one line, a time, an address, an id and so on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from commonpress.check.scalars import Fault, Parse, quote
from commonpress.ground.diagnostics import Code
from commonpress.ground.periods import parse_period
from commonpress.ground.spelling import nearest
from commonpress.ground.zones import time_zone_names
from commonpress.kinds import KIND_OF
from commonpress.kinds.base import SLUG
from commonpress.kinds.census import FEW, HIDDEN

NOT_ONE_LINE = Code(
    "not-one-line",
    "The field is printed in one line, in lists and on cards. Longer text goes where the record "
    "has room for it.",
)
NOT_A_SLUG = Code(
    "not-a-slug",
    "The field becomes part of a name or an address: small letters a to z, digits and hyphens, "
    "beginning with a letter.",
)
NOT_A_PERIOD = Code(
    "not-a-period", "A period is a year, a month or a season: `2026`, `2026-03`, `2026-spring`."
)
NOT_A_TIME = Code("not-a-time", "An hour is written from 00:00 to 23:59, as in `15:00`.")
NOT_AN_ADDRESS = Code(
    "not-an-address", "An address on the web begins with `https://` and holds no spaces."
)
NOT_A_CURRENCY = Code(
    "not-a-currency", "A currency is written with the three capitals of ISO 4217, as in `EUR`."
)
NOT_A_LANGUAGE = Code(
    "not-a-language",
    "A language is written with its short code (BCP 47): `en`, `pt-BR`, `zh-Hant`.",
)
NOT_A_TAG = Code(
    "not-a-tag",
    "Feeds and calendars name every record after a domain and a day on which it belonged to the "
    "commons (RFC 4151), so that no other book ever uses the same name.",
)
NOT_A_TIME_ZONE = Code(
    "not-a-time-zone",
    "A time zone is written by its name in the IANA data, as in `Europe/Dublin`: only a name "
    "knows when the clocks are changed.",
)
NOT_A_PUBLIC_COUNT = Code(
    "not-a-public-count",
    "A census prints no exact count: below ten it prints `<10`, from ten on it is rounded to the "
    "nearest five, and what would give another count away is `hidden`. This folder is public with "
    "all its history, so an exact count may not stand in it either.",
    private=True,
)
NOT_AN_ID = Code(
    "not-an-id", "The field points to another record by its id, as it stands in that record."
)
CODES = (
    NOT_ONE_LINE,
    NOT_A_SLUG,
    NOT_A_PERIOD,
    NOT_A_TIME,
    NOT_AN_ADDRESS,
    NOT_A_CURRENCY,
    NOT_A_LANGUAGE,
    NOT_A_TAG,
    NOT_A_TIME_ZONE,
    NOT_A_PUBLIC_COUNT,
    NOT_AN_ID,
)

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")
_DOMAIN = r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?"
_TAG = re.compile(rf"{_DOMAIN},[0-9]{{4}}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")
_ADDRESS = re.compile(r"https://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?(/[^\s\"'<>\\^`{|}]*)?")


def parse_line(text: str) -> str | Fault:
    """One line of text, without the spaces around it."""
    line = text.strip()
    if "\n" in line:
        return Fault(NOT_ONE_LINE, "must be one line of text", "shorten it, or join its lines")
    return line


def parse_prose(text: str) -> str | Fault:
    """Markdown, without the empty lines around it."""
    return text.strip("\n")


def parse_slug(text: str) -> str | Fault:
    """A word for names and addresses."""
    if re.fullmatch(SLUG, text):
        return text
    plain = slug_of(text)
    hint = f"write `{plain}`" if plain else "write it as `long-table`"
    return Fault(NOT_A_SLUG, f"must be small letters, digits and hyphens, not {quote(text)}", hint)


def slug_of(text: str) -> str:
    """The slug closest to a text, or "" where nothing of it can be written so."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return slug if re.fullmatch(SLUG, slug) else ""


def parse_period_name(text: str) -> str | Fault:
    """A year, a month or a season."""
    if parse_period(text) is not None:
        return text
    hint = "write a year, a month or a season: `2026`, `2026-03`, `2026-spring`"
    if found := re.fullmatch(r"(spring|summer|autumn|winter)[ -]([0-9]{4})", text.lower()):
        hint = f"write `{found[2]}-{found[1]}`"
    return Fault(NOT_A_PERIOD, f"must be a period, not {quote(text)}", hint)


def parse_year(text: str) -> str | Fault:
    """A year of four digits."""
    if re.fullmatch(r"[0-9]{4}", text):
        return text
    return Fault(NOT_A_PERIOD, f"must be a year, not {quote(text)}", "write it as `2026`")


def parse_time(text: str) -> str | Fault:
    """An hour of the day."""
    if re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", text):
        return text
    return Fault(NOT_A_TIME, f"must be an hour, not {quote(text)}", _time_hint(text.lower()))


def _time_hint(text: str) -> str:
    found = re.fullmatch(r"([0-9]{1,2})(?:[:.h]([0-9]{2})?)? ?(am|pm|h|uhr)?", text)
    if found:
        hour = (
            int(found[1]) % 12 + 12 * (found[3] == "pm")
            if found[3] in {"am", "pm"}
            else int(found[1])
        )
        meant = f"{hour:02d}:{found[2] or '00'}"
        if re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", meant):
            return f"write `{meant}`"
    return "write it as `15:00`"


def parse_address(text: str) -> str | Fault:
    """An address on the web. Only https: what is read on the way could be changed on the way."""
    if _ADDRESS.fullmatch(text):
        return text
    hint = "write it as `https://tidewater-row.example/`"
    secure = re.sub(r"^(http://)?", "https://", text)
    if "://" not in text.removeprefix("http://") and _ADDRESS.fullmatch(secure):
        hint = f"write `{secure}`"
    return Fault(NOT_AN_ADDRESS, f"must be an https address, not {quote(text)}", hint)


def parse_currency(text: str) -> str | Fault:
    """A currency."""
    if re.fullmatch(r"[A-Z]{3}", text):
        return text
    signs = {"€": "EUR", "$": "USD", "£": "GBP", "euro": "EUR", "euros": "EUR"}
    meant = signs.get(text.lower(), text.upper())
    hint = f"write `{meant}`" if re.fullmatch(r"[A-Z]{3}", meant) else "write it as `EUR`"
    return Fault(NOT_A_CURRENCY, f"must be a currency, not {quote(text)}", hint)


def parse_language(text: str) -> str | Fault:
    """A language."""
    if _LANGUAGE.fullmatch(text):
        return text
    first, *rest = text.replace("_", "-").split("-")
    parts = [part.title() if len(part) == 4 else part.upper() for part in rest]
    meant = "-".join([first.lower(), *parts])
    hint = f"write `{meant}`" if _LANGUAGE.fullmatch(meant) else "write its code, as `en`"
    return Fault(NOT_A_LANGUAGE, f"must be a language, not {quote(text)}", hint)


def parse_tag(text: str) -> str | Fault:
    """A domain and a year, month or day on which it was held."""
    if _TAG.fullmatch(text):
        return text
    domain = re.sub(r"^https?://", "", text.lower()).partition("/")[0].partition(",")[0].strip()
    meant = f"{domain},2026"
    hint = f"write `{meant}`, with a year in which the domain was yours"
    if not _TAG.fullmatch(meant):
        hint = "write it as `tidewater-row.example,2026`"
    return Fault(NOT_A_TAG, f"must be a domain, a comma and a year, not {quote(text)}", hint)


def parse_time_zone(text: str) -> str | Fault:
    """The name of a time zone."""
    names = time_zone_names()
    if text in names:
        return text
    near = nearest(text.replace(" ", "_"), names)
    hint = f"did you mean `{near}`?" if near else "write it as `Europe/Dublin`"
    return Fault(NOT_A_TIME_ZONE, f"must be the name of a time zone, not {quote(text)}", hint)


def parse_count(text: str) -> str | Fault:
    """A count of a census as it may be published. What stands there instead is not repeated."""
    rounded = re.fullmatch(r"[1-9][0-9]*[05]", text)
    if rounded or text in {FEW, HIDDEN}:
        return text
    hint = "let `commonpress protect census` write it: `45`, `<10` or `hidden`"
    return Fault(NOT_A_PUBLIC_COUNT, "must be a count that may be published", hint)


def reference(kinds: tuple[str, ...]) -> Parse[str]:
    """A parser for the id of a record of one of these kinds. Whether it exists is a rule."""
    targets = tuple(KIND_OF[name] for name in kinds)
    names = " or ".join(kind.one for kind in targets)
    example = targets[0].id_example

    def parse_reference(text: str) -> str | Fault:
        if any(re.fullmatch(kind.id_form, text) for kind in targets):
            return text
        slug = slug_of(text)
        fits = any(re.fullmatch(kind.id_form, slug) for kind in targets)
        hint = f"write `{slug}`" if fits else f"write it as `{example}`"
        return Fault(NOT_AN_ID, f"must be the id of {names}, not {quote(text)}", hint)

    return parse_reference


FORMS: dict[str, Callable[[str], str | Fault]] = {
    "": parse_line,
    "line": parse_line,
    "prose": parse_prose,
    "slug": parse_slug,
    "period": parse_period_name,
    "year": parse_year,
    "time": parse_time,
    "url": parse_address,
    "currency": parse_currency,
    "language": parse_language,
    "tag": parse_tag,
    "time_zone": parse_time_zone,
    "count": parse_count,
}
