# SPDX-License-Identifier: AGPL-3.0-or-later
"""Shows a preview to this machine alone.

Only the loopback address is listened to, and only requests that name it are answered: a page of
another site, whose name is made to lead here, gets nothing. Files come from memory by their whole
path, so no path leads anywhere else.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import MimeTypes
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from commonpress.preview.panel import OWN, with_panel
from commonpress.preview.work import Look, Preview
from commonpress.render.packaged import packaged
from commonpress.render.policy import POLICY

LOOPBACK: Final = "127.0.0.1"
_NAMES: Final = (LOOPBACK, "localhost")
_ALIVE: Final = 15.0  # seconds after which an open line says that it is still there
_OWN_FILES: Final = ("preview.css", "preview.js")
_TYPES: Final = MimeTypes(())  # what this program says, not what the machine says
_HTML: Final = "text/html; charset=utf-8"
_ALWAYS: Final = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_PAGE_POLICY: Final = f"{POLICY}; frame-ancestors 'none'"
# Pages such as the form of the census bring a policy of their own, which allows less.
_IS_OURS: Final = b"connect-src &#39;self&#39;"


class PreviewServer(ThreadingHTTPServer):
    """The server of one preview. Port 0 takes any that is free."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, preview: Preview, port: int) -> None:
        self.preview = preview
        super().__init__((LOOPBACK, port), _Handler)

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        return f"http://{LOOPBACK}:{self.server_port}/"


class _Handler(BaseHTTPRequestHandler):
    server: PreviewServer
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "commonpress", ""
    timeout = 60

    def do_GET(self) -> None:
        """Answer a request."""
        if self.headers.get("Host", "") not in self._hosts():
            self._send(HTTPStatus.MISDIRECTED_REQUEST, b"This preview is for this machine.\n")
            return
        asked = urlsplit(self.path)
        path = unquote(asked.path).removeprefix("/")
        if not path or path.endswith("/"):
            path += "index.html"
        if path == f"{OWN}/events":
            self._follow(parse_qs(asked.query))
        elif path.startswith(f"{OWN}/"):
            self._send_own(path.removeprefix(f"{OWN}/"))
        else:
            self._send_site(path)

    do_HEAD = do_GET  # noqa: N815 - the name that the library asks for

    def log_message(self, *_: object) -> None:
        """Say nothing: whoever writes a book wants to read findings."""

    def _hosts(self) -> tuple[str, ...]:
        return tuple(f"{name}:{self.server.server_port}" for name in _NAMES)

    # --- the site --------------------------------------------------------------------------------

    def _send_site(self, path: str) -> None:
        look = self.server.preview.look(path)
        if look.content is None:
            self._send_page(path, look, HTTPStatus.NOT_FOUND)
        elif path.endswith(".html"):
            self._send_page(path, look, HTTPStatus.OK)
        else:
            self._send(HTTPStatus.OK, look.content, _type_of(path))

    def _send_page(self, path: str, look: Look, status: HTTPStatus) -> None:
        content = look.content
        if content is None or _IS_OURS in content:
            self._send(
                status, with_panel(path, look), _HTML, {"Content-Security-Policy": _PAGE_POLICY}
            )
        else:
            self._send(status, content, _HTML)

    # --- the preview's own -----------------------------------------------------------------------

    def _send_own(self, name: str) -> None:
        preview = self.server.preview
        if name in _OWN_FILES:
            self._send(HTTPStatus.OK, packaged("preview", name).read_bytes(), _type_of(name))
        elif name == "state.json":
            state = {"number": preview.number, "settled": preview.is_settled}
            self._send(HTTPStatus.OK, json.dumps(state).encode(), "application/json")
        else:
            self._send(HTTPStatus.NOT_FOUND, b"There is no such file.\n")

    def _follow(self, query: dict[str, list[str]]) -> None:
        """Keep the line open until the page is other than it was seen, and say so."""
        page, seen = (query.get(name, [""])[0] for name in ("page", "seen"))
        self._begin(HTTPStatus.OK, "text/event-stream", {"Connection": "close"})
        self.close_connection = True
        preview, version = self.server.preview, -1
        try:
            while preview.look(page).digest == seen:
                version = preview.wait(version, _ALIVE) if version >= 0 else preview.version
                self.wfile.write(b": still here\n\n")
            self.wfile.write(b"event: changed\ndata: \n\n")
        except OSError:
            return  # the page was closed

    # --- sending ---------------------------------------------------------------------------------

    def _begin(self, status: HTTPStatus, media_type: str, more: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in ({"Content-Type": media_type} | _ALWAYS | more).items():
            self.send_header(name, value)
        self.end_headers()

    def _send(
        self,
        status: HTTPStatus,
        content: bytes,
        media_type: str = "text/plain; charset=utf-8",
        more: dict[str, str] | None = None,
    ) -> None:
        self._begin(status, media_type, {"Content-Length": str(len(content))} | (more or {}))
        if self.command != "HEAD":
            self.wfile.write(content)


def _type_of(path: str) -> str:
    """What a file is, by its name."""
    found = _TYPES.guess_type(path)[0] or "application/octet-stream"
    is_text = found.startswith("text/") or found in {"application/json", "image/svg+xml"}
    return f"{found}; charset=utf-8" if is_text else found
