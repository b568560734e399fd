# SPDX-License-Identifier: AGPL-3.0-or-later
"""The hours of the sample commons are what their tool writes, and tell what the minutes tell.

The sums share no code with the tool or the program: the files are read as any spreadsheet would.
"""

from __future__ import annotations

import csv
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

BOOK = Path(__file__).parents[1]
HOURS = BOOK / "ledger" / "hours"
Row = dict[str, Any]


def as_text(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - only text


def read_hours(folder: Path) -> list[Row]:
    """Every line that stands: one that another takes the place of is left out."""
    rows: list[Row] = []
    for path in sorted(folder.iterdir()):
        if path.suffix == ".csv":
            rows += csv.DictReader(path.read_text("utf-8").split("\n"))
        else:
            rows += as_text(path)["hours"]
    replaced = {row.get("corrects") for row in rows}
    return [row for row in rows if row["id"] not in replaced]


def run_tool(output: Path, *arguments: str) -> None:
    tool = BOOK / "tools" / "sample_hours.py"
    subprocess.run([sys.executable, tool, "--output", output, *arguments], check=True)


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return read_hours(HOURS)


def test_the_tool_writes_the_committed_hours_byte_for_byte(tmp_path: Path) -> None:
    run_tool(tmp_path)
    written = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert written == {path.name: path.read_bytes() for path in HOURS.iterdir()}
    assert {path.rpartition(".")[2] for path in written} == {"yml", "csv"}


def test_work_is_of_the_kinds_in_the_settings_and_each_kind_was_done(rows: list[Row]) -> None:
    listed = as_text(BOOK / "content" / "commons.yml")["kinds_of_work"]
    assert {row["work"] for row in rows} == set(listed)


def test_most_of_the_hours_are_cooking_and_the_fewest_listening(rows: list[Row]) -> None:
    spring: Counter[str] = Counter()
    for row in rows:
        if "2026-03-20" <= row["date"] <= "2026-06-20":
            spring[row["work"]] += int(row["minutes"])
    order = [work for work, _ in spring.most_common()]
    assert order == ["Cooking", "Minding children", "Mending and building", "Listening"]
    assert 700 * 60 < spring.total() < 1000 * 60


def test_the_cart_did_not_go_out_when_it_rained_and_many_cooked_for_the_dinner(
    rows: list[Row],
) -> None:
    cart = {row["date"] for row in rows if row.get("project") == "roll-cart"}
    assert "2026-05-10" not in cart
    assert {"2026-05-03", "2026-05-17"} <= cart
    cooked: Counter[str] = Counter()
    for row in rows:
        if row["work"] == "Cooking" and not row.get("project") and row["date"] >= "2025-09-14":
            cooked[row["date"]] += int(row["minutes"])
    assert cooked["2025-09-21"] == max(cooked.values())
    spring = {day: minutes for day, minutes in cooked.items() if day >= "2026-03-20"}
    assert max(spring, key=lambda day: spring[day]) == "2026-05-31"


def test_one_line_was_written_wrong_and_put_right(rows: list[Row]) -> None:
    (right,) = (row for row in rows if row.get("corrects"))
    (wrong,) = (
        row
        for path in HOURS.glob("*.yml")
        for row in as_text(path)["hours"]
        if row["id"] == right["corrects"]
    )
    assert (wrong["date"], wrong["work"]) == (right["date"], right["work"])
    assert int(right["minutes"]) // 10 == int(wrong["minutes"])
    assert right["recorded"] > right["date"]


def test_two_years_are_told_and_each_kind_of_work_since_it_began(rows: list[Row]) -> None:
    assert {row["id"][4:8] for row in rows} == {"2024", "2025", "2026"}
    assert len({row["id"] for row in rows}) == len(rows) > 400
    first = min(row["date"] for row in rows if row["work"] == "Listening")
    assert first == "2024-09-01"
    cart = min(row["date"] for row in rows if row.get("project") == "roll-cart")
    assert cart == "2025-04-20"


def test_the_cart_was_built_before_it_went_out_and_the_roof_in_one_week(rows: list[Row]) -> None:
    built = {
        row["date"]: int(row["minutes"])
        for row in rows
        if row["work"] == "Mending and building" and row.get("project") != "rope-works-library"
    }
    assert max(built, key=lambda day: built[day]) == "2025-08-17"
    assert {"2025-04-20", "2025-04-27", "2025-05-04"} <= set(built)


def test_the_tool_can_write_any_stretch_of_days(tmp_path: Path) -> None:
    run_tool(tmp_path, "--first", "2026-04-30", "--last", "2026-05-03")
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["2026-04.csv", "2026-05.yml"]
    assert {row["date"] for row in read_hours(tmp_path)} == {"2026-04-30", "2026-05-03"}


def test_cooking_leads_to_what_was_cooked(rows: list[Row]) -> None:
    """Every event that made meals has its hours, and no other kind of work names one."""
    tied = {row["group"] for row in rows if row.get("group")}
    assert {row["work"] for row in rows if row.get("group")} == {"Cooking"}
    made: set[str] = set()
    for path in sorted((BOOK / "ledger").glob("20*/*")):
        text = path.read_text("utf-8")
        entries = csv.DictReader(text.split("\n")) if path.suffix == ".csv" else as_text(path)
        for row in entries["entries"] if isinstance(entries, dict) else entries:
            if (row["action"], row["resource"]) == ("made", "meals"):
                made.add(row["group"])
    assert tied == made
