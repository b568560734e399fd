# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether the words that went into a file came out of it: HTML against PDF, pages against sheets.

What a style sheet adds (numbers of pages, running heads) may be more; nothing may be less. Words
of scripts that join or turn their letters are left out: the file does not say what each of their
glyphs stands for, and so cannot be asked.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from html.parser import HTMLParser

from commonpress.render.preflight_codes import WORDS, Fault
from commonpress.render.preflight_marks import PageMarks, Run, touches

_WORD = re.compile("[\\w\ue000]+")
_HYPHEN = "\N{HYPHEN}"  # WeasyPrint's at the end of a line; what people type is another
_SOFT = re.compile("[\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}\N{WORD JOINER}]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]+")
_UNREAD = frozenset({"head", "script", "style", "template", "title", "desc", "metadata"})
_INLINE = frozenset(
    "a abbr b bdi bdo cite code dfn em i kbd mark q s samp small span strong sub sup time tspan u "
    "var wbr".split()
)
_SEAM = "\ue000"  # where two elements of a line meet: one word, or two that a style sheet parts
_LONG = 7  # a word this long may be found in pieces
_MOST_TOLD = 12


class _Reading(HTMLParser):
    """Gathers the text of a page that is to be seen."""

    def __init__(self, unsaid: frozenset[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._unsaid = unsaid
        self._unread: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Leave out what is not set; a block parts words."""
        if self._unread:
            self._unread += [tag] if tag == self._unread[-1] else []
        elif tag in _UNREAD or not self._unsaid.isdisjoint(_classes(attrs)):
            self._unread.append(tag)
        else:
            self._part(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag that holds nothing."""
        del attrs
        self._part(tag)

    def handle_endtag(self, tag: str) -> None:
        """Read on after what is not set."""
        if self._unread and tag == self._unread[-1]:
            self._unread.pop()
        else:
            self._part(tag)

    def _part(self, tag: str) -> None:
        if not self._unread:
            self.said.append(_SEAM if tag in _INLINE else " ")

    def handle_data(self, data: str) -> None:
        """Keep a text."""
        if not self._unread:
            self.said.append(data)


def _classes(attrs: list[tuple[str, str | None]]) -> list[str]:
    return next((value.split() for name, value in attrs if name == "class" and value), [])


def words_said(html: str, unsaid: frozenset[str] = frozenset()) -> Counter[str]:
    """The words of a page before it is set, but for elements of some classes."""
    reading = _Reading(unsaid)
    reading.feed(html)
    reading.close()
    return _counted("".join(reading.said))


def words_printed(pages: Sequence[PageMarks]) -> tuple[Counter[str], str]:
    """The words on the pages, and all their letters in a row."""
    text = " ".join(_joined([m for m in page.marks if isinstance(m, Run)]) for page in pages)
    found = _counted(text)
    return found, "".join(_WORD.findall(_plain(text)))


def lost_words(said: Counter[str], pages: Sequence[PageMarks], copies: int = 1) -> Iterator[str]:
    """The words that are fewer on the pages than they should be, in the order of the alphabet."""
    printed, letters = words_printed(pages)
    for word, count in sorted(_without_seams(said, printed).items()):
        short = copies * count - printed[word]
        if short > 0 and (len(word) < _LONG or letters.count(word) < copies * count):
            yield word


def _without_seams(said: Counter[str], printed: Counter[str]) -> Counter[str]:
    """Words that have a seam as they are printed: in one piece, or parted."""
    found: Counter[str] = Counter()
    for word, count in said.items():
        whole = word.replace(_SEAM, "")
        for part in [whole] if printed[whole] >= count else word.split(_SEAM):
            found[part] += count if part else 0
    return found


def faults_of_words(words: Iterable[str], where: str) -> Iterator[Fault]:
    """Tell lost words, as one fault."""
    lost = list(words)
    if lost:
        told = ", ".join(f"`{word}`" for word in lost[:_MOST_TOLD])
        more = f" and {len(lost) - _MOST_TOLD} more" if len(lost) > _MOST_TOLD else ""
        yield Fault(WORDS, f"words of {where} are not on the pages: {told}{more}")


def _joined(runs: Sequence[Run]) -> str:
    """The text of runs: those that touch on one line are one word, a hyphen leads on."""
    said: list[str] = []
    for place, run in enumerate(runs):
        if place and not touches(runs[place - 1], run):
            if said[-1].endswith(_HYPHEN):
                said[-1] = said[-1][:-1]
            else:
                said.append(" ")
        said.append(run.text)
    return "".join(said)


def _counted(text: str) -> Counter[str]:
    words = (word.strip(_SEAM) for word in _WORD.findall(_plain(text)))
    return Counter(word for word in words if word and not _is_joining(word))


def _plain(text: str) -> str:
    # Letters from right to left part the words beside them: on a page they may stand elsewhere.
    apart = _RIGHT_TO_LEFT.sub(" ", _SOFT.sub("", text))
    return unicodedata.normalize("NFKC", apart).casefold()


def _is_joining(word: str) -> bool:
    """Whether a word runs from right to left, or has marks that join its letters."""
    return any(
        unicodedata.bidirectional(c) in ("R", "AL", "AN") or unicodedata.category(c)[0] == "M"
        for c in word
    )
