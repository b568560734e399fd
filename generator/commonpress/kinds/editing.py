# SPDX-License-Identifier: AGPL-3.0-or-later
"""Forms in the browser: where the book lies, and how people sign in there."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec

from commonpress.kinds.base import about


class Forge(StrEnum):
    """The programs that hold books in git and that the forms can write to."""

    GITHUB = "github"
    GITLAB = "gitlab"
    FORGEJO = "forgejo"
    GITEA = "gitea"


# Where a forge is when the settings do not say. A Gitea is always somebody's own.
USUAL_HOSTS: dict[Forge, str] = {
    Forge.GITHUB: "https://github.com",
    Forge.GITLAB: "https://gitlab.com",
    Forge.FORGEJO: "https://codeberg.org",
}


class Forms(msgspec.Struct, frozen=True, kw_only=True):
    """The forms under `/admin/`. Without these settings there are none."""

    forge: Annotated[Forge, about("`github`, `gitlab`, `forgejo` or `gitea`.")]
    repository: Annotated[
        str,
        about("The book on the forge: owner and name.", form="line", example="tidewater-row/book"),
    ]
    branch: Annotated[str, about("The branch that is published.", form="line")] = "main"
    host: Annotated[
        str,
        about(
            "Where the forge is. Blank: gitlab.com for `gitlab`, codeberg.org for `forgejo`.",
            form="url",
            example="https://codeberg.org",
        ),
    ] = ""
    app_id: Annotated[
        str,
        about(
            "The public id under which the forge knows these forms. Not for `github`.", form="line"
        ),
    ] = ""
    sign_in: Annotated[
        str,
        about("For `github`: the service by way of which people sign in.", form="url"),
    ] = ""
    from_copies: Annotated[
        bool,
        about(
            "`yes`: people who may not write to the book propose changes from a copy of their own. "
            "For `github` and `forgejo`."
        ),
    ] = False

    @property
    def address(self) -> str:
        """Where the forge is, without a slash at the end; blank where nobody knows."""
        return (self.host or USUAL_HOSTS.get(self.forge, "")).rstrip("/")

    @property
    def has_drafts(self) -> bool:
        """Whether a change is kept on a branch of its own until somebody takes it."""
        return self.forge is not Forge.GITEA
