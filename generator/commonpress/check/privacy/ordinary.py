# SPDX-License-Identifier: AGPL-3.0-or-later
"""Texts in which nothing can stand, told at a glance: words of the dictionary, in small letters.

Most notes of a ledger are such. None of the signs has a form without digits, capitals or marks,
but for those named here, so a text is held against one expression and its words against the words
that were looked up before. Whatever is anything else is judged, which is the definition.
"""

from __future__ import annotations

import re

from commonpress.check.privacy.lexicon import Lexicon
from commonpress.check.privacy.names import KIN, WORD, is_dull

# One capital, at the start; small letters that have one form only; no mark that joins or divides.
_PLAIN = re.compile(r"[A-Z]?[a-zà-öø-ÿ ,;!?'’–—-]*\.?")
# An hour needs no digit where it is spelled.
_HOUR = "clock"
# Words that were found to be dull, by the list that holds them.
_DULL: dict[Lexicon, set[str]] = {}


def is_ordinary(text: str, lexicon: Lexicon | None) -> bool:
    """Whether nothing in this text leads to anybody; False where it must be judged."""
    if not _PLAIN.fullmatch(text) or _HOUR in text:
        return False
    if lexicon is None:
        return True
    dull = _DULL.setdefault(lexicon, set())
    new = [word for word in WORD.findall(text) if word not in dull]
    if not all(is_dull(word, lexicon) for word in new):
        return False
    dull.update(new)
    return KIN.search(text) is None
