# SPDX-License-Identifier: AGPL-3.0-or-later
"""Time zones, from the packaged IANA data and never from the machine's own.

The rules of a zone change with the releases of that data, and two machines seldom have the
same. The package `tzdata` is pinned with everything else, so the same book gives the same hour
everywhere. It holds data only, and is read here without being imported.

Most books are checked without an hour in them, so what reads a zone is loaded by its first one.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_PACKAGE = "tzdata"


@cache
def time_zone_names() -> frozenset[str]:
    """The name of every zone there is."""
    from importlib.resources import files  # noqa: PLC0415 - see above

    return frozenset((files(_PACKAGE) / "zones").read_text(encoding="ascii").split())


@cache
def _zone(name: str) -> ZoneInfo:
    from importlib.resources import files  # noqa: PLC0415 - see above
    from zoneinfo import ZoneInfo  # noqa: PLC0415

    place = files(_PACKAGE).joinpath("zoneinfo", *name.split("/"))
    with place.open("rb") as rules:
        return ZoneInfo.from_file(rules, key=name)


def in_universal_time(day: date, hour: time, zone: str) -> datetime:
    """A local hour in UTC. An hour that the clocks skip or repeat is the earlier offset's.

    `zone` is one of `time_zone_names`.
    """
    return datetime.combine(day, hour, _zone(zone)).astimezone(UTC)
