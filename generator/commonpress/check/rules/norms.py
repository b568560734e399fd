# SPDX-License-Identifier: AGPL-3.0-or-later
"""Norms are short enough to be said aloud."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from commonpress.check.rules.wording import finding
from commonpress.ground.diagnostics import Code, Diagnostic
from commonpress.kinds.case import Norm

if TYPE_CHECKING:
    from commonpress.check.register import Register

NORM_TOO_LONG = Code(
    "norm-too-long",
    "A norm is one to three sentences, so that it can be said aloud and remembered. Where it "
    "comes from stands below its fields.",
)
CODES = (NORM_TOO_LONG,)
MOST_SENTENCES = 3

# A sentence ends with a mark and what closes it, where the text ends or a new word follows.
_SENTENCE_END = re.compile(r"(?<!\b[A-Za-z])[.?!…؟。]+[\"'”’»)\]]*(?=\s|$)")


def sentences_in(text: str) -> int:
    """How many sentences a line has; what is left without a mark at the end is one too."""
    ends = [found.end() for found in _SENTENCE_END.finditer(text)]
    is_unfinished = bool(text[ends[-1] if ends else 0 :].strip())
    return len(ends) + is_unfinished


def norms_are_one_to_three_sentences(register: Register) -> Iterator[Diagnostic]:
    """`text` says the norm and nothing else."""
    for norm in register.of(Norm):
        number = sentences_in(norm.text)
        if number > MOST_SENTENCES:
            message = f"`{norm.id}` has {number} sentences, and a norm has at most three"
            hint = "keep what people say to each other, and move the rest below the fields"
            yield finding(NORM_TOO_LONG, norm, "text", message, hint)


RULES = (norms_are_one_to_three_sentences,)
