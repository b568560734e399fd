# SPDX-License-Identifier: AGPL-3.0-or-later
"""A backend for the forms that reads and writes the files of a book on this machine.

It serves a built site and answers what Decap CMS asks of its `proxy` backend, as decap-server does:
one address, one JSON object a request, with an `action`. It listens to this machine alone and
writes nothing outside the book.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

API = "/api/v1"


class Backend:
    """The files of a book, and everything that was asked of it."""

    def __init__(self, book: Path) -> None:
        self._book = book
        self.asked: list[str] = []

    def answer(self, action: str, params: dict[str, Any]) -> Any:
        """What the forms get for a request. Raises KeyError for what it does not know."""
        self.asked.append(action)
        return {
            "info": self._info,
            "entriesByFolder": self._folder,
            "entriesByFiles": self._files,
            "getEntry": self._entry,
            "getMedia": self._media,
            "persistEntry": self._persist,
        }[action](params)

    def _info(self, _: dict[str, Any]) -> Any:
        return {"repo": "book", "publish_modes": ["simple"], "type": "local_fs"}

    def _folder(self, params: dict[str, Any]) -> Any:
        folder = self._book / params["folder"]
        found = sorted(folder.glob(f"*.{params['extension'].lstrip('.')}"))
        return [self._read(str(file.relative_to(self._book))) for file in found]

    def _files(self, params: dict[str, Any]) -> Any:
        return [self._read(file["path"], file.get("label")) for file in params["files"]]

    def _entry(self, params: dict[str, Any]) -> Any:
        return self._read(params["path"])

    def _media(self, _: dict[str, Any]) -> Any:
        return []

    def _persist(self, params: dict[str, Any]) -> Any:
        for file in params.get("dataFiles") or [params["entry"]]:
            path = self._inside(file["path"])
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file["raw"].encode())
        return {"message": "entry persisted"}

    def _read(self, path: str, label: str | None = None) -> Any:
        file = self._inside(path)
        text = file.read_bytes().decode() if file.is_file() else None
        return {"data": text, "file": {"path": path, "label": label, "id": path}}

    def _inside(self, path: str) -> Path:
        file = (self._book / path).resolve()
        assert file.is_relative_to(self._book.resolve()), path
        return file


@contextmanager
def forms_served(site: Path, backend: Backend) -> Iterator[str]:
    """A site at an address of this machine, with the backend beside it."""

    class Handler(SimpleHTTPRequestHandler):
        def do_POST(self) -> None:
            """Answer the forms."""
            length = int(self.headers["Content-Length"])
            asked = json.loads(self.rfile.read(length))
            told = json.dumps(backend.answer(asked["action"], asked.get("params", {}))).encode()
            self.send_response(200 if self.path == API else 404)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(site))) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
