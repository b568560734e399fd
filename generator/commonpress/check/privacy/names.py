# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names in a closed world: what is not in the dictionary, or has a capital it needs not have.

No list of names decides: a list knows the names of some peoples and not of others. Where a word
is both (`hope`, `rose`), what stands beside it does: a title, a relation, a verb of saying.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from functools import lru_cache

from commonpress.check.privacy.known import Known
from commonpress.check.privacy.lexicon import Lexicon, given_names
from commonpress.check.privacy.signs import LIKELY, SOMEBODY, UNKNOWN, Found, Sign
from commonpress.check.privacy.spelling import any_spelled, is_noun, is_spelled, split_word

_UP = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĴĶĹĻĽĿŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽƏƠƯȘȚḂ-ỲỸ"
WORD = re.compile(r"[^\W\d_][^\W_]*(?:['’ʻ.-](?=[^\W\d_])[^\W_]+)*")
# What stands before a capital is asked after it: so the text is passed over sooner.
CAPITALISED = re.compile(
    rf"[{_UP}](?<![^\W_].)(?<![^\W_]['’.-].)[^\W_]*(?:['’ʻ.-](?=[^\W\d_])[^\W_]+)*"
)
_CAPITAL = re.compile(rf"[{_UP}]")
# What stands before the first word of a sentence: the start, an end of one, a list mark, a quote.
_BEGINS = re.compile(
    r"(?:\A|[.!?…:](?:\[\^\w+\])?[\"'”»’)*_\]]*\s|\n[ \t]*\n|\n[ \t]*(?:[-*+>#|]+|\d+[.)])[ \t]|\|"
    r"|(?:\A|\n)[ \t]*(?:[-*+]\s|\d+[.)]\s)?\*\*[^*\n]{1,80}\*\*\s)"
    r"[\s\"'“«„‘¿¡(\[*_#>–—|-]*(?:\d+[.)]\s)?\Z|[“«„\"¿¡([][*_\s]*\Z"
)
# The two signs before a word that mostly say it already.
_WITHIN = frozenset("abcdefghijklmnopqrstuvwxyz,;")
_AFTER = frozenset((". ", "? ", "! "))
# The same, but that a word which is known is still counted as needed there.
_IN_A_CELL = "| "
_SHORT = 3
# What a heading in capitals leaves small. English alone writes headings so.
_SMALL_IN_A_HEADING = frozenset(
    "a an and as at but by for from in into its nor of off on onto or out over per so than the to"
    " up via vs with without".split()
)
_PARTICLE = (
    r"al|el|as|ad|bin|ben|bint|ibn|abu|um|umm|van|von|vom|der|den|de|del|della|di|da|dos|das|do|du"
    r"|des|la|las|los|le|ten|ter|te|zu|zum|zur|ó|o|ní|nic|mac|mc|san|santa|st\.?|y|e|i|bar"
)
_BEFORE = re.compile(rf"(?:\b(?:(?i:{_PARTICLE})[\s'’-]|[{_UP}]\.\s?)\s?)+\Z")
_BETWEEN = re.compile(rf"(?:[\s-]|&\s?|,\s(?=[{_UP}])|\s(?i:{_PARTICLE})(?=[\s'’-]))+\Z")
_CAPITALS = re.compile(rf"(?:\s[{_UP}]{{2,}}\b)+")
_INITIALS = re.compile(rf"[{_UP}](?<![\w.].)\.\s?(?:[{_UP}]\.\s?){{1,2}}")
_TITLES = (
    r"Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Rev|Imam|Rabbi|Aunt|Auntie|Uncle|Grandma|Grandpa|Granny"
    r"|Sir|Lady|Brother|Sister|Father|Mother|Sr|Sra|Srta|Señora?|Don|Doña|Tía|Tío|Mme|Mlle|Madame"
    r"|Monsieur|Mademoiselle|Tante|Tonton|Oncle|Herrn?|Frau|Fräulein|Onkel|Oma|Opa|M(?=\.)"
)
_TITLED = re.compile(rf"(?:{_TITLES})\.?\s((?:[{_UP}][\w'’.-]*\s?){{1,3}})")
_SMALL_TITLES = re.compile(
    rf"\b(?:señora?|doña|don|madame|monsieur|aunt|uncle|auntie)\s([{_UP}][\w'’.-]*)"
)
_TITLE = re.compile(rf"(?:{_TITLES})\.?")
KIN = re.compile(
    r"\b(?:my|our|his|her|their|mi|su|mon|ma|son|sa|notre|mein|meine|unser|unsere)\s(?:sister"
    r"|brother|mother|father|mum|dad|aunt|uncle|cousin|son|daughter|wife|husband|partner|friend"
    r"|neighbour|neighbor|boss|teacher|landlord|hermana|hermano|madre|padre|prima|primo|amiga"
    r"|amigo|vecina|vecino|sœur|frère|mère|père|amie?|voisine?|Schwester|Bruder|Mutter|Vater"
    r"|Freundin|Freund|Nachbarin|Nachbar)\s(?=([^\W\d_]{3,}))"
)
_DOES = re.compile(
    r"(?:['’]s\b|\s(?:said|says|told|tells|went|goes|came|comes|was|is|has|had|took|gave|knew|wrote"
    r"|saw|heard|left|brought|kept|found|felt|thought|who|and\s[A-Z]|did|would|could|never|also"
    r"|lives?|asked|answered|wanted|agreed|called|cried|helped|laughed|refused|lent|paid)\b)"
)


