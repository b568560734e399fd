# SPDX-License-Identifier: AGPL-3.0-or-later
"""Receipt tokens: a short code, printed on a slip, that leads to one leaf and names nobody.

It is the number of the leaf and the first sixty bits of its hash: `1204-7K2M-Q9XD-4F8H`. The
number finds the leaf; the hash says that it is still the same one. Letters are those of
Crockford's base32, which has no I, L, O and U, and reads 1 and 0 where someone wrote them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from commonpress.ground.merkle import LARGEST_SIZE

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LETTER_BITS = 5
_COUNT = 12  # 60 bits: to find another leaf with the same ones is years of work for a large firm
_GROUP = 4
_MISREAD = str.maketrans("ILO", "110")
_INDEX = re.compile(r"0|[1-9][0-9]{0,19}", re.ASCII)


@dataclass(frozen=True, slots=True)
class ReceiptToken:
    """Which leaf, and how its hash begins."""

    index: int
    letters: str

    def fits(self, leaf: bytes) -> bool:
        """Whether this is the leaf that the token was printed for."""
        return letters_of(leaf) == self.letters


def token_of(index: int, leaf: bytes) -> ReceiptToken:
    """The token of a leaf."""
    return ReceiptToken(index, letters_of(leaf))


def format_token(token: ReceiptToken) -> str:
    """The token as it is printed."""
    letters = token.letters
    groups = [letters[at : at + _GROUP] for at in range(0, _COUNT, _GROUP)]
    return "-".join([str(token.index), *groups])


def parse_token(text: str) -> ReceiptToken:
    """A token as someone typed it. Raises ValueError where it is none."""
    index, *groups = re.split(r"[\s-]+", text.strip().upper())
    letters = "".join(groups).translate(_MISREAD)
    is_token = _INDEX.fullmatch(index) and len(letters) == _COUNT and set(letters) <= set(_LETTERS)
    if not is_token or int(index) > LARGEST_SIZE:
        raise ValueError("a token is a number and three groups of four: 1204-7K2M-Q9XD-4F8H")
    return ReceiptToken(int(index), letters)


def serial_of(index: int) -> str:
    """The number of a slip and its check character: `1204-P`, which finds its stub again.

    The character is the sum of the Luhn scheme over the 32 letters, each digit read as the
    letter it is: one wrong digit, or two neighbours changed about, never gives the same one.
    """
    return f"{index}-{_check_character(str(index))}"


def parse_serial(text: str) -> int:
    """The index of a slip as someone typed it. Raises ValueError where the check fails."""
    number, *rest = re.split(r"[\s-]+", text.strip().upper().translate(_MISREAD))
    if _INDEX.fullmatch(number) and rest == [_check_character(number)]:
        return int(number)
    raise ValueError("a number of a slip has a check character: 1204-P")


def _check_character(digits: str) -> str:
    """Luhn's sum to the base 32: from the right, every second letter counts double."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        quotient, rest = divmod(_LETTERS.index(digit) * (2 - place % 2), len(_LETTERS))
        total += quotient + rest
    return _LETTERS[-total % len(_LETTERS)]


def letters_of(leaf: bytes) -> str:
    """The first sixty bits of a hash."""
    bits = int.from_bytes(leaf[:8], "big") >> (64 - _COUNT * _LETTER_BITS)
    places = range((_COUNT - 1) * _LETTER_BITS, -1, -_LETTER_BITS)
    return "".join(_LETTERS[(bits >> place) & 31] for place in places)
