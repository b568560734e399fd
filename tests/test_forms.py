# SPDX-License-Identifier: AGPL-3.0-or-later
"""Forms in the browser: who has one, what each field is asked as, and what the site carries."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import msgspec
import pytest

from commonpress.kinds import KIND_OF, KINDS
from commonpress.kinds.base import FileEach, Kind, ListIn, Months, OneFile
from commonpress.kinds.editing import Forge, Forms
from commonpress.kinds.fields import fields_of
from commonpress.pipeline import publish
from commonpress.render.artifact import Artifact
from commonpress.render.editing_collections import EDITED, LEFT_OUT, Reason
from commonpress.render.editing_forms import form_files, forms_policy
from commonpress.render.links import check_links
from tests.books import SOUND, book, findings, run
from tests.small_site import element, elements, words

ROOT = Path(__file__).parents[1]
VENDORED = ROOT / "site_templates/editing/vendor"
SHIPPED = {  # of the files in the packages; tools/vendor_forms.py proves the packages
    "decap-cms.js": "7c1efd6b616b4786e279aeef194dd21649a72058d3bc8d1f78901b574610dfb8",
    "js-yaml.js": "02970a652376ad653ff069c606ee7440b0514f52ed94a98426cb52426c8e5a02",
}
BY_FORGE = {
    Forge.GITHUB: "  sign_in: https://sign-in.example/\n",
    Forge.GITLAB: "  app_id: a1\n",
    Forge.FORGEJO: "  app_id: a1\n  from_copies: yes\n",
    Forge.GITEA: "  app_id: a1\n  host: https://forge.example\n",
}


def settings(forge: Forge) -> str:
    """The settings of a book whose forms write to a forge."""
    head = f"forms:\n  forge: {forge}\n  repository: tidewater-row/book\n"
    return f"{SOUND['content/commons.yml']}{head}{BY_FORGE[forge]}"


@pytest.fixture(scope="module", params=list(Forge))
def forge(request: pytest.FixtureRequest) -> Forge:
    """Each forge."""
    return Forge(request.param)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole site with forms, as the program builds it."""
    folder = tmp_path_factory.mktemp("with-forms")
    book(folder / "book", {"content/commons.yml": settings(Forge.FORGEJO)})
    assert run("build", folder / "book", "--output", folder / "out").code == 0
    return folder / "out/site"


@pytest.fixture(scope="module")
def told(site: Path) -> Any:
    """What Decap CMS is told there."""
    return json.loads((site / "admin/config.json").read_text(encoding="utf-8"))


def boxes(fields: Any) -> Iterator[tuple[str, Any]]:
    """Every box of a form with its path, also those inside others."""
    for field in fields:
        yield field["name"], field
        inside = [*field.get("fields", ()), *([field["field"]] if "field" in field else ())]
        for path, box in boxes(inside):
            yield f"{field['name']}.{path}", box


def fields_in(collection: Any) -> Any:
    """The boxes of a set of forms."""
    return collection.get("fields") or collection["files"][0]["fields"]


# --- which records -------------------------------------------------------------------------------


def test_every_kind_has_a_form_or_a_reason() -> None:
    assert sorted([*EDITED, *LEFT_OUT]) == sorted(kind.name for kind in KINDS)
    assert {LEFT_OUT[kind.name] for kind in KINDS if kind.guarded} == {Reason.PRIVATE}


def test_no_form_comes_near_cases_the_census_or_a_month(told: Any) -> None:
    places = [c.get("folder") or c["files"][0]["file"] for c in told["collections"]]
    assert len(places) == len(set(places)) > 10
    kept_out = [_file_of(KIND_OF[name]) for name in LEFT_OUT]
    assert {"cases/case-2025-003.md", "content/census/2026.yml"} <= set(kept_out)
    for place in places:
        assert [file for file in kept_out if f"{file}/".startswith(f"{place}/")] == []
    asked = {box.get("collection") for c in told["collections"] for _, box in boxes(fields_in(c))}
    assert asked <= {None, *(c["name"] for c in told["collections"])}


def _file_of(kind: Kind) -> str:
    """A file in which a record of the kind may stand."""
    match kind.shelf:
        case FileEach():
            return kind.shelf.path(kind.id_example)
        case Months(folder):
            return f"{folder.replace('{year}', '2026')}/2026-03.yml"
        case OneFile(path) | ListIn(path):
            return path


def test_every_kind_with_a_form_is_written_where_it_lies(told: Any) -> None:
    by_place = {c.get("folder") or c["files"][0]["file"]: c for c in told["collections"]}
    for name in EDITED:
        kind = KIND_OF[name]
        asked = {path for path, _ in boxes(fields_in(by_place[kind.home]))}
        above = f"{kind.shelf.key}." if isinstance(kind.shelf, ListIn) else ""
        wanted = {f"{above}{field.written}" for field in fields_of(kind.record)}
        assert wanted - asked == {f"{above}origin"}, name
        if isinstance(kind.shelf, FileEach):
            assert by_place[kind.home]["extension"] == kind.shelf.suffix


