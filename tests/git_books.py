# SPDX-License-Identifier: AGPL-3.0-or-later
"""Books in a repository of git, made in a test, whose commits are the same on every machine."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.books import Run, write

COMMONS = ("Tidewater Row Commons", "row@users.noreply.example")
_MOMENT = "2026-03-14T12:00:00+0000"


def git(
    folder: Path,
    *arguments: str,
    by: tuple[str, str] = COMMONS,
    environment: Mapping[str, str] | None = None,
) -> Run:
    """Run git in a folder, with nobody's settings but these."""
    name, mail = by
    own = {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        **{f"GIT_{who}_NAME": name for who in ("AUTHOR", "COMMITTER")},
        **{f"GIT_{who}_EMAIL": mail for who in ("AUTHOR", "COMMITTER")},
        **{f"GIT_{who}_DATE": _MOMENT for who in ("AUTHOR", "COMMITTER")},
        **(environment or {}),
    }
    done = subprocess.run(
        ["git", "-c", "commit.gpgsign=false", "-C", folder, *arguments],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={**{k: v for k, v in os.environ.items() if not k.startswith("GIT_")}, **own},
    )
    return Run(done.returncode, done.stdout, done.stderr)


def begin(folder: Path) -> None:
    """Make the book in a folder a repository, its first commit tagged `base`."""
    done(git(folder, "init", "--quiet", "--initial-branch=main", "--object-format=sha1"))
    commit(folder, "Begin")
    done(git(folder, "tag", "base"))


def commit(
    folder: Path,
    message: str,
    files: Mapping[str, str | bytes | None] | None = None,
    by: tuple[str, str] = COMMONS,
) -> str:
    """Write files, None to delete one, and commit all. The hash in short is given back."""
    for path, content in (files or {}).items():
        if content is None:
            (folder / path).unlink()
        else:
            write(folder / path, content)
    done(git(folder, "add", "--all"))
    done(git(folder, "commit", "--quiet", "--allow-empty", "--message", message, by=by))
    return done(git(folder, "rev-parse", "HEAD")).out[:10]


def done(run: Run) -> Run:
    """A run that went well."""
    assert run.code == 0, run
    return run
