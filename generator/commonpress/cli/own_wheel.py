# SPDX-License-Identifier: AGPL-3.0-or-later
"""The program that is running, packed as a wheel again, so that a new commons can carry it.

A wheel is a zip of the package and of what was said about it when it was installed. Both are at
hand wherever the program is installed, from a clone or from a wheel; so nothing is fetched and
nothing is built by other tools, and the same program gives the same bytes.
"""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Iterator, Mapping
from hashlib import sha256
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import commonpress
from commonpress.render.packaged import (
    packaged,
    packaged_configuration,
    packaged_lock,
    packaged_set_up,
    packaged_verifier,
)

_NAME = "commonpress"
_BEFORE_ZIP = (1980, 1, 1, 0, 0, 0)
# What an installer writes about one installation, and no wheel holds.
_OF_THE_INSTALLER = frozenset({"RECORD", "INSTALLER", "REQUESTED", "direct_url.json"})


class NotInstalledError(Exception):
    """The program runs without being installed, so nothing says what it is made of."""


def own_wheel() -> tuple[str, bytes]:
    """The name of the wheel and its bytes."""
    try:
        about = distribution(_NAME)
    except PackageNotFoundError:
        raise NotInstalledError from None
    files = dict(sorted({**_package(), **_templates(), **_about(about)}.items()))
    info = f"{_NAME}-{about.version}.dist-info"
    record = f"{info}/RECORD"
    files[record] = _record(files, record)
    return f"{_NAME}-{about.version}-py3-none-any.whl", _zipped(files)


def _package() -> dict[str, bytes]:
    root = Path(commonpress.__file__).parent
    skipped = root / "site_templates"
    return {
        f"{_NAME}/{path.relative_to(root).as_posix()}": path.read_bytes()
        for path in _files_below(root)
        if not path.is_relative_to(skipped)
    }


def _templates() -> dict[str, bytes]:
    root = packaged()
    files = {path.relative_to(root).as_posix(): path for path in _files_below(root)}
    files |= {
        "mkdocs.yml": packaged_configuration(),
        "requirements.txt": packaged_lock(),
        "set-up": packaged_set_up(),
        "verify_short.py": packaged_verifier(),
    }
    return {f"{_NAME}/site_templates/{name}": path.read_bytes() for name, path in files.items()}


def _files_below(root: Path) -> Iterator[Path]:
    for path in root.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts and path.name != ".DS_Store":
            yield path


def _about(about: Distribution) -> dict[str, bytes]:
    """What was said about the program when it was installed: its needs, licences and commands."""
    info = f"{_NAME}-{about.version}.dist-info/"
    return {
        str(file): Path(str(file.locate())).read_bytes()
        for file in about.files or ()
        if str(file).startswith(info) and file.name not in _OF_THE_INSTALLER
    }


def _record(files: Mapping[str, bytes], record: str) -> bytes:
    """The list of files with their hashes (packaging.python.org, binary distribution format)."""
    lines = [f"{path},sha256={_digest(content)},{len(content)}" for path, content in files.items()]
    return "".join(f"{line}\n" for line in (*lines, f"{record},,")).encode()


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(sha256(content).digest()).decode().rstrip("=")


def _zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip without anything of this machine or day in it.

    Nothing is compressed but by zlib's own default; another zlib may give other bytes, and the
    same files.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as wheel:
        for path, content in files.items():
            entry = zipfile.ZipInfo(path, _BEFORE_ZIP)
            entry.external_attr = 0o100644 << 16
            entry.create_system = 3
            entry.compress_type = zipfile.ZIP_DEFLATED
            wheel.writestr(entry, content)
    return packed.getvalue()
