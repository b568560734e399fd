# SPDX-License-Identifier: AGPL-3.0-or-later
"""The forms of addresses, accounts, telephone numbers and long quotations."""

from __future__ import annotations

import re

from commonpress.check.privacy import signs
from commonpress.check.privacy.pattern import HOST, LONG, SPELLED_AT, pattern

# A day in brackets, as minutes and tables write it, is no number to call.
_DAY_APART = re.compile(r"\((?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}")
ADDRESSES = (
    pattern(
        signs.EMAIL,
        r"[^\s@<>()\[\],;`]{1,64}@[^\s@<>()\[\],;]{1,190}\.[^\W\d_]{2,24}",
        lambda text: not text.startswith("/"),
        needs="@",
    ),
    pattern(
        signs.EMAIL,
        r"\b[\w.+-]{1,64}\s?[(\[]\s?(?:at|arroba|chez)\s?[)\]]\s?[\w-]{1,63}"
        r"(?:\s?(?:[(\[]\s?(?:dot|punto|point|punkt)\s?[)\]]|\.)\s?\w{2,24}){1,4}",
        blind=True,
        when=SPELLED_AT,
    ),
    pattern(
        signs.PROFILE,
        r"(?:https?://)?\b(?:[a-z]{2,3}\.|www\.|m\.)?(?:facebook|fb|instagram|tiktok|twitter|x|t"
        r"|linkedin|youtube|vk|wa|snapchat|threads|telegram|patreon|paypal|github|gitlab)"
        r"\.(?:com|me|net|org)/[\w@.+/-]+",
        needs="/",
        blind=True,
        when=HOST,
    ),
    pattern(signs.WEB, r"\b[a-z][a-z0-9+.-]{1,20}://\S+", strict=True, needs="://", blind=True),
    pattern(
        signs.WEB,
        r"\bwww\.\S+"
        r"|\b[a-z0-9-]{1,63}\.(?:com|org|net|info|eu|io|me|app|social|coop)\b(?:/\S*)?",
        strict=True,
        blind=True,
        when=r"\.\w",
    ),
    pattern(signs.ACCOUNT, r"(?<![\w@/.-])@\w[\w.-]{2,}(?:@[\w.-]+\w)?", needs="@"),
    pattern(signs.ACCOUNT, r"(?<![\w/])u/\w[\w-]{2,}", needs="u/"),
    pattern(signs.ACCOUNT, r"\b[^\W\d]\w{1,31}#\d{4}\b", needs="#", when=r"#\d"),
    pattern(signs.ACCOUNT, r"(?<![\w&/#(`])#[^\W\d]\w{2,}", strict=True, needs="#", when=r"#\w"),
)
TELEPHONE = (
    pattern(
        signs.TELEPHONE,
        r"(?<![\w.-])\+?\(?\d(?:[\s()./-]{0,2}\d){6,14}(?![\w-])",
        strict=True,
        when=LONG,
    ),
    pattern(
        signs.TELEPHONE,
        r"(?<![\w.,/-])(?:\+|00?|\()\d(?:[\s()./-]{0,2}\d){7,14}(?![\w-])",
        lambda text: not _DAY_APART.fullmatch(text),
        when=LONG,
    ),
)
QUOTATIONS = (
    pattern(
        signs.QUOTED,
        r"“[^“”\n]{40,2000}”|«[^«»\n]{40,2000}»|„[^„“”\n]{40,2000}[“”]|\"[^\"\n]{40,2000}\"",
        lambda text: len(text.split()) > 12,
        strict=True,
    ),
)
