# SPDX-License-Identifier: AGPL-3.0-or-later
"""Open data, judged by frictionless: the package is valid, and a broken row is caught."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import frictionless
import pytest

from commonpress.derive.disclose import disclose
from commonpress.derive.publication import Publication
from commonpress.kinds.decision import Option, Tally
from commonpress.render.artifact import Artifact
from commonpress.render.export import data_files
from commonpress.render.tables import Column, Table, write_csv
from tests.registers import LEDGER, day, entry, register
from tests.test_standing import assembly, decision


@pytest.fixture
def publication() -> Publication:
    taken = decision(
        tally=Tally(agree=7, stand_aside=2),
        options=(
            Option(title="Buy", meaning="60 €, and it is ours.", chosen=True),
            Option(title="Wait", meaning="=SUM(A1)"),
        ),
    )
    lines = (
        entry("0001 2026-05-01 received 100.10 EUR euro grocers cash-box"),
        entry("0002 2026-05-12 paid 60 EUR euro cash-box bills", decision="dec-2026-001"),
        entry("0003 2026-05-13 received 2 sack rice grocers store", note='said "thanks", left'),
        entry("0004 2026-05-31 counted 24 kg rice counts store", tolerance=Decimal(1), reason="x"),
    )
    return disclose(register(*LEDGER, assembly(9), taken, *lines), day("2026-06-30"))


def written(folder: Path, artifacts: tuple[Artifact, ...]) -> Path:
    for artifact in artifacts:
        (folder / artifact.path).parent.mkdir(exist_ok=True)
        (folder / artifact.path).write_bytes(artifact.content)
    return folder / "datapackage.json"


def rows(artifacts: tuple[Artifact, ...], name: str) -> list[dict[str, str]]:
    content = next(a.content for a in artifacts if a.path == name)
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def errors(package: Path) -> list[str]:
    report = frictionless.validate(str(package))
    return [row[-1] for row in report.flatten(["rowNumber", "fieldNumber", "type"])]


def test_the_package_is_valid(tmp_path: Path, publication: Publication) -> None:
    assert errors(written(tmp_path, data_files(publication))) == []


@pytest.mark.parametrize(
    ("name", "change", "expected"),
    [
        ("entries.csv", ("2026-05-12", "2026-05-32"), "type-error"),
        ("entries.csv", (",paid,", ",stolen,"), "constraint-error"),
        ("postings.csv", ("cash-box", "cash-bax"), "foreign-key"),
        ("decisions.csv", ("dec-2026-001", ""), "constraint-error"),
        ("entries.csv", ("ent-2026-05-0002", "ent-2026-05-0001"), "primary-key"),
    ],
)
def test_a_broken_row_is_caught(
    tmp_path: Path, publication: Publication, name: str, change: tuple[str, str], expected: str
) -> None:
    package = written(tmp_path, data_files(publication))
    file = tmp_path / name
    text = file.read_text(encoding="utf-8")
    assert change[0] in text
    file.write_text(text.replace(*change, 1), encoding="utf-8")
    assert expected in errors(package)


def test_every_file_is_named_with_its_hash(publication: Publication) -> None:
    artifacts = {a.path: a.content for a in data_files(publication)}
    package = json.loads(artifacts["datapackage.json"])
    named = {resource["path"]: resource for resource in package["resources"]}
    assert named.keys() == {path for path in artifacts if path.endswith(".csv")}
    for path, resource in named.items():
        assert resource["hash"] == f"sha256:{sha256(artifacts[path]).hexdigest()}"
        assert resource["bytes"] == len(artifacts[path])


def test_every_column_is_described_in_the_readme(publication: Publication) -> None:
    artifacts = {a.path: a.content.decode() for a in data_files(publication)}
    readme = artifacts["README.md"]
    for resource in json.loads(artifacts["datapackage.json"])["resources"]:
        section = readme.split(f"## {resource['path']}\n")[1].split("\n## ")[0]
        for field in resource["schema"]["fields"]:
            assert f"| `{field['name']}` |" in section
            assert field["description"].endswith("."), field


def test_postings_of_each_resource_add_up_to_zero(publication: Publication) -> None:
    held: dict[tuple[str, str], Decimal] = {}
    for row in rows(data_files(publication), "postings.csv"):
        for account, sign in ((row["source"], -1), (row["target"], 1)):
            key = account, row["resource"]
            held[key] = held.get(key, Decimal(0)) + sign * Decimal(row["amount"])
    for resource in {r for _, r in held}:
        assert sum(amount for (_, r), amount in held.items() if r == resource) == 0
    assert held["store", "rice"] == Decimal(24)


def test_quantities_stay_exact_in_json(publication: Publication) -> None:
    artifacts = {a.path: a.content for a in data_files(publication)}
    assert json.loads(artifacts["entries.json"])[0]["quantity"] == "100.10"


def test_a_cell_is_never_a_formula(publication: Publication) -> None:
    options = rows(data_files(publication), "decisions-options.csv")
    assert options[1]["meaning"] == "'=SUM(A1)"
    table = Table(
        name="t",
        title="T",
        about="",
        columns=(Column("a", "string", "A."), Column("b", "number", "B.")),
        key=("a",),
        rows=tuple((f"{start}1", Decimal(-1)) for start in "=+-@\t＝＋－＠"),
    )
    for row in csv.reader(io.StringIO(write_csv(table).decode())):
        assert row[0] == "a" or row[0].startswith("'")
        assert row[1] in {"b", "-1"}
