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
    """The files of a book, and drafts of some of them."""

    def __init__(self, book: Path) -> None:
        self._book = book
        self.drafts: dict[str, dict[str, str]] = {}  # the text of each file, by draft
        self._states: dict[str, str] = {}

    def answer(self, action: str, params: dict[str, Any]) -> Any:
        """What the forms get for a request; None where there is no such thing.

        Raises KeyError for what it does not know.
        """
        return {
            "entriesByFolder": self._folder,
            "entriesByFiles": self._files,
            "getEntry": self._entry,
            "getMedia": self._media,
            "persistEntry": self._persist,
            "unpublishedEntries": self._drafts,
            "unpublishedEntry": self._draft,
            "unpublishedEntryDataFile": self._draft_file,
            "updateUnpublishedEntryStatus": self._move,
            "publishUnpublishedEntry": self._publish,
            "getDeployPreview": self._preview,
        }[action](params)

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
        files = params.get("dataFiles") or [params["entry"]]
        texts = {file["path"]: file["raw"] for file in files}
        if params["options"].get("useWorkflow"):
            draft = f"{params['options']['collectionName']}/{files[0]['slug']}"
            self.drafts[draft] = texts
            self._states.setdefault(draft, params["options"]["status"])
        else:
            self._write(texts)
        return {"message": "entry persisted"}

    def _write(self, texts: dict[str, str]) -> None:
        for name, text in texts.items():
            path = self._inside(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())

    def _drafts(self, _: dict[str, Any]) -> Any:
        return sorted(self.drafts)

    def _draft(self, params: dict[str, Any]) -> Any:
        draft = params.get("id") or f"{params['collection']}/{params['slug']}"
        if draft not in self.drafts:
            return None
        collection, slug = draft.split("/")
        changed = [{"id": path, "path": path, "newFile": False} for path in self.drafts[draft]]
        state = self._states[draft]
        return {"collection": collection, "slug": slug, "status": state, "diffs": changed}

    def _draft_file(self, params: dict[str, Any]) -> Any:
        return {"data": self.drafts[f"{params['collection']}/{params['slug']}"][params["path"]]}

    def _move(self, params: dict[str, Any]) -> Any:
        self._states[f"{params['collection']}/{params['slug']}"] = params["newStatus"]
        return {"message": "status updated"}

    def _publish(self, params: dict[str, Any]) -> Any:
        self._write(self.drafts.pop(f"{params['collection']}/{params['slug']}"))
        return {"message": "entry published"}

    def _preview(self, _: dict[str, Any]) -> Any:
        return None

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
            answer = backend.answer(asked["action"], asked.get("params", {}))
            told = json.dumps(answer or {}).encode() if answer != [] else b"[]"
            self.send_response(404 if answer is None else 200)
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
