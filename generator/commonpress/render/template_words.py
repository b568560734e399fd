# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words of a template, found without marks, and the same template in other words.

A template is written in English as it will be read. Each stretch of text between tags of
blocks and statements of Jinja is one message; so is a string of words inside an expression.
Where another language is printed, the source is rewritten once, before it is compiled, so a
page costs as much in Arabic as in English, and English itself is never touched.

In a message, `{name}` stands for what an expression prints, called by its last name, and
`<a>` or `<b>` for a tag within a line. A translation may put them in any order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

INLINE: Final = frozenset({"a", "abbr", "b", "br", "code", "data", "em", "i", "span", "strong"})
_VOID: Final = frozenset({"br"})

_JINJA = r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}"
_TOKEN = re.compile(
    rf"(?P<comment>\{{\#.*?\#\}}|<!--.*?-->)|(?P<statement>\{{%.*?%\}})|(?P<print>\{{\{{.*?\}}\}})"
    rf"|(?P<tag></?[A-Za-z!](?:{_JINJA}|[^>{{]|\{{(?![{{%\#]))*>)",
    re.DOTALL,
)
_SPOKEN_ATTRIBUTE = re.compile(
    rf'(?<=\s)(aria-label|alt|title|placeholder|data-sift(?:ed)?)="((?:{_JINJA}|[^"{{])*)"',
    re.DOTALL,
)
_LETTERS = re.compile(r"[^\W\d_]")
_BLANKS = re.compile(r"\s+")
# Strings in an expression are words where they begin with a capital or hold a blank between
# letters, and where a choice ends in them: `"is" if n == 1 else "are"`.
_STRING = re.compile(r'"([^"\\]*)"')
_READS_AS_WORDS = re.compile(
    r"^[ ,.;:(]*[A-Z][^\W_]*(?:[ .,:?]|$)|[^\W\d_][,;:]? [^\W\d_]|^ [a-z]+ $"
)
_COMPARED = ("==", "!=", "[", " in", "select(")
# What a value of a closed list prints as: `record.state.value`.
_VALUE = re.compile(r"(?<![\[\w.\"])([a-z_][\w.\[\]0-9-]*\.value)(?=\s*(?:\||-?\}\}|~))")
# What people wrote in a record, printed by itself.
_TOLD = re.compile(
    r"\{\{ ?((?:(?:[a-z_]\w*\.)*(?:title|summary|question|text|outcome|about|function|harm|subject"
    r"|name|note|otherwise|meaning|description|place|tagline|promise|reason|lesson)|line|point|way)"
    r"(?: ?\| ?lower_(?:first|noun))?) ?\}\}"
)
_NAMES = re.compile(r'\["([\w-]+)"\]|([A-Za-z_]\w*)')
_TAG_NAME = re.compile(r"</?([A-Za-z][\w-]*)")
_MARK = re.compile(r"\{(\w+)\}|<(/?[a-z]+)>")
_BETWEEN = frozenset({",", ";"})  # what stands between the items of a row
_FILE_LIKE = re.compile(r"[/]|\.(?:html|jinja|svg)$|^[MmLlHhVvZz0-9 .,-]+$")
# Strings and values in a row: `"Lines of " ~ record.title`. A filter belongs to its value.
_OPERAND = (
    r'"[^"\\]*"|(?:\((?:[^()"]|"[^"]*"|\((?:[^()"]|"[^"]*")*\))*\)|[A-Za-z_][\w.]*(?:\[[^\]]*\])?)'
    r"(?: ?\| ?\w+(?:\([^()]*\))?)*"
)
_CHAIN = re.compile(rf"(?:{_OPERAND})(?: ~ (?:{_OPERAND}))+")
_COUNTS = re.compile(r'\b(?:count|counted)\("([^"]+)"(?:, "([^"]+)")?')
_COUNTING = re.compile(r'\bcount(?:ed)?\((?:"[^"]*", )?$')

Speak = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a template's source, by what it is: text, print, tag, statement or comment."""

    sort: str
    source: str


@dataclass(frozen=True, slots=True)
class Message:
    """A message and where it stands: the line, from one."""

    words: str
    line: int
    many: str = ""


def translated(source: str, speak: Speak) -> str:
    """The same template in other words; `speak` gives the words for a message."""
    spoken: list[str] = []
    before = Piece("", "")
    for run in _runs(_pieces(source)):
        text = _spoken(run, speak)
        is_alone = len(run) == 1 and run[0].sort == "print" and before.sort == "tag"
        spoken.append(_as_told(text) if is_alone else text)
        before = run[-1]
    return "".join(spoken)


