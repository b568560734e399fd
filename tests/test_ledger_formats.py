# SPDX-License-Identifier: AGPL-3.0-or-later
"""The ledger in the formats of accounting programs, judged by those programs."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from beancount.core.data import Transaction
from beancount.loader import load_file
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonpress.derive.disclose import disclose
from commonpress.derive.publication import Publication
from commonpress.kinds.entry import ROUTES, Action, Entry
from commonpress.kinds.ledger import AccountType, OtherUnit, Resource
from commonpress.pipeline import publish
from commonpress.render.export import data_files
from commonpress.render.ledger_formats import LEDGER_FORMATS
from tests.accounting_peers import (
    beancount_balances,
    beancount_judges,
    held_in_beancount,
    held_in_hledger,
    hledger_balances,
    hledger_judges,
    written,
)
from tests.conftest import Golden
from tests.registers import (
    ACCOUNTS,
    LEDGER,
    account,
    assembly,
    day,
    decision,
    entry,
    ledger,
    register,
)

ROOT = Path(__file__).parents[1]
GOLDEN = Path(__file__).parent / "formats"

# Names that mean something in one of the languages, or would end a text in one of them.
WEIRD = (
    Resource(
        id="true",
        title='Trüffel "extra"; 1 | 2 \\ größer',
        category="food",
        unit='½ "crate"; @ 3 €',
        units=(
            OtherUnit(unit="x", is_=Decimal("0.000001")),
            OtherUnit(unit="heap", is_=Decimal("1234.654321")),
            OtherUnit(unit="mountain", is_=Decimal("654321.654321")),
        ),
    ),
    Resource(id="null", title="* ! (nothing)", category="food", unit="-1"),
    Resource(id="a", title="ب", category="food", unit="USD"),
    Resource(id="w" * 60, title="W", category="food", unit="w", each="ws"),
)


GONE = account("tin", AccountType.STOCK, closed=day("2025-01-31"))  # before the first entry


def corrects(number: int, reason: str = "x") -> dict[str, str]:
    """What makes an entry a correction."""
    return {"corrects": f"ent-2026-03-{number:04d}", "reason": reason}


CLOSING = account("shelf", AccountType.STOCK, opened=day("2026-03-01"), closed=day("2026-03-05"))
LINES = (
    entry("0001 2026-03-01 received 100.10 EUR euro grocers cash-box"),
    entry("0002 2026-03-01 received 3 sack rice grocers store", note='a; b | c, d: "e" \\ f'),
    # Too much was written: the correction runs backwards, and is corrected itself.
    entry("0003 2026-03-02 received 1 sack rice store grocers", **corrects(2, "x, y:z")),
    entry("0004 2026-03-02 received 0.5 sack rice grocers store", **corrects(3)),
    entry("0005 2026-03-02 moved 5.25 kg rice store shed"),
    entry("0006 2026-03-03 moved 1 kg rice shed store", **corrects(5)),
    entry("0007 2026-03-03 lent 2 kg rice store lent-out", due=day("2026-04-01")),
    entry("0008 2026-03-04 returned 0.5 kg rice lent-out store"),
    # A count in the middle of a day says what is there in the evening.
    entry("0009 2026-03-05 counted 22 kg rice counts store", tolerance=Decimal(9), reason="x"),
    entry("0010 2026-03-05 used 1 kg rice store pot", group="soup"),
    entry("0011 2026-03-05 made 90 meals meals stove store", group="soup"),
    entry("0012 2026-03-05 distributed 90 meal meals store neighbours", households=40),
    # A count that is replaced by another, and one that found what the book says.
    entry("0013 2026-03-06 counted 99 kg rice counts store", tolerance=Decimal(99), reason="x"),
    entry("0014 2026-03-06 counted 2 sack rice counts store", tolerance=Decimal(9), **corrects(13)),
    entry("0015 2026-03-06 counted 100.1 EUR euro counts cash-box"),
    entry("0016 2026-03-05 received 7 kg rice grocers shelf"),
    entry("0017 2026-03-05 spoiled 1.5 kg rice shelf compost"),
    entry("0018 2026-03-05 counted 5.5 kg rice counts shelf"),
    # Below zero, as only a draft may be.
    entry("0019 2026-03-07 paid 900.000001 EUR euro cash-box bills", decision="dec-2026-001"),
    entry("0020 2026-03-08 received 999999999999.999999 -1 null grocers store"),
    entry("0021 2026-03-08 received 999999999999.999999 x true grocers store"),
    entry("0024 2026-03-08 received 999999999999.999999 heap true grocers store"),
    entry("0022 2026-03-08 received 1 USD a grocers store"),
    entry(f"0023 2026-03-08 received 2 ws {'w' * 60} grocers store"),
)  # fmt: skip


def weird() -> Publication:
    """A ledger of everything that could trip a format."""
    cited = (assembly("2026-03-01", "dec-2026-001"), decision())
    return disclose(register(*LEDGER, *WEIRD, CLOSING, GONE, *cited, *LINES), day("2026-03-31"))


def agree(folder: Path, publication: Publication) -> None:
    """Both programs accept the ledger and hold in every account exactly what we say."""
    journal, beancount = written(folder, publication)
    assert hledger_judges(journal).said == ""
    assert beancount_judges(beancount).said == ""
    assert hledger_balances(journal) == held_in_hledger(publication)
    assert beancount_balances(beancount) == held_in_beancount(publication)


@pytest.fixture(scope="module")
def sample() -> Publication:
    publication = publish(ROOT).publication
    assert publication is not None
    return publication


def test_both_programs_add_up_the_sample_commons_as_we_do(
    tmp_path: Path, sample: Publication
) -> None:
    assert len(held_in_hledger(sample)) > 20
    agree(tmp_path, sample)


def test_both_programs_add_up_a_weird_ledger_as_we_do(tmp_path: Path) -> None:
    agree(tmp_path, weird())


def test_an_amount_of_thirty_digits_stays_exact(tmp_path: Path) -> None:
    # Beancount itself adds up with 28 digits.
    line = entry("0001 2026-03-08 received 999999999999.999999 mountain true grocers store")
    publication = disclose(register(*LEDGER, *WEIRD, line), day("2026-03-31"))
    journal, _ = written(tmp_path, publication)
    exact = Decimal("654321654320999999.345678345679")
    assert hledger_balances(journal) == held_in_hledger(publication)
    assert hledger_balances(journal)["Assets:Store", "true"] == exact


def test_an_empty_book_is_a_ledger_too(tmp_path: Path) -> None:
    agree(tmp_path, disclose(register(), day("1970-01-01")))
    agree(tmp_path, disclose(ledger(), day("1970-01-01")))


def test_a_changed_line_is_caught_by_the_count_after_it(tmp_path: Path) -> None:
    journal, beancount = written(tmp_path, weird())
    for file, line in (
        (journal, '    Assets:Store  37.5 "rice"\n'),
        (beancount, "  Assets:Store  37.5 RICE\n"),
    ):
        text = file.read_text(encoding="utf-8")
        source = "    Income:Grocers  -37.5" if file is journal else "  Income:Grocers  -37.5"
        assert (text.count(line), text.count(source)) == (1, 1)
        changed = text.replace(line, line.replace("37.5", "38.5"))
        file.write_text(changed.replace(source, source.replace("37.5", "38.5")), encoding="utf-8")
    assert "balance assertion" in hledger_judges(journal).said
    assert not hledger_judges(journal).accepts
    assert "Balance failed for 'Assets:Store': expected 22 RICE" in beancount_judges(beancount).said
    assert not beancount_judges(beancount).accepts


def test_what_an_entry_says_is_read_back_by_beancount(tmp_path: Path) -> None:
    (transaction,) = (
        found
        for found in load_file(written(tmp_path, weird())[1])[0]
        if isinstance(found, Transaction) and found.meta["entry"] == "ent-2026-03-0002"
    )
    said = {k: v for k, v in transaction.meta.items() if k not in {"filename", "lineno"}}
    assert said == {
        "entry": "ent-2026-03-0002",
        "action": "received",
        "note": 'a; b | c, d: "e" \\ f',
        "written": "3 sack",
        "__tolerances__": said.get("__tolerances__"),
    }
    assert transaction.links == {"ent-2026-03-0002"}
    assert transaction.tags == {"long-table"}


def test_a_journal_can_be_read(tmp_path: Path, golden: Golden) -> None:
    """The weird ledger as it is written, to look at."""
    journal, beancount = written(tmp_path, weird())
    golden(GOLDEN / "ledger.journal", journal.read_text(encoding="utf-8"))
    golden(GOLDEN / "ledger.beancount", beancount.read_text(encoding="utf-8"))


QUANTITIES = st.decimals("0.000001", "99999", places=3, allow_nan=False)
UNITS = ["rice kg", "rice sack", "meals meals", "euro EUR"]
IDS = {kind: [a.id for a in ACCOUNTS if a.type is kind] for kind in AccountType}


@st.composite
def entries(draw: st.DrawFn) -> list[Entry]:
    """Any entries, as a draft may hold them: stocks below zero, counts that contradict others."""
    made: list[Entry] = []
    for number in range(1, draw(st.integers(1, 30)) + 1):
        action = draw(st.sampled_from(Action))
        ends = [
            draw(st.sampled_from([a.id for a in ACCOUNTS if a.type is t])) for t in ROUTES[action]
        ]
        corrected = draw(st.sampled_from([None, *made])) if action is not Action.COUNTED else None
        if corrected and draw(st.booleans()):
            ends.reverse()
        resource, unit = draw(
            st.sampled_from(["rice kg", "rice sack", "meals meals", "euro EUR"])
        ).split()
        made.append(
            Entry(
                id=f"ent-2026-03-{number:04d}",
                date=dt.date(2026, 3, draw(st.integers(1, 5))),
                action=action,
                resource=resource,
                quantity=draw(QUANTITIES),
                unit=unit,
                from_=ends[0] if action is not Action.COUNTED else "counts",
                to=ends[1],
                corrects=corrected.id if corrected else "",
                reason=draw(st.text(max_size=8, alphabet='ab ,;:|"\\[]()=@*!é')),
            )
        )
    return made


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(lines=entries())
def test_any_entries_come_to_the_same_in_all_three(
    tmp_path_factory: pytest.TempPathFactory, lines: list[Entry]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    agree(folder, disclose(ledger(*lines), day("2026-03-31")))


def test_the_readme_names_every_format(sample: Publication) -> None:
    files = {artifact.path: artifact.content for artifact in data_files(sample)}
    readme = files["README.md"].decode()
    assert {each.path for each in LEDGER_FORMATS} <= files.keys()
    assert all(f"## {each.path}\n\n{each.about}\n" in readme for each in LEDGER_FORMATS)
