# SPDX-License-Identifier: AGPL-3.0-or-later
"""What we add to Python-Markdown for free pages: tables that can be scrolled and read aloud."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

_STASHED = re.compile("\x02.*?\x03")  # where Python-Markdown will put a tag back
_AFTER_INLINE = 4  # below every built-in one, so that cells hold their finished text


class ReadableTables(Extension):
    """Puts each table in a named region that the keyboard can scroll, and scopes its heads."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        """Register the tree processor."""
        md.treeprocessors.register(_Tables(md), "commonpress-tables", _AFTER_INLINE)


class _Tables(Treeprocessor):
    def run(self, root: ET.Element) -> None:
        parents = [parent for parent in root.iter() if parent.find("table") is not None]
        for parent in parents:
            for place, child in enumerate(list(parent)):
                if child.tag == "table" and "class" not in child.attrib:
                    parent[place] = _in_region(child)


def _in_region(table: ET.Element) -> ET.Element:
    region = ET.Element("div", {"class": "scroll", "role": "region", "tabindex": "0"})
    heads = table.findall("./thead/tr/th")
    region.set("aria-label", ", ".join(filter(None, (_words(head) for head in heads))))
    region.tail, table.tail = table.tail, None
    for head in heads:
        head.set("scope", "col")
    for cell in (*table.iter("th"), *table.iter("td")):
        _side_as_class(cell)
    region.append(table)
    return region


def _side_as_class(cell: ET.Element) -> None:
    """Alignment as a class: an inline style would be refused by the page's own policy."""
    style = cell.attrib.pop("style", "") + cell.attrib.pop("align", "")
    for side in ("right", "center"):
        if side in style:
            cell.set("class", side)


def _words(element: ET.Element) -> str:
    return " ".join(_STASHED.sub("", "".join(element.itertext())).split())
