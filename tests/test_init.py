# SPDX-License-Identifier: AGPL-3.0-or-later
"""A new commons: whole, its own, and able to build itself with the program it carries."""

from __future__ import annotations

import io
import json
import os
import re
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml

from commonpress.cli.own_wheel import own_wheel
from commonpress.kinds import KINDS
from tests.books import Run, run

ROOT = Path(__file__).parents[1]
PIN = re.compile(r"\s*(?:- )?uses: \S+@[0-9a-f]{40} # v[0-9.]+")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Run]:
    folder = tmp_path_factory.mktemp("new") / "canal-street"
    done = run("init", folder, "--name", "Canal Street: a *kitchen*", "--day", "2026-03-08")
    return folder, done


@pytest.fixture(scope="module")
def commons(made: tuple[Path, Run]) -> Path:
    return made[0]


@pytest.fixture(scope="module")
def unpacked(commons: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program that the commons carries, as an installer unpacks it."""
    (wheel,) = (commons / "vendor").glob("*.whl")
    folder = tmp_path_factory.mktemp("unpacked")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
    subprocess.run([*pip, "--no-index", "--no-deps", "--target", folder, wheel], check=True)
    return folder


def carried(unpacked: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the carried program, where nothing of the repository is near."""
    return subprocess.run(
        [sys.executable, "-m", "commonpress", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(unpacked)},
        capture_output=True,
        text=True,
        check=False,
    )


# --- what it is made of ---------------------------------------------------------------------------


def test_it_says_what_to_do_next(made: tuple[Path, Run]) -> None:
    folder, done = made
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"Canal Street: a *kitchen* begins in {folder}. Next:\n")


def test_it_keeps_all_rules_and_has_a_name_of_its_own(commons: Path) -> None:
    done = run("check", commons)
    assert done.code == 0
    assert done.out.startswith("No findings in ")
    settings = (commons / "content/commons.yml").read_text(encoding="utf-8")
    assert settings.startswith('name: "Canal Street: a *kitchen*"\n')
    assert (commons / "README.md").read_text().startswith("# Canal Street:\u2060 a \\*kitchen\\*\n")


def test_it_has_something_of_each_part_to_begin_with(commons: Path) -> None:
    for path in (
        "content/assemblies/asm-2026-03.md",
        "content/decisions/dec-2026-001.md",
        "content/roles/facilitator.yml",
        "content/zines/first-issue.md",
        "ledger/accounts.yml",
        "ledger/2026/2026-03.yml",
        "Makefile",
        ".gitlab-ci.yml",
    ):
        assert (commons / path).is_file(), path
    for path in ("tools/set-up", "tools/comment"):
        assert (commons / path).stat().st_mode & stat.S_IXUSR


def test_nothing_of_the_template_is_left_in_it(commons: Path) -> None:
    for file in commons.rglob("*"):
        assert not re.search(r"dot-|YEAR|MONTH|\.jinja", file.name)
        if file.suffix in {".md", ".yml"} and file.is_relative_to(commons / "content"):
            assert "{{" not in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("day", ["2024-02-29", "2026-01-01", "2026-12-31", "2030-08-31"])
def test_any_day_is_good_to_begin_on(tmp_path: Path, day: str) -> None:
    assert run("init", tmp_path / "a", "--day", day).code == 0
    done = run("check", tmp_path / "a")
    assert (done.code, done.out.split()[0]) == (0, "No")


