# SPDX-License-Identifier: AGPL-3.0-or-later
"""Verdicts of the seal as sentences for a neighbour: what was proven, and what was not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from commonpress.check.sealed import Standing
from commonpress.derive.verdicts import (
    CheckpointVerdict,
    Extent,
    LeafVerdict,
    LogVerdict,
    Opened,
)
from commonpress.ground.quantities import format_quantity
from commonpress.ground.receipt_token import format_token
from commonpress.kinds import KIND_OF
from commonpress.kinds.base import Record
from commonpress.kinds.entry import Entry
from commonpress.render.words import MONTHS, NBSP, count, day, listed

NOT_PROVEN = (
    "It does not prove that what was written is true, nor that everything was written down."
)
_TYPING = "Look first whether everything is typed as it is printed."
_FETCH = "fetch the newest copy of the book. If that has no more, leaves were taken away."

_EXTENTS = {
    Extent.HOLDS: (
        "It holds. Everything that had been sealed when this was printed, {leaves}, is in today's "
        "log of {size}, unchanged and in the same order."
    ),
    Extent.ANOTHER_LOG: (
        "This is not the log of this book: the paper names `{origin}`, and the log is called "
        "`{log}`."
    ),
    Extent.SHORTER: (
        "It does not hold here. The paper knows {leaves}, and this copy of the book has {size}. "
        f"First {_FETCH}"
    ),
    Extent.DIFFERENT: (
        f"It does not hold. {_TYPING} If it is, something that had been sealed by then was "
        "changed, moved or taken away. Show the paper to the others."
    ),
}
_PROVES_EXTENT = (
    f"This proves that nothing sealed by then was changed or taken away since. {NOT_PROVEN}"
)

_BECAME = {
    Opened.SAME: "What stands in the book today is what was sealed, word for word.",
    Opened.GROWN: "What stands in the book today says more. It is sealed the next time.",
    Opened.GONE: "It is NOT in the book any more, and no tombstone says why.",
    Opened.CHANGED: "What stands in the book today is NOT what was sealed, and nothing says why.",
    Opened.LATER: (
        "It has been changed since: version {version} was sealed on {later}{why}. The log holds "
        "both, and the book the later one."
    ),
    Opened.WITHDRAWN: (
        "It was withdrawn on {withdrawn} by the decision `{decision}`: {reason}. Its leaf stays; "
        "what it said cannot be found from it."
    ),
    Opened.ANOTHER_LEAF: (
        f"It does not hold. The log has another leaf with the number {{index}}. {_TYPING} If it "
        "is, what had been sealed there was changed. Show the token to the others."
    ),
    Opened.NO_LEAF: (
        f"This copy of the log has {{leaves}}, and none with the number {{index}}. {_TYPING} If it "
        f"is, {_FETCH}"
    ),
}
_SINCE = "{what} is in the log, and has been since {since}."
_WITNESSED = (
    "`{name}` was printed after that: whoever has a copy can prove that it was there by then."
)
_UNWITNESSED = "Nothing has been printed since then, so the day rests on this log alone."
_HELD = (
    "What was held back and is shown today was written by {since}: its hash is in the log since "
    "then, and the text shown has that hash."
)
_PROVES_LEAF = f"This proves that it has not been changed since it was sealed. {NOT_PROVEN}"
_PROVES_LEAF_ALONE = (
    "This proves that a leaf stands there which has not been changed since. What it is of and "
    "since when is what this site says: `commonpress verify {token}` opens it and compares it with "
    f"the book word for word. {NOT_PROVEN}"
)
_PRINTED_IN = "This is what {names} printed."
_LEAF_NUMBER = "Leaf {index} of {size}. Its token: {token}"
# What only a page has to say.
_PAGE_ALONE = {
    "opened": "This is what was sealed, field by field. The leaf is its hash, so it is all there:",
    "unknown": (
        "No record with the id `{id}` is in this log. It may be newer than the last sealing, or "
        "the id is typed wrong."
    ),
    "mistyped": (
        "The last group does not fit the others, so something is not as it is printed. Compare it "
        "group by group."
    ),
    "unreadable": (
        "This is no checkpoint, no token and no id. A checkpoint is the address, the number and "
        "the groups as they are printed; a token looks like `1204-7K2M-Q9XD-4F8H`."
    ),
    "broken": (
        "It does not hold. The files of this site do not fit one another: one of them has been "
        "changed. Show this to the others."
    ),
    "missing": "The file `{file}` of this site is missing, so this cannot be checked here.",
    "insecure": (
        "This browser checks only on pages from an https address or from a disk. Take the site "
        "home, or use the command below."
    ),
}
TOMBSTONE = "tombstone"
_PROVES_LOG = f"This proves that nothing sealed was changed or taken away. {NOT_PROVEN}"


def say_checkpoint(verdict: CheckpointVerdict) -> tuple[str, ...]:
    """What a checkpoint on paper says about the log of today."""
    said = _EXTENTS[verdict.extent].format(
        leaves=_leaves(verdict.checkpoint.size),
        size=verdict.size,
        origin=verdict.checkpoint.origin,
        log=verdict.origin,
    )
    return (said, *(_of_what_holds(verdict) if verdict.extent is Extent.HOLDS else ()))


def say_leaf(verdict: LeafVerdict) -> tuple[str, ...]:
    """What a leaf says: what it is of, since when it is in the log, and what became of it."""
    if verdict.line is None:
        return (_what_became(verdict),)
    return tuple(_of_a_leaf(verdict))


def say_log(verdict: LogVerdict) -> tuple[str, ...]:
    """What the whole log says about the book of today."""
    return tuple(_of_the_log(verdict))


def kind_word(kind: str) -> str:
    """What a leaf is of, in a word."""
    return KIND_OF[kind].name if kind in KIND_OF else TOMBSTONE


def page_words() -> Mapping[str, str]:
    """The sentences that a page says by itself, each by its name: the same as here.

    A page opens the lines of the ledger. Of other records it proves that the leaf is in the log,
    and leaves opening it to those who have the book.
    """
    return {
        "holds": _EXTENTS[Extent.HOLDS],
        "another-log": _EXTENTS[Extent.ANOTHER_LOG],
        "shorter": _EXTENTS[Extent.SHORTER],
        "different": _EXTENTS[Extent.DIFFERENT],
        "proves-extent": _PROVES_EXTENT,
        "printed-in": _PRINTED_IN,
        "since": _SINCE.format(what="This {kind} (`{id}`)", since="{since}"),
        "later": _BECAME[Opened.LATER],
        "withdrawn": _BECAME[Opened.WITHDRAWN],
        "another-leaf": _BECAME[Opened.ANOTHER_LEAF],
        "no-leaf": _BECAME[Opened.NO_LEAF],
        "witnessed": _WITNESSED,
        "unwitnessed": _UNWITNESSED,
        "token": _LEAF_NUMBER,
        "proves-leaf": _PROVES_LEAF,
        "proves-closed-leaf": _PROVES_LEAF_ALONE,
        "months": ",".join(MONTHS),
        **_PAGE_ALONE,
    }


def describe(record: Record) -> str:
    """A record in a few words: an entry by what moved, any other by its title."""
    if isinstance(record, Entry):
        amount = f"{format_quantity(record.quantity)}{NBSP}{record.unit}"
        return f"{record.action} {amount} of {record.resource} on {day(record.date)}"
    title: str = getattr(record, "title", "") or getattr(record, "name", "")
    return title


def _of_what_holds(verdict: CheckpointVerdict) -> Iterator[str]:
    if verdict.printed_in:
        yield _PRINTED_IN.format(names=_names(verdict))
    if verdict.withdrawn:
        were = "record was" if verdict.withdrawn == 1 else "records were"
        yield (
            f"{count(verdict.withdrawn, were, were)} withdrawn since: the leaf is there, and what "
            "it said is not."
        )
    yield _PROVES_EXTENT


def _of_a_leaf(verdict: LeafVerdict) -> Iterator[str]:
    if verdict.line:
        yield _SINCE.format(what=_what(verdict), since=day(verdict.line.sealed_on))
    yield _what_became(verdict)
    yield _WITNESSED.format(name=verdict.witness.name) if verdict.witness else _UNWITNESSED
    if verdict.token:
        token = format_token(verdict.token)
        yield _LEAF_NUMBER.format(index=verdict.index, size=verdict.size, token=token)
    if verdict.held_since:
        yield _HELD.format(since=day(verdict.held_since.sealed_on))
        if verdict.held_witness:
            yield _WITNESSED.format(name=verdict.held_witness.name)
    if verdict.opened is Opened.SAME:
        yield _PROVES_LEAF


def _what(verdict: LeafVerdict) -> str:
    """The record a leaf is of; what it says only where that is what was sealed."""
    line, record = verdict.line, verdict.record
    if line is None:
        return ""
    said = describe(record) if record and verdict.opened is Opened.SAME else ""
    named = f"(`{line.id}`{f', {said}' if said else ''})"
    if said and verdict.is_gift:
        return f"This gift {named}"
    return f"This {kind_word(line.kind)} {named}"


def _what_became(verdict: LeafVerdict) -> str:
    later, stone, change = verdict.later, verdict.tombstone, verdict.change
    return _BECAME[verdict.opened].format(
        index=verdict.index,
        leaves=_leaves(verdict.size),
        version=later.version if later else "",
        later=day(later.sealed_on) if later else "",
        why=f": {change.reason.rstrip('.')}" if change else "",
        withdrawn=day(stone.date) if stone else "",
        decision=stone.decision if stone else "",
        reason=stone.reason.rstrip(".") if stone else "",
    )


_STANDINGS = (
    (Standing.SAME, "is what stands in the book, word for word", "are"),
    (Standing.GROWN, "record reads differently now, as it may", "records read"),
    (Standing.NEW, "record has not been sealed yet", "records have"),
    (Standing.CHANGED, "record is NOT what was sealed", "records are"),
    (Standing.GONE, "record is NOT in the book any more", "records are"),
    (Standing.STILL_HERE, "record was withdrawn and is STILL in the book", "records were"),
)
_ONE = re.compile("is|record (reads|has|is|was)")


def _of_the_log(verdict: LogVerdict) -> Iterator[str]:
    yield f"The log `{verdict.checkpoint.origin}` has {_leaves(verdict.checkpoint.size)}."
    for standing, said, many in _STANDINGS:
        if number := verdict.standings.get(standing, 0):
            yield f"{count(number, said, _ONE.sub(many, said, count=1))}."
    if verdict.earlier:
        yield f"{count(verdict.earlier, 'is', 'are')} of earlier versions of a record."
    if verdict.withdrawn:
        yield f"{count(verdict.withdrawn, 'was', 'were')} withdrawn, each by a decision."
    for paper in verdict.printed:
        holds = "holds" if paper.extent is Extent.HOLDS else "does NOT hold"
        yield f"{_names(paper)} printed {_leaves(paper.checkpoint.size)}: it {holds}."
    if verdict.holds:
        yield _PROVES_LOG


def _names(verdict: CheckpointVerdict) -> str:
    return listed(f"`{name}`" for name in verdict.printed_in)


def _leaves(number: int) -> str:
    return count(number, "leaf", "leaves")
