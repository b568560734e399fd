# SPDX-License-Identifier: AGPL-3.0-or-later
"""How counts and shares of a census are put: never as if they were exact."""

from __future__ import annotations

from commonpress.derive.census import DomainView, Reliance
from commonpress.kinds.census import FEW, HIDDEN, LEAST_COUNT, Share
from commonpress.render import words
from commonpress.render.voice import say


def count_words(count: str) -> str:
    """A printed count, in a cell."""
    if count == FEW:
        return say("under {n}", n=LEAST_COUNT)
    return say("held back") if count == HIDDEN else count


def share_words(found: Reliance) -> str:
    """A share with what rounding leaves open, or how much else is told."""
    if found.low is None or found.high is None:
        return say("held back")
    if found.band is not None:
        return band_words(found.band)
    if found.about is None and found.low == 0:
        return say("at most {high} %", high=found.high)
    if found.about is None:
        return say("{low} to {high} %", low=found.low, high=found.high)
    return say(
        "about {about} %, between {low} and {high}",
        about=found.about,
        low=found.low,
        high=found.high,
    )


def short_share(found: Reliance) -> str:
    """A share where there is little room."""
    if found.about is None:
        return share_words(found)
    return say("about {about} %", about=found.about)


def households_words(found: Reliance) -> str:
    """How many households it was, as far as it is told."""
    if found.households is None:
        return share_words(found)
    low, high = found.households
    if found.says.isdigit():
        return say("about {count}, between {low} and {high}", count=found.says, low=low, high=high)
    if low == 0:
        return say("at most {high}", high=high)
    return say("{low} to {high}", low=low, high=high)


def band_words(band: Share) -> str:
    """A quarter band."""
    match band:
        case Share.FIRST:
            return say("under a quarter")
        case Share.SECOND:
            return say("a quarter to a half")
        case Share.THIRD:
            return say("a half to three quarters")
        case Share.FOURTH:
            return say("three quarters or more")


def domain_said(domain: DomainView) -> str:
    """The years of a domain in one sentence, for who hears a chart instead of seeing it."""
    years = words.listed(f"{found.year} {share_words(found)}" for found in domain.years)
    return say("{domain}: {years}.", domain=domain.question.title, years=years)
