# SPDX-License-Identifier: AGPL-3.0-or-later
"""Time zones, from the packaged IANA data and never from the machine's own.

The rules of a zone change with the releases of that data, and two machines seldom have the
same. The package `tzdata` is pinned with everything else, so the same book gives the same hour
everywhere. It holds data only, and is read here without being imported.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

_PACKAGE = "tzdata"


@cache
def time_zone_names() -> frozenset[str]:
    """The name of every zone there is."""
    return frozenset((files(_PACKAGE) / "zones").read_text(encoding="ascii").split())


@cache
def _zone(name: str) -> ZoneInfo:
    place = files(_PACKAGE).joinpath("zoneinfo", *name.split("/"))
    with place.open("rb") as rules:
        return ZoneInfo.from_file(rules, key=name)


def in_universal_time(day: date, hour: time, zone: str) -> datetime:
    """A local hour in UTC. An hour that the clocks skip or repeat is the earlier offset's.

    `zone` is one of `time_zone_names`.
    """
    return datetime.combine(day, hour, _zone(zone)).astimezone(UTC)
