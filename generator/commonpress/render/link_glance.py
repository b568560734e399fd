# SPDX-License-Identifier: AGPL-3.0-or-later
"""A glance at the links of a site: which pages surely hold nothing that is wrong.

Most tags of a page stand on all pages of its folder, so each is judged once for all of them. A
glance never says what is wrong: a page of which it is not sure is read again, tag by tag.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import unquote

# What a tag says: its id, and the addresses it names, each with whether it is fetched.
Said = tuple["str | None", tuple[tuple[str, bool], ...]]

_HERE = ("", "#", "?")  # what an address on the same page begins with


@dataclass(slots=True)
class Glance:
    """What was seen of some pages: their ids, the fragments they name on others, and doubts."""

    anchors: dict[str, frozenset[str]] = field(default_factory=dict)
    fragments: list[tuple[str, str, str]] = field(default_factory=list)
    doubtful: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, glances: Iterable[Glance]) -> Glance:
        """Several glances as one."""
        whole = cls()
        for glance in glances:
            whole.anchors |= glance.anchors
            whole.fragments += glance.fragments
            whole.doubtful |= glance.doubtful
        return whole

    def to_be_read(self) -> set[str]:
        """The pages that must be read tag by tag, once all of them were looked at."""
        for path, target, fragment in self.fragments:
            if unquote(fragment) not in self.anchors.get(target, ()):
                self.doubtful.add(path)
        return self.doubtful


class Looking:
    """Looks at page after page. What was seen is in `glance`."""

    def __init__(
        self,
        said: Callable[[str], Said],
        page_of: Callable[[str, str, bool], str | None],
    ) -> None:
        """`said` reads a tag, from its name to before its `>`.

        `page_of` is given a page, an address and whether it is fetched. It says on which page the
        fragment of the address must be, blank where it names none, None where the address is wrong.
        """
        self.glance = Glance()
        self._said = said
        self._page_of = page_of
        self._fine: dict[str, set[str]] = defaultdict(set)

    def at(self, path: str, tags: Iterable[str]) -> None:
        """Look at the tags of one page."""
        fine = self._fine[path.rpartition("/")[0]]
        ids: list[str] = []
        for tag in [tag for tag in tags if tag not in fine]:
            name, named = self._said(tag)
            if name is not None:
                ids.append(name)
            elif not named or self._is_fine(path, named):
                fine.add(tag)
                continue
            for target, is_fetched in named:
                self._follow(path, target, is_fetched=is_fetched)
        anchors = self.glance.anchors[path] = frozenset(ids)
        if len(ids) != len(anchors):
            self.glance.doubtful.add(path)

    def _is_fine(self, path: str, named: Iterable[tuple[str, bool]]) -> bool:
        """Whether these addresses are right on every page of the folder."""
        return all(
            target[:1] not in _HERE and self._page_of(path, target, is_fetched) == ""
            for target, is_fetched in named
        )

    def _follow(self, path: str, target: str, *, is_fetched: bool) -> None:
        page = self._page_of(path, target, is_fetched)
        if page is None:
            self.glance.doubtful.add(path)
        elif page:
            self.glance.fragments.append((path, page, target.partition("#")[2]))
