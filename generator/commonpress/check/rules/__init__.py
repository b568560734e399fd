# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rules a book keeps, each a small function."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from commonpress.check.register import Register
from commonpress.ground.diagnostics import Code, Diagnostic

Rule = Callable[[Register], Iterator[Diagnostic]]

RULES: tuple[Rule, ...] = ()
CODES: tuple[Code, ...] = ()
