# SPDX-License-Identifier: AGPL-3.0-or-later
"""Forms in the browser know whole where the book lies and how people sign in there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from commonpress.check.rules.wording import finding
from commonpress.ground.diagnostics import Code, Diagnostic
from commonpress.kinds.editing import Forge

if TYPE_CHECKING:
    from commonpress.check.register import Register

FORMS_INCOMPLETE = Code(
    "forms-incomplete",
    "Forms in the browser write to a forge. They need to know which book it is, where the forge "
    "is, and how people sign in there, or nobody could save anything.",
)
CODES = (FORMS_INCOMPLETE,)

_NAME = r"[A-Za-z0-9][A-Za-z0-9._-]*"
_REPOSITORY = re.compile(rf"{_NAME}/{_NAME}")
_IN_GROUPS = re.compile(rf"{_NAME}(/{_NAME})+")  # GitLab keeps projects in groups of groups
_TAKES_COPIES = (Forge.GITHUB, Forge.FORGEJO)


def the_forms_name_a_repository(register: Register) -> Iterator[Diagnostic]:
    """The repository is written as its owner and its name."""
    forms = register.settings.forms
    if forms is None:
        return
    form = _IN_GROUPS if forms.forge is Forge.GITLAB else _REPOSITORY
    if not form.fullmatch(forms.repository):
        message = "the repository is written as its owner and its name"
        hint = "write it as `tidewater-row/book`, without the address of the forge"
        yield finding(FORMS_INCOMPLETE, register.settings, "forms.repository", message, hint)


def the_forms_know_where_their_forge_is(register: Register) -> Iterator[Diagnostic]:
    """A Gitea is named, a GitHub is not, and an address holds nothing but the host."""
    forms = register.settings.forms
    if forms is None:
        return
    settings = register.settings
    if forms.forge is Forge.GITHUB and forms.host:
        message = "forms for `github` write to github.com and nowhere else"
        yield finding(FORMS_INCOMPLETE, settings, "forms.host", message, "take `host` out")
    elif not forms.address:
        message = f"forms for `{forms.forge}` do not say where it is"
        hint = "add `host:` with its address, as in `https://forge.example`"
        yield finding(FORMS_INCOMPLETE, settings, "forms", message, hint)
    elif urlsplit(forms.address).path:
        message = "the forge has a host of its own, without a folder"
        hint = "write its address as `https://forge.example`"
        yield finding(FORMS_INCOMPLETE, settings, "forms.host", message, hint)


def the_forms_know_how_people_sign_in(register: Register) -> Iterator[Diagnostic]:
    """GitHub needs a service in between, every other forge the id by which it knows the forms."""
    forms = register.settings.forms
    if forms is None:
        return
    by_service = forms.forge is Forge.GITHUB
    needed, other = ("sign_in", "app_id") if by_service else ("app_id", "sign_in")
    if not getattr(forms, needed):
        message = f"forms for `{forms.forge}` do not say how people sign in"
        hint = (
            "add `sign_in:` with the address of the service that speaks to GitHub for you"
            if by_service
            else "add `app_id:` with the public id that the forge gave to these forms"
        )
        yield finding(FORMS_INCOMPLETE, register.settings, "forms", message, hint)
    if getattr(forms, other):
        message = f"forms for `{forms.forge}` have no use for `{other}`"
        hint = f"take `{other}` out"
        yield finding(FORMS_INCOMPLETE, register.settings, f"forms.{other}", message, hint)


def the_forms_take_copies_where_their_forge_can(register: Register) -> Iterator[Diagnostic]:
    """Changes from copies are asked for only where the forms know how to make one."""
    forms = register.settings.forms
    if forms is not None and forms.from_copies and forms.forge not in _TAKES_COPIES:
        message = f"forms for `{forms.forge}` cannot take changes from copies"
        hint = "take `from_copies` out"
        yield finding(FORMS_INCOMPLETE, register.settings, "forms.from_copies", message, hint)


RULES = (
    the_forms_name_a_repository,
    the_forms_know_where_their_forge_is,
    the_forms_know_how_people_sign_in,
    the_forms_take_copies_where_their_forge_can,
)