def test_it_is_never_written_over_anything(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("mine")
    done = run("init", tmp_path)
    assert done.code == 2
    assert "is not empty" in done.err
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


def test_a_slip_in_the_options_is_told(tmp_path: Path) -> None:
    assert "--currency must be a currency" in run("init", tmp_path / "a", "--currency", "euro").err
    assert "--language must be a language" in run("init", tmp_path / "a", "--language", "EN!").err
    assert not (tmp_path / "a").exists()


# --- the program in it ----------------------------------------------------------------------------


def test_the_wheel_says_truly_what_it_holds(commons: Path) -> None:
    (wheel,) = (commons / "vendor").glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()
        (record,) = [name for name in names if name.endswith("/RECORD")]
        listed = [line.split(",")[0] for line in packed.read(record).decode().splitlines()]
    assert sorted(listed) == sorted(names)
    assert not [name for name in names if "__pycache__" in name]
    for name in ("requirements.txt", "set-up", "mkdocs.yml", "commons/Makefile"):
        assert f"commonpress/site_templates/{name}" in names


def test_the_same_program_gives_the_same_wheel(commons: Path) -> None:
    (wheel,) = (commons / "vendor").glob("*.whl")
    assert own_wheel() == (wheel.name, wheel.read_bytes())


def test_the_carried_program_builds_the_book(commons: Path, unpacked: Path) -> None:
    assert carried(unpacked, commons, "check").returncode == 0
    done = carried(unpacked, commons, "build", "--output", "built")
    assert done.returncode == 0, done.stdout + done.stderr
    home = (commons / "built/site/index.html").read_text(encoding="utf-8")
    assert "Canal Street: a *kitchen*" in home
    assert list((commons / "built/zine").rglob("*.pdf"))


def test_the_carried_program_begins_another_commons_with_the_same_wheel(
    commons: Path, unpacked: Path, tmp_path: Path
) -> None:
    assert carried(unpacked, tmp_path, "init", "next", "--day", "2026-03-08").returncode == 0
    (one,), (other,) = ((f / "vendor").glob("*.whl") for f in (commons, tmp_path / "next"))
    assert one.read_bytes() == other.read_bytes()


def test_the_libraries_are_held_by_their_hashes(commons: Path) -> None:
    lock = (commons / "vendor/requirements.txt").read_text(encoding="utf-8")
    assert lock == (ROOT / "requirements/run.txt").read_text(encoding="utf-8")


# --- editors --------------------------------------------------------------------------------------


def test_an_editor_finds_a_schema_for_every_yaml_file(commons: Path) -> None:
    settings = json.loads((commons / ".vscode/settings.json").read_text(encoding="utf-8"))
    globs = {glob: schema for schema, globs in settings["yaml.schemas"].items() for glob in globs}
    assert all((commons / schema).is_file() for schema in globs.values())
    for file in [*commons.glob("content/**/*.yml"), *commons.glob("ledger/**/*.yml")]:
        path = file.relative_to(commons)
        assert [glob for glob in globs if path.match(glob)], path


def test_there_is_a_snippet_for_every_record_with_prose(commons: Path) -> None:
    text = (commons / ".vscode/commonpress.code-snippets").read_text(encoding="utf-8")
    snippets = json.loads(text)
    assert {each["prefix"] for each in snippets.values()} == {k.name for k in KINDS if k.has_body}
    for each in snippets.values():
        stops = re.findall(r"\$\{([0-9]+)", "\n".join(each["body"]))
        assert stops == [str(number) for number in range(1, len(stops) + 1)]
    assembly = snippets["New assembly"]["body"]
    assert "kind: ${3|open,working,emergency|}" in assembly


# --- workflows ------------------------------------------------------------------------------------


def workflows(commons: Path) -> list[Path]:
    found = [*commons.glob(".github/workflows/*.yml"), *commons.glob(".forgejo/workflows/*.yml")]
    assert len(found) == 6
    return sorted(found)


def tool(name: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = Path(sys.executable).with_name(name)
    return subprocess.run([command, *arguments], capture_output=True, text=True, check=False)


def test_the_workflows_have_no_hole_that_is_known(commons: Path) -> None:
    done = tool("zizmor", "--offline", "--no-progress", "--quiet", *workflows(commons))
    assert done.returncode == 0, done.stdout


def test_the_workflow_of_this_project_has_none_either() -> None:
    own = ROOT / ".github/workflows/check.yml"
    done = tool("zizmor", "--offline", "--no-progress", "--quiet", own)
    assert done.returncode == 0, done.stdout
    assert (
        tool("check-jsonschema", "--builtin-schema", "vendor.github-workflows", own).returncode == 0
    )
    used = [line for line in own.read_text(encoding="utf-8").splitlines() if "uses:" in line]
    assert [line for line in used if not PIN.fullmatch(line)] == []


def test_a_hole_would_be_seen(commons: Path, tmp_path: Path) -> None:
    text = (commons / ".github/workflows/check.yml").read_text(encoding="utf-8")
    folder = tmp_path / ".github/workflows"
    folder.mkdir(parents=True)
    holed = text.replace('diff "$BASE" --format', "diff ${{ github.event.pull_request.title }}")
    (folder / "check.yml").write_text(holed, encoding="utf-8")
    done = tool("zizmor", "--offline", "--no-progress", "--quiet", folder / "check.yml")
    assert "template-injection" in done.stdout


def test_the_workflows_keep_the_schemas_of_their_forges(commons: Path) -> None:
    check = ("check-jsonschema", "--builtin-schema")
    done = tool(*check, "vendor.github-workflows", *workflows(commons))
    assert done.returncode == 0, done.stdout
    done = tool(*check, "vendor.gitlab-ci", commons / ".gitlab-ci.yml")
    assert done.returncode == 0, done.stdout


def test_every_action_is_pinned_by_its_commit(commons: Path) -> None:
    for file in workflows(commons):
        used = [line for line in file.read_text().splitlines() if "uses:" in line]
        assert [line for line in used if not PIN.fullmatch(line)] == []


def test_no_job_that_runs_a_change_holds_anything_secret(commons: Path) -> None:
    for file in workflows(commons):
        text = file.read_text(encoding="utf-8")
        told = yaml.safe_load(text)
        runs_the_change = "pull_request" in told[True]  # YAML 1.1 takes `on` for yes
        if runs_the_change:
            assert "secrets." not in text
            assert "github.token" not in text
            assert "write" not in re.sub(r"#.*", "", text)
        assert told["permissions"] in ({}, {"contents": "read"})


def test_every_commit_of_a_change_is_checked_on_every_forge(commons: Path) -> None:
    for path in (".github/workflows/check.yml", ".forgejo/workflows/check.yml", ".gitlab-ci.yml"):
        text = (commons / path).read_text(encoding="utf-8")
        assert re.search(r'check --commits "\$\w+\.\.HEAD"', text), path
        assert "commonpress diff" in text


def test_the_hooks_for_pre_commit_name_commands_that_there_are(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    (own,) = yaml.safe_load(
        (ROOT / "site_templates/commons/dot-pre-commit-config.yaml").read_text(encoding="utf-8")
    )["repos"]
    monkeypatch.setattr("sys.stdin", io.StringIO())
    (tmp_path / "message").write_text("Count the store\n")
    stages = {}
    for hook in hooks:
        (stages[hook["id"]],) = hook["stages"]
        _, *arguments = hook["entry"].split()
        given = [str(tmp_path / "message")] if hook["stages"] == ["commit-msg"] else []
        assert run(*arguments, *given, ROOT).code in {0, 1}
        (same,) = (one for one in own["hooks"] if one["id"] == hook["id"])
        assert same["entry"] == f".venv/bin/{hook['entry']}"
        assert same["stages"] == hook["stages"]
    assert sorted(stages.values()) == ["commit-msg", "pre-commit", "pre-push"]
    assert re.search(hooks[0]["files"], "ledger/2026/2026-03.yml")
    assert not re.search(hooks[0]["files"], "docs/content/commons.yml")
