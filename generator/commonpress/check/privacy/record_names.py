# SPDX-License-Identifier: AGPL-3.0-or-later
"""People in the names of files and folders, and in ids: these stand in addresses for ever.

A name that a strict text was found to hold is an error wherever it stands. A given name, or a
word that is in no dictionary and that the book has not said elsewhere, only warns: it may be a
street or a tool. Where stories are told, it is an error too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from commonpress.check.privacy.lexicon import given_names, lexicon
from commonpress.check.privacy.masking import USUAL
from commonpress.check.privacy.passages import is_strict_kind
from commonpress.check.privacy.reading import WORDS_FROM, Reading, may_stand_in, titles_of
from commonpress.check.privacy.signs import masked
from commonpress.check.privacy.spelling import any_spelled
from commonpress.ground.diagnostics import Code, Diagnostic, Severity, Span
from commonpress.kinds import KINDS
from commonpress.kinds.allow import AllowList
from commonpress.kinds.base import SLUG, FileEach, Kind, ListIn
from commonpress.kinds.role import Handle
from commonpress.read.files import printable
from commonpress.read.shelves import is_beside, is_media, place_of

if TYPE_CHECKING:
    from commonpress.check.register import Register

NAMED_AFTER = Code(
    "named-after-somebody",
    "The id of a record, and the name of its file or folder, is never made from a person's name. "
    "It stands in addresses, in links and in the history, and an id never changes.",
    private=True,
)
NAME_LIKELY = Code(
    "id-like-a-name",
    "A given name, or a word that is in no dictionary, may make an id or the name of a file lead "
    "to somebody. What is no person stands in `content/allow.yml`, with the reason.",
    severity=Severity.WARNING,
    private=True,
)
CODES = (NAMED_AFTER, NAME_LIKELY)

_WORD = re.compile(r"[^\W\d_]{3,}")
_HINT = "name it by what it is about; what is no person goes into `content/allow.yml`"


@dataclass(frozen=True, slots=True)
class _Name:
    """A name that people gave: its words are judged, and `where` says whose it is."""

    text: str
    span: Span
    where: str
    kind: Kind | None


def names_lead_to_nobody(register: Register, reading: Reading) -> Iterator[Diagnostic]:
    """A finding for each name that holds somebody's; `form` finds names known from texts.

    Terms of the allow-list that a name needs are added to what the reading used.
    """
    titled = frozenset(_words_of(*titles_of(register)))
    # A book in another language has words in its names that no list here holds, and a title
    # that cannot be read may say them.
    has_list = all(map(lexicon, register.settings.languages))
    has_list = has_list and not register.missing.touches(WORDS_FROM)
    for name in _names(register):
        allowed = _allowed(register, name.kind)
        for word in _WORD.findall(name.text):
            small = word.lower()
            if small in allowed:
                reading.used.update(allowed[small])
            elif code := _wrong(small, name, reading.form, titled if has_list else None):
                message = f"{name.where} holds what may be a name: {masked(word)}"
                yield Diagnostic(code, name.span, message, _HINT)
                break


def _wrong(
    word: str, name: _Name, form: re.Pattern[str] | None, titled: frozenset[str] | None
) -> Code | None:
    if form and form.fullmatch(word):
        return NAMED_AFTER
    if word in USUAL or any_spelled(word):
        return None
    # What a camera calls a picture is in no dictionary either.
    is_plain = titled is None or word in titled or name.kind is None
    if is_plain and not given_names().holds(word):
        return None
    return NAMED_AFTER if name.kind and is_strict_kind(name.kind) else NAME_LIKELY


def _names(register: Register) -> Iterator[_Name]:
    """Every name in the book that somebody chose: of files and folders, and ids in lists."""
    for path in register.paths:
        if text := _chosen(path):
            kind = next((kind for kind in KINDS if kind.is_home_of(path)), None)
            yield _Name(text, Span(printable(path)), _place(path, kind), kind)
    for kind in KINDS:
        if isinstance(kind.shelf, ListIn) and kind.id_form == SLUG and kind.record is not Handle:
            for record in register.of(kind.record):
                where = f"the id of {kind.one}"
                yield _Name(record.id, record.span("id"), where, kind)


def _chosen(path: str) -> str:
    """What of a path was chosen: not the rooms and the folders of kinds, nor an id of numbers."""
    folder, _, name = path.rpartition("/")
    if is_beside(name):
        return _below_home(folder)
    place = place_of(path)
    if place and (not place.id or not isinstance(place.kinds[0].shelf, FileEach)):
        return ""
    if place and re.fullmatch(place.kinds[0].id_form, place.id) and r"\d" in place.kinds[0].id_form:
        return ""
    inside = _below_home(path)
    return inside.rpartition(".")[0] or inside


def _below_home(path: str) -> str:
    homes = ["content/media", *(kind.home for kind in KINDS if isinstance(kind.shelf, FileEach))]
    found = [home for home in homes if f"{path}/".startswith(f"{home}/")]
    return path.removeprefix(max(found, key=len, default=path.partition("/")[0]))


def _place(path: str, kind: Kind | None) -> str:
    if is_media(path):
        return "the name of a picture"
    return f"the name of a file or folder in {kind.home if kind else path.partition('/')[0]}"


def _allowed(register: Register, kind: Kind | None) -> dict[str, set[str]]:
    """The words of terms that may stand in names of a kind, and whose words they are."""
    found: dict[str, set[str]] = {}
    for one in register.of(AllowList):
        for term in one.terms:
            if kind is None or may_stand_in(term, kind):
                for word in _words_of(term.term):
                    found.setdefault(word, set()).add(term.term)
    for handle in register.of(Handle):
        found.setdefault(handle.id, set())
    return found


def _words_of(*texts: str) -> Iterator[str]:
    return (word.lower() for text in texts for word in _WORD.findall(text))
