# SPDX-License-Identifier: AGPL-3.0-or-later
"""What all tests share: golden files, rewritten with `pytest --update-golden`."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

Golden = Callable[[Path, str], None]

# How long an example takes says more about the machine than about the program, so no example
# is judged by the clock. In CI the same examples are tried each time: a red run means a change.
settings.register_profile(
    "commonpress",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("commonpress")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write what came out into the golden files; read the diff before you commit it",
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compare a text with the file that holds what it should be."""

    def compare(file: Path, text: str) -> None:
        if request.config.getoption("--update-golden"):
            file.write_text(text, encoding="utf-8", newline="\n")
        assert file.exists(), f"{file} is missing; run pytest --update-golden and read it"
        assert text == file.read_text(encoding="utf-8")

    return compare
