# SPDX-License-Identifier: AGPL-3.0-or-later
"""Copies what the forms in the browser run on from their npm packages (make forms).

Each package is fetched whole, held against its hash and never installed: none of its scripts
runs, and none of what it depends on comes along. The files are copied as they are, so that
anybody can hold them against the package again. Needs npm, and the network once; the site and
the tests need neither.
"""

import base64
import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

SHIPPED = Path(__file__).parents[1] / "site_templates" / "editing" / "vendor"


@dataclass(frozen=True)
class Package:
    """A package of one version, the hash of its archive, and the files that are copied."""

    name: str
    version: str
    sha512: str
    files: dict[str, str]


PACKAGES = (
    Package(
        "decap-cms",
        "3.16.3",
        "hf+dPlCh7TJmWl8+6VRzHYOWhri5xgUknrZbDewaWe4s9B7xJ8PQugp2QHeSldMUKzav6+z0oIpwUYhUJDYtYw==",
        {
            "dist/decap-cms.js": "decap-cms.js",
            "dist/decap-cms.js.LICENSE.txt": "decap-cms.js.LICENSE.txt",
        },
    ),
    Package(
        "js-yaml",
        "5.5.0",
        "paNr4LFIFPjeeSmwNYdrb8FafLLG/Cr2Af3GjbsHJ5CxIjH4r0c2emlmRdAtpPAieP1gRVzk6buBbVP5gBMGAg==",
        {"dist/browser/js-yaml.umd.min.js": "js-yaml.js", "LICENSE": "js-yaml.LICENSE.txt"},
    ),
)


class WrongHashError(Exception):
    """An archive is not the one that was looked at. The message names it and both hashes."""


def main() -> int:
    """Fetch each package into a scratch folder, prove it, and copy its files."""
    SHIPPED.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        for package in PACKAGES:
            archive = fetch(package, Path(scratch))
            prove(package, archive)
            copy_files(package, archive)
    for path in sorted(SHIPPED.iterdir()):
        print(f"{path.stat().st_size:>9,}  {path.name}")
    return 0


def fetch(package: Package, scratch: Path) -> Path:
    """The archive of a package, as npm keeps it."""
    wanted = f"{package.name}@{package.version}"
    command = ["npm", "pack", "--silent", "--ignore-scripts", wanted]
    subprocess.run(command, cwd=scratch, check=True)
    return scratch / f"{package.name}-{package.version}.tgz"


def prove(package: Package, archive: Path) -> None:
    """Raise WrongHashError where the archive is not the one that was looked at."""
    found = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if found != package.sha512:
        raise WrongHashError(f"{archive.name} has {found}, and not {package.sha512}")


def copy_files(package: Package, archive: Path) -> None:
    """Copy the files that are shipped, unchanged, under their names here."""
    with tarfile.open(archive) as packed:
        for inside, name in package.files.items():
            source = packed.extractfile(f"package/{inside}")
            if source is None:
                raise FileNotFoundError(inside)
            with source, (SHIPPED / name).open("wb") as target:
                shutil.copyfileobj(source, target)


if __name__ == "__main__":
    sys.exit(main())
