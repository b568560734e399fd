# SPDX-License-Identifier: AGPL-3.0-or-later
"""What must not stand in a case or in a note of the ledger, and is never printed when it does."""

from __future__ import annotations

from types import MappingProxyType

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonpress.check.privacy.signs import masked
from commonpress.check.rules.private_text import (
    cases_lead_to_nobody,
    cases_name_no_handle,
    notes_of_the_ledger_lead_to_nobody,
)
from commonpress.ground.diagnostics import Span
from tests.registers import LEDGER, case, entry, found, handle, messages, register

PRIVATE = [
    ("marigold@grocers.example", "private-contact"),
    ("m.a+b@mail.sub.example", "private-contact"),
    ("https://grocers.example/us", "private-contact"),
    ("HTTP://GROCERS", "private-contact"),
    ("www.grocers.example", "private-contact"),
    ("grocers.org", "private-contact"),
    ("@marigold", "private-contact"),
    ("marigold@commons.social", "private-contact"),
    ("+34 600 123 456", "private-contact"),
    ("(020) 7946 0991", "private-contact"),
    ("0600123456", "private-contact"),
    ("06-00-12-34-56", "private-contact"),
    ("2026-03-14", "private-moment"),
    ("14.3.2026", "private-moment"),
    ("3/14/26", "private-moment"),
    ("14 March", "private-moment"),
    ("the 14th of march", "private-moment"),
    ("March 14th", "private-moment"),
    ("1 May", "private-moment"),
    ("Sept. 3", "private-moment"),
    ("7:30", "private-moment"),
    ("19h30", "private-moment"),
    ("7 pm", "private-moment"),
    ("7.30 p.m.", "private-moment"),
    ("seven o'clock", "private-moment"),
]
HARMLESS = [
    "two crates at 12.5 kg, 3 may have been bruised",
    "see ent-2026-03-0141 and dec-2026-014",
    "receipt 2026-031, for 1500 EUR of 2000",
    "12 of 30 bowls, spring 2026, month 2026-03",
    "ratio 1:2, in March and in May",
    "half of the 4 mar 2 rope",
    "e.g. flour, i.e. bread",
    "we march 10 steps",
]


@pytest.mark.parametrize(("text", "slug"), PRIVATE)
def test_what_leads_to_somebody_is_found_and_masked(text: str, slug: str) -> None:
    note = f"ask {text} about it"
    line = entry("0001 2026-03-02 received 1 kg rice", note=note)
    assert found(notes_of_the_ledger_lead_to_nobody, *LEDGER, line) == [slug]
    (said,) = messages(notes_of_the_ledger_lead_to_nobody, *LEDGER, line)
    assert text not in said
    assert found(cases_lead_to_nobody, case(body=note)) == [slug]


@pytest.mark.parametrize("text", HARMLESS)
def test_what_leads_to_nobody_passes(text: str) -> None:
    line = entry("0001 2026-03-02 received 1 kg rice", note=text, reason=text)
    assert messages(notes_of_the_ledger_lead_to_nobody, *LEDGER, line) == []


def test_reasons_are_read_too_and_every_field_of_a_case() -> None:
    line = entry("0001 2026-03-02 received 1 kg rice", reason="ask @marigold")
    assert found(notes_of_the_ledger_lead_to_nobody, *LEDGER, line) == ["private-contact"]
    whole = case(summary="at 7 pm", anonymised=("It was on 14 March.",), body="See www.x.example.")
    slugs = ["private-moment", "private-moment", "private-contact"]
    assert found(cases_lead_to_nobody, whole) == slugs


def test_a_finding_in_a_body_stands_in_its_line_and_column() -> None:
    places = MappingProxyType({"": Span("cases/x.md"), "body": Span("cases/x.md", 30)})
    text = "One of us said it.\n\nAnd then, at 7 pm, the other did.\nBoth at 8 pm."
    placed = msgspec.structs.replace(case(body=text), places=places)
    spans = [d.span for d in cases_lead_to_nobody(register(placed))]
    assert spans == [Span("cases/x.md", 32, 14, 18), Span("cases/x.md", 33, 9, 13)]


def test_no_handle_stands_in_a_case() -> None:
    def written(text: str) -> list[str]:
        return found(cases_name_no_handle, handle("osier"), handle("wren"), case(body=text))

    assert written("Person A sat down.") == []
    assert written("Osier sat down, and so did wren's friend.") == ["handle-in-case"] * 2
    assert written("The cosier chair.") == []
    assert written("*OSIER*") == ["handle-in-case"]


def test_a_handle_in_a_case_is_not_printed() -> None:
    (said,) = messages(cases_name_no_handle, handle("osier"), case(body="Osier sat down."))
    assert "sier" not in said


@given(st.text(max_size=60))
def test_a_masked_text_shows_its_ends_and_length_only(text: str) -> None:
    shown = masked(text)
    assert shown.endswith(f"({len(text)} characters)")
    assert len(text) < 4 or shown == f"{text[0]}……{text[-1]} ({len(text)} characters)"
    assert len(text) >= 4 or shown == f"({len(text)} characters)"


@given(st.text(alphabet="ab@.:/- +0123456789()MarchMay", max_size=300))
def test_any_text_is_read_to_its_end(text: str) -> None:
    for finding in cases_lead_to_nobody(register(case(body=text))):
        assert finding.code.private