def find_names(
    text: str, lexicon: Lexicon, known: Known, *, strict: bool, lexicons: tuple[Lexicon, ...] = ()
) -> tuple[Found, ...]:
    """What may be a name in a text, of which what was found before is blank."""
    sign = SOMEBODY if strict else LIKELY
    found = [*_initials(text, sign)]
    if strict:
        found.extend((*_of_kin(text, lexicon), *_small_titled(text, known)))
    every = (lexicon, *lexicons)
    for word in (WORD if strict else CAPITALISED).finditer(text):
        if _needs_no_look(word, text, lexicon):
            continue
        if not _CAPITAL.match(word[0]):
            if not _is_plain(word, text, every, known):
                found.append(Found(word.start(), word.end(), UNKNOWN))
        elif _is_title(word, text):
            if not known.holds(word, text):
                found.extend(_titled(word, text, known))
        elif not _may_stand(word, text, lexicon, known) and (
            strict or not _is_of_a_heading(word, text, lexicon)
        ):
            found.append(_whole(word, text, sign))
    return _joined(sorted(found, key=lambda one: one.start), text) if found else ()


def begins_sentence(text: str, at: int) -> bool:
    """Whether the word at this place is the first of a sentence, a line of a list, or a quote."""
    before = text[max(0, at - 2) : at]
    if before[-1:] == " " and before[:1] in _WITHIN:
        return False
    if before in _AFTER or before == _IN_A_CELL:
        return True
    return _BEGINS.search(text, max(0, at - 100), at) is not None if at else True


def _may_stand(word: re.Match[str], text: str, lexicon: Lexicon, known: Known) -> bool:
    """Whether a word with a capital is no name."""
    if (
        known.holds(word, text)
        or (_sort_of(word[0], lexicon) is _Sort.BEGINS and begins_sentence(text, word.start()))
        or is_noun(word[0], text[max(0, word.start() - 20) : word.start()], lexicon)
        or _is_title(word, text)
    ):
        return True
    if len(word[0]) == 1 and not begins_sentence(text, word.start()):
        return text[word.end() : word.end() + 1] != "."
    if word[0].isupper() and len(word[0]) > 1:
        return is_spelled(word[0].lower(), (lexicon,))
    if not begins_sentence(text, word.start()):
        return False
    if not all(is_spelled(part.lower(), (lexicon,)) for part in split_word(word[0], lexicon)):
        return False
    first = split_word(word[0], lexicon)[0]
    return not (lexicon.may_be_a_name(first) and _DOES.match(text, word.start() + len(first)))


def _is_of_a_heading(word: re.Match[str], text: str, lexicon: Lexicon) -> bool:
    """Whether this is a word of the dictionary in a line that writes all its words with a capital.

    `Style Guide for Long Titles`: there a capital says nothing. A word that is a given name as
    well (`Rose`) is asked about even so.
    """
    parts = [part.lower() for part in split_word(word[0], lexicon)]
    if any(lexicon.may_be_a_name(part) or not is_spelled(part, (lexicon,)) for part in parts):
        return False
    start = text.rfind("\n", 0, word.start()) + 1
    end = text.find("\n", word.end())
    words = [one[0] for one in WORD.finditer(text, start, len(text) if end < 0 else end)]
    small = {one for one in words if not _CAPITAL.match(one) and one.isalpha()}
    capitals = sum(_CAPITAL.match(one) is not None for one in words)
    return capitals > 1 and _SMALL_IN_A_HEADING.issuperset(small)


def is_dull(word: str, lexicon: Lexicon) -> bool:
    """Whether nothing is to be said of this word in small letters, or at the start of a text."""
    return _sort_of(word, lexicon) is not _Sort.OTHER


