# SPDX-License-Identifier: AGPL-3.0-or-later
"""A new commons: every file of it, made from the template, its name and its first day.

In the template, names say what the place of a file is: `dot-` for a leading dot, `YEAR` and
`MONTH` for those of the first day. What ends in `.jinja` is filled in; all else is taken as it
is, since workflows use the same braces for something else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from commonpress.check.report_markdown import escaped
from commonpress.ground.periods import add_months, season_of
from commonpress.kinds.commons import Limits
from commonpress.render.artifact import Artifact
from commonpress.render.editors import editor_files
from commonpress.render.environment import Templates, html
from commonpress.render.packaged import packaged
from commonpress.render.scaffold import scalar

TEMPLATE = "commons"
PROGRAMS = ("tools/set-up", "tools/comment")


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a new commons begins with: its name, language and currency, and its first day."""

    name: str
    language: str
    currency: str
    day: date


def commons_files(beginning: Beginning) -> tuple[Artifact, ...]:
    """Every file of a new commons but the program it carries, by path."""
    made = (*_from_template(beginning), *editor_files())
    return tuple(sorted(made, key=lambda artifact: artifact.path))


def _from_template(beginning: Beginning) -> Iterator[Artifact]:
    root = packaged(TEMPLATE)
    values, templates = _values(beginning), Templates()
    for file in sorted(path for path in root.rglob("*") if path.is_file()):
        name = file.relative_to(root).as_posix()
        path = _path(name.removesuffix(".jinja"), beginning.day)
        yield Artifact(path, _content(file, name, templates, values))


def _content(file: Path, name: str, templates: Templates, values: dict[str, Any]) -> bytes:
    if not name.endswith(".jinja"):
        return file.read_bytes()
    text = templates.render(f"{TEMPLATE}/{name}", **values)
    return (text.strip("\n") + "\n").encode()


def _path(name: str, day: date) -> str:
    parts = (f".{p.removeprefix('dot-')}" if p.startswith("dot-") else p for p in name.split("/"))
    path = "/".join(parts)
    return path.replace("MONTH", f"{day:%Y-%m}").replace("YEAR", f"{day:%Y}")


def _values(beginning: Beginning) -> dict[str, Any]:
    """What the template may ask for, as YAML. The days are such that the first decision holds."""
    day = beginning.day
    last_call = day - timedelta(days=Limits().last_call_days)
    return {
        "written_name": html(scalar(beginning.name)),
        "title": html(escaped(beginning.name)),
        "language": html(beginning.language),
        "currency": html(beginning.currency),
        "day": day,
        "year": f"{day:%Y}",
        "month": f"{day:%Y-%m}",
        "season": season_of(day).name,
        "last_call_on": last_call,
        "proposed_on": last_call - timedelta(days=7),
        "review_on": add_months(day, 6),
        "term_end": add_months(day, 3),
    }
