# SPDX-License-Identifier: AGPL-3.0-or-later
"""The room of templates: looks them up, fills them in, and escapes all that is not HTML.

A book's own `site_templates/` is looked up first, then the packaged one, template by
template. Everything is escaped unless it comes from `html`; a name a template asks for
and does not get is an error, never an empty place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FunctionType, MethodType
from typing import Any

from jinja2 import BaseLoader, Environment, FileSystemLoader, StrictUndefined
from jinja2.compiler import CodeGenerator
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

from commonpress.render import words
from commonpress.render.addresses import relative
from commonpress.render.packaged import packaged
from commonpress.render.prose import to_html, to_text
from commonpress.render.template_words import translated
from commonpress.render.voice import Voice, direction_of, say_value, voice

_NEEDS_ESCAPE = re.compile("[&<>\"']").search
# Another template in a template: its name, blank where it is not written down there.
_OTHER_TEMPLATE = re.compile(
    r"""\{%[-+]?\s*(?:import|from|include|extends)\b\s*(?:["']([^"']+)["'])?"""
)
_BLANKS = re.compile(r"[ \t\r\n]+")

# What a template may call a value by, whoever fills it in.
_FILTERS: dict[str, Callable[..., Any]] = {
    "counted": words.counted,
    "count": words.count,
    "day": words.day,
    "day_of_month": words.day_of_month,
    "file_size": words.file_size,
    "hours": words.hours,
    "in_words": words.in_words,
    "listed": words.listed,
    "lower_first": words.lower_first,
    "lower_noun": words.lower_noun,
    "months": words.months,
    "number": words.number,
    "percent": words.percent,
    "period": words.period,
    "said": say_value,
    "sentence": words.sentence,
    "short_day": words.short_day,
    "short_period": words.short_period,
    "signed": words.signed,
    "was": words.was,
}


@dataclass(frozen=True, slots=True)
class Print:
    """What a page template prints: its title and description as plain text, its body as HTML."""

    title: str
    description: str
    body: str


class _Translated(BaseLoader):
    """Templates as another loader finds them, in the words of another language."""

    def __init__(self, found_by: BaseLoader, chosen: Voice, only: Sequence[str] = ()) -> None:
        self._found_by = found_by
        self._only = tuple(only)
        self._voice = chosen

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        """The source with its words translated: once, before it is compiled."""
        source, file, is_fresh = self._found_by.get_source(environment, template)
        is_ours = not self._only or (file or "").startswith(self._only)
        return translated(source, self._voice.of) if is_ours else source, file, is_fresh


def in_other_words(loader: BaseLoader, chosen: Voice, only: Sequence[str] = ()) -> BaseLoader:
    """A loader whose templates speak a language; English ones are taken as they are.

    With `only`, those from other folders are taken as they are, too.
    """
    return loader if chosen.is_source else _Translated(loader, chosen, only)


def html(finished: str) -> str:
    """Finished HTML, which a template prints as it is. Only for what has been sanitized."""
    return Markup(finished)  # noqa: S704


def told(text: Any) -> Any:
    """Words of a record, marked as being in the record's language, where the page is in another."""
    if not isinstance(text, str) or isinstance(text, Markup) or not text:
        return text
    language = voice().foreign(text)
    return own_words(str(escape(text)), "bdi", language) if language else text


def said_or_told(text: str) -> Any:
    """A sentence that the program writes into records in other words, any other as it was told."""
    said = say_value(text)
    return told(text) if said == text else said


def own_words(finished: str, tag: str, language: str) -> str:
    """Finished HTML in a language, in a page that is in another; blank: in that of the page."""
    if not language or not finished:
        return html(finished)
    return html(f'<{tag} lang="{language}" dir="{direction_of(language)}">{finished}</{tag}>')


# A page calls some sixty macros and functions and prints twice as many values. Jinja2 makes each
# ready for things that no template here does; without that a page takes half the time.


class _Context(Context):
    """Calls macros, methods and plain functions at once: no such one asks for the context."""

    def call(self, called: Callable[..., Any], /, *given: Any, **named: Any) -> Any:
        """What a macro or a function gives for these arguments."""
        of = type(called)
        if of is Macro or of is MethodType or (of is FunctionType and not called.__dict__):
            named.pop("_loop_vars", None)
            named.pop("_block_vars", None)
            return called(*given, **named)
        return super().call(called, *given, **named)


class _Generator(CodeGenerator):
    """Prints values by `_Environment.escaped`."""

    def _output_child_pre(self, node: Any, frame: Any, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escaped(")


class _Environment(Environment):
    code_generator_class = _Generator
    context_class = _Context

    @staticmethod
    def escaped(value: Any) -> str:
        """A value as it is printed: as `markupsafe.escape` has it, but not marked as HTML anew."""
        if type(value) is str:
            return value if not _NEEDS_ESCAPE(value) else escape(value)
        return value if type(value) is Markup else escape(value)

    def make_globals(self, given: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What every template of this room knows: a plain dict, which is copied for each page."""
        return super().make_globals(given) if given else self.globals


class Templates:
    """The templates of one build, with the filters and globals of whoever fills them in."""

    def __init__(
        self,
        own: Path | None = None,
        filters: Mapping[str, Callable[..., Any]] | None = None,
        values: Mapping[str, Any] | None = None,
    ) -> None:
        folders = [folder for folder in (own, packaged()) if folder is not None]
        self._here = ""
        self._loader = in_other_words(FileSystemLoader(folders), voice())
        self._environment = _Environment(
            loader=self._loader,
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
            auto_reload=False,
            cache_size=-1,
        )
        self._environment.filters |= _FILTERS | {
            "plain": to_text,
            "prose": self._prose,
            "said_or_told": said_or_told,
            "told": told,
        }
        self._environment.filters |= dict(filters or {})
        self._environment.globals |= {"to": self._to, "days": words.days} | dict(values or {})

    def render(self, name: str, **values: Any) -> str:
        """The whole of a template as text."""
        return self._environment.get_template(name).render(values)

    def page(self, names: Sequence[str], here: str, **values: Any) -> Print:
        """A page by the first of these templates that exists.

        `here` is the address of the page, from which `to(address)` makes relative links, and
        so do links in prose. A page template sets `title` and `description` at its top.
        """
        self._here = here
        template = self._environment.select_template(names)
        module: Any = template.make_module({"here": here, **values})
        return Print(_plain(module.title), _plain(module.description), str(module))

    def sources(self, names: Sequence[str]) -> str | None:
        """The first of these templates that exists, with every template that it names.

        None where one of them is chosen while it is printed.
        """
        found: dict[str, str] = {}
        waiting = [self._environment.select_template(names).name or ""]
        while waiting:
            name = waiting.pop()
            if name not in found:
                found[name], _, _ = self._loader.get_source(self._environment, name)
                named = _OTHER_TEMPLATE.findall(found[name])
                if "" in named:
                    return None
                waiting += named
        return "\0".join(f"{name}\0{found[name]}" for name in sorted(found))

    def texts(self, name: str, **values: Any) -> dict[str, str]:
        """Every text that a template sets by name, as plain text."""
        module = self._environment.get_template(name).make_module(values)
        return {key: _plain(str(text)) for key, text in vars(module).items() if key[0] != "_"}

    # The page being printed is known here rather than asked of the template's context, so that
    # a template of small pieces is read once for all pages and not again for each.

    def _to(self, address: str) -> str:
        """The link from the page being printed to an address of the site."""
        return relative(self._here, address)

    def _prose(self, markdown: str, top: int = 2, ids: str = "") -> str:
        """Prose of a record; `resolve` among the values finds the records it links to."""
        finished = to_html(markdown, top=top, link=self._link, ids=ids)
        return own_words(finished, "div", voice().foreign(markdown))

    def _link(self, target: str) -> str | None:
        resolve: Any = self._environment.globals["resolve"]
        address: str | None = resolve(target)
        return relative(self._here, address) if address else None


def _plain(text: str) -> str:
    """Text set in a template without its line breaks and entities; no-break spaces stay."""
    return Markup(_BLANKS.sub(" ", text).strip(" ")).unescape()  # noqa: S704 - never printed as HTML
