# SPDX-License-Identifier: AGPL-3.0-or-later
"""The calendar of a book as iCalendar files (RFC 5545, RFC 7986): one of all, one a part.

What a commons writes down is the hour on the wall of the place. Where its settings name a time
zone, that hour is given in universal time. Where they do not, it stays a floating hour: a
meeting in the yard is at three by the yard's clock, and no zone is guessed from a name or from
the machine. Days without an hour are whole days.

There is no `METHOD`: with one, `DTSTAMP` would be the moment of the build (RFC 5545, 3.8.7.2);
without it, it is the day on which the event was last changed. There is no end either, but for
a gathering of several days, because no assembly says when it will be over. What was cancelled
stays, marked so: who has it in a calendar must hear of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, time, timedelta
from pathlib import Path
from typing import Final

from commonpress.derive.occasions import Agenda, Occasion, occasions
from commonpress.derive.publication import Publication
from commonpress.ground.zones import in_universal_time
from commonpress.kinds.commons import Commons
from commonpress.render.addresses import record_address
from commonpress.render.artifact import Artifact
from commonpress.render.environment import Templates
from commonpress.render.lasting_names import host_of

WHOLE: Final = "calendar.ics"
_TEMPLATE: Final = "feeds/occasion.html.jinja"
_LONGEST = 75  # octets a line, without its end (RFC 5545, 3.1)
_INSIDE, _CONTINUES = 0b11000000, 0b10000000  # an octet that is not the first of its sign
_NO_TEXT = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]+")  # TEXT holds no control signs
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def calendar_files(publication: Publication, own_templates: Path | None = None) -> list[Artifact]:
    """`calendar.ics` with everything, then a file for each part that has an occasion."""
    found = occasions(publication)
    if not found:
        return []
    templates = Templates(own_templates, values={"commons": publication.commons})
    events = [(one.agenda, tuple(_event(one, publication.commons, templates))) for one in found]
    groups = {WHOLE: events}
    groups |= {f"{agenda}.ics": [e for e in events if e[0] is agenda] for agenda in Agenda}
    return [
        Artifact(name, _calendar(name, (lines for _, lines in group), publication, templates))
        for name, group in groups.items()
        if group
    ]


def fold(line: str) -> str:
    """A content line of at most 75 octets a piece, no sign of the text cut in two."""
    octets = line.encode()
    if len(octets) <= _LONGEST:
        return line
    pieces, begin, room = [], 0, _LONGEST
    while len(octets) - begin > room:
        end = begin + room
        while octets[end] & _INSIDE == _CONTINUES:
            end -= 1
        pieces.append(octets[begin:end].decode())
        begin, room = end, _LONGEST - 1  # a space begins every piece but the first
    return "\r\n ".join([*pieces, octets[begin:].decode()])


def text(value: str) -> str:
    """A value of the type TEXT."""
    return _NO_TEXT.sub(" ", value).translate(_ESCAPES)


def _calendar(
    name: str, events: Iterable[tuple[str, ...]], publication: Publication, templates: Templates
) -> bytes:
    title = templates.texts("feeds/names.html.jinja")[name.removesuffix(".ics")]
    zone = publication.commons.time_zone
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Commonpress//Calendar of a commons//EN",
        f"NAME:{text(title)}",
        f"X-WR-CALNAME:{text(title)}",
        *([f"X-WR-TIMEZONE:{zone}"] if zone else []),
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        *(line for event in events for line in event),
        "END:VCALENDAR",
    ]
    return "".join(f"{fold(line)}\r\n" for line in lines).encode()


def _event(occasion: Occasion, commons: Commons, templates: Templates) -> Iterator[str]:
    words = templates.texts(_TEMPLATE, occasion=occasion, record=occasion.record)
    yield "BEGIN:VEVENT"
    yield f"UID:{occasion.id}@{host_of(commons)}"
    yield f"DTSTAMP:{_day(occasion.told_on)}T000000Z"
    yield f"SEQUENCE:{occasion.changes}"
    yield _start(occasion, commons.time_zone)
    if occasion.until:  # the first day after it (RFC 5545, 3.6.1)
        yield f"DTEND;VALUE=DATE:{_day(occasion.until + timedelta(days=1))}"
    yield f"SUMMARY:{text(words['title'])}"
    if words["about"]:
        yield f"DESCRIPTION:{text(words['about'])}"
    if occasion.place:
        yield f"LOCATION:{text(occasion.place)}"
    if commons.site_url:
        address = record_address(occasion.kind, occasion.record.id)
        yield f"URL:{commons.site_url.rstrip('/')}/{address}"
    yield f"STATUS:{'CANCELLED' if occasion.is_off else 'CONFIRMED'}"
    yield f"CATEGORIES:{text(words['category'])}"
    if not occasion.time:
        yield "TRANSP:TRANSPARENT"  # a whole day that keeps nobody from anything else
    yield "END:VEVENT"


def _start(occasion: Occasion, zone: str) -> str:
    if not occasion.time:
        return f"DTSTART;VALUE=DATE:{_day(occasion.day)}"
    hour = time.fromisoformat(occasion.time)
    if zone:
        moment = in_universal_time(occasion.day, hour, zone)
        return f"DTSTART:{_day(moment.date())}T{moment:%H%M%S}Z"
    return f"DTSTART:{_day(occasion.day)}T{hour:%H%M%S}"


def _day(day: date) -> str:
    return day.isoformat().replace("-", "")
