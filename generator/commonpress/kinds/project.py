# SPDX-License-Identifier: AGPL-3.0-or-later
"""A project: a function of the commons, and what people would otherwise have to turn to."""

from __future__ import annotations

from typing import Annotated

import msgspec

from commonpress.kinds.base import SLUG, Day, FileEach, Kind, Part, Record, about
from commonpress.kinds.entry import Action


class UsualFlow(msgspec.Struct, frozen=True, kw_only=True):
    """Where things come from and go to when an entry does not say."""

    action: Annotated[Action, about("The action this holds for.")]
    category: Annotated[
        str, about("Only for resources of this category or below it.", ref=("category",))
    ] = ""
    from_: Annotated[str, about("The account it comes from.", ref=("account",))] = msgspec.field(
        name="from"
    )
    to: Annotated[str, about("The account it goes to.", ref=("account",))]


class Project(Record, frozen=True, kw_only=True):
    """One thing the commons does, named as a form of self-rule."""

    title: Annotated[str, about("Its name.", form="line", example="The Long Table")]
    function: Annotated[str, about("What it carries out for the neighbourhood.", form="line")]
    otherwise: Annotated[str, about("What people would otherwise have to turn to.", form="line")]
    started: Annotated[Day, about("The day it began.")]
    ended: Annotated[Day | None, about("The day it was let go.")] = None
    adopted_by: Annotated[str, about("The decision that began it.", ref=("decision",))] = ""
    usual: Annotated[
        tuple[UsualFlow, ...],
        about("The usual accounts, first match first, so that five cells make an entry."),
    ] = ()
    body: Annotated[str, about("How it works, for neighbours.", form="prose")] = ""


PROJECT = Kind(
    name="project",
    plural="projects",
    title="Projects",
    record=Project,
    part=Part.PROJECTS,
    shelf=FileEach("content/projects", "md"),
    id_form=SLUG,
    id_example="long-table",
    summary="One thing the commons does, and what people would turn to without it.",
)