def _as_told(text: str) -> str:
    """A print that is all an element begins with: the words of a record are marked as its own."""
    found = _TOLD.fullmatch(text)
    return f"{{{{ ({found[1]}) | told }}}}" if found else text


def messages(source: str) -> Iterator[Message]:
    """Every message of a template, in order. Counted things come in the singular and plural."""
    heard: list[str] = []

    def hear(words: str) -> str:
        heard.append(words)
        return words

    line = 1
    for run in _runs(_pieces(source)):
        _spoken(run, hear)
        yield from (Message(words, line) for words in heard)
        heard.clear()
        text = "".join(piece.source for piece in run)
        for one, many in _COUNTS.findall(text):
            yield Message(one, line, many or f"{one}s")
        line += text.count("\n")


# --- taking apart --------------------------------------------------------------------------------


def _pieces(source: str) -> Iterator[Piece]:
    end = 0
    for found in _TOKEN.finditer(source):
        if found.start() > end:
            yield Piece("text", source[end : found.start()])
        yield Piece(found.lastgroup or "", found[0])
        end = found.end()
    if end < len(source):
        yield Piece("text", source[end:])


def _runs(pieces: Iterator[Piece]) -> Iterator[Sequence[Piece]]:
    """What is read in one breath: text, prints and tags within a line; all else stands alone."""
    run: list[Piece] = []
    for piece in pieces:
        if piece.sort in {"text", "print"} or _is_inline(piece):
            run.append(piece)
            continue
        yield from _balanced(run)
        run = []
        yield (piece,)
    yield from _balanced(run)


def _is_inline(piece: Piece) -> bool:
    return piece.sort == "tag" and _tag(piece) in INLINE


def _tag(piece: Piece) -> str:
    found = _TAG_NAME.match(piece.source)
    return found[1].lower() if found else ""


def _balanced(run: Sequence[Piece]) -> Iterator[Sequence[Piece]]:
    """A run cut at tags whose partner stands elsewhere, and at tags that enclose all of it."""
    partners = _partners(run)
    alone = {
        at for at, p in enumerate(run)
        if p.sort == "tag" and _tag(p) not in _VOID and at not in partners
    }  # fmt: skip
    start = 0
    for at in [*sorted(alone), len(run)]:
        yield from _unwrapped(run[start:at])
        if at < len(run):
            yield (run[at],)
        start = at + 1


def _partners(run: Sequence[Piece]) -> dict[int, int]:
    opened: list[int] = []
    partners: dict[int, int] = {}
    for at, piece in enumerate(run):
        if piece.sort != "tag" or _tag(piece) in _VOID:
            continue
        if not piece.source.startswith("</"):
            opened.append(at)
        elif opened and _tag(run[opened[-1]]) == _tag(piece):
            start = opened.pop()
            partners |= {start: at, at: start}
    return partners


def _unwrapped(run: Sequence[Piece]) -> Iterator[Sequence[Piece]]:
    """A run without blanks and tags around the whole of it, which no translation moves."""
    first, last = 0, len(run)
    while first < last and (_is_blank(run[first]) or _is_break(run[first])):
        first += 1
    while last > first and (_is_blank(run[last - 1]) or _is_break(run[last - 1])):
        last -= 1
    inner = run[first:last]
    partners = _partners(inner)
    encloses = len(inner) > 2 and partners.get(0) == len(inner) - 1
    yield from ((piece,) for piece in run[:first])
    if encloses:
        yield (inner[0],)
        yield from _unwrapped(inner[1:-1])
        yield (inner[-1],)
    elif inner:
        yield inner
    yield from ((piece,) for piece in run[last:])


def _is_blank(piece: Piece) -> bool:
    return piece.sort == "text" and not piece.source.strip()


def _is_break(piece: Piece) -> bool:
    return piece.sort == "tag" and _tag(piece) == "br"


# --- putting together ----------------------------------------------------------------------------


def _spoken(run: Sequence[Piece], speak: Speak) -> str:
    if any(piece.sort == "text" and _LETTERS.search(piece.source) for piece in run):
        return _sentence(run, speak)
    return "".join(_alone(piece, speak) for piece in run)


def _alone(piece: Piece, speak: Speak) -> str:
    mark = piece.source.strip()
    if piece.sort == "text" and mark in _BETWEEN:
        return piece.source.replace(mark, speak(mark))
    if piece.sort == "print":
        return _expression(piece.source, speak)
    if piece.sort == "statement":
        return _strings(piece.source, speak)
    return _tag_spoken(piece.source, speak) if piece.sort == "tag" else piece.source


