# SPDX-License-Identifier: AGPL-3.0-or-later
"""The forms of streets, doors, points on a map and named houses, in four languages."""

from __future__ import annotations

from commonpress.check.privacy import signs
from commonpress.check.privacy.pattern import DIGIT, pattern

_WAY = (
    "Street|St|Road|Rd|Lane|Ln|Avenue|Ave|Court|Ct|Close|Terrace|Drive|Crescent|Square|Place"
    "|Alley|Boulevard|Blvd|Mews|Quay|Parade|Grove|Gardens|Hill|Row|Walk|Wharf|Yard|Green|Way"
)
_VIA = (
    r"calle|c/|avenida|avda\.?|plaza|paseo|camino|callejón|pasaje|travesía"
    r"|rue|allée|avenue|boulevard|impasse|chemin|place|quai|passage|ruelle"
)
_WEG = "straße|strasse|str\\.|weg|gasse|allee|platz|damm|ufer|ring|steig|stieg|graben|markt|hof"
_HOUSE = (
    "School|Academy|College|Nursery|Kindergarten|Clinic|Hospital|Surgery|Hospice|Church|Chapel"
    "|Mosque|Temple|Synagogue|Bakery|Pharmacy|Centre|Center|Shelter|Hostel|Hotel|Café|Pub"
)
_HAUS = (
    "Grundschule|Hauptschule|Realschule|Oberschule|Schule|Kita|Kindergarten|Klinik|Praxis|Gymnasium"
    "|Krankenhaus|Moschee|Bäckerei|Apotheke|Gemeinde"
)
POINTS = (
    pattern(signs.POINT, r"\bgeo:-?\d{1,2}\.\d+,-?\d{1,3}\.\d+", needs="geo:"),
    pattern(
        signs.POINT,
        r"(?<![\w.])[-+]?\d{1,2}\.\d{3,10}°?\s?[NS]?,\s?[-+]?\d{1,3}\.\d{3,10}°?\s?[EWO]?",
        when=r"\.\d\d\d",
    ),
    pattern(
        signs.POINT,
        r"\d{1,3}°\s?\d{1,2}['′’]\s?(?:\d{1,2}(?:\.\d+)?[\"″”]\s?)?[NSEWO]"
        r"(?:[,\s]+\d{1,3}°\s?\d{1,2}['′’]\s?(?:\d{1,2}(?:\.\d+)?[\"″”]\s?)?[NSEWO])?",
        needs="°",
    ),
    pattern(
        signs.POINT,
        r"\b[23456789CFGHJMPQRVWX]{4,8}0{0,4}\+[23456789CFGHJMPQRVWX]{2,3}\b",
        needs="+",
        when=DIGIT,
    ),
    pattern(signs.POINT, r"(?<![\w:/])///\w{2,}\.\w{2,}\.\w{2,}\b", needs="///"),
)
STREETS = (
    pattern(
        signs.STREET,
        r"\b(?=[\dfauFAUrR])(?:(?i:flat|apartment|apt\.?|unit|room)\s\d{1,4}[A-Za-z]?,?\s)?\d{1,5}[A-Za-z]?,?\s"
        rf"(?:[A-ZÀ-Þ][\w'’-]*\s){{1,3}}(?:{_WAY})\b\.?",
        when=DIGIT,
    ),
    pattern(
        signs.STREET,
        rf"\b(?=[captrbiqCAPTRBIQ])(?i:{_VIA})\s"
        r"(?:(?:de|del|de la|de los|de las|du|des|la|les?)\s|d['’]|l['’])?"
        r"(?:[A-ZÀ-Þ][\w'’-]*\s?){1,4},?\s?(?:n\.?º\s?)?\d{1,5}\b(?:,?\s\d{1,2}\.?[ºo°](?:\s[A-Z]\b)?)?",
        when=DIGIT,
    ),
    pattern(
        signs.STREET,
        rf"\b\d{{1,5}}\s?(?:bis|ter|quater)?,?\s(?i:{_VIA})\s"
        r"(?:(?:de la|de|du|des|la|les?)\s|d['’]|de l['’]|l['’])?"
        r"[A-ZÀ-Þ][\w'’-]*(?:\s[A-ZÀ-Þ][\w'’-]*){0,3}",
        when=DIGIT,
    ),
    pattern(
        signs.STREET,
        rf"\b(?:[A-ZÄÖÜ][\wäöüß-]{{2,}}(?:{_WEG})|(?:[A-ZÄÖÜ][\wäöüß-]+\s){{1,2}}(?i:{_WEG}))\s\d{{1,4}}\s?[a-z]?\b",
        when=DIGIT,
    ),
    pattern(
        signs.STREET,
        r"\b(?:Am|An der|An den|Im|In der|Auf der|Auf dem|Zum|Zur|Unter den)\s"
        r"(?:[A-ZÄÖÜ][\wäöüß-]+\s){1,3}\d{1,4}[a-z]?\b",
        when=DIGIT,
    ),
    pattern(
        signs.STREET,
        r"\b(?:P\.?\s?O\.?\s?Box|Postfach|Apartado|B\.?P\.?)\s\d{2,6}\b",
        when=DIGIT,
    ),
    pattern(
        signs.DOOR,
        r"\b(?=[fapw])(?:flat|apartment|apt\.?|appartement|piso|Wohnung)\s(?:no\.?\s|number\s|n\.?º\s)?\d{1,4}[A-Za-z]?\b",
        blind=True,
        when=DIGIT,
    ),
    pattern(
        signs.NAMED_PLACE,
        rf"\b(?:St\.?\s)?[A-ZÀ-Þ][\w'’-]*(?:\s(?:&\s|of\s|the\s|and\s)?[A-ZÀ-Þ][\w'’-]*){{0,4}}\s(?:{_HOUSE})\b",
        strict=True,
    ),
    pattern(
        signs.NAMED_PLACE,
        r"\b(?:Colegio|Escuela|Instituto|Clínica|Hospital|Iglesia|École|Collège|Lycée|Clinique|Hôpital"
        r"|Église)\s(?:(?:des|du|de la|de|del|Saint|Sainte|d['’]|de l['’])\s?)?[A-ZÀ-Þ][\w'’-]*"
        r"(?:\s(?:de\s|la\s)?[A-ZÀ-Þ][\w'’-]*){0,3}",
        strict=True,
    ),
    pattern(signs.NAMED_PLACE, rf"\b(?:{_HAUS})\s(?:am\s|an der\s)?[A-ZÄÖÜ][\w'’-]+", strict=True),
)