# --- how each field is asked ---------------------------------------------------------------------


def test_nothing_is_asked_as_a_number_a_switch_or_rich_text(told: Any) -> None:
    widgets = {box["widget"] for c in told["collections"] for _, box in boxes(fields_in(c))}
    assert widgets == {
        "string", "text", "select", "datetime", "list", "object", "relation", "record-id",
    }  # fmt: skip


def test_amounts_are_text_with_a_pattern(told: Any) -> None:
    found = 0
    for kind, path, box in _asked(told):
        held = _type_of(KIND_OF[kind].record, path)
        if held in (int, Decimal):
            assert box["widget"] == "string", path
            assert re.search(box["pattern"][0], "12")
            assert not re.search(box["pattern"][0], "1e3")
            assert bool(re.search(box["pattern"][0], "1.10")) is (held is Decimal)
            found += 1
        if held is date:
            assert (box["widget"], box["format"], box["default"]) == ("datetime", "YYYY-MM-DD", "")
    assert found > 10


def _asked(told: Any) -> Iterator[tuple[str, str, Any]]:
    """Every box with its kind and its path in the record."""
    lists = {(k.shelf.path, k.shelf.key): k for k in KINDS if isinstance(k.shelf, ListIn)}
    for collection in told["collections"]:
        if "folder" in collection:
            yield from ((collection["name"], *both) for both in boxes(collection["fields"]))
            continue
        (file,) = collection["files"]
        for many in file["fields"]:
            kind = lists[file["file"], many["name"]]
            yield from ((kind.name, *both) for both in boxes(many["fields"]))


def _type_of(struct: type[msgspec.Struct], path: str) -> Any:
    name, _, rest = path.partition(".")
    (field,) = [field for field in fields_of(struct) if field.written == name]
    held = field.declared
    if not rest or rest == "item":
        return held.type
    assert held.struct
    return _type_of(held.struct, rest)


def test_what_must_be_there_is_asked_for_and_the_rest_may_be_blank(told: Any) -> None:
    decision = next(c for c in told["collections"] if c["name"] == "decision")
    asked = dict(boxes(decision["fields"]))
    assert asked["title"]["required"]
    assert not asked["tally"]["required"]
    assert not asked["tally.agree"]["required"]  # or a blank tally could not be saved
    assert asked["options.title"]["required"]
    assert asked["method"]["options"] == ["consent", "consensus", "majority"]
    assert asked["options.chosen"]["options"] == ["yes", "no"]
    assert asked["decided_at"]["collection"] == "assembly"
    assert asked["supersedes"]["multiple"]
    assert asked["title"]["hint"] == "The decision as a sentence that states it."


def test_a_new_record_is_offered_the_next_id_of_its_kind(told: Any) -> None:
    ids = {c["name"]: c["fields"][0] for c in told["collections"] if "folder" in c}
    assert ids["decision"]["default"] == "dec-2026-002"
    assert ids["assembly"]["default"] == "asm-2026-03-2"
    assert "default" not in ids["norm"]
    for name, box in ids.items():
        assert re.search(box["form"][0], KIND_OF[name].id_example)
        assert not re.search(box["form"][0], f"{KIND_OF[name].id_example} ")


# --- what the site carries -----------------------------------------------------------------------


def test_without_the_setting_the_site_has_no_forms(tmp_path: Path) -> None:
    built = run("build", book(tmp_path / "book"), "--output", tmp_path / "out", "--no-zine")
    assert built.code == 0
    assert (tmp_path / "out/site/index.html").is_file()
    assert not (tmp_path / "out/site/admin").exists()


def test_the_forms_stand_apart_from_the_site(site: Path) -> None:
    apart = sorted(path.name for path in (site / "admin").iterdir())
    assert apart == [
        "admin.css", "book-file.js", "config.json", "decap-cms.LICENSE.txt", "decap-cms.js",
        "decap-cms.js.LICENSE.txt", "forms.css", "forms.html", "forms.js", "index.html",
        "js-yaml.LICENSE.txt", "js-yaml.js",
    ]  # fmt: skip
    pages = [page for page in site.rglob("*.html") if page.parent.name != "admin"]
    assert [page for page in pages if "admin/" in page.read_text(encoding="utf-8")] == []
    for name in ("index.html", "forms.html"):
        page = (site / "admin" / name).read_text(encoding="utf-8")
        assert "noindex" in element(page, "meta", name="robots").attributes["content"]
    with ZipFile(site / "offline-copy.zip") as copy:
        assert [name for name in copy.namelist() if "/admin/" in name] == []


def test_every_link_of_the_forms_leads_somewhere(site: Path) -> None:
    files = [
        Artifact(str(path.relative_to(site)), path.read_bytes())
        for path in sorted(site.rglob("*"))
        if path.is_file()
    ]
    assert [f for f in check_links(files) if f.span.path.startswith("admin/")] == []


