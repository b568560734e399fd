# SPDX-License-Identifier: AGPL-3.0-or-later
"""The forms of numbers that belong to one person, household, car or device."""

from __future__ import annotations

from commonpress.check.privacy import numbers, signs
from commonpress.check.privacy.pattern import DIGIT, LONG, bare, pattern

NUMBERS = (
    pattern(
        signs.BANK,
        r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{2,4}){3,8}\b",
        bare(numbers.is_bank_account),
        when=r"[A-Z][A-Z]\d\d",
    ),
    pattern(
        signs.CARD,
        r"(?<![\w.])\d(?:[ -]?\d){12,18}(?![\w])",
        bare(numbers.is_card),
        when=LONG,
    ),
    pattern(
        signs.DEVICE,
        r"\b(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}\b",
        when=r"[:-][0-9A-Fa-f]{2}[:-]",
    ),
    pattern(
        signs.DEVICE,
        r"(?<![\w.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\w.]\d)",
        needs=".",
        when=r"\.\d{1,3}\.",
    ),
    pattern(
        signs.DEVICE,
        r"(?<![\w:])[0-9a-fA-F]{1,4}(?::{1,2}[0-9a-fA-F]{1,4}){3,7}(?![\w:])",
        lambda text: "::" in text or text.count(":") == 7,
        needs=":",
        when=r":[0-9a-fA-F]{1,4}:",
    ),
    pattern(
        signs.FILE,
        r"\b\d{1,2}[-:]?[A-Z]{2}-\d{3,6}\b",
        when=r"[A-Z]-\d\d\d",
    ),
    pattern(
        signs.FILE,
        r"(?<![\w/])\d{4,6}/\d{2}(?![\w/])",
        strict=True,
        needs="/",
        when=LONG,
    ),
    pattern(
        signs.IDENTITY,
        r"\b[12]\s?\d\d(?:\s?\d\d){2}(?:\s?\d{3}){2}\s?\d\d\b",
        bare(numbers.is_french),
        when=LONG,
    ),
    pattern(
        signs.IDENTITY,
        r"\b(?:\d{8}|[XYZ]\d{7})-?[A-Z]\b",
        bare(numbers.is_spanish),
        when=LONG,
    ),
    pattern(
        signs.IDENTITY,
        r"\b[A-Z]{6}\d\d[A-EHLMPRST]\d\d[A-Z]\d{3}[A-Z]\b",
        bare(numbers.is_italian),
        when=r"\d\d\d[A-Z]\b",
    ),
    pattern(
        signs.IDENTITY,
        r"\b\d{3}\.\d{3}\.\d{3}-\d\d\b",
        bare(numbers.is_brazilian),
        when=LONG,
    ),
    pattern(
        signs.IDENTITY,
        r"\b\d{2}\s?\d{3}\s?\d{3}\s?\d{3}\b",
        bare(lambda n: numbers.is_german(n) or numbers.is_polish(n) or numbers.is_brazilian(n)),
        when=LONG,
    ),
    pattern(
        signs.IDENTITY,
        r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])",
        needs="-",
        when=LONG,
    ),
    pattern(
        signs.IDENTITY,
        r"\b[A-Z]{2}\s?\d\d\s?\d\d\s?\d\d\s?[A-D]\b",
        when=LONG,
    ),
    pattern(
        signs.IDENTITY,
        r"(?<=\b[Pp]assport )(?:number |no\.? )?(?=[A-Z0-9]*\d{2})[A-Z0-9]{6,12}\b"
        r"|\b(?:passport|pasaporte|passeport|permit|visa|licence|license|DNI|NIE|Ausweis)"
        r"(?:\s(?:number|no|nr|n\.?º|número|numéro|is|es|est|:)\.?){0,2}\s(?=\w*\d{3})\w{6,14}\b",
        when=DIGIT,
    ),
    pattern(
        signs.PLATE,
        r"\b(?=[pnmiKcvA])(?:plates?|number plate|matrícula|immatriculée?|plaque|Kennzeichen|car"
        r"|van|voiture|coche|Auto)"
        r"\s(?:no\.?\s|number\s)?(?:[A-Z]{1,3}[ -]?\d{1,4}(?:[ -]?[A-Z]{1,3})?"
        r"|[A-Z]{1,3}-[A-Z]{1,2}[ -]?\d{1,4}"
        r"|\d{1,4}[ -]?[A-Z]{2,3}(?:[ -]?\d{1,2})?)\b",
        when=DIGIT,
    ),
    pattern(
        signs.PLATE,
        r"\b[A-Z]{2}-\d{3}-[A-Z]{2}\b",
        needs="-",
        when=DIGIT,
    ),
)
