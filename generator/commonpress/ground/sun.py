# SPDX-License-Identifier: AGPL-3.0-or-later
"""The days on which the sun turns: equinoxes and solstices, in universal time.

Source of the series: Jean Meeus, Astronomical Algorithms, 2nd edition, chapter 27
(tables 27.B and 27.C), good to about a minute for the years 1000 to 3000.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from math import cos, radians

# Table 27.B: mean instants of the March, June, September and December turning, as a
# polynomial in thousands of years since 2000. Values are Julian ephemeris days.
_MEAN = (
    (2451623.80984, 365242.37404, 0.05169, -0.00411, -0.00057),
    (2451716.56767, 365241.62603, 0.00325, 0.00888, -0.00030),
    (2451810.21715, 365242.01767, -0.11575, 0.00337, 0.00078),
    (2451900.05952, 365242.74049, -0.06223, -0.00823, 0.00032),
)
# Table 27.C: amplitude, phase and speed of the periodic terms (degrees, degrees a century).
_TERMS = (
    (485, 324.96, 1934.136),
    (203, 337.23, 32964.467),
    (199, 342.08, 20.186),
    (182, 27.85, 445267.112),
    (156, 73.14, 45036.886),
    (136, 171.52, 22518.443),
    (77, 222.54, 65928.934),
    (74, 296.72, 3034.906),
    (70, 243.58, 9037.513),
    (58, 119.81, 33718.147),
    (52, 297.17, 150.678),
    (50, 21.02, 2281.226),
    (45, 247.54, 29929.562),
    (44, 325.15, 31555.956),
    (29, 60.93, 4443.417),
    (18, 155.12, 67555.328),
    (17, 288.79, 4562.452),
    (16, 198.04, 62894.029),
    (14, 199.76, 31436.921),
    (12, 95.39, 14577.848),
    (12, 287.11, 31931.756),
    (12, 320.81, 34777.259),
    (9, 227.73, 1222.114),
    (8, 15.45, 16859.074),
)
_EPOCH = datetime(2000, 1, 1, 12, tzinfo=UTC)  # Julian day 2451545.0


@cache
def turning_day(year: int, turning: int) -> date:
    """The day of turning 0 (March), 1 (June), 2 (September) or 3 (December) of a year."""
    y = (year - 2000) / 1000
    mean = sum(factor * y**power for power, factor in enumerate(_MEAN[turning]))
    t = (mean - 2451545.0) / 36525
    w = radians(35999.373 * t - 2.47)
    wobble = 1 + 0.0334 * cos(w) + 0.0007 * cos(2 * w)
    terms = sum(a * cos(radians(b + c * t)) for a, b, c in _TERMS)
    instant = _EPOCH + timedelta(days=mean + 0.00001 * terms / wobble - 2451545.0)
    return (instant - timedelta(seconds=_delta_t(year))).date()


def _delta_t(year: int) -> float:
    """Seconds between dynamical and universal time: a good minute in this century."""
    return 64 + 0.4 * (year - 2000)
