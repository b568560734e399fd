# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every finding there is, for `commonpress explain`, the documentation and the tests."""

from __future__ import annotations

from commonpress.check import NO_SETTINGS, commit_codes, register, rules, seal, seal_rules
from commonpress.check.shape import CODES as SHAPE_CODES
from commonpress.ground.diagnostics import Code
from commonpress.read import content, files, front_matter, tables, text, yaml_tree
from commonpress.read import seal as read_seal

# What is wrong with a file or a record by itself.
READING: tuple[Code, ...] = (
    *files.CODES,
    *text.CODES,
    *yaml_tree.CODES,
    *front_matter.CODES,
    *tables.CODES,
    *content.CODES,
    *SHAPE_CODES,
    NO_SETTINGS,
)
# While one of these stands, something is missing, and what hangs on it waits.
LOSING: frozenset[Code] = frozenset(READING) - {files.EXECUTABLE, files.CASE_COLLISION}
CODES: tuple[Code, ...] = tuple(
    sorted(
        dict.fromkeys(
            (
                *READING,
                *register.CODES,
                *rules.CODES,
                *read_seal.CODES,
                *seal.CODES,
                *seal_rules.CODES,
                *commit_codes.CODES,
            )
        ),
        key=lambda code: code.slug,
    )
)
CODE_OF: dict[str, Code] = {code.slug: code for code in CODES}
