# SPDX-License-Identifier: AGPL-3.0-or-later
"""From saving a record to the page that has the new words: our preview beside those of the peers.

Each server is started once, on a free port of the loopback address, and is at rest before a
record is saved. The clock runs from just before the file is written until an answer holds the
new sentence; the page is asked for anew as soon as an answer without it has come.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from math import nan
from pathlib import Path

from bench.chance import Chance
from bench.measure import FailedError, Run
from bench.peers import HUGO, MKDOCS, Peer
from bench.places import Place
from bench.report import Finding, Target
from bench.site import EDITED, Folders, prepare
from bench.size import SITE, SMALL

NAME = "serve"
OURS = "commonpress serve"
SETTLED = "commonpress serve, every rule asked"
_MKDOCS = Peer("mkdocs serve", MKDOCS.program, MKDOCS.install)
_HUGO = Peer("hugo server", HUGO.program, HUGO.install)
_PAGE = f"decisions/{EDITED}.html"
_STATE = "-preview/state.json"
_LOOPBACK = "127.0.0.1"
_PAUSE = 0.002  # seconds between two questions
_LONGEST = 300.0  # seconds after which a server is given up
_FAREWELL = 20.0  # seconds a server has to end


@dataclass(frozen=True, slots=True)
class Server:
    """A program that shows pages, the port it listens on, and the record that is edited."""

    name: str
    line: Sequence[str]
    folder: Path
    source: Path
    port: int

    @property
    def is_ours(self) -> bool:
        """Whether it can say that it is at rest."""
        return self.name == OURS


def findings(place: Place, rounds: int, *, quick: bool) -> Iterator[Finding]:
    """The whole book with its ledger for us, its records as plain pages for the peers."""
    size = SMALL if quick else SITE
    folders = Folders(*(place.folder / name for name in ("book", "mkdocs", "hugo")))
    prepare(folders, size)
    runs = _in_turn(tuple(_servers(folders)), rounds)
    yield Finding(
        f"Serve, from a save to its page: {size.pages:,} records",
        runs,
        (Target(OURS, 0.1), Target(OURS, 0.2, _HUGO.name), Target(OURS, 0.005, _MKDOCS.name)),
        [*_absent(), *(_spread(name, found) for name, found in runs.items())],
    )


def sentence(number: int) -> str:
    """What is added in a round: words of the book, which are nowhere in it in this order."""
    return Chance(f"serve/{number}").sentence(12, 18)


def edit(source: Path, number: int) -> str:
    """Save a record with one more sentence; the sentence."""
    words = sentence(number)
    source.write_text(f"{source.read_text(encoding='utf-8')}\n{words}\n", encoding="utf-8")
    return words


def _absent() -> Iterator[str]:
    for peer in (_MKDOCS, _HUGO):
        if not peer.found:
            yield f"{peer.name} is not installed: `{peer.install}`"


def _spread(name: str, runs: Sequence[Run]) -> str:
    walls = [run.wall for run in runs]
    return f"{name}: from {min(walls):.3f} to {max(walls):.3f} s"


def _servers(folders: Folders) -> Iterator[Server]:
    """Ours, and those of the peers that are installed."""
    ours, mkdocs, hugo = folders.sources()
    program, port = str(Path(sys.executable).with_name("commonpress")), _free_port()
    line: Sequence[str] = (program, "serve", ".", "--port", str(port))
    yield Server(OURS, line, folders.book, ours, port)
    if _MKDOCS.found:
        port = _free_port()
        where = ("--dev-addr", f"{_LOOPBACK}:{port}")
        line = (_MKDOCS.found, "serve", "--quiet", "--livereload", *where)
        yield Server(_MKDOCS.name, line, folders.mkdocs, mkdocs, port)
    if _HUGO.found:
        port = _free_port()
        line = (_HUGO.found, "server", "--quiet", "--bind", _LOOPBACK, "--port", str(port))
        yield Server(_HUGO.name, line, folders.hugo, hugo, port)


def _free_port() -> int:
    with closing(socket.socket()) as door:
        door.bind((_LOOPBACK, 0))
        port: int = door.getsockname()[1]
        return port


# --- measuring -----------------------------------------------------------------------------------


def _in_turn(servers: Sequence[Server], rounds: int) -> dict[str, list[Run]]:
    """One save for each server a round, after a round that is not counted."""
    runs: dict[str, list[Run]] = {}
    with ExitStack() as started:
        for server in servers:
            started.enter_context(running(server))
        for number in range(rounds + 1):
            for server in servers:
                shown, settled = _save(server, number)
                if number:
                    runs.setdefault(server.name, []).append(_run(shown))
                if number and server.is_ours:
                    runs.setdefault(SETTLED, []).append(_run(settled))
    return runs


def _run(wall: float) -> Run:
    """Processor and memory belong to a server that goes on: they are not those of a save."""
    return Run(wall, nan, nan)


def _save(server: Server, number: int) -> tuple[float, float]:
    """Seconds from a save until its page has the words, and until the server is at rest."""
    saves = _rest(server) if server.is_ours else 0
    start = time.perf_counter()
    words = edit(server.source, number).encode()
    _wait(server, lambda: words in _asked(server, _PAGE))
    shown = time.perf_counter() - start
    _wait(server, lambda: not server.is_ours or _rest(server) > saves)
    return shown, time.perf_counter() - start


def _rest(server: Server) -> int:
    """How many saves our server has seen and done; -1 where it is not done with them."""
    state = json.loads(_asked(server, _STATE))
    return int(state["number"]) if state["settled"] else -1


def _wait(server: Server, holds: Callable[[], bool]) -> None:
    """Ask until it holds. Raises FailedError where it never does."""
    end = time.perf_counter() + _LONGEST
    while time.perf_counter() < end:
        try:
            if holds():
                return
        except (OSError, HTTPException, ValueError):
            pass  # it does not listen yet, or is between two states
        time.sleep(_PAUSE)
    raise FailedError(f"{server.name} never showed what was waited for")


def _asked(server: Server, path: str) -> bytes:
    with closing(HTTPConnection(_LOOPBACK, server.port, timeout=_LONGEST)) as connection:
        connection.request("GET", f"/{path}")
        answer = connection.getresponse()
        content = answer.read()
        return content if answer.status == 200 else b""


# --- starting and stopping -----------------------------------------------------------------------


@contextmanager
def running(server: Server) -> Iterator[None]:
    """A server that shows its pages and is at rest; it is stopped, whatever happens."""
    process = subprocess.Popen(
        server.line,
        cwd=server.folder,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait(server, lambda: _is_up(server, process))
        yield
    finally:
        _stop(process)


def _is_up(server: Server, process: subprocess.Popen[bytes]) -> bool:
    if process.poll() is not None:
        raise FailedError(f"{server.name} stopped with {process.returncode}")
    return bool(_asked(server, _PAGE)) and (not server.is_ours or _rest(server) >= 0)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Ask a server and what it started to end, and end it where it does not."""
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(_FAREWELL)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
