# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is printed to be checked: codes on posters and tokens, read from the page and its copies."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonpress.ground.checkpoint import format_checkpoint
from commonpress.ground.receipt_token import parse_serial, serial_of
from commonpress.pipeline import publish
from tests.books import book, run
from tests.codes import codes_of, text_of
from tests.sealed_books import seal, sealed_book

SITE = "https://rope.example/"


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = sealed_book(tmp_path_factory.mktemp("sealed"))
    settings = folder / "content/commons.yml"
    settings.write_text(re.sub(r"(?m)^site_url:.*\n", "", settings.read_text()))
    with settings.open("a") as file:
        file.write(f"site_url: {SITE}\n")
    assert seal(folder, "2026-03-15").code == 0
    return folder


def printed(sealed: Path, folder: Path, *words: str) -> Path:
    done = run("sheet", sealed, *words, "--output", folder)
    assert done.code == 0, done
    (file,) = folder.iterdir()
    return file


@pytest.mark.parametrize("paper", ["A4", "A3", "Letter"])
def test_a_poster_carries_its_address_and_the_checkpoint(
    sealed: Path, paper: str, tmp_path: Path
) -> None:
    file = printed(sealed, tmp_path, "month", "--paper", paper)
    publication = publish(sealed, None).publication
    assert publication is not None
    assert publication.seal is not None
    today = publication.seal.today
    expected = sorted([f"{SITE}ledger/2026-03.html", format_checkpoint(today.checkpoint)])
    assert codes_of(file) == expected
    assert codes_of(file, copies=2) == expected
    said = text_of(file)
    assert f"{today.checkpoint.origin} {today.checkpoint.size}" in said
    assert " ".join(today.groups) in said


def test_the_report_of_a_season_carries_them_too(sealed: Path, tmp_path: Path) -> None:
    file = printed(sealed, tmp_path, "season")
    publication = publish(sealed, None).publication
    assert publication is not None
    assert publication.seal is not None
    today = publication.seal.today
    name = publication.reports[-1].statement.period.name
    expected = sorted([f"{SITE}ledger/season-{name}.html", format_checkpoint(today.checkpoint)])
    assert codes_of(file) == codes_of(file, copies=2) == expected
    assert " ".join(today.groups) in text_of(file)


def test_what_a_poster_prints_verifies_when_it_is_typed_in(sealed: Path, tmp_path: Path) -> None:
    file = printed(sealed, tmp_path, "month")
    said = text_of(file)
    found = re.search(r"(\S+ \d+ (?:[0-9a-f]{4} ){16}[0-9a-f]{4})", said)
    assert found
    assert run("verify", *found[1].split(), sealed).code == 0


def test_a_token_finds_its_entry_and_the_log_holds_it(sealed: Path, tmp_path: Path) -> None:
    file = printed(sealed, tmp_path, "tokens", "2026-03")
    addresses = codes_of(file)
    assert addresses == codes_of(file, copies=2)
    assert addresses
    words = text_of(file).split()
    for address in addresses:
        page, _, token = address.partition("#")
        assert page == f"{SITE}seal/index.html"
        assert token in words
        verdict = run("verify", token, sealed)
        assert verdict.code == 0
        assert "ent-2026-03-" in verdict.out
        # The stub has the same number, and both have the character that checks it.
        serial = serial_of(int(token.partition("-")[0]))
        assert words.count(serial) == 2


def test_a_token_names_nobody(sealed: Path, tmp_path: Path) -> None:
    file = printed(sealed, tmp_path, "tokens", "2026-03")
    said = text_of(file).lower()
    publication = publish(sealed, None).publication
    assert publication is not None
    handles = [record.id for record in publication.records.get("handle", ())]
    sources = [view.account.title.lower() for view in publication.accounts]
    assert handles
    assert not [name for name in (*handles, *sources) if re.search(rf"\b{name}\b", said)]


def test_a_book_that_is_not_sealed_has_no_tokens(tmp_path: Path) -> None:
    refused = run("sheet", book(tmp_path / "book"), "tokens")
    assert refused.code == 2
    assert "seal" in refused.err


@given(st.integers(0, 2**40), st.data())
def test_a_wrong_digit_or_two_changed_about_is_noticed(index: int, data: st.DataObject) -> None:
    serial = serial_of(index)
    assert parse_serial(serial.lower().replace("-", " ")) == index
    digits, check = serial.split("-")
    at = data.draw(st.integers(0, len(digits) - 1))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != digits[at]]))
    wrong = [digits[:at] + other + digits[at + 1 :]]
    if at and digits[at] != digits[at - 1]:
        wrong.append(digits[: at - 1] + digits[at] + digits[at - 1] + digits[at + 1 :])
    for one in wrong:
        if not (one.startswith("0") and len(one) > 1):
            with pytest.raises(ValueError, match="check character"):
                parse_serial(f"{one}-{check}")
    assert not set(check) & set("ILOU")
