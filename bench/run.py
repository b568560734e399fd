# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every bench, each command timed beside its peer in one run.

    make bench
    .venv/bin/python -m bench.run [--quick] [--only NAME] [--rounds N] [--disk DIR]

Nothing is downloaded or installed: a peer that is absent is named with the command that
installs it, and the rest still runs. A new bench is a module with `NAME` and `findings`.
"""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
from importlib.metadata import version
from pathlib import Path

from bench import check, decade, gate, seal, search, serve, site, zine
from bench.places import Place, kind_of, places
from bench.report import lines_of

BENCHES = (site, search, serve, check, zine, gate, seal, decade)
# These write many files, so they run once for each place.
ON_EACH_PLACE = (site, seal)


def main() -> None:
    """Run what was asked for and print the tables."""
    options = _options()
    print(_machine(), flush=True)
    for bench in BENCHES:
        if options.only and bench.NAME not in options.only:
            continue
        disk = (Place(options.disk, kind_of(options.disk)),)
        found = tuple(places(options.disk)) if bench in ON_EACH_PLACE else disk
        for place in found:
            with tempfile.TemporaryDirectory(dir=place.folder, prefix="bench-") as folder:
                own = Place(Path(folder).resolve(), place.kind)
                for finding in bench.findings(own, options.rounds, quick=options.quick):
                    print("\n".join(lines_of(finding)), flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bench", description="Times each command beside its peer."
    )
    parser.add_argument("--quick", action="store_true", help="small sizes, one round: does it run")
    parser.add_argument("--only", action="append", choices=[bench.NAME for bench in BENCHES])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--disk", type=Path, default=Path(tempfile.gettempdir()))
    options = parser.parse_args()
    if options.quick:
        options.rounds = 1
    return options


def _machine() -> str:
    packages = ("commonpress", "mkdocs", "mkdocs-material", "Jinja2", "cmarkgfm", "PyYAML")
    found = ", ".join(f"{name} {version(name)}" for name in packages)
    return (
        f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}, "
        f"{found}\n"
    )


if __name__ == "__main__":
    main()
