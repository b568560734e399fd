# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every commit of a change through the gate: what was added and taken out again is still there.

The files of the book are read as each commit has them, and so are its message, the lines that say
who wrote it, the names of its files and the names of its branches. Only what a commit brings is
told, with the commit, the file and the line, and never with the value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from commonpress.check.commit_allowed import allowed_at_once
from commonpress.check.commit_people import Declared, judge_people
from commonpress.check.commit_texts import Told, passages_of, record_findings, register_of, told_of
from commonpress.check.discretion import is_guarded
from commonpress.check.privacy import signs
from commonpress.check.privacy.gate import judge
from commonpress.check.privacy.lexicon import given_names
from commonpress.check.privacy.passages import Passage
from commonpress.check.privacy.reading import (
    WORDS_FROM,
    Manners,
    Reading,
    form_of_names,
    found_again,
)
from commonpress.check.privacy.signs import Found
from commonpress.check.privacy.spelling import any_spelled
from commonpress.check.register import Register
from commonpress.ground.diagnostics import Diagnostic, Span
from commonpress.kinds import KIND_OF_RECORD, KINDS
from commonpress.kinds.case import Case
from commonpress.kinds.publication import Page
from commonpress.read.files import printable
from commonpress.read.git_objects import Commit, Written
from commonpress.read.picture_parts import PICTURE_CARRIES, carried
from commonpress.read.shelves import is_media
from commonpress.read.text import TOO_LARGE

_WORDS = re.compile(r"[^\W\d_]{3,}")
_BASE_AND_HEAD = 2
Findings = tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class _Gate:
    """What the commits are judged by: manners, words of the book, and names that were found."""

    manners: Manners
    words: frozenset[str]
    form: re.Pattern[str] | None = None
    show: bool = False


def judge_commits(
    commits: Sequence[Commit],
    books: Iterable[Mapping[str, bytes]],
    branches: Iterable[str] = (),
    *,
    show: bool = False,
) -> tuple[Diagnostic, ...]:
    """Everything in these commits that leads to somebody, the oldest commit first.

    `books` are the files of the book as it was before and as it would be: their titles, handles
    and allowed terms are no names. A term that only a commit in between allowed is none of them.
    `show` also says what was found.
    """
    books = tuple(books)
    register = register_of(books)
    gate = _gate(register)
    told = [one for commit in commits for one in _texts(commit, gate.manners)]
    form = form_of_names((one.passage, one.found) for one in told)
    gate = replace(gate, form=form, show=show)
    declared = Declared.of(register)
    found: list[Diagnostic] = []
    for commit in commits:
        for one in told:
            if one.commit == commit.name:
                found.extend(record_findings(one, _with_names(one, form), show=show))
        found.extend(judge_people(commit, declared))
        found.extend(finding for file in commit.files for finding in _of_file(commit, file, gate))
    if len(books) == _BASE_AND_HEAD:
        found.extend(allowed_at_once(told, *books))
    for branch in branches:
        found.extend(_in_name(branch, f"branch {printable(branch)}", "", gate))
    return tuple(dict.fromkeys(found))


def judge_message(
    message: str, book: Mapping[str, bytes], changed: Iterable[str], *, show: bool = False
) -> Findings:
    """What the message holds of a commit that is being made, and that changes these files."""
    commit = Commit("", (), message, tuple(Written(path, None) for path in changed))
    told = _message(commit, Manners(register_of([book])))
    return tuple(record_findings(told, told.found, show=show))


def _gate(register: Register) -> _Gate:
    titles = [
        word.lower()
        for kind in KINDS
        if kind.name in WORDS_FROM
        for record in register.of(kind.record)
        for word in _WORDS.findall(f"{record.id} {getattr(record, 'title', '')}")
    ]
    return _Gate(Manners(register), frozenset(titles))


def _texts(commit: Commit, manners: Manners) -> Iterator[Told]:
    """The message and every text of a record that a commit brings, with what was found."""
    yield _message(commit, manners)
    for file in commit.files:
        if file.content is None or is_media(file.path):
            continue
        was = tuple(_judged(file.path, file.before, manners))
        values = {(one.sign, _value(passage, one)) for passage, found in was for one in found}
        before = "\n".join(passage.text for passage, _ in was).casefold()
        for passage, found in _judged(file.path, file.content, manners):
            new = (one for one in found if (one.sign, _value(passage, one)) not in values)
            yield Told(commit.name, passage, tuple(new), before)


def _judged(
    path: str, content: bytes | None, manners: Manners
) -> Iterator[tuple[Passage, tuple[Found, ...]]]:
    for passage in passages_of(path, content) if content else ():
        found = judge(passage.text, manners.of(passage))
        yield passage, tuple(manners.not_allowed(found, passage, Reading()))


def _value(passage: Passage, one: Found) -> str:
    return passage.text[one.start : one.end]


def _message(commit: Commit, manners: Manners) -> Told:
    """The message of a commit; of one that touches stories it is read as strictly as they are."""
    strict = any(is_guarded(file.path) for file in commit.files)
    kind = KIND_OF_RECORD[Case if strict else Page]
    passage = Passage(manners.settings, kind, "", commit.message, strict)
    found = judge(passage.text, manners.of(passage))
    # Whoever writes a message uses words of their tools, which are in no dictionary.
    meant = (one for one in found if one.sign is not signs.UNKNOWN)
    allowed = tuple(manners.not_allowed(meant, passage, Reading()))
    return Told(commit.name, passage, allowed, is_message=True)


def _with_names(told: Told, form: re.Pattern[str] | None) -> Iterator[Found]:
    """What was found in a text, and the names that were found elsewhere and came in with it."""
    again = [
        one
        for one in (found_again(form, told.passage.text, told.found) if form else ())
        if _value(told.passage, one).casefold() not in told.before
    ]
    yield from again
    for one in told.found:
        if not any(one.start < other.end and other.start < one.end for other in again):
            yield one


def _of_file(commit: Commit, file: Written, gate: _Gate) -> Iterator[Diagnostic]:
    """What the name of a new file says, and what a picture carries."""
    where = f", in commit {commit.name}"
    if file.before is None:
        yield from _in_name(file.path, printable(file.path), where, gate)
    if file.is_too_large:
        message = f"this file is too large to be read{where}"
        hint = "make the commits anew, without it"
        yield Diagnostic(TOO_LARGE, Span(printable(file.path)), message, hint)
    elif file.content is not None:
        yield from _of_picture(file.path, file.content, where)


def _of_picture(path: str, content: bytes, where: str) -> Iterator[Diagnostic]:
    for what in carried(content) if is_media(path) else ():
        message = f"this picture carries {what}{where}"
        hint = "save it again without its metadata, and make the commit anew"
        yield Diagnostic(PICTURE_CARRIES, Span(printable(path)), message, hint)


def _in_name(name: str, place: str, where: str, gate: _Gate) -> Iterator[Diagnostic]:
    """People in the name of a file or a branch: names that were found, and given names."""
    for word in _WORDS.findall(name):
        if gate.form and gate.form.fullmatch(word):
            sign = signs.AGAIN
        elif _is_given(word.lower()) and word.lower() not in gate.words:
            sign = signs.LIKELY
        else:
            continue
        shown = place if gate.show else place.replace(word, f"{word[0]}……{word[-1]}")
        message = f"{sign.name} stands in this name: {told_of(word, show=gate.show)}{where}"
        hint = "name it otherwise, and make the commit anew"
        yield Diagnostic(sign.code, Span(shown), message, hint)


def _is_given(word: str) -> bool:
    return given_names().holds(word) and not any_spelled(word)
