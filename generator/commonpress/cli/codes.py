# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every finding there is, by the command that comes upon it."""

from __future__ import annotations

from commonpress.check import catalogue, imports, reconciliation
from commonpress.cli.verb import WrongUseError
from commonpress.ground.diagnostics import Code
from commonpress.ground.spelling import nearest
from commonpress.render import (
    catalogue_findings,
    links,
    page_warnings,
    preflight_codes,
    published_pictures,
    zine_findings,
)

FOUND_BY: dict[str, tuple[Code, ...]] = {
    "check": catalogue.CODES,
    "build": (
        *catalogue_findings.CODES,
        *links.CODES,
        *page_warnings.CODES,
        *published_pictures.CODES,
        *zine_findings.CODES,
        *preflight_codes.CODES,
    ),
    "import": imports.CODES,
    "reconcile": reconciliation.CODES,
}
CODES: tuple[Code, ...] = tuple(
    sorted((code for codes in FOUND_BY.values() for code in codes), key=lambda code: code.slug)
)
CODE_OF: dict[str, Code] = {code.slug: code for code in CODES}
COMMAND_OF: dict[str, str] = {
    code.slug: command for command, codes in FOUND_BY.items() for code in codes
}


def known_code(slug: str) -> Code:
    """The code of a slug, or wrong use with the slug that was probably meant."""
    if slug in CODE_OF:
        return CODE_OF[slug]
    near = nearest(slug, CODE_OF) or next((one for one in CODE_OF if slug in one), "")
    hint = f"did you mean `{near}`?" if near else "`commonpress explain` lists all of them"
    raise WrongUseError(f"there is no finding `{slug}`; {hint}")


def checked_code(slug: str) -> Code:
    """The same, of what `commonpress check` can find."""
    code = known_code(slug)
    if COMMAND_OF[slug] != "check":
        raise WrongUseError(f"`{slug}` is found by `commonpress {COMMAND_OF[slug]}`")
    return code
