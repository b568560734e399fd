# SPDX-License-Identifier: AGPL-3.0-or-later
"""Terms that a change allows and is the first to use: whoever wrote the name allowed it too.

It may be right, so it only warns. Whoever takes the change looks at the line of the allow-list
before the gate is quiet about the term for ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from commonpress.check.commit_codes import ALLOWED_AT_ONCE
from commonpress.check.commit_texts import Told, register_of
from commonpress.ground.diagnostics import Diagnostic, Span
from commonpress.kinds.allow import ALLOW, AllowList

_HINT = "let another role look at it; better, allow it in a change of its own, before it is used"


def allowed_at_once(
    told: Iterable[Told], base: Mapping[str, bytes], head: Mapping[str, bytes]
) -> Iterator[Diagnostic]:
    """A warning for each such term, by its line in the allow-list and without the term.

    A book that begins with this change has no list that anybody could have looked at before.
    """
    if not base:
        return
    before = _terms(base)
    new = {term: place for term, place in _terms(head).items() if term not in before}
    if not new:
        return
    texts = [(one.passage.text, one.before) for one in told]
    older = "\n".join(_texts_of(base))
    for term, place in new.items():
        is_used = any(term in text and term.casefold() not in was for text, was in texts)
        if is_used and term not in older:
            message = "this term was allowed by the same change that is the first to use it"
            yield Diagnostic(ALLOWED_AT_ONCE, place, message, _HINT)


def _terms(book: Mapping[str, bytes]) -> dict[str, Span]:
    """The terms of a book's allow-list, with their places."""
    return {
        term.term: one.span(f"terms.{index}.term")
        for one in register_of([book]).of(AllowList)
        for index, term in enumerate(one.terms)
    }


def _texts_of(book: Mapping[str, bytes]) -> Iterator[str]:
    for path, content in book.items():
        if path != ALLOW.home and path.endswith((".md", ".yml", ".csv")):
            yield content.decode("utf-8", errors="replace")
