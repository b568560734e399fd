# SPDX-License-Identifier: AGPL-3.0-or-later
"""Numbers of accounts, cards and people, told from other numbers by their check digits.

Each function takes a number without spaces and signs. The sums are those that the issuers
publish: ISO 13616 and ISO 7064 for accounts, ISO/IEC 7812 for cards.
"""

from __future__ import annotations

from itertools import cycle

_DNI = "TRWAGMYFPDXBNJZSQVHLCKE"
_FISCAL_ODD = (
    *(1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18),
    *(20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23),
)
_LEAST_IBAN = 15


def is_bank_account(number: str) -> bool:
    """Whether the remainder of an IBAN is 1."""
    if len(number) < _LEAST_IBAN:
        return False
    turned = number[4:] + number[:4]
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1


def is_card(number: str) -> bool:
    """Whether the digits of a card, every second one doubled, sum to a multiple of ten."""
    if not 13 <= len(number) <= 19 or len(set(number)) == 1:
        return False
    doubled = (int(d) * times for d, times in zip(reversed(number), cycle((1, 2)), strict=False))
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0


def is_spanish(number: str) -> bool:
    """A DNI or NIE: eight digits, or X, Y, Z and seven, and the letter of their remainder."""
    digits = number[:-1].translate(str.maketrans("XYZ", "012"))
    return digits.isdecimal() and _DNI[int(digits) % 23] == number[-1]


def is_french(number: str) -> bool:
    """A number of social security: thirteen digits and what is left of 97."""
    return len(number) == 15 and 97 - int(number[:13]) % 97 == int(number[13:])


def is_german(number: str) -> bool:
    """A tax number of eleven digits (ISO 7064, mod 11, 10), of which at least one stands twice."""
    if len(number) != 11 or number[0] == "0" or len(set(number[:10])) not in {8, 9}:
        return False
    left = 10
    for digit in number[:10]:
        total = (int(digit) + left) % 10 or 10
        left = total * 2 % 11
    return (11 - left) % 10 == int(number[10])


def is_brazilian(number: str) -> bool:
    """A CPF: nine digits and two that check them."""
    if len(number) != 11 or len(set(number)) == 1:
        return False
    for length in (9, 10):
        total = sum(int(d) * (length + 1 - at) for at, d in enumerate(number[:length]))
        if total * 10 % 11 % 10 != int(number[length]):
            return False
    return True


def is_polish(number: str) -> bool:
    """A PESEL: a birth date, four digits, one that checks them."""
    weights = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1)
    month = int(number[2:4]) % 20 if len(number) == 11 else 0
    return 1 <= month <= 12 and sum(map(int.__mul__, map(int, number), weights)) % 10 == 0


def is_italian(code: str) -> bool:
    """A fiscal code of sixteen letters and digits, the last of which checks the others."""
    total = 0
    for at, sign in enumerate(code[:15]):
        value = int(sign) if sign.isdecimal() else ord(sign) - ord("A")
        total += value if at % 2 else _FISCAL_ODD[value]
    return chr(ord("A") + total % 26) == code[15]
