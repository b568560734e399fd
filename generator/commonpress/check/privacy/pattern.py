# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a sign looks like: an expression, and what a text must hold for it to be worth trying."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from commonpress.check.privacy.signs import Sign


@cache
def compiled(form: str, *, blind: bool = False) -> re.Pattern[str]:
    """An expression, made when it is first needed: most books hold nothing that needs most."""
    return re.compile(form, re.IGNORECASE if blind else re.NOFLAG)


@dataclass(frozen=True, slots=True)
class Pattern:
    """An expression, the sign it finds, and what must hold of a match beside its form.

    Those with `strict` are asked only where a text may say nothing of people. Where `needs` does
    not stand, or what `when` looks for, there is nothing to find: both are asked of a paragraph.
    """

    sign: Sign
    text: str
    accept: Callable[[str], bool] = lambda _: True
    strict: bool = False
    needs: str = ""
    blind: bool = False
    when: str = ""

    @property
    def form(self) -> re.Pattern[str]:
        """The expression."""
        return compiled(self.text, blind=self.blind)


# What must stand in a text before some of the expressions are worth trying.
DIGIT = r"\d"
LONG = r"\d(?:[\s()./-]{0,2}\d){4}"
HOST = r"(?i:\.(?:com|me|net|org)/)"
SPELLED_AT = r"[(\[]\s?(?i:at|arroba|chez)\b"


def bare(test: Callable[[str], bool]) -> Callable[[str], bool]:
    """A test of a number, asked of its letters and digits alone."""
    return lambda text: test(re.sub(r"[\s./-]", "", text).upper())


def pattern(
    sign: Sign,
    form: str,
    accept: Callable[[str], bool] = lambda _: True,
    *,
    strict: bool = False,
    needs: str = "",
    blind: bool = False,
    when: str = "",
) -> Pattern:
    """A pattern from the text of its expression; `blind` to capitals."""
    return Pattern(sign, form, accept, strict, needs, blind, when)
