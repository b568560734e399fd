# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a sign looks like: an expression, and what a text must hold for it to be worth trying."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from commonpress.check.privacy.signs import Sign


@dataclass(frozen=True, slots=True)
class Pattern:
    """An expression, the sign it finds, and what must hold of a match beside its form.

    Those with `strict` are asked only where a text may say nothing of people; `needs` is a
    letter without which there is nothing to look for.
    """

    sign: Sign
    form: re.Pattern[str]
    accept: Callable[[str], bool] = lambda _: True
    strict: bool = False
    needs: str = ""
    when: re.Pattern[str] | None = None


# What must stand in a text before some of the expressions are worth trying.
DIGIT = re.compile(r"\d")
LONG = re.compile(r"\d(?:[\s()./-]{0,2}\d){4}")
HOST = re.compile(r"\.(?:com|me|net|org)/", re.IGNORECASE)
SPELLED_AT = re.compile(r"[(\[]\s?(?:at|arroba|chez)\b", re.IGNORECASE)


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
    when: re.Pattern[str] | None = None,
) -> Pattern:
    """A pattern from the text of its expression; `blind` to capitals."""
    flags = re.IGNORECASE if blind else re.NOFLAG
    return Pattern(sign, re.compile(form, flags), accept, strict, needs, when)
