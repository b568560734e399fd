# SPDX-License-Identifier: AGPL-3.0-or-later
"""What was set is kept from one run to the next, under all that decides its bytes.

A door lends the memory. What comes back from it is used only where it is whole and was made
for this very question; anything else is made anew.
"""

from __future__ import annotations

import ctypes
import sys
import zlib
from collections.abc import Callable, Mapping
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from typing import Final, Protocol, TypeVar

import msgspec

T = TypeVar("T")
_SEAL: Final = 32  # bytes
# Everything between a text and its page that is a package of Python.
_PACKAGES: Final = (
    "brotli",
    "cffi",
    "cssselect2",
    "fonttools",
    "msgspec",
    "pikepdf",
    "pillow",
    "pydyf",
    "pyphen",
    "tinycss2",
    "tinyhtml5",
    "weasyprint",
    "zopfli",
)


class Memory(Protocol):
    """Where things are kept by the text they were made of."""

    def recall(self, of: str) -> bytes | None:
        """What was kept of this text, if anything."""

    def keep(self, of: str, made: bytes) -> None:
        """Keep what was made of this text."""

    def forget_the_rest(self) -> None:
        """Throw away what nobody asked for."""


class NoMemory:
    """Keeps nothing."""

    def recall(self, of: str) -> bytes | None:  # noqa: ARG002
        """Nothing was kept."""
        return None

    def keep(self, of: str, made: bytes) -> None:
        """Let it go."""

    def forget_the_rest(self) -> None:
        """There is nothing."""


def recalled(memory: Memory, of: str, kind: type[T]) -> T | None:
    """What was kept of a question: nothing where a byte of it is missing or not its own."""
    found = memory.recall(of)
    if found is None or found[:_SEAL] != _seal(of, found[_SEAL:]):
        return None
    try:
        return msgspec.msgpack.decode(found[_SEAL:], type=kind)
    except msgspec.MsgspecError:
        return None


def keep(memory: Memory, of: str, made: object) -> None:
    """Keep an answer, sealed with its question."""
    content = msgspec.msgpack.encode(made)
    memory.keep(of, _seal(of, content) + content)


def _seal(of: str, content: bytes) -> bytes:
    return blake2b(of.encode() + b"\0" + content, digest_size=_SEAL).digest()


def digest_of(assets: Mapping[str, bytes]) -> str:
    """One name for all that pages may use."""
    found = blake2b(digest_size=_SEAL)
    for name in sorted(assets):
        found.update(f"{name}\0{len(assets[name])}\0".encode())
        found.update(assets[name])
    return found.hexdigest()


# --- who made it ---------------------------------------------------------------------------------


def makers() -> tuple[str, ...] | None:
    """Name and version of all that takes part in setting a page; None where one will not say.

    The libraries of the system are asked themselves: they may change below the same packages.
    """
    packages = [f"{name} {found}" for name in _PACKAGES if (found := _version(name))]
    try:
        libraries = [f"{name} {_asked(name, ask)}" for name, ask in _LIBRARIES.items()]
    except (OSError, AttributeError):
        return None
    return (sys.version, f"zlib {zlib.ZLIB_RUNTIME_VERSION}", *packages, *libraries)


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _asked(name: str, ask: Callable[[ctypes.CDLL], str]) -> str:
    stem, _, number = name.partition(":")
    mac = sys.platform == "darwin"
    return ask(ctypes.CDLL(f"lib{stem}.{number}.dylib" if mac else f"lib{stem}.so.{number}"))


def _text(function: str) -> Callable[[ctypes.CDLL], str]:
    def ask(library: ctypes.CDLL) -> str:
        found = getattr(library, function)
        found.restype = ctypes.c_char_p
        return str(found().decode())

    return ask


def _number(function: str) -> Callable[[ctypes.CDLL], str]:
    return lambda library: str(getattr(library, function)())


def _freetype(library: ctypes.CDLL) -> str:
    room = ctypes.c_void_p()
    if library.FT_Init_FreeType(ctypes.byref(room)):
        raise OSError("FreeType does not start")
    parts = [ctypes.c_int() for _ in range(3)]
    library.FT_Library_Version(room, *map(ctypes.byref, parts))
    library.FT_Done_FreeType(room)
    return ".".join(str(part.value) for part in parts)


# By the name and number under which WeasyPrint asks for them.
_LIBRARIES: Final[Mapping[str, Callable[[ctypes.CDLL], str]]] = {
    "pango-1.0:0": _text("pango_version_string"),
    "harfbuzz:0": _text("hb_version_string"),
    "fontconfig:1": _number("FcGetVersion"),
    "freetype:6": _freetype,
}