def test_the_page_before_the_forms_has_no_script_and_says_what_is_not_written_here(
    site: Path,
) -> None:
    page = (site / "admin/index.html").read_text(encoding="utf-8")
    assert [e for e in elements(page) if e.name == "script"] == []
    said = words(page)
    assert "A conflict is never typed into this page, not even as a draft." in said
    assert "Answers are given on a slip" in said
    assert "in which a form would change lines that nobody meant to change" in said
    assert "The key may do all that you may do there." in said  # a Forgejo


def test_only_the_page_of_the_forms_runs_programs_and_asks_its_forge(site: Path) -> None:
    pages = {page: page.read_text(encoding="utf-8") for page in site.rglob("*.html")}
    loose = {page.relative_to(site) for page, text in pages.items() if "unsafe" in text}
    assert loose == {Path("admin/forms.html")}
    page = pages[site / "admin/forms.html"]
    rule = {"http-equiv": "Content-Security-Policy"}
    policy = element(page, "meta", **rule).attributes["content"]
    assert "script-src 'self' 'unsafe-eval';" in policy
    assert "connect-src 'self' https://codeberg.org;" in policy


def test_what_was_copied_is_what_was_looked_at() -> None:
    for name, digest in SHIPPED.items():
        assert hashlib.sha256((VENDORED / name).read_bytes()).hexdigest() == digest, name


# --- each forge ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def by_forge(forge: Forge, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What Decap CMS is told for each forge, and the page before it."""
    folder = book(tmp_path_factory.mktemp(forge), {"content/commons.yml": settings(forge)})
    outcome = publish(folder)
    assert outcome.publication is not None, outcome.findings
    files = {file.path: file.content.decode() for file in form_files(outcome.publication)}
    return json.loads(files["admin/config.json"]), words(files["admin/index.html"])


BACKENDS: dict[Forge, dict[str, Any]] = {
    Forge.GITHUB: {
        "api_root": "https://api.github.com",
        "base_url": "https://sign-in.example",
        "auth_endpoint": "auth",
    },
    Forge.GITLAB: {
        "api_root": "https://gitlab.com/api/v4",
        "base_url": "https://gitlab.com",
        "app_id": "a1",
        "auth_type": "pkce",
        "auth_endpoint": "oauth/authorize",
    },
    Forge.FORGEJO: {
        "api_root": "https://codeberg.org/api/v1",
        "base_url": "https://codeberg.org",
        "app_id": "a1",
        "open_authoring": True,
    },
    Forge.GITEA: {
        "api_root": "https://forge.example/api/v1",
        "base_url": "https://forge.example",
        "app_id": "a1",
    },
}


def test_each_forge_is_told_where_it_is_and_how_people_sign_in(forge: Forge, by_forge: Any) -> None:
    told, _ = by_forge
    backend = {key: value for key, value in told["backend"].items() if key != "commit_messages"}
    book_there = {"name": forge, "repo": "tidewater-row/book", "branch": "main"}
    assert backend == {**book_there, **BACKENDS[forge]}


def test_drafts_are_kept_where_the_forge_has_them_and_it_is_said_where_not(
    forge: Forge, by_forge: Any
) -> None:
    told, page = by_forge
    has_drafts = forge is not Forge.GITEA
    assert told["publish_mode"] == ("editorial_workflow" if has_drafts else "simple")
    assert ("The draft is public as well." in page) is has_drafts
    assert ("There are no drafts here." in page) is not has_drafts
    assert ("by way of sign-in.example" in page) is (forge is Forge.GITHUB)


def test_the_policy_names_the_forge_alone() -> None:
    hosts = {
        Forge.GITHUB: "https://api.github.com",
        Forge.GITLAB: "https://gitlab.com",
        Forge.FORGEJO: "https://codeberg.org",
        Forge.GITEA: "https://forge.example:3000",
    }
    for one, host in hosts.items():
        own = host if one is Forge.GITEA else ""
        policy = forms_policy(Forms(forge=one, repository="a/b", host=own))
        assert re.findall(r"https://[^\s;]+", policy) == [host]


# --- the settings --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("forge: github\n  repository: a/b", 3),
        ("forge: github\n  repository: a/b\n  sign_in: https://a.example/\n  host: https://a.b", 6),
        ("forge: gitea\n  repository: a/b\n  app_id: x", 3),
        ("forge: gitea\n  repository: a/b\n  app_id: x\n  host: https://a.example/git", 6),
        ("forge: forgejo\n  repository: a/b/c\n  app_id: x", 4),
        ("forge: gitlab\n  repository: b\n  app_id: x", 4),
        ("forge: gitlab\n  repository: a/b/c\n  app_id: x\n  from_copies: yes", 6),
        ("forge: forgejo\n  repository: a/b\n  app_id: x\n  sign_in: https://a.example/", 6),
    ],
)  # fmt: skip
def test_settings_that_would_let_nobody_save_are_named(
    tmp_path: Path, written: str, line: int
) -> None:
    text = f"name: Tidewater Row Commons\nforms:\n  {written}\n"
    found = findings(book(tmp_path, {"content/commons.yml": text}, bare=True))
    assert [(slug, at) for slug, _, at, _ in found] == [("forms-incomplete", line)]
