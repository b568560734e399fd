# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who stands in the lines of a commit. Those lines are as public as the book, and stay for ever."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from commonpress.check.commit_codes import AUTHOR_LINE, AUTHOR_OF_CASE
from commonpress.check.discretion import is_guarded
from commonpress.check.register import Register
from commonpress.ground.diagnostics import Diagnostic, Span
from commonpress.kinds.role import Handle, Role
from commonpress.read.git_objects import Commit, Person

# Addresses that forges give out for this, and names that RFC 2606 keeps free.
_NO_MAIL = re.compile(
    r"(?:[^@]*@)?(?:[^@]*\.)?(?:noreply\.[^@]+|(?:example|invalid|localhost|test)(?:\.(?:com|net|org))?)"
    r"|(?:no-?reply)@[^@]+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Declared:
    """The names that lead to nobody, in small letters."""

    names: frozenset[str]

    @classmethod
    def of(cls, register: Register) -> Declared:
        """Handles, roles and the commons itself."""
        settings = register.settings
        roles = [name for role in register.of(Role) for name in (role.id, role.title)]
        handles = [handle.id for handle in register.of(Handle)]
        names = (settings.name, settings.short_name, *roles, *handles, "GitHub", "GitLab")
        return cls(frozenset(name.casefold() for name in names if name))


def judge_people(commit: Commit, declared: Declared) -> Iterator[Diagnostic]:
    """A finding for everyone in the lines of a commit whose name or address may be their own."""
    code = AUTHOR_OF_CASE if any(is_guarded(file.path) for file in commit.files) else AUTHOR_LINE
    for person in commit.people:
        if wrong := " and ".join(_wrong(person, declared)):
            message = f"a line of this commit gives {wrong} of somebody"
            yield Diagnostic(code, Span(f"commit {commit.name}"), message, _HINT)


_HINT = (
    "`git config user.name` takes a handle, `git config user.email` an address that takes no mail; "
    "then make the commit anew"
)


def _wrong(person: Person, declared: Declared) -> Iterator[str]:
    name = person.name.casefold().removesuffix("[bot]")
    if name not in declared.names and not person.name.endswith("[bot]"):
        yield "the name"
    if person.mail and not _NO_MAIL.fullmatch(person.mail):
        yield "the address"
