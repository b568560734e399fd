# SPDX-License-Identifier: AGPL-3.0-or-later
"""The script that posts one comment and updates it, against a stand-in for a forge."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).parents[1] / "site_templates/commons/tools/comment"
HEAD = "a" * 40


class Forge(HTTPServer):
    """A pull request 7 that ends in HEAD, and its comments."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.comments: list[dict[str, Any]] = [{"id": 1, "body": "Looks good to me."}]
        self.asked: list[str] = []
        self.tokens: set[str] = set()


class Answers(BaseHTTPRequestHandler):
    """The few calls of the three forges that the script makes."""

    server: Forge

    def answer(self) -> None:
        """Give what the forge would."""
        path = self.path.partition("?")[0]
        self.server.asked.append(f"{self.command} {path}")
        self.server.tokens.add(self.headers["Authorization"])
        length = int(self.headers["Content-Length"] or 0)
        body = json.loads(self.rfile.read(length) or "null")
        found: Any = None
        if re.search(r"/(pulls|merge_requests)/7$", path):
            found = {"sha": HEAD, "head": {"sha": HEAD}}
        elif self.command == "GET":
            found = self.server.comments if self.path.endswith("page=1") else []
        elif self.command == "POST":
            self.server.comments.append({"id": len(self.server.comments) + 1, **body})
        else:
            self.server.comments[int(path.rpartition("/")[2]) - 1] |= body
        content = json.dumps(found).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PATCH = do_PUT = answer  # noqa: N815 - http.server's names

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def forge() -> Iterator[Forge]:
    server = Forge()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def post(
    forge: Forge, kind: str, text: str, folder: Path, *, number: str = "7", head: str = HEAD
) -> subprocess.CompletedProcess[str]:
    (folder / "comment.md").write_text(text, encoding="utf-8")
    (folder / "number").write_text(number, encoding="utf-8")
    address = f"http://127.0.0.1:{forge.server_port}"
    environment = {
        "PATH": os.environ["PATH"],
        "FORGE_TOKEN": "kept",
        "GITHUB_API_URL": address,
        "GITHUB_REPOSITORY": "canal/book",
        "CI_API_V4_URL": address,
        "CI_PROJECT_ID": "12",
    }
    files = ("--comment", folder / "comment.md", "--number-in", folder / "number")
    return subprocess.run(
        [sys.executable, SCRIPT, kind, *files, "--head", head],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("kind", ["github", "forgejo", "gitlab"])
def test_one_comment_is_posted_and_then_kept_up_to_date(
    forge: Forge, kind: str, tmp_path: Path
) -> None:
    for text in ("One record would be added.", "Two records would be added."):
        done = post(forge, kind, text, tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
    assert [comment["body"] for comment in forge.comments] == [
        "Looks good to me.",
        "<!-- commonpress -->\nTwo records would be added.",
    ]
    assert forge.tokens == {"Bearer kept"}


@pytest.mark.parametrize(
    ("number", "head", "said"),
    [("8/../1", HEAD, "no number"), ("", HEAD, "no number"), ("7", "b" * 40, "has moved on")],
)
def test_nothing_is_posted_where_a_change_tells_another_number_or_commit(
    forge: Forge, number: str, head: str, said: str, tmp_path: Path
) -> None:
    done = post(forge, "github", "text", tmp_path, number=number, head=head)
    assert done.returncode == 1
    assert said in done.stderr
    assert not [call for call in forge.asked if not call.startswith("GET")]


def test_a_token_is_never_sent_in_the_open(tmp_path: Path) -> None:
    (tmp_path / "c").write_text("x")
    environment = {
        "GITHUB_API_URL": "http://forge.example",
        "GITHUB_REPOSITORY": "a/b",
        "FORGE_TOKEN": "kept",
    }
    done = subprocess.run(
        [
            sys.executable,
            SCRIPT,
            "github",
            "--comment",
            tmp_path / "c",
            "--number",
            "7",
            "--head",
            HEAD,
        ],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == "comment: a token is only sent by https\n"
