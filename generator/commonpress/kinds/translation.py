# SPDX-License-Identifier: AGPL-3.0-or-later
"""A translation: the texts of one record in another language, beside the record and never in it.

The record stays what was agreed on, in the words it was agreed in. A translation takes the place
of those words on the site in its language, and the page says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final

import msgspec

from commonpress.kinds.base import FileEach, Kind, Line, Part, Prose, Record, about

# The texts of each kind that may be translated: what is read, and nothing that is looked up, such
# as a place, a unit or a word of a closed list. Of a list of small records, all of its texts.
TRANSLATED: Final[Mapping[str, tuple[str, ...]]] = {
    "commons": ("tagline", "promise", "contact", "about"),
    "role": ("title", "about"),
    "assembly": ("title", "agenda", "body"),
    "decision": (
        "title", "summary", "question", "options", "objections", "dissent", "milestones", "body",
    ),
    "guardrail": ("title", "question", "answers", "body"),
    "norm": ("title", "text", "body"),
    "project": ("title", "function", "otherwise", "body"),
    "practice": ("title", "renewals", "body"),
    "symbol": ("title", "body"),
    "gathering": ("title", "recurs", "body"),
    "scrutiny": ("title", "outcome", "body"),
    "questionnaire": ("title", "intro", "hand_in", "questions"),
    "category": ("title",),
    "resource": ("title", "about"),
    "account": ("title",),
    "fund": ("title", "conditions", "reporting", "exit", "note"),
    "page": ("title", "description", "label", "body"),
    "zine": ("title", "letter_title", "colophon", "body"),
}  # fmt: skip
# Why records of the other kinds stay in one language.
UNTRANSLATED: Final[Mapping[str, str]] = {
    "allow": "it is read by the program",
    "handle": "a handle is the same in every language",
    "case": "the people in it agreed to one text, and two roles read that one",
    "census": "its words are read as strictly as a case",
    "entry": "its note is read as strictly as a case",
    "hours": "its note is read as strictly as a case",
    "tombstone": "it is written into the log once",
    "translation": "it is one",
}

Said = Annotated[str, about("The same text in the language of the translation.", form="line")]
SaidAtLength = Annotated[
    str, about("The same text in the language of the translation.", form="prose")
]


class TranslatedOption(msgspec.Struct, frozen=True, kw_only=True):
    """An option of a decision in another language."""

    title: Said
    meaning: SaidAtLength


class TranslatedObjection(msgspec.Struct, frozen=True, kw_only=True):
    """An objection in another language."""

    text: SaidAtLength
    met: SaidAtLength = ""


class TranslatedMilestone(msgspec.Struct, frozen=True, kw_only=True):
    """A milestone in another language."""

    title: Said


class TranslatedAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """An answer of an assembly in another language."""

    answer: Said


class TranslatedRenewal(msgspec.Struct, frozen=True, kw_only=True):
    """A renewal of a practice in another language."""

    what: Said


class TranslatedDuty(msgspec.Struct, frozen=True, kw_only=True):
    """A reporting duty of a fund in another language."""

    what: Said


class TranslatedChoice(msgspec.Struct, frozen=True, kw_only=True):
    """An answer that can be ticked, in another language."""

    title: Said


class TranslatedQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """A question of a census in another language."""

    title: Said
    ask: Said
    choices: Annotated[
        tuple[TranslatedChoice, ...], about("Its answers, as many as there are, in their order.")
    ] = ()


class Translation(Record, frozen=True, kw_only=True):
    """The texts of one record in another language, under the names that they have in the record."""

    translated_from: Annotated[
        str,
        about(
            "The print of the texts that were translated, which `check` says. Where the record "
            "has another by now, the page says that it changed after this translation.",
            form="line",
            example="3f9a52c1d07e",
        ),
    ] = ""
    title: Annotated[str, about("The title.", form="line")] = ""
    summary: Annotated[str, about("The summary of a decision.", form="line")] = ""
    question: Annotated[str, about("The question of a decision or a guardrail.", form="line")] = ""
    text: Annotated[str, about("The text of a norm.", form="line")] = ""
    function: Annotated[str, about("The function of a project.", form="line")] = ""
    otherwise: Annotated[
        str, about("What people would have to turn to without the project.", form="line")
    ] = ""
    about: Annotated[
        str, about("What is said about the commons, a role or a resource.", form="prose")
    ] = ""
    tagline: Annotated[str, about("The tagline of the commons.", form="line")] = ""
    promise: Annotated[str, about("The promise of the commons.", form="line")] = ""
    description: Annotated[str, about("The description of a page.", form="line")] = ""
    label: Annotated[str, about("What the contents call a page.", form="line")] = ""
    recurs: Annotated[str, about("How often a gathering comes round.", form="line")] = ""
    outcome: Annotated[str, about("The outcome of a scrutiny.", form="line")] = ""
    exit: Annotated[str, about("The exit clause of a fund.", form="line")] = ""
    note: Annotated[str, about("The note of a fund.", form="line")] = ""
    intro: Annotated[str, about("The introduction of a questionnaire.", form="line")] = ""
    hand_in: Annotated[str, about("Where the slip of a questionnaire goes.", form="line")] = ""
    letter_title: Annotated[str, about("The heading of the letter of a zine.", form="line")] = ""
    colophon: Annotated[str, about("The colophon of a zine.", form="prose")] = ""
    contact: Annotated[tuple[Line, ...], about("How to reach the commons.")] = ()
    agenda: Annotated[tuple[Line, ...], about("The agenda of an assembly.")] = ()
    dissent: Annotated[tuple[Prose, ...], about("The dissent from a decision.")] = ()
    conditions: Annotated[tuple[Line, ...], about("The conditions of a fund.")] = ()
    options: Annotated[tuple[TranslatedOption, ...], about("The options of a decision.")] = ()
    objections: Annotated[
        tuple[TranslatedObjection, ...], about("The objections to a decision.")
    ] = ()
    milestones: Annotated[
        tuple[TranslatedMilestone, ...], about("The milestones of a decision.")
    ] = ()
    answers: Annotated[tuple[TranslatedAnswer, ...], about("The answers to a guardrail.")] = ()
    renewals: Annotated[tuple[TranslatedRenewal, ...], about("The renewals of a practice.")] = ()
    reporting: Annotated[tuple[TranslatedDuty, ...], about("The duties of a fund.")] = ()
    questions: Annotated[
        tuple[TranslatedQuestion, ...], about("The questions of a questionnaire.")
    ] = ()
    body: Annotated[str, about("What stands below the fields of the record.", form="prose")] = ""

    def __post_init__(self) -> None:
        """Take the language from the id, which is the path of the file."""
        if not self.lang:
            msgspec.structs.force_setattr(self, "lang", tag_of(self.id.partition("/")[0]))

    @property
    def of_kind(self) -> str:
        """The kind of the record that it translates."""
        return self.id.split("/", 2)[1]

    @property
    def of_id(self) -> str:
        """The id of the record that it translates."""
        return self.id.split("/", 2)[2]


def tag_of(folder: str) -> str:
    """A language as it is written, by the small letters of its folder: `pt-br` is `pt-BR`."""
    first, *rest = folder.split("-")
    forms = {2: str.upper, 4: str.capitalize}
    return "-".join([first, *(forms.get(len(part), str)(part) for part in rest)])


TRANSLATION = Kind(
    name="translation",
    plural="translations",
    title="Translations",
    record=Translation,
    part=Part.PAGES,
    shelf=FileEach("content/translations", "md", deep=True),
    id_form=r"[a-z]{2,3}(-[a-z0-9]{2,4})*/[a-z]+/[a-z0-9][a-z0-9-]*(/[a-z0-9][a-z0-9-]*)*",
    id_example="es/norm/call-the-pot",
    summary="The texts of a record in another language. Its file is named after the language, the "
    "kind and the id of the record.",
)
