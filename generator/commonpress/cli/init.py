# SPDX-License-Identifier: AGPL-3.0-or-later
"""`commonpress init`: a new commons in an empty folder, with the program it needs."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from commonpress.check.scalars import Fault
from commonpress.cli.build import day_of
from commonpress.cli.verb import CLEAN, Verb, WrongUseError, progress

if TYPE_CHECKING:
    from commonpress.render.artifact import Artifact
    from commonpress.render.commons_template import Beginning

_EXECUTABLE = 0o755


def _add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help="a folder that is not there yet")
    parser.add_argument("--name", help="the name of the commons (default: that of the folder)")
    parser.add_argument("--language", default="en", help="the language of its records, as en")
    parser.add_argument("--currency", default="EUR", help="the currency of its money, as EUR")
    parser.add_argument(
        "--day",
        type=day_of,
        default=None,
        metavar="DATE",
        help="the day of its first assembly, as 2026-06-30 (default: today)",
    )


def _run(options: argparse.Namespace) -> int:
    folder: Path = options.folder
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WrongUseError(f"`{folder}` is not empty; name a folder that is not there yet")
    beginning = _beginning(options)
    with progress("Making a commons"):
        _write(folder, _files(beginning))
    sys.stdout.write(
        f"{beginning.name} begins in {folder}. Next:\n"
        f"  cd {folder}\n"
        "  make book\n"
        "README.md says what to change first.\n"
    )
    return CLEAN


def _beginning(options: argparse.Namespace) -> Beginning:
    from commonpress.check.forms import parse_currency, parse_language, parse_line
    from commonpress.render.commons_template import Beginning

    name = options.name or options.folder.resolve().name.replace("-", " ").replace("_", " ").title()
    judged = {
        "--name": parse_line(name),
        "--language": parse_language(options.language),
        "--currency": parse_currency(options.currency),
    }
    for option, value in judged.items():
        if isinstance(value, Fault):
            raise WrongUseError(f"{option} {value.message}; {value.hint}")
    if not str(judged["--name"]):
        raise WrongUseError("a commons needs a name; give it as --name")
    today = date.today()  # noqa: DTZ011 - the day where one begins
    return Beginning(
        str(judged["--name"]), options.language, options.currency, options.day or today
    )


def _files(beginning: Beginning) -> tuple[Artifact, ...]:
    from commonpress.cli.own_wheel import NotInstalledError, own_wheel
    from commonpress.render.artifact import Artifact
    from commonpress.render.commons_template import commons_files
    from commonpress.render.packaged import packaged_lock, packaged_set_up

    try:
        name, wheel = own_wheel()
    except NotInstalledError:
        raise WrongUseError(
            "install Commonpress first: a new commons carries a copy of it"
        ) from None
    return (
        *commons_files(beginning),
        Artifact("tools/set-up", packaged_set_up().read_bytes()),
        Artifact(f"vendor/{name}", wheel),
        Artifact("vendor/requirements.txt", packaged_lock().read_bytes()),
    )


def _write(folder: Path, files: tuple[Artifact, ...]) -> None:
    from commonpress.render.commons_template import PROGRAMS
    from commonpress.write.additions import add_files

    add_files(folder, files)
    for path in PROGRAMS:
        (folder / path).chmod(_EXECUTABLE)


VERB = Verb(
    name="init",
    summary="Begin a new commons in an empty folder, with all that its first book needs.",
    example='commonpress init canal-street --name "Canal Street Kitchen"',
    add_options=_add_options,
    run=_run,
)