def _needs_no_look(word: re.Match[str], text: str, lexicon: Lexicon) -> bool:
    """Whether a word is one of the dictionary, in small letters or at the very start of a sentence.

    Most words are, and no name is: what may be one (`rose`) is looked at.
    """
    kind = _sort_of(word[0], lexicon)
    if kind is _Sort.BEGINS:
        return word.start() == 0 or text[max(0, word.start() - 2) : word.start()] in _AFTER
    return kind is _Sort.SMALL


class _Sort(Enum):
    """What can be said of a word wherever it stands."""

    SMALL = 1  # in small letters and in the dictionary
    BEGINS = 2  # with a capital; in the dictionary without it, and no name
    OTHER = 3


@lru_cache(maxsize=20_000)
def _sort_of(word: str, lexicon: Lexicon) -> _Sort:
    small = word.lower()
    if small == word:
        return _Sort.SMALL if len(word) < _SHORT or is_spelled(word, (lexicon,)) else _Sort.OTHER
    plain = small == word[0].lower() + word[1:] and _TITLE.fullmatch(word) is None
    if plain and lexicon.holds(small) and not lexicon.may_be_a_name(small):
        return _Sort.BEGINS
    return _Sort.OTHER


def _is_plain(word: re.Match[str], text: str, lexicons: tuple[Lexicon, ...], known: Known) -> bool:
    """Whether a word in small letters is in a dictionary, or is no word at all."""
    if len(word[0]) < _SHORT or _is_of_a_number(word, text):
        return True
    if any(is_spelled(part, lexicons) for part in (word[0], word[0].lower())):
        return True
    return known.holds(word, text)


def _is_of_a_number(word: re.Match[str], text: str) -> bool:
    """Whether a word hangs on digits, a path, a link or a piece of code (`kg`, `2nd`, `a.md`)."""
    before, after = text[word.start() - 1 : word.start()], text[word.end() : word.end() + 1]
    return before in {*"0123456789/`_=.\\&~"} - {""} or after in {*"0123456789/`_=;"} - {""}


def _is_title(word: re.Match[str], text: str) -> bool:
    return _TITLE.fullmatch(word[0]) is not None and text[word.end() : word.end() + 2].strip() != ""


def _whole(word: re.Match[str], text: str, sign: Sign) -> Found:
    """A name with the particles and initials before it, and in capitals with what follows."""
    before = _BEFORE.search(text, max(0, word.start() - 40), word.start())
    after = _CAPITALS.match(text, word.end()) if word[0].isupper() and len(word[0]) > 1 else None
    start = before.start() if before else word.start()
    return Found(start, after.end() if after else word.end(), sign)


def _titled(word: re.Match[str], text: str, known: Known) -> Iterator[Found]:
    title = _TITLED.match(text, word.start())
    name = title[1].rstrip(" .'’-") if title else ""
    if title and name and not known.has(name):
        yield Found(title.start(1), title.start(1) + len(name), SOMEBODY)


def _small_titled(text: str, known: Known) -> Iterator[Found]:
    for title in _SMALL_TITLES.finditer(text):
        if not known.has(title[1]):
            yield Found(title.start(1), title.end(1), SOMEBODY)


def _of_kin(text: str, lexicon: Lexicon) -> Iterator[Found]:
    for kin in KIN.finditer(text):
        if lexicon.may_be_a_name(kin[1]):
            yield Found(kin.start(1), kin.end(1), SOMEBODY)


def _initials(text: str, sign: Sign) -> Iterator[Found]:
    for initials in _INITIALS.finditer(text):
        end = initials.start() + len(initials[0].rstrip())
        yield Found(initials.start(), end, sign)


def _joined(found: list[Found], text: str) -> tuple[Found, ...]:
    """Parts of one name as one finding, with the particles between them."""
    whole: list[Found] = []
    for part in found:
        if whole and _touch(whole[-1], part, text):
            last = whole.pop()
            sign = last.sign if last.sign.code.severity < part.sign.code.severity else part.sign
            whole.append(Found(last.start, max(last.end, part.end), sign))
        else:
            whole.append(part)
    return tuple(whole)


def _touch(first: Found, second: Found, text: str) -> bool:
    if second.start <= first.end:
        return True
    return second.start - first.end < 12 and bool(_BETWEEN.fullmatch(text, first.end, second.start))


def looks_like_a_person(term: str) -> bool:
    """Whether a term is a title and a name, initials and a name, or a given name alone."""
    given = given_names()
    words = term.split()
    if _TITLED.match(f"{term} ") or (words and re.fullmatch(r"(?:\w\.)+", words[0])):
        return True
    if not given.holds(words[0].lower()) or not words[0][:1].isupper():
        return False
    return len(words) == 1 or (len(words) == 2 and not any_spelled(words[1].lower()))
