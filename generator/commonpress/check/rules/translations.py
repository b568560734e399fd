# SPDX-License-Identifier: AGPL-3.0-or-later
"""A translation says what one record says, in a language that the book is printed in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from commonpress.check.rules.wording import file_of, finding, kind_of, quoted, see, some
from commonpress.ground.diagnostics import Code, Diagnostic, Severity
from commonpress.ground.spelling import nearest
from commonpress.kinds import KIND_OF
from commonpress.kinds.translating import print_of, texts_in, translated_fields
from commonpress.kinds.translation import TRANSLATED, UNTRANSLATED, Translation

if TYPE_CHECKING:
    from commonpress.check.register import Register
    from commonpress.kinds.base import Record

TRANSLATION_OF_NOTHING = Code(
    "translation-of-nothing",
    "A translation lies in the folder of its language and of the kind of the record that it "
    "translates, and is named after that record, which stands in this book.",
)
UNTRANSLATABLE = Code(
    "untranslatable",
    "What is translated is what people read: titles, texts, reasons. Places, units, words of "
    "closed lists, cases, and notes of the ledger stay as they are.",
)
TRANSLATION_LANGUAGE = Code(
    "translation-language",
    "A translation is in a language of the settings that its record is not in. The folder says "
    "which.",
)
TRANSLATION_LIST = Code(
    "translation-list",
    "A list is translated whole and in its order, or not at all: else the words of one option "
    "would stand at another.",
)
TRANSLATION_BLANK = Code(
    "translation-blank", "A translation says something: the page says that it is translated."
)
TRANSLATION_OLD = Code(
    "translation-old",
    "`translated_from` holds a print of the texts that were translated. Where they have changed "
    "since then, the page says so, until somebody has looked at the translation.",
    severity=Severity.WARNING,
)
ORIGINAL_UNSEEN = Code(
    "original-unseen",
    "A translation stands in place of the record's own words on the site in its language. Those "
    "words must be there to read on another site.",
)
CODES = (
    TRANSLATION_OF_NOTHING,
    UNTRANSLATABLE,
    TRANSLATION_LANGUAGE,
    TRANSLATION_LIST,
    TRANSLATION_BLANK,
    TRANSLATION_OLD,
    ORIGINAL_UNSEEN,
)


def translations_are_of_a_record(register: Register) -> Iterator[Diagnostic]:
    """Every translation is of a record that there is, of a kind that can be translated."""
    for one in register.of(Translation):
        kind = KIND_OF.get(one.of_kind)
        if kind is None:
            near = nearest(one.of_kind, TRANSLATED)
            hint = f"did you mean `{near}`?" if near else f"write {quoted(TRANSLATED, 'or')}"
            message = f"`{one.of_kind}` is not a kind of record"
            yield finding(TRANSLATION_OF_NOTHING, one, "", message, hint)
        elif reason := UNTRANSLATED.get(kind.name):
            message = f"{kind.one} is not translated: {reason}"
            yield finding(UNTRANSLATABLE, one, "", message, "delete this file")
        elif day := register.withdrawn.get((kind.name, one.of_id)):
            message = f"`{one.of_id}` was taken out on {day}"
            yield finding(TRANSLATION_OF_NOTHING, one, "", message, "delete this file as well")
        elif not register.may_hold(kind.name, one.of_id):
            near = nearest(one.of_id, register.ids(kind.name))
            message = f"there is no {kind.word} `{one.of_id}`"
            hint = f"did you mean `{near}`?" if near else "name this file after the record"
            yield finding(TRANSLATION_OF_NOTHING, one, "", message, hint)


def translations_are_in_a_language_of_the_book(register: Register) -> Iterator[Diagnostic]:
    """A translation is in a language of the settings, and not in that of its record."""
    settings = register.settings
    spoken = settings.printed_in
    for one, original in _pairs(register):
        told = original.lang or settings.language
        if one.lang.lower() != one.id.partition("/")[0]:
            message = f"this lies in the folder of another language than `{one.lang}`"
            yield finding(TRANSLATION_LANGUAGE, one, "lang", message, "take the field out")
        elif one.lang not in spoken:
            near = nearest(one.lang, spoken)
            hint = f"did you mean `{near}`?" if near else f"add `{one.lang}` to `languages`"
            message = f"the book is not printed in `{one.lang}`"
            related = [see(settings, "languages", "the languages of the book")]
            yield finding(TRANSLATION_LANGUAGE, one, "", message, hint, related=related)
        elif one.lang == told:
            message = f"`{original.id}` is written in `{told}` itself"
            hint = "delete this file, or say in the record which language it is in: `lang:`"
            yield finding(TRANSLATION_LANGUAGE, one, "", message, hint)
        elif told not in spoken:
            message = f"the words of `{original.id}` in `{told}` would stand on no site"
            hint = f"add `{told}` to `languages` in the settings"
            yield finding(ORIGINAL_UNSEEN, one, "", message, hint)


def translations_say_what_the_record_says(register: Register) -> Iterator[Diagnostic]:
    """Every text of a translation has its text in the record, and every list as many things."""
    for one, original in _pairs(register):
        if not any(texts_in(one)):
            fields = quoted(name for name in translated_fields(original) if name != "body")
            hint = f"write {fields}, as far as the record has them, and its text below"
            yield finding(TRANSLATION_BLANK, one, "", "this translates nothing", hint)
        yield from _fields(one, original)


def translations_are_as_new_as_their_record(register: Register) -> Iterator[Diagnostic]:
    """The print in a translation is that of the record as it is now."""
    for one, original in _pairs(register):
        now = print_of(original)
        if one.translated_from == now:
            continue
        message = (
            f"`{original.id}` has changed since this was translated"
            if one.translated_from
            else f"nothing says which text of `{original.id}` this translates"
        )
        hint = f"read it beside {file_of(original)}, then write `translated_from: {now}`"
        yield finding(TRANSLATION_OLD, one, "translated_from", message, hint)


def _pairs(register: Register) -> Iterator[tuple[Translation, Record]]:
    """Every translation of a record that there is and that can be translated, with the record."""
    for one in register.of(Translation):
        if one.of_kind in TRANSLATED:
            original = register.get(one.of_kind, one.of_id)
            if original is not None:
                yield one, original


def _fields(one: Translation, original: Record) -> Iterator[Diagnostic]:
    may = translated_fields(original)
    for name in sorted({name for names in TRANSLATED.values() for name in names}):
        said = getattr(one, name)
        if not said:
            continue
        what = "the text below the fields" if name == "body" else f"`{name}`"
        if name not in may:
            message = f"{kind_of(original).one} has no {what} to translate"
            hint = f"it has {quoted(may)}"
            yield finding(UNTRANSLATABLE, one, name, message, hint)
        elif not getattr(original, name):
            message = f"{what} is blank in `{original.id}`"
            yield finding(UNTRANSLATABLE, one, name, message, "take it out, or write it there too")
        elif isinstance(said, tuple):
            yield from _list(one, original, name, name)


def _list(one: Translation, original: Record, name: str, path: str) -> Iterator[Diagnostic]:
    said, whole = getattr(one, name), getattr(original, name)
    if len(said) != len(whole):
        message = f"`{path}` has {some(len(said), 'thing')}, and {len(whole)} in the record"
        hint = "translate each of them, in the same order"
        related = [see(original, name, "the list")]
        yield finding(TRANSLATION_LIST, one, path, message, hint, related=related)
        return
    for index, (item, its) in enumerate(zip(said, whole, strict=True)):
        choices = getattr(item, "choices", None)
        if choices is not None and len(choices) not in (0, len(its.choices)):
            place = f"{path}.{index}.choices"
            message = f"`choices` has {some(len(choices), 'thing')}, and {len(its.choices)} there"
            hint = "translate each of them, in the same order"
            yield finding(TRANSLATION_LIST, one, place, message, hint)


RULES = (
    translations_are_of_a_record,
    translations_are_in_a_language_of_the_book,
    translations_say_what_the_record_says,
    translations_are_as_new_as_their_record,
)
