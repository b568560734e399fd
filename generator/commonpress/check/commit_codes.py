# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a commit may be told for beside its texts. The gate's own signs are in `check.privacy`."""

from __future__ import annotations

from commonpress.ground.diagnostics import Code, Severity
from commonpress.read.picture_parts import PICTURE_CARRIES

AUTHOR_LINE = Code(
    "author-line",
    "A commit says for ever who wrote it, with an address and the hour. A declared handle, a role "
    "or the name of the commons leads to nobody, and an address that takes no mail neither.",
    severity=Severity.WARNING,
    private=True,
)
AUTHOR_OF_CASE = Code(
    "author-of-case",
    "Who writes a case down was there, or knows who was. A commit that touches `cases/` is made "
    "under a declared handle, a role or the name of the commons, with an address that takes no "
    "mail.",
    private=True,
)
ALLOWED_AT_ONCE = Code(
    "allowed-at-once",
    "A term was put on the allow-list by the same change that is the first to use it, so nobody "
    "else has looked at it yet. Whoever takes the change reads that line of the list first.",
    severity=Severity.WARNING,
    private=True,
)
CODES = (AUTHOR_LINE, AUTHOR_OF_CASE, ALLOWED_AT_ONCE, PICTURE_CARRIES)
