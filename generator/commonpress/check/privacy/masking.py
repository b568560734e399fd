# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names of files and ids that hold somebody's name, kept out of everything that is printed.

A finding says where it stands, and other findings quote ids. So where a name was found in a path
or an id, its words are hidden in every path, message and line that is shown beside it. Without
the book's own words there is only the dictionary to ask: what is in none is hidden.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from commonpress.ground.diagnostics import Diagnostic, Related, Span
from commonpress.kinds import KINDS
from commonpress.read.shelves import is_beside

# The codes of `record_names`. Whoever prints findings need not load the gate.
_NAMED = frozenset({"named-after-somebody", "id-like-a-name"})
_WORD = re.compile(r"[^\W\d_]{3,}")
# In no dictionary, and in many folders.
USUAL = frozenset({"faq", "readme"})
_GUARDED = tuple(kind for kind in KINDS if kind.guarded)


def hidden_names(
    findings: Iterable[Diagnostic], sources: Mapping[str, str]
) -> re.Pattern[str] | None:
    """How the words look that are to be hidden; None where nothing is."""
    return _form({word for one in findings for word in _words(one, sources)})


def without_names(finding: Diagnostic, names: re.Pattern[str] | None) -> Diagnostic:
    """A finding that shows none of them, nor the name of a file among stories that is no id."""
    own = _form(set(_of_guarded(finding.span.path)))
    for form in (names, own):
        finding = _without(finding, form) if form else finding
    return finding


def _form(words: set[str]) -> re.Pattern[str] | None:
    if not words:
        return None
    either = "|".join(sorted(words))
    return re.compile(rf"(?<![^\W\d_])(?:{either})(?![^\W\d_])", re.IGNORECASE)


def _without(finding: Diagnostic, names: re.Pattern[str]) -> Diagnostic:
    related = tuple(
        Related(_span(other.span, names), without_words(other.message, names))
        for other in finding.related
    )
    return replace(
        finding,
        span=_span(finding.span, names),
        message=without_words(finding.message, names),
        hint=without_words(finding.hint, names),
        related=related,
    )


def without_lines(text: str, names: re.Pattern[str]) -> str:
    """A text, every line blank that holds one of them."""
    if not names.search(text):
        return text
    return "\n".join("" if names.search(line) else line for line in text.split("\n"))


def _span(span: Span, names: re.Pattern[str]) -> Span:
    return span._replace(path=without_words(span.path, names))


def without_words(text: str, names: re.Pattern[str]) -> str:
    """A text in which each of them shows its first and last letter only."""
    return names.sub(lambda word: f"{word[0][0]}……{word[0][-1]}", text)


def _words(finding: Diagnostic, sources: Mapping[str, str]) -> Iterator[str]:
    if finding.code.slug in _NAMED:
        named = _WORD.findall(_named(finding.span, sources))
        yield from (word.lower() for word in named if _is_odd(word.lower()))
    else:
        yield from (word for word in _of_guarded(finding.span.path) if _is_odd(word))


def _named(span: Span, sources: Mapping[str, str]) -> str:
    """The name that a finding is about: a path, or what is marked in a line."""
    if not span.end_column:
        return span.path
    lines = sources.get(span.path, "").split("\n")
    line = lines[span.line - 1] if span.line <= len(lines) else ""
    return line[span.column - 1 : span.end_column - 1]


def _is_odd(word: str) -> bool:
    from commonpress.check.privacy.spelling import any_spelled  # noqa: PLC0415 - seldom needed

    return word not in USUAL and not any_spelled(word)


def _of_guarded(path: str) -> Iterator[str]:
    """The words in the name of a file among people's stories, where it is no id."""
    for kind in _GUARDED:
        inside = path.removeprefix(f"{kind.home}/")
        stem = inside.rpartition(".")[0] or inside
        is_a_record = inside not in {path, ""} and not is_beside(inside.rpartition("/")[2])
        if is_a_record and not re.fullmatch(kind.id_form, stem):
            yield from map(str.lower, _WORD.findall(stem))
