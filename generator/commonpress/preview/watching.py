# SPDX-License-Identifier: AGPL-3.0-or-later
"""Says which files of a book were saved, a hundredth of a second after they were.

What it says is a hint: it may be too much, and a page is right in the end even where it was too
little, since the whole book is looked at after each of them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Final

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import ObservedWatch

ROOMS: Final = ("content", "ledger", "cases", "site_templates")
_BESIDE: Final = ("mkdocs.yml",)
# To read a file is an event, too. It changes nothing.
_CHANGES: Final = frozenset({"created", "modified", "moved", "deleted", "closed"})
# An editor saves in some steps: it empties the file, writes it, and names it.
_QUIET: Final = 0.012
_LONGEST: Final = 20  # so many events are waited for at most, where it is never quiet


class Watch(FileSystemEventHandler):
    """Watches the folders of a book, and tells the paths of what changed, from the book."""

    def __init__(self, book: Path, saved: Callable[[set[str]], None]) -> None:
        self._book, self._saved = Path(os.path.realpath(book)), saved
        self._events: SimpleQueue[str | None] = SimpleQueue()
        self._observer = Observer()
        self._watched: dict[str, ObservedWatch] = {}
        self._thread = Thread(target=self._tell, daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._observer.schedule(self, str(self._book), recursive=False)
        self._watch_rooms()
        self._observer.start()
        self._thread.start()

    def stop(self) -> None:
        """Watch no more."""
        self._observer.stop()
        self._observer.join()
        self._events.put(None)
        self._thread.join()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Note what changed. The library calls this in a thread of its own."""
        if event.event_type in _CHANGES:
            for place in (event.src_path, event.dest_path):
                if path := self._path_of(os.fsdecode(place)):
                    self._events.put(path)

    def _path_of(self, place: str) -> str:
        """The path of a file from the book; blank for what no page is made of."""
        if not place:
            return ""
        path = Path(place)
        if not path.is_relative_to(self._book):
            return ""
        inside = path.relative_to(self._book).as_posix()
        return inside if inside in _BESIDE or inside.split("/")[0] in ROOMS else ""

    def _watch_rooms(self) -> None:
        """Watch every room that there is: one may be made, or put away, at any time."""
        for room in ROOMS:
            is_there = (self._book / room).is_dir()
            if is_there and room not in self._watched:
                place = str(self._book / room)
                self._watched[room] = self._observer.schedule(self, place, recursive=True)
            elif not is_there and room in self._watched:
                self._observer.unschedule(self._watched.pop(room))

    def _tell(self) -> None:
        while (first := self._events.get()) is not None:
            paths = {first, *self._until_quiet()}
            if paths & set(ROOMS):
                self._watch_rooms()
            self._saved(paths)

    def _until_quiet(self) -> Iterator[str]:
        for _ in range(_LONGEST):
            try:
                path = self._events.get(timeout=_QUIET)
            except Empty:
                return
            if path is None:
                self._events.put(None)
                return
            yield path
