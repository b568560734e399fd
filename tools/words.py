#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finds every message of the interface and brings the catalogues up to date (`make words`).

    tools/words.py            writes every catalogue anew, and says what is missing in each
    tools/words.py --check    only says it, and exits with 1 where a catalogue is not up to date

Messages stand in the templates, in `say(…)` and `say_many(…)` of `render/`, and in the closed
lists of the records. What is no longer said is dropped.
"""

from __future__ import annotations

import ast
import importlib
import io
import pkgutil
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

import commonpress.derive
import commonpress.kinds
from commonpress.kinds import KINDS
from commonpress.render.template_words import messages

ROOT = Path(__file__).parents[1]
TEMPLATES = ROOT / "site_templates"
RENDER = ROOT / "generator/commonpress/render"
LOCALES = TEMPLATES / "locales"
_SHAPES = (
    "site/*.jinja",
    "census/*.jinja",
    "editing/*.jinja",
    "feeds/*.jinja",
    "theme/**/*.html",
    "zine/*.jinja",
    "sheets/guide*.jinja",
)

_STANDS = ("agreed", "stood aside", "abstained", "objected")

Found = tuple[str, str, str, str]  # context, one, many, where


def found_messages() -> Iterator[Found]:
    """Every message, in the order of the files."""
    yield from _in_templates()
    yield from _in_python()
    yield from _in_kinds()


def _in_templates() -> Iterator[Found]:
    for file in sorted(f for shape in _SHAPES for f in TEMPLATES.glob(shape)):
        place = file.relative_to(ROOT).as_posix()
        for message in messages(file.read_text(encoding="utf-8")):
            yield "", message.words, message.many, place


def _in_python() -> Iterator[Found]:
    for file in sorted(RENDER.rglob("*.py")):
        place = file.relative_to(ROOT).as_posix()
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield from ((*said, place) for said in _said(node))
            elif isinstance(node, ast.Assign | ast.AnnAssign) and _is_told(node):
                keys = {id(k) for n in ast.walk(node) if isinstance(n, ast.Dict) for k in n.keys}
                told = (n for n in ast.walk(node) if id(n) not in keys)
                texts = [n for n in told if isinstance(n, ast.Constant)]
                yield from (("", str(t.value), "", place) for t in texts if _is_words(t.value))


def _said(call: ast.Call) -> Iterator[tuple[str, str, str]]:
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    if name not in {"say", "say_many", "count", "counted", "N_"}:
        return
    texts = [a.value for a in call.args if isinstance(a, ast.Constant) and _is_words(a.value)]
    if name in {"say", "N_"}:
        yield from (("", text, "") for text in texts[:1])
    elif texts:
        yield "", texts[0], texts[1] if len(texts) > 1 else f"{texts[0]}s"


def _is_told(node: ast.Assign | ast.AnnAssign) -> bool:
    """Whether a table of the module is one of messages: its name begins with `_SAID`."""
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return any(getattr(target, "id", "").startswith("_SAID") for target in targets)


def _is_words(value: object) -> bool:
    return isinstance(value, str) and any(letter.isalpha() for letter in value)


def _in_kinds() -> Iterator[Found]:
    for package in (commonpress.kinds, commonpress.derive):
        for module in sorted(m.name for m in pkgutil.iter_modules(package.__path__)):
            held = vars(importlib.import_module(f"{package.__name__}.{module}"))
            lists = [v for v in held.values() if isinstance(v, type) and issubclass(v, StrEnum)]
            for closed in lists:
                if closed.__module__.endswith(f".{module}") and closed is not StrEnum:
                    yield from (("value", item.value, "", closed.__name__) for item in closed)
    yield from (("value", stand, "", "tally") for stand in _STANDS)
    yield from (("", kind.title, "", "kinds") for kind in KINDS)
    yield from (("value", kind.name, "", "kinds") for kind in KINDS)


def catalogue_of(language: str) -> Catalog:
    """The catalogue of a language with exactly today's messages, and what it says for them."""
    file = LOCALES / language / "messages.po"
    with file.open("rb") as opened:
        old = read_po(opened, locale=language)
    new = Catalog(locale=language)
    for context, one, many, place in found_messages():
        key = (one, many) if many else one
        before = old.get(one, context or None)
        is_same = before is not None and (isinstance(before.id, tuple) == bool(many))
        said = before.string if before is not None and is_same else ""
        new.add(key, said or None, locations=[(place, 0)], context=context or None)
    return new


def as_text(catalogue: Catalog) -> str:
    """A catalogue as it lies in the repository: no day and no name in it."""
    written = io.BytesIO()
    write_po(written, catalogue, width=100, omit_header=True, include_lineno=False)
    head = (
        "# SPDX-License-Identifier: AGPL-3.0-or-later\n"
        'msgid ""\nmsgstr ""\n'
        f'"Language: {catalogue.locale}\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {catalogue.plural_forms}\\n"\n\n'
    )
    return head + written.getvalue().decode().strip("\n") + "\n"


def missing_in(catalogue: Catalog) -> list[str]:
    """The messages a catalogue says nothing for."""
    return [str(m.id) for m in catalogue if m.id and not _is_whole(m.string)]


def _is_whole(string: object) -> bool:
    forms = string if isinstance(string, tuple | list) else [string]
    return bool(forms) and all(forms)


def main() -> int:
    """Bring every catalogue up to date, or say which is not."""
    is_checking = "--check" in sys.argv[1:]
    is_old = False
    for file in sorted(LOCALES.glob("*/messages.po")):
        catalogue = catalogue_of(file.parent.name)
        text = as_text(catalogue)
        is_old |= text != file.read_text(encoding="utf-8")
        if not is_checking:
            file.write_text(text, encoding="utf-8")
        missing = missing_in(catalogue)
        sys.stdout.write(f"{file.parent.name}: {len(missing)} of {len(catalogue)} missing\n")
        sys.stdout.writelines(f"  {words}\n" for words in missing[:20])
    return int(is_checking and is_old)


if __name__ == "__main__":
    sys.exit(main())
