# SPDX-License-Identifier: AGPL-3.0-or-later
"""`commonpress hooks`: let git ask before a commit, before its message is kept, before a push.

What is pushed is public. So the first check is made on the machine of whoever writes.
"""

from __future__ import annotations

import argparse
import shlex
import sys
from pathlib import Path

from commonpress.cli.verb import CLEAN, Verb, WrongUseError, add_book, book_at

_SIGN = "# Written by `commonpress hooks install`. Delete this file to take the hook out."
# git tells a hook where things lie as seen from the top folder, and `-C` would look elsewhere.
_SCRIPT = """\
#!/bin/sh
{sign}
case "${{GIT_INDEX_FILE:-/}}" in
  /*) ;;
  *) GIT_INDEX_FILE="$PWD/$GIT_INDEX_FILE"; export GIT_INDEX_FILE ;;
esac
unset GIT_DIR GIT_WORK_TREE GIT_PREFIX
exec {python} -m commonpress check {what} --format concise {book}
"""
HOOKS = {
    "pre-commit": "--staged",
    "commit-msg": '--message "$1"',
    "pre-push": "--pushed",
}


def _add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("install",), help="write the hooks into this clone")
    add_book(parser)


def _run(options: argparse.Namespace) -> int:
    from commonpress.history import GitError, hooks_folder

    book = book_at(options.book)
    try:
        folder = hooks_folder(book)
    except GitError as error:
        raise WrongUseError(str(error)) from None
    others = [name for name in HOOKS if not _is_ours(folder / name)]
    if others:
        hint = "let them run `commonpress check --staged`, `--message FILE` and `--pushed`"
        raise WrongUseError(f"there are other hooks: {', '.join(others)}; {hint}")
    folder.mkdir(parents=True, exist_ok=True)
    for name, what in HOOKS.items():
        (folder / name).write_text(_script(what, book), encoding="utf-8", newline="\n")
        (folder / name).chmod(0o755)
    sys.stdout.write(
        "git now asks before each commit, before its message is kept, and before each push.\n"
        "It asks about what is staged and what is pushed, not about the folder.\n"
    )
    return CLEAN


def _is_ours(file: Path) -> bool:
    """Whether nobody's own hook would be lost."""
    return not file.exists() or _SIGN in file.read_text(encoding="utf-8", errors="replace")


def _script(what: str, book: Path) -> str:
    python, folder = shlex.quote(sys.executable), shlex.quote(str(book.resolve()))
    return _SCRIPT.format(sign=_SIGN, python=python, what=what, book=folder)


VERB = Verb(
    name="hooks",
    summary="Let git check what is staged, each message and each push, on this machine.",
    example="commonpress hooks install",
    add_options=_add_options,
    run=_run,
)
