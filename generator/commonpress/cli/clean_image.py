# SPDX-License-Identifier: AGPL-3.0-or-later
"""`commonpress clean-image`: leave in a picture's file only what is seen."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from commonpress.cli.verb import CLEAN, Verb, WrongUseError
from commonpress.read.limits import MEDIA_BYTES
from commonpress.read.picture_parts import NO_END, carried
from commonpress.read.text import bytes_of

_MOST = 10 * MEDIA_BYTES  # as it comes from a telephone


def _add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="a picture, PNG or JPEG"
    )


def _run(options: argparse.Namespace) -> int:
    cleaned = [(file, *_cleaned(file)) for file in options.files]
    for file, content, before in cleaned:
        if before:
            _replace(file, content)
            sys.stdout.write(f"{file}: took out {', '.join(before)}.\n")
        else:
            sys.stdout.write(f"{file}: carries nothing, and was left as it is.\n")
    return CLEAN


def _cleaned(file: Path) -> tuple[bytes, tuple[str, ...]]:
    """The picture alone, and what its file carried beside it."""
    from commonpress.render.clean_picture import NoPictureError, drawn_anew

    if file.is_symlink() or not file.is_file():
        raise WrongUseError(f"`{file}` is not a file")
    content = bytes_of(file, _MOST)
    if isinstance(content, int):
        raise WrongUseError(f"`{file}` has {content} bytes; {_MOST} is most")
    before = carried(content)
    if NO_END in before:  # what is missing would be made up
        raise WrongUseError(f"`{file}` was cut off; take it anew from where it came")
    try:
        return drawn_anew(content) if before else content, before
    except NoPictureError as refused:
        raise WrongUseError(f"`{file}` is no picture that can be cleaned: {refused}") from None


def _replace(file: Path, content: bytes) -> None:
    """Written aside first: a full disk takes no picture away."""
    aside = file.with_name(f".{file.name}.new")
    try:
        aside.write_bytes(content)
        aside.replace(file)
    finally:
        aside.unlink(missing_ok=True)


VERB = Verb(
    name="clean-image",
    summary="Leave in a picture's file only what is seen, nothing of where, when or by whom.",
    example="commonpress clean-image content/media/yard.jpg",
    add_options=_add_options,
    run=_run,
)
