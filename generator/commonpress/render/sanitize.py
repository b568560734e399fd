# SPDX-License-Identifier: AGPL-3.0-or-later
"""The wall between what people write and what a browser runs: HTML cleaned by allow-lists.

Two lists. Records get a short one: what CommonMark with tables and footnotes can say. Free
pages get a longer one: what Material and Python-Markdown print for admonitions, tabs, code,
footnotes and the like. A free page may wear only the class names that the stylesheet keeps
for it (`PAGE_CLASSES`, the same list that prunes Material's CSS), so that no page can dress
up as the masthead. Everything runs through nh3 as the very last step.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

import nh3

ID_PREFIX: Final = "c-"  # no id of ours begins so: pages cannot shadow what scripts look up
OUTSIDE_REL: Final = "noopener noreferrer"

# From a link or image as written to the address to print, or None to print none.
Resolve = Callable[[str], "str | None"]

_OUTSIDE = re.compile(r"https://[^\s/\\]|mailto:[^\s/\\]", re.IGNORECASE)
# What no editor shows, or what turns the text around it: a character reference brings it in.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2061-\u2064\u2066-\u2069"
    "\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
# No scheme, no host, no backslash (which browsers read as a slash), no control characters.
_INSIDE = re.compile(r"(?![/\\]{2})(?![a-z][a-z0-9+.-]*:)[^\\\x00-\x20\x7f]+", re.IGNORECASE)


def _names(written: str) -> frozenset[str]:
    return frozenset(written.split())


_TEXT_TAGS = _names(
    "a blockquote br code del div em h2 h3 h4 h5 h6 hr img li ol p pre section strong sup "
    "table tbody td th thead tr ul"
)
_PAGE_TAGS = _TEXT_TAGS | _names(
    "abbr b caption cite dd details dfn dl dt figcaption figure h1 i ins input kbd label mark "
    "path q s samp small span sub summary svg tfoot time u var"
)

_PAGE_ATTRIBUTES = {
    "*": {"class", "dir", "id", "lang", "title"},
    "a": {"href", "rel"},
    "details": {"open"},
    "img": {"alt", "height", "src", "width"},
    "input": {"checked", "disabled", "name"},
    "label": {"for"},
    "li": {"value"},
    "ol": {"reversed", "start"},
    "path": {"d"},
    "svg": {"viewBox", "xmlns"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "time": {"datetime"},
}
_SCROLL_REGION = {"class": {"scroll"}, "role": {"region"}, "tabindex": {"0"}}
_SIDES = {"center", "right"}

# What Material's content styles know. "x-*" stands for every name that begins with "x-".
ADMONITIONS: Final = _names(
    "abstract admonition admonition-title bug danger example failure info note question quote "
    "success tip warning"
)
PAGE_CLASSES: Final = ADMONITIONS | _names(
    "block card cards center code comment critic del emojione end filename footnote footnote-* "
    "gemoji grid highlight highlighttable inline ins key-* keys left lg linenodiv linenos "
    "md-button md-button--primary middle result right scroll tabbed-* task-list* twemoji xl xxl "
    "xxxl"
)
_EXACT = frozenset(name for name in PAGE_CLASSES if not name.endswith("*"))
_BEGINNINGS = tuple(sorted(name[:-1] for name in PAGE_CLASSES if name.endswith("*")))
_PYGMENTS = re.compile(r"[a-z][a-z0-9]{0,2}|hll|normal|language-[a-z0-9+-]{1,20}")
_TAB_GROUP = re.compile(r"__tabbed_\d+")


def is_outside(target: str) -> bool:
    """Whether a link leads to another site by a scheme that may be followed."""
    return _OUTSIDE.match(target) is not None


def is_inside(target: str) -> bool:
    """Whether a link can only lead to a place on this site."""
    return _INSIDE.fullmatch(target) is not None


def is_kept_class(name: str) -> bool:
    """Whether a free page may wear this class name."""
    return name in _EXACT or name.startswith(_BEGINNINGS) or _PYGMENTS.fullmatch(name) is not None


def _inside_or_nothing(url: str) -> str | None:
    return url if is_inside(url) else None


def _followed(_tag: str, name: str, value: str) -> str | None:
    """An address that may be followed. nh3 itself would let `https:here` pass."""
    if name == "href" and not (is_outside(value) or is_inside(value)):
        return None
    return value


_RECORD_CLEANER = nh3.Cleaner(
    tags=set(_TEXT_TAGS),
    clean_content_tags={"script", "style"},
    attributes={
        "a": {"aria-label", "href", "id"},
        "div": {"aria-label"},
        "img": {"alt", "src"},
        "li": {"id"},
        "ol": {"start"},
    },
    tag_attribute_values={
        "a": {"class": {"footnote-backref"}, "rel": {OUTSIDE_REL}},
        "div": _SCROLL_REGION,
        "section": {"class": {"footnotes"}},
        "sup": {"class": {"footnote-ref"}},
        "td": {"class": _SIDES},
        "th": {"class": _SIDES, "scope": {"col"}},
    },
    url_schemes={"https", "mailto"},
    url_relative=_inside_or_nothing,
    attribute_filter=_followed,
    link_rel=None,
    id_prefix=ID_PREFIX,
)


def clean_record(html: str) -> str:
    """The HTML of a record's prose with everything taken out that prose cannot need."""
    return without_unseen(_RECORD_CLEANER.clean(html))


def without_unseen(text: str) -> str:
    """Text in which nothing is hidden: whatever no editor shows is seen as U+FFFD."""
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    return _UNSEEN.sub("\ufffd", text)


def clean_page(html: str, resolve: Resolve) -> str:
    """The HTML of a free page with everything taken out that Material's content cannot need.

    `resolve` turns each relative link or image into the address to print. Ids, and the links
    to them on the same page, begin with `ID_PREFIX` afterwards.
    """

    def relative(url: str) -> str | None:
        if not is_inside(url):
            return None
        if url.startswith("#"):
            return prefixed(url[1:], "#")
        return resolve(url)

    cleaner = nh3.Cleaner(
        tags=set(_PAGE_TAGS),
        clean_content_tags={"script", "style"},
        attributes=_PAGE_ATTRIBUTES | {"div": {"aria-label"}},
        tag_attribute_values={
            "div": {key: values for key, values in _SCROLL_REGION.items() if key != "class"},
            "input": {"type": {"checkbox", "radio"}},
            "th": {"scope": {"col", "row"}},
        },
        attribute_filter=_page_attribute,
        url_schemes={"https", "mailto"},
        url_relative=relative,
        link_rel=None,
        id_prefix=ID_PREFIX,
    )
    return without_unseen(cleaner.clean(html))


def prefixed(name: str, mark: str = "") -> str:
    """An id, or with `mark` "#" a link to it, as it stands in cleaned HTML."""
    return mark + (name if name.startswith(ID_PREFIX) or not name else ID_PREFIX + name)


def _page_attribute(tag: str, name: str, value: str) -> str | None:
    """Each attribute of a free page that needs more than an allow-list."""
    if name == "class":
        return " ".join(word for word in value.split() if is_kept_class(word)) or None
    if name == "for":
        return prefixed(value)
    if name == "name":
        return value if _TAB_GROUP.fullmatch(value) else None
    if name == "rel":
        return OUTSIDE_REL if tag == "a" else None
    if name == "src" and not is_inside(value):
        return None
    return _followed(tag, name, value)
