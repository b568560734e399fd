# SPDX-License-Identifier: AGPL-3.0-or-later
"""The forms of dates, hours, ages and dates of birth, in four languages."""

from __future__ import annotations

from commonpress.check.privacy import signs
from commonpress.check.privacy.pattern import DIGIT, pattern

# Months that are also words ("three may come") count with their capital only.
_MONTHS = (
    "(?i:January|February|April|June|July|August|September|October|November|December)"
    "|March|May|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
)
_OTHER_MONTHS = (
    "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
    "|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
    "|Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
)
_WEEKDAYS = (
    "(?i:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|lunes|martes|miércoles|jueves|viernes|sábado"
    "|domingo|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|Montag|Dienstag|Mittwoch"
    "|Donnerstag|Freitag|Samstag|Sonnabend|Sonntag)"
)
_DATE = (
    r"(?:\d{4}-\d{2}-\d{2}\b|\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})\b"
    rf"|\d{{1,2}}(?:st|nd|rd|th)\s+(?:of\s+)?(?i:{_MONTHS})\b"
    rf"|\d{{1,2}}\.?\s+(?:of\s+)?(?:{_MONTHS})\b"
    rf"|(?:{_MONTHS})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?!\s*%)"
    rf"|\d{{1,2}}(?:er|\.)?\s+(?:de\s+)?(?i:{_OTHER_MONTHS})\b)"
    r"(?:,?\s+(?:del?\s+)?(?:19|20)\d{2}\b)?"
)
_BORN = r"(?:born|née?|nacid[oa]|geboren|geb\.|\*)\s"
MOMENTS = (
    pattern(
        signs.BIRTH,
        rf"\b{_BORN}(?:(?:on|in|le|en|el|am|the)\s)?(?:{_DATE}|(?:19|20)\d\d\b)",
        when=rf"{_BORN}[^\d]{{0,60}}\d",
    ),
    pattern(
        signs.DATE,
        rf"(?:\b{_WEEKDAYS}(?:,|\s(?:the|den|le|el))?\s(?:the\s)?)?\b{_DATE}",
        strict=True,
        when=DIGIT,
    ),
    pattern(
        signs.HOUR,
        r"\b(?:[01]?\d|2[0-3])[:h][0-5]\d\b(?:\s?(?:a\.?m|p\.?m|Uhr)\b)?"
        r"|\b(?:1[0-2]|[1-9])(?:[:.][0-5]\d)?\s?(?:a\.?m|p\.?m)\b"
        r"|\b(?:[01]?\d|2[0-3])(?:\.[0-5]\d)?\sUhr\b"
        r"|\b\d{1,2}\s+o['’]clock\b",
        strict=True,
        blind=True,
        when=DIGIT,
    ),
    pattern(signs.HOUR, r"\b\w+\s+o['’]clock\b", strict=True, blind=True, when="(?i:clock)"),
    pattern(
        signs.YEARS,
        r"\b(?:aged?|âgée?)\s(?:of\s|de\s)?\d{1,3}\b(?:\sans\b)?"
        r"|\b\d{1,3}[- ]years?[- ]olds?\b|\b\d{1,3}\s(?:years|months|weeks)\sof\sage\b"
        r"|\b\d{1,3}[- ]jährige?[nrs]?\b|\b\d{1,3}\sJahre\salt\b"
        r"|\b\d{1,3}\saños(?:\sde\sedad)?\b(?=,|\.|$)"
        r"|\b\d{1,3}\sans\b(?=,|\.|$)",
        strict=True,
        blind=True,
        when=DIGIT,
    ),
)
