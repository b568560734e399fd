# SPDX-License-Identifier: AGPL-3.0-or-later
"""A second reader of iCalendar, written from RFC 5545 alone and strict about its lines.

It refuses what a lenient reader would forgive: bare line ends, lines too long, a piece of a
sign, control signs, a property that may stand once and stands twice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_LINE = re.compile(r"([A-Z][A-Z0-9-]*)((?:;[A-Z][A-Z0-9-]*=(?:\"[^\"]*\"|[^\";:,]*))*):(.*)")
_FORMS = {
    "DTSTAMP": r"\d{8}T\d{6}Z",
    "SEQUENCE": r"0|[1-9]\d*",
    "STATUS": r"CONFIRMED|CANCELLED|TENTATIVE",
    "TRANSP": r"OPAQUE|TRANSPARENT",
    "DTSTART": r"\d{8}T\d{6}Z?",
    "DTSTART;VALUE=DATE": r"\d{8}",
}
_NEEDED = {"UID", "DTSTAMP", "SEQUENCE", "SUMMARY", "STATUS"}
_SIGNS = {"\\n": "\n", "\\N": "\n", "\\,": ",", "\\;": ";", "\\\\": "\\"}
_TEXTS = {"SUMMARY", "DESCRIPTION", "LOCATION", "NAME", "X-WR-CALNAME", "CATEGORIES"}

Event = dict[str, str]


@dataclass(frozen=True)
class Read:
    """The properties of a calendar, and its events in their order."""

    properties: Event
    events: tuple[Event, ...]


def read_calendar(content: bytes) -> Read:
    """Read a calendar; an AssertionError says what is wrong with it."""
    lines = [_property(line) for line in _unfolded(content)]
    assert lines[0] == ("BEGIN", "VCALENDAR")
    assert lines[-1] == ("END", "VCALENDAR")
    head: Event = {}
    events: list[Event] = []
    inside: Event | None = None
    for name, value in lines[1:-1]:
        if (name, value) == ("BEGIN", "VEVENT"):
            assert inside is None, "an event in an event"
            inside = {}
        elif (name, value) == ("END", "VEVENT"):
            assert inside is not None
            events.append(_whole(inside))
            inside = None
        else:
            here = head if inside is None else inside
            assert name not in here, f"{name} twice"
            here[name] = value
    assert inside is None, "an event that does not end"
    assert {"VERSION", "PRODID"} <= head.keys()
    return Read(head, tuple(events))


def _unfolded(content: bytes) -> list[str]:
    pieces = content.split(b"\r\n")
    assert pieces.pop() == b"", "the last line does not end"
    for piece in pieces:
        assert len(piece) <= 75, piece
        assert not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", piece), piece
        piece.decode()  # no sign is cut in two
    lines: list[str] = []
    for piece in pieces:
        if piece.startswith((b" ", b"\t")):
            lines[-1] += piece[1:].decode()
        else:
            lines.append(piece.decode())
    return lines


def _property(line: str) -> tuple[str, str]:
    found = _LINE.fullmatch(line)
    assert found, line
    name = found[1] + found[2]
    form = _FORMS.get(name)
    assert form is None or re.fullmatch(form, found[3]), line
    return name, _plain(found[3]) if found[1] in _TEXTS else found[3]


def _plain(value: str) -> str:
    assert not re.search(r"(?<!\\)(?:\\\\)*[,;]", value), f"not escaped: {value}"
    return re.sub(r"\\[nN,;\\]", lambda sign: _SIGNS[sign[0]], value)


def _whole(event: Event) -> Event:
    assert event.keys() >= _NEEDED, event
    assert len({"DTSTART", "DTSTART;VALUE=DATE"} & event.keys()) == 1, event
    return event
