# SPDX-License-Identifier: AGPL-3.0-or-later
"""The gate for a whole book: every text in its own manner, and the names found once, everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from commonpress.check.privacy import signs
from commonpress.check.privacy.clean_texts import CleanTexts, mark_of
from commonpress.check.privacy.gate import Manner, judge
from commonpress.check.privacy.known import Known, known_words
from commonpress.check.privacy.lexicon import Lexicon, lexicon
from commonpress.check.privacy.names import WORD
from commonpress.check.privacy.passages import Apart, Passage, passages
from commonpress.check.privacy.signs import Found
from commonpress.check.privacy.spelling import any_spelled
from commonpress.check.register import Register
from commonpress.ground.diagnostics import Severity
from commonpress.ground.sharing import may_share, shared
from commonpress.kinds import KIND_OF_RECORD
from commonpress.kinds.allow import AllowList, Term
from commonpress.kinds.base import Kind
from commonpress.kinds.case import Norm
from commonpress.kinds.commons import Commons
from commonpress.kinds.fund import Fund
from commonpress.kinds.gathering import Gathering
from commonpress.kinds.guardrail import Guardrail
from commonpress.kinds.ledger import Account, Category, Resource
from commonpress.kinds.practice import Practice
from commonpress.kinds.project import Project
from commonpress.kinds.publication import Zine
from commonpress.kinds.role import Handle, Role
from commonpress.kinds.symbol import Symbol

# Records that are no people, and whose titles the assembly chose.
_TITLED = (
    Account, Category, Fund, Gathering, Guardrail, Norm, Practice, Project, Resource, Role, Symbol,
    Zine,
)  # fmt: skip
# The kinds whose records say which words are no names.
WORDS_FROM = tuple(KIND_OF_RECORD[record].name for record in (Commons, AllowList, Handle, *_TITLED))
_ARTICLE = re.compile(r"^(?:The|An?|El|La|Los|Las|Le|Les|Der|Die|Das)\s")
_LEAST = 3
# So many letters are worth a second process.
_MUCH = 1_000_000


@dataclass(slots=True)
class Reading:
    """What the gate found in a book, and what it did not mind because a list says so."""

    found: list[tuple[Passage, tuple[Found, ...]]] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    unread: list[Passage] = field(default_factory=list)
    # How the names that strict texts were found to hold may be written anywhere.
    form: re.Pattern[str] | None = None


def read_texts(register: Register) -> Reading:
    """Every text of a book through the gate."""
    gate = _Gate(Manners(register), Reading(), register.texts)
    every = tuple(passages(register))
    gate.share(every, register.notes_apart)
    for passage in every:
        gate.read(passage)
    for apart in register.notes_apart:
        gate.read_apart(apart)
    reading = gate.reading
    reading.used |= gate.manners.used()
    _look_again(reading, chain(every, *(apart.passages() for apart in register.notes_apart)))
    return reading


@dataclass(slots=True)
class _Gate:
    """Reads passages, but those that are known to be clean."""

    manners: Manners
    reading: Reading
    clean: CleanTexts | None
    done: dict[tuple[str, str, str], tuple[Found, ...]] = field(default_factory=dict)

    def share(self, every: Sequence[Passage], apart: Sequence[Apart]) -> None:
        """Let a second process find clean what it can of its half, where nothing is known yet.

        What it does not find clean is judged here. So what is found is found in one process.
        """
        much = sum(len(passage.text) for passage in every) + sum(len(one.notes) for one in apart)
        if much < _MUCH or (self.clean and self.clean.knows_some) or not may_share():
            return
        clean = self.clean = self.clean or CleanTexts()

        def judge_part(part: int, of: int) -> bytes:
            for passage in every[part::of]:
                self.read(passage)
            for notes in apart[part::of]:
                self.read_apart(notes)
            return clean.packed() if part else b""

        told, self.reading = self.reading, Reading()
        for packed in shared(judge_part)[1:]:
            clean.learn(packed)
        told.used |= self.reading.used
        self.reading = told  # what else was found in our half is found again, in its order

    def read(self, passage: Passage) -> None:
        """Read a passage. The same text of records of a kind is judged once."""
        key = passage.kind.name, passage.record.lang, passage.text
        if key not in self.done:
            self.done[key] = self._found(passage)
        if self.done[key]:
            self.reading.found.append((passage, self.done[key]))
        self._note_unread(passage)

    def read_apart(self, apart: Apart) -> None:
        """Read notes that stand apart from their lines. They are known to be clean together."""
        first = next(apart.passages())
        self._note_unread(first)
        if self._is_known(first, apart.notes):
            return
        told, needed = len(self.reading.found), set[str]()
        for passage in apart.passages():
            found, words = self._judged(passage)
            needed |= words
            if found:
                self.reading.found.append((passage, found))
        if self.clean and len(self.reading.found) == told:
            self.clean.keep(self.manners.mark(first), *apart.notes, needed=needed)

    def _note_unread(self, passage: Passage) -> None:
        if passage.strict and self.manners.of(passage).lexicon is None:
            self.reading.unread.append(passage)

    def _found(self, passage: Passage) -> tuple[Found, ...]:
        """What stands in a text and is not allowed."""
        if self._is_known(passage, (passage.text,)):
            return ()
        found, needed = self._judged(passage)
        if self.clean and not found:
            self.clean.keep(self.manners.mark(passage), passage.text, needed=needed)
        return found

    def _is_known(self, passage: Passage, texts: Iterable[str]) -> bool:
        """Whether texts that are judged as this passage were found clean before."""
        if self.clean is None:
            return False
        needed = self.clean.needed_by(self.manners.mark(passage), *texts)
        self.reading.used.update(needed or ())
        return needed is not None

    def _judged(self, passage: Passage) -> tuple[tuple[Found, ...], set[str]]:
        """What stands in a text and is not allowed, and which known words it needed."""
        manner = self.manners.of(passage)
        before, manner.known.used = manner.known.used, set()
        found = judge(passage.text, manner)
        needed, manner.known.used = manner.known.used, before
        if found:
            meant = Reading()
            found = tuple(self.manners.not_allowed(found, passage, meant))
            needed |= meant.used
        self.reading.used |= needed
        return found, needed


class Manners:
    """How each kind is judged, in each language."""

    def __init__(self, register: Register) -> None:
        self.settings = register.settings
        self.terms = tuple(term for one in register.of(AllowList) for term in one.terms)
        # In a case a handle has a finding of its own.
        handles = tuple(handle.id for handle in register.of(Handle))
        self.words = known_words((*titles_of(register), *handles, *map(str.capitalize, handles)))
        found = (lexicon(language) for language in register.settings.languages)
        self.others: tuple[Lexicon, ...] = tuple(one for one in found if one)
        self._known: dict[str, Known] = {}
        self._made: dict[tuple[str, str], Manner] = {}
        self._marks: dict[tuple[str, str], bytes] = {}

    def of(self, passage: Passage) -> Manner:
        """How a passage is judged."""
        language = passage.record.lang or self.settings.language
        key = passage.kind.name, language
        if key not in self._made:
            words = lexicon(language)
            self._made[key] = Manner(
                strict=passage.strict,
                lexicon=words,
                known=self.known(passage.kind),
                others=tuple(one for one in self.others if one is not words),
                letters_of_its_own=words is None,
            )
        return self._made[key]

    def mark(self, passage: Passage) -> bytes:
        """A mark of all that a verdict on this passage hangs on beside its text."""
        language = passage.record.lang or self.settings.language
        key = passage.kind.name, language
        if key not in self._marks:
            manner, kind = self.of(passage), passage.kind
            terms = [term.term for term in self.terms if may_stand_in(term, kind)]
            lists = [one.language for one in (manner.lexicon, *manner.others) if one]
            phrases = list(manner.known.phrases.items())
            self._marks[key] = mark_of(
                manner.strict, language, lists, manner.letters_of_its_own, terms, phrases
            )
        return self._marks[key]

    def known(self, kind: Kind) -> Known:
        """The words that are no names in records of a kind."""
        if kind.name not in self._known:
            terms = tuple(term.term for term in self.terms if may_stand_in(term, kind))
            self._known[kind.name] = known_words(terms, self.words) if terms else self.words
        return self._known[kind.name]

    def not_allowed(
        self, found: Iterable[Found], passage: Passage, reading: Reading
    ) -> Iterator[Found]:
        """What no term of the allow-list is, letter for letter."""
        terms = {term.term for term in self.terms if may_stand_in(term, passage.kind)}
        for one in found:
            text = passage.text[one.start : one.end]
            if text in terms:
                reading.used.add(text)
            else:
                yield one

    def used(self) -> set[str]:
        """The words that were needed."""
        return {phrase for known in self._known.values() for phrase in known.used}


def may_stand_in(term: Term, kind: Kind) -> bool:
    """Whether a term of the allow-list may stand in records of a kind; in cases only by name."""
    return kind.name in term.scope if term.scope else not kind.guarded


def titles_of(register: Register) -> Iterator[str]:
    """The names of the book, and the titles of its records that are no people."""
    yield from (register.settings.name, register.settings.short_name)
    for record in _TITLED:
        for one in register.of(record):
            title = getattr(one, "title", "") or one.id
            yield from (title, _ARTICLE.sub("", title))


def _look_again(reading: Reading, every: Iterable[Passage]) -> None:
    """Names that a strict text was found to hold, in every text and id, in any letters."""
    reading.form = form = form_of_names(reading.found)
    if form is None:
        return
    found = {id(passage): (passage, signs_in) for passage, signs_in in reading.found}
    for passage in every:
        _, before = found.get(id(passage), (passage, ()))
        again = tuple(found_again(form, passage.text, before))
        if again:
            kept = (one for one in before if not _over(one, again))
            found[id(passage)] = passage, tuple(sorted((*kept, *again), key=lambda one: one.start))
    reading.found = list(found.values())


def form_of_names(
    found: Iterable[tuple[Passage, tuple[Found, ...]]],
) -> re.Pattern[str] | None:
    """How the names in these findings may be written anywhere; None where there are none."""
    names = sorted(_names(found))
    if not names:
        return None
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})(?:['’]?s)?\b", re.IGNORECASE)


def found_again(form: re.Pattern[str], text: str, before: tuple[Found, ...]) -> Iterator[Found]:
    """Where those names stand in a text, but where an error stands already."""
    errors = [one for one in before if one.sign.code.severity is Severity.ERROR]
    for name in form.finditer(text):
        one = Found(name.start(), name.end(), signs.AGAIN)
        if not _over(one, errors):
            yield one


def _over(one: Found, others: Iterable[Found]) -> bool:
    return any(one.start < other.end and other.start < one.end for other in others)


def _names(every: Iterable[tuple[Passage, tuple[Found, ...]]]) -> set[str]:
    """The parts of the names that were found which are words of no language of the place."""
    return {
        part[0].lower()
        for passage, found in every
        for one in found
        if one.sign is signs.SOMEBODY
        for part in WORD.finditer(passage.text[one.start : one.end])
        if len(part[0]) >= _LEAST and not any_spelled(part[0].lower())
    }