def _sentence(run: Sequence[Piece], speak: Speak) -> str:
    """A run as one message, with its blanks at both ends as they were."""
    marks: dict[str, str] = {}
    tags: dict[str, list[str]] = {}
    text = ""
    for piece in run:
        if piece.sort == "text":
            text += piece.source
        elif piece.sort == "print":
            name = _name(piece.source, marks)
            marks[name] = _expression(piece.source, speak)
            text += f"{{{name}}}"
        else:
            slash = "/" if piece.source.startswith("</") else ""
            tags.setdefault(slash + _tag(piece), []).append(_tag_spoken(piece.source, speak))
            text += f"<{slash}{_tag(piece)}>"
    words = _BLANKS.sub(" ", text.strip())
    before = text[: len(text) - len(text.lstrip())]
    behind = text[len(text.rstrip()) :]
    return before + _filled(speak(words), marks, tags) + behind


def _filled(words: str, marks: dict[str, str], tags: dict[str, list[str]]) -> str:
    waiting = {name: iter(found) for name, found in tags.items()}

    def fill(found: re.Match[str]) -> str:
        if found[1]:
            return marks.get(found[1], found[0])
        return next(waiting.get(found[2], iter(())), found[0])

    return _MARK.sub(fill, words)


def _name(source: str, taken: dict[str, str]) -> str:
    """What a print is called in a message: the last name before its filters."""
    head = source[2:-2].strip("- \n").partition("|")[0]
    is_verb = re.search(r"\| ?was$", source.rstrip("-} ")) is not None
    is_choice = is_verb or head.lstrip("(").startswith('"')
    found = [one or other for one, other in _NAMES.findall(head.partition("(")[0])]
    name = found[-1] if found and not is_choice else "choice"
    name = name.replace("-", "_")
    number, numbered = 1, name
    while numbered in taken:
        number += 1
        numbered = f"{name}{number}"
    return numbered


def _expression(source: str, speak: Speak) -> str:
    spoken = _strings(source, speak, chosen=True)
    spoken = _VALUE.sub(r"(\1|said)", spoken)
    return spoken.replace('map(attribute="value")', 'map(attribute="value")|map("said")')


def _strings(source: str, speak: Speak, *, chosen: bool = False) -> str:
    """An expression with its strings of words in other words."""
    chains: list[str] = []

    def set_aside(found: re.Match[str]) -> str:
        if not any(_is_part_of_sentence(words) for words in _STRING.findall(found[0])):
            return found[0]
        chains.append(_chain(found[0], speak))
        return f"\0{len(chains) - 1}\0"

    spoken = _words_in(_CHAIN.sub(set_aside, source), speak, chosen=chosen)
    return re.sub(r"\0(\d+)\0", lambda found: chains[int(found[1])], spoken)


def _is_part_of_sentence(words: str) -> bool:
    return " " in words and _LETTERS.search(words) is not None


def _chain(source: str, speak: Speak) -> str:
    """A row of strings and values as one message, and the row that says its translation."""
    marks: dict[str, str] = {}
    text = ""
    for operand in re.findall(_OPERAND, source):
        if operand.startswith('"'):
            text += operand[1:-1]
        else:
            name = _name(f"{{{{ {operand.strip('()')} }}}}", marks)
            marks[name] = _strings(operand, speak)
            text += f"{{{name}}}"
    words = text.strip()
    whole = text.replace(words, speak(words), 1)
    parts = [
        marks.get(part[1:-1], f'"{part}"') if part[0] == "{" else _quoted(part)
        for part in re.split(r"(\{\w+\})", whole)
        if part
    ]
    return " ~ ".join(parts)


def _quoted(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _words_in(source: str, speak: Speak, *, chosen: bool) -> str:
    def turn(found: re.Match[str]) -> str:
        words, before, behind = found[1], source[: found.start()], source[found.end() :].lstrip()
        ends_choice = chosen and (behind.startswith("if ") or before.rstrip().endswith("else"))
        is_compared = before.rstrip().endswith(_COMPARED) or behind.startswith(":")
        is_told = _READS_AS_WORDS.search(words) or (ends_choice and _LETTERS.search(words))
        if not is_told or is_compared or _FILE_LIKE.search(words) or _COUNTING.search(before):
            return found[0]
        inner = words.strip()
        said = speak(inner).replace("\\", "\\\\").replace('"', '\\"')
        return f'"{words.replace(inner, said)}"'

    return _STRING.sub(turn, source)


def _tag_spoken(source: str, speak: Speak) -> str:
    """A tag with what its attributes say aloud in other words."""

    def turn(found: re.Match[str]) -> str:
        return f'{found[1]}="{translated(found[2], speak)}"'

    return _SPOKEN_ATTRIBUTE.sub(turn, source)
