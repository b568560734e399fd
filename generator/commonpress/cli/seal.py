# SPDX-License-Identifier: AGPL-3.0-or-later
"""`commonpress seal`: add what is new to the log that cannot be rewritten without being seen."""

from __future__ import annotations

import argparse
import re
import secrets
import sys
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from commonpress.cli.build import day_of
from commonpress.cli.verb import (
    CLEAN,
    FOUND,
    Verb,
    WrongUseError,
    add_book,
    book_at,
    progress,
    tell,
)

if TYPE_CHECKING:
    from commonpress.check.seal import Seal
    from commonpress.derive.publication import Publication
    from commonpress.derive.sealing import Unsealed
    from commonpress.kinds.base import Kind

# c2sp.org/tlog-checkpoint: an address without its scheme, without spaces and plus signs.
_ORIGIN = re.compile(r"[a-z0-9][a-z0-9.-]*(/[a-z0-9._-]+)*")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")


def _add_options(parser: argparse.ArgumentParser) -> None:
    add_book(parser)
    parser.add_argument(
        "--origin",
        help="what the log is called, on paper and for ever (default: the address of the site)",
    )
    parser.add_argument(
        "--on", type=day_of, metavar="DATE", help="the day of the sealing (default: today)"
    )
    parser.add_argument(
        "--printed",
        metavar="NAME",
        type=_name,
        action="append",
        default=[],
        help="keep the checkpoint under this name, for a poster or a report that prints it",
    )


def _run(options: argparse.Namespace) -> int:
    from commonpress.derive.sealing import add_leaves, keep_checkpoint, unkept, unsealed
    from commonpress.pipeline import publish
    from commonpress.render.seal_files import seal_files
    from commonpress.write.replacements import replace_files

    book = book_at(options.book)
    on = options.on or datetime.now(UTC).astimezone().date()
    with progress("Sealing the book"):
        outcome = publish(book)
        if outcome.publication is None:
            code = tell(outcome.findings, outcome.sources)
            sys.stdout.write("Nothing was sealed: what is written above comes first.\n")
            return code or FOUND
        before = _seal_of(book, outcome.publication, options.origin, on)
        added = unsealed(outcome.publication.records, before)
        salts = [secrets.token_bytes(16) for _ in added]
        after = add_leaves(before, added, salts, on)
        kept = (*unkept(outcome.publication.records, after), *options.printed)
        _demand_new_names(after, kept)
        after = keep_checkpoint(after, kept)
        _demand_whole(before, after, outcome.publication)
        replace_files(book, seal_files(after))
    sys.stdout.write(_told(before, after, added, kept))
    return CLEAN


def _seal_of(book: Path, publication: Publication, origin: str | None, on: date) -> Seal:
    """The log of the book as it stands, or one that begins today."""
    from commonpress.check.seal import Seal, shape_seal
    from commonpress.kinds.seal import SealLog
    from commonpress.read.seal import read_seal

    raw = read_seal(book)
    if raw is None:
        named = origin or _address(publication.commons.site_url)
        if not _ORIGIN.fullmatch(named):
            raise WrongUseError(
                "the log needs a name, which stands on paper for ever: give it with --origin, "
                "as in `--origin tidewater-row.example/seal`"
            )
        return Seal(SealLog(log=named, begun=on))
    seal, _ = shape_seal(raw)
    if seal is None:
        raise WrongUseError("the seal was changed while it was read; try again")
    if origin and origin != seal.origin:
        raise WrongUseError(f"this log is called `{seal.origin}`, and keeps its name")
    if seal.lines and on < seal.lines[-1].sealed_on:
        raise WrongUseError(
            f"the last sealing was on {seal.lines[-1].sealed_on}, which is after {on}"
        )
    return seal


def _demand_new_names(seal: Seal, names: tuple[str, ...]) -> None:
    """What is on paper stays as it is on paper."""
    for kept in seal.printed:
        if kept.name in names:
            raise WrongUseError(f"`{kept.name}` has been printed; give this one another name")


def _demand_whole(before: Seal, after: Seal, publication: Publication) -> None:
    """Ask once more before anything is written: all is sealed, and nothing that was is lost."""
    from commonpress.check.seal_rules import extends
    from commonpress.derive.sealing import unsealed

    is_longer = before.checkpoint is None or extends(after, before.checkpoint)
    if not is_longer or unsealed(publication.records, after):
        raise RuntimeError("the new log does not hold what it should; nothing was written")


def _told(before: Seal, after: Seal, added: tuple[Unsealed, ...], kept: tuple[str, ...]) -> str:
    from commonpress.check.rules.wording import joined
    from commonpress.ground.checkpoint import format_printed
    from commonpress.kinds import KIND_OF
    from commonpress.kinds.seal import WITHDRAWAL

    lines = []
    counted = Counter(one.kind for one in added)
    kinds = {**KIND_OF, WITHDRAWAL.name: WITHDRAWAL}
    if added:
        lines.append(f"Sealed {joined([_counted(kinds[name], n) for name, n in counted.items()])}.")
    else:
        lines.append("Everything that is published has been sealed before.")
    if again := [one.id for one in added if one.version > 1]:
        lines.append(f"Read differently than before: {joined(again)}.")
    taken_out = sum(
        1
        for line, now in zip(before.lines, after.lines, strict=False)
        if line.salt and not now.salt
    )
    if taken_out:
        lines.append(
            f"Taken out with {'its salt' if taken_out == 1 else 'their salts'}: {taken_out}."
        )
    lines += [f"Kept the checkpoint that `{name}` prints." for name in kept]
    if after.checkpoint:
        groups = " ".join(format_printed(after.checkpoint))
        lines += ["", f"{after.origin} {after.size}", groups]
    return "".join(f"{line}\n" for line in lines)


def _counted(kind: Kind, number: int) -> str:
    from commonpress.check.rules.wording import some
    from commonpress.kinds.base import OneFile

    return kind.one if isinstance(kind.shelf, OneFile) else some(number, kind.name, kind.plural)


def _address(site_url: str) -> str:
    address = site_url.removeprefix("https://").strip("/").lower()
    return f"{address}/seal" if address else ""


def _name(text: str) -> str:
    if not _NAME.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{text} is not a name; use a-z, 0-9 and hyphens")
    return text


VERB = Verb(
    name="seal",
    summary="Add what is new to the log that cannot be rewritten without being seen.",
    example="commonpress seal",
    add_options=_add_options,
    run=_run,
)
