# SPDX-License-Identifier: AGPL-3.0-or-later
"""The house holds: its locks, wheel, floors and set-up do what they say, and notice faults."""

import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


def locked(lock: Path) -> list[str]:
    """Return the requirements of a lock file, each with its hashes on one line."""
    return lock.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_pins_every_file_and_names_no_address(lock: Path) -> None:
    lines = locked(lock)
    assert lines
    pinned = re.compile(r"[a-z0-9.-]+==\S+( ; [^\\]+?)?( +--hash=sha256:[0-9a-f]{64})+")
    assert [line for line in lines if not pinned.fullmatch(line)] == []


def test_what_runs_is_also_what_is_tested() -> None:
    run, test = (set(locked(ROOT / "requirements" / name)) for name in ("run.txt", "test.txt"))
    assert sorted(run - test) == []


def test_every_package_that_runs_is_listed_with_its_licence() -> None:
    listed = set(re.findall(r"^\| ([a-z0-9][a-z0-9.-]*) \| [^|]+ \|", third_party(), re.MULTILINE))
    needed = {line.split("==")[0] for line in locked(ROOT / "requirements" / "run.txt")}
    assert listed == needed


def third_party() -> str:
    text = (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8")
    return text.partition("## Needed to run")[2]


# --- the wheel ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """Build the wheel as an installer would, without the network."""
    target = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "wheel"]
    offline = ["--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*pip, *offline, "--wheel-dir", target, ROOT], check=True)
    (path,) = target.glob("*.whl")
    return zipfile.ZipFile(path)


def test_the_wheel_holds_the_package_and_its_templates_only(wheel: zipfile.ZipFile) -> None:
    names = wheel.namelist()
    assert {name.split("/")[0].partition("-")[0] for name in names} == {"commonpress"}
    assert "commonpress/site_templates/fonts/ZineSans-500.ttf" in names
    assert "commonpress/site_templates/mkdocs.yml" in names
    strays = [name for name in names if "__pycache__" in name or "/tests/" in name]
    assert strays == []


@pytest.fixture(scope="module")
def installed(wheel: zipfile.ZipFile, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder the wheel is unpacked in, as an installer does."""
    folder = tmp_path_factory.mktemp("installed")
    wheel.extractall(folder)
    return folder


def run_installed(
    installed: Path, *arguments: str, folder: Path
) -> subprocess.CompletedProcess[str]:
    """Run Python where `commonpress` is the wheel's and nothing of the repository is near."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_module_of_the_wheel_can_be_imported(
    wheel: zipfile.ZipFile, installed: Path, tmp_path: Path
) -> None:
    modules = sorted(
        name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for name in wheel.namelist()
        if name.endswith(".py")
    )
    program = (
        "import importlib, sys\n"
        "for name in sys.argv[2:]:\n"
        "    module = importlib.import_module(name)\n"
        "    assert module.__file__.startswith(sys.argv[1]), module.__file__\n"
    )
    run = run_installed(installed, "-c", program, str(installed), *modules, folder=tmp_path)
    assert run.returncode == 0, run.stderr


def test_the_wheel_builds_a_book_that_brings_nothing_but_records(
    installed: Path, tmp_path: Path
) -> None:
    for part in ("content", "ledger", "cases"):
        shutil.copytree(ROOT / part, tmp_path / part)
    arguments = ["-m", "commonpress", "build", ".", "--output", "out", "--no-zine"]
    run = run_installed(installed, *arguments, folder=tmp_path)
    assert run.returncode == 0, run.stderr
    own_pages = {path.stem for path in (ROOT / "content" / "pages").glob("*.md")}
    assert own_pages <= {path.stem for path in (tmp_path / "out" / "site").glob("*.html")}


# --- the floors -----------------------------------------------------------------------------------


def lint_imports(house: Path) -> subprocess.CompletedProcess[str]:
    command = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [command, "--no-cache"],
        cwd=house,
        env={**os.environ, "PYTHONPATH": str(house / "generator")},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Return a copy of the package and its contracts that a test may spoil."""
    shutil.copytree(ROOT / "generator", tmp_path / "generator")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_floors_hold_as_they_stand(house: Path) -> None:
    run = lint_imports(house)
    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize(
    ("module", "line", "broken"),
    [
        ("ground/up.py", "import commonpress.derive", "A module imports only lower floors"),
        ("ground/out.py", "import msgspec", "The ground stands on the standard library alone"),
        ("derive/read.py", "import yaml", "YAML and front matter are read in the reading room"),
        ("write/fill.py", "import jinja2", "Jinja2 has one room"),
        ("render/more.py", "import nh3", "Prose and its cleaning have one room each"),
        ("check/site.py", "import mkdocs", "MkDocs stands behind its engine and the plugin door"),
        ("write/print.py", "import pikepdf", "Print has its rooms"),
        ("attic/__init__.py", '"""A floor nobody named."""', "A module imports only lower floors"),
    ],
)
def test_a_wrong_import_is_noticed(house: Path, module: str, line: str, broken: str) -> None:
    path = house / "generator" / "commonpress" / module
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{line}\n", encoding="utf-8")
    run = lint_imports(house)
    assert run.returncode == 1
    assert f"{broken} BROKEN" in " ".join(run.stdout.split())


# --- the set-up -----------------------------------------------------------------------------------


@pytest.fixture
def bare_machine(tmp_path: Path) -> Path:
    """Return a clone on a Debian that has no Pango, no sudo and a caller who is not root."""
    (tmp_path / "tools").mkdir()
    shutil.copy(ROOT / "tools" / "set-up", tmp_path / "tools")
    programs = tmp_path / "bin"
    programs.mkdir()
    for tool in ("sh", "dirname", "cat"):
        (programs / tool).symlink_to(shutil.which(tool) or tool)
    answers = {
        "uname": "echo Linux",
        "id": "echo 1000",
        "ldconfig": "echo libc.so.6",
        "apt-get": "touch installed",
    }
    for tool, answer in answers.items():
        (programs / tool).write_text(f"#!/bin/sh\n{answer}\n", encoding="utf-8")
        (programs / tool).chmod(0o755)
    return tmp_path


def set_up(machine: Path, python: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [machine / "tools" / "set-up", "run"],
        env={"PATH": str(machine / "bin"), "PYTHON": python},
        capture_output=True,
        text=True,
        check=False,
    )


def test_set_up_prints_one_command_where_it_may_not_install(bare_machine: Path) -> None:
    run = set_up(bare_machine, sys.executable)
    assert run.returncode == 1
    assert run.stderr == (
        "Missing here: Pango. Run this, then try again:\n"
        "  sudo apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0\n"
    )
    assert not (bare_machine / "installed").exists()
    assert not (bare_machine / ".venv").exists()


def test_set_up_names_a_python_that_will_not_do(bare_machine: Path) -> None:
    run = set_up(bare_machine, "python2")
    assert run.returncode == 1
    assert run.stderr.startswith("PYTHON=python2 is not a Python 3.11 or newer")
