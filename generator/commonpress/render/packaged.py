# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where the templates, styles and fonts that come with the program lie.

In an installed package `site_templates` stands beside the modules; in a checkout it stands
at the top, where those who want to change it look first.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parents[1]


def packaged(*parts: str) -> Path:
    """A file or folder of the packaged `site_templates`."""
    beside = _PACKAGE / "site_templates"
    root = beside if beside.is_dir() else _PACKAGE.parents[1] / "site_templates"
    return root.joinpath(*parts)


def packaged_verifier() -> Path:
    """The short verifier, which people may type in: in a checkout it stands among the tools."""
    beside = packaged("verify_short.py")
    return beside if beside.is_file() else packaged().parent / "tools/verify_short.py"


def packaged_configuration() -> Path:
    """The `mkdocs.yml` for books that have none: in a checkout, the one at the top."""
    beside = packaged("mkdocs.yml")
    return beside if beside.is_file() else packaged().parent / "mkdocs.yml"


def packaged_lock() -> Path:
    """The hash-locked requirements of the program: in a checkout, those it is tested with."""
    beside = packaged("requirements.txt")
    return beside if beside.is_file() else packaged().parent / "requirements/run.txt"


def packaged_set_up() -> Path:
    """The script that sets up what the program needs: in a checkout it stands among the tools."""
    beside = packaged("set-up")
    return beside if beside.is_file() else packaged().parent / "tools/set-up"
