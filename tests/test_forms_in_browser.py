# SPDX-License-Identifier: AGPL-3.0-or-later
"""The forms in a browser: opened, filled in and saved, and what stands in the files afterwards.

The page, its policy and its scripts are those that a site carries. Only the backend is another: it
writes to a book on this machine instead of a forge (`tests/forms_backend.py`).
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, Route, expect

from commonpress.pipeline import publish
from commonpress.render.editing_forms import form_files
from tests.books import SOUND, book, edited, findings
from tests.forms_backend import API, Backend, forms_served
from tests.test_browser import PHONE, Watched, browser
from tests.test_pages_in_browser import WIDER, Judge, judged_in

__all__ = ["browser"]  # what it makes is asked for by name

ROOT = Path(__file__).parents[1]
DECISION = "content/decisions/dec-2026-001.md"
RESOURCES = "ledger/resources.yml"
FORGE = "https://forge.example"
SETTINGS = f"""\
forms:
  forge: gitea
  host: {FORGE}
  repository: tidewater-row/book
  app_id: "1"
"""
# Somewhere the day is never that of Greenwich: a date must not move.
FAR = "Pacific/Kiritimati"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book with the forms switched on, and with what a form could spoil."""
    files: dict[str, Any] = dict(SOUND)
    files["content/commons.yml"] += SETTINGS
    files[DECISION] = files[DECISION].replace(
        "method: consent\n", "# Counted twice.\nmethod: consent\n"
    )
    files[RESOURCES] = edited(
        RESOURCES,
        "        is: 12\n",
        "        is: 12  # heaped\n      - {unit: punnet, is: 1.10}\n",
    )[RESOURCES]
    folder = book(tmp_path_factory.mktemp("forms"), files)
    assert findings(folder) == ()
    return folder


@pytest.fixture(scope="module")
def forms(sound: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of its forms, where a server finds them."""
    folder = tmp_path_factory.mktemp("forms-site")
    published = publish(sound).publication
    assert published is not None
    for file in form_files(published):
        target = folder / file.path
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(file.content)
    return folder


class Desk:
    """Somebody at the forms, and the book they write in."""

    def __init__(self, watched: Watched, address: str, written: Path, backend: Backend) -> None:
        self.page, self.watched, self.address = watched.page, watched, address
        self.book, self.backend, self.mode = written, backend, "simple"

    def open(self, where: str) -> None:
        """Sign in and open a record, a new one, or a list."""
        self.page.goto(f"{self.address}/admin/forms.html#/collections/{where}")
        self.page.get_by_role("button", name="Login").click()

    def box(self, name: str) -> Any:
        """The first box of this name that is to be seen."""
        return self.page.get_by_label(name, exact=True).filter(visible=True).first

    def save(self) -> None:
        """Save, and wait until it is said that it was."""
        self.page.get_by_role("button", name="Publish", exact=True).click()
        self.page.get_by_role("menuitem", name="Publish now").click()
        expect(self.page.get_by_text("CHANGES SAVED")).to_be_visible()


@pytest.fixture
def desk(sound: Path, forms: Path, browser: Browser, tmp_path: Path) -> Iterator[Desk]:
    """A page at the forms of a copy of the book. Nothing may be asked of another host."""
    written = tmp_path / "book"
    shutil.copytree(sound, written)

    backend = Backend(written)
    with forms_served(forms, backend) as address, browser.new_context(timezone_id=FAR) as context:
        watched = Watched(context)
        watched.page.set_default_timeout(15_000)
        here = Desk(watched, address, written, backend)

        def instead(route: Route) -> None:
            told = json.loads((forms / "admin/config.json").read_text(encoding="utf-8"))
            proxy = {"name": "proxy", "proxy_url": API, "branch": "main"}
            route.fulfill(json=told | {"backend": proxy, "publish_mode": here.mode})

        context.route("**/admin/config.json", instead)
        yield here
        assert watched.elsewhere(address) == []
        assert watched.wrong == []


def changes(before: str, after: str) -> list[str]:
    """The lines that went and came."""
    lines = list(unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0))[2:]
    return [line for line in lines if line[0] in "+-"]


def test_a_change_is_one_line_of_the_file_and_the_book_still_checks(desk: Desk) -> None:
    file = desk.book / DECISION
    before = file.read_text(encoding="utf-8")
    desk.open("decision/entries/dec-2026-001")
    desk.box("Title").fill("The table is set: on Tuesdays")
    desk.save()
    assert changes(before, file.read_text(encoding="utf-8")) == [
        "-title: The table is set on Tuesdays",
        "+title: 'The table is set: on Tuesdays'",
    ]
    assert findings(desk.book) == ()


def test_a_list_keeps_its_amounts_and_the_lines_beside_the_change(desk: Desk) -> None:
    file = desk.book / RESOURCES
    before = file.read_text(encoding="utf-8")
    desk.open("resources/entries/resources")
    item = desk.page.get_by_text("euro · Euro", exact=True)
    item.locator("xpath=preceding-sibling::div//button").first.click()
    desk.box("Title").fill("Euro, in coins")
    desk.save()
    assert changes(before, file.read_text(encoding="utf-8")) == [
        "-    title: Euro",
        "+    title: Euro, in coins",
    ]
    assert findings(desk.book) == ()


def test_a_new_record_gets_its_file_its_days_and_what_it_points_to(desk: Desk) -> None:
    desk.open("norm/new")
    desk.box("Title").fill("Call the pot")
    desk.box("Text").fill("Whoever cooks calls out what is in the pot.")
    desk.page.get_by_label("Adopted by").fill("Tuesdays")
    desk.page.get_by_text("dec-2026-001 The table is set on Tuesdays").click()
    desk.page.get_by_label("Id (optional)").fill("Call the pot")
    desk.page.get_by_role("button", name="Publish", exact=True).click()
    desk.page.get_by_role("menuitem", name="Publish now").click()
    expect(desk.page.get_by_text("Write it as call-the-pot.")).to_be_visible()
    assert not (desk.book / "content/norms").exists()
    desk.watched.wrong.remove("script: undefined")  # how Decap says to itself that it refused
    desk.page.get_by_label("Id (optional)").fill("call-the-pot")
    desk.save()
    assert (desk.book / "content/norms/call-the-pot.md").read_text(encoding="utf-8") == (
        "---\n"
        "title: Call the pot\n"
        "text: Whoever cooks calls out what is in the pot.\n"
        "adopted_by: dec-2026-001\n"
        "---\n"
    )
    assert findings(desk.book) == ()


def test_a_draft_is_in_the_book_once_somebody_took_it(desk: Desk) -> None:
    desk.mode = "editorial_workflow"
    file = desk.book / DECISION
    before = file.read_text(encoding="utf-8")
    desk.open("decision/entries/dec-2026-001")
    desk.box("Question").fill("Which evening suits us?")
    desk.page.get_by_role("button", name="Save", exact=True).click()
    expect(desk.page.get_by_text("CHANGES SAVED")).to_be_visible()
    assert file.read_text(encoding="utf-8") == before
    assert list(desk.backend.drafts) == ["decision/dec-2026-001"]
    desk.page.get_by_role("button", name="Status: Draft").click()
    desk.page.get_by_role("menuitem", name="Ready").click()
    desk.page.get_by_role("button", name="Publish", exact=True).click()
    desk.page.once("dialog", lambda asked: asked.accept())
    with desk.page.expect_response(lambda answer: "publishUnpub" in str(answer.request.post_data)):
        desk.page.get_by_role("menuitem", name="Publish now").click()
    assert changes(before, file.read_text(encoding="utf-8")) == [
        "-question: Which evening suits most people?",
        "+question: Which evening suits us?",
    ]
    assert findings(desk.book) == ()
    desk.watched.wrong.clear()  # that there is no draft yet is told as an address without anything


@pytest.mark.parametrize("where", ["decision", "decision/entries/dec-2026-001"])
def test_the_forms_fit_a_phone(desk: Desk, where: str) -> None:
    desk.page.set_viewport_size({"width": PHONE, "height": 740})
    desk.open(where)
    shown = desk.box("Title") if "/" in where else desk.page.get_by_text("set on Tuesdays")
    expect(shown).to_be_visible()
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= PHONE


def test_everyone_can_use_the_page_before_the_forms(
    forms: Path, sound: Path, browser: Browser
) -> None:
    with forms_served(forms, Backend(sound)) as address, browser.new_context() as context:
        watched = Watched(context)
        page = watched.page
        page.goto(f"{address}/admin/index.html")
        judge = Judge(page)
        for width in (1280, PHONE):
            page.set_viewport_size({"width": width, "height": 740})
            assert [judged_in(scheme, page, judge) for scheme in ("light", "dark")] == [[], []]
            assert page.evaluate(WIDER) == []
        assert watched.elsewhere(address) == []
        assert watched.wrong == []


def test_a_day_is_the_day_that_was_chosen_wherever_one_is(desk: Desk) -> None:
    file = desk.book / DECISION
    before = file.read_text(encoding="utf-8")
    desk.open("decision/entries/dec-2026-001")
    desk.box("Review on (optional)").fill("2026-10-04")
    desk.box("Expires on (optional)").fill("2027-03-01")
    desk.save()
    assert changes(before, file.read_text(encoding="utf-8")) == [
        "-review_on: 2026-09-06",
        "+review_on: 2026-10-04",
        "+expires_on: 2027-03-01",
    ]
    assert findings(desk.book) == ()


def test_a_file_that_cannot_be_read_is_left_as_it_is(desk: Desk) -> None:
    file = desk.book / DECISION
    file.write_text("---\ntitle: One\ntitle: Two\n---\nWhy.\n", encoding="utf-8")
    before = file.read_bytes()
    desk.open("decision/entries/dec-2026-001")
    for name, text in {"Title": "Three", "Subject": "kitchen", "Question": "Which?"}.items():
        desk.box(name).fill(text)
    desk.page.get_by_label("State").click()
    desk.page.get_by_text("draft", exact=True).click()
    desk.page.get_by_role("button", name="Publish", exact=True).click()
    desk.page.get_by_role("menuitem", name="Publish now").click()
    expect(desk.page.get_by_role("alert").get_by_text("could not be read")).to_be_visible()
    assert file.read_bytes() == before
    desk.watched.wrong.clear()  # Decap also tells the console


def test_the_page_speaks_to_its_forge_and_to_nobody_else(desk: Desk) -> None:
    desk.open("decision")
    asked: list[str] = []

    def answered(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(json={}, headers={"Access-Control-Allow-Origin": "*"})

    hosts = (f"{FORGE}/api/v1/user", "https://elsewhere.example/", "https://api.github.com/user")
    for host in hosts:
        desk.page.route(host, answered)
    told = [
        desk.page.evaluate("url => fetch(url).then(() => 'said', () => 'refused')", host)
        for host in hosts
    ]
    assert told == ["said", "refused", "refused"]
    assert asked == [hosts[0]]
    desk.watched.asked.clear()
    desk.watched.wrong.clear()


def test_signing_in_leads_to_the_forge_and_back_with_a_key(
    forms: Path, sound: Path, browser: Browser
) -> None:
    asked: list[tuple[str, str]] = []

    def forge(route: Route) -> None:
        request = route.request
        address = urlsplit(request.url)
        asked.append((address.path, request.headers.get("authorization", "")))
        if address.path == "/login/oauth/authorize":
            sent = {name: values[0] for name, values in parse_qs(address.query).items()}
            assert sent["client_id"] == "1"
            assert sent["code_challenge_method"] == "S256"
            back = f"{sent['redirect_uri']}?{urlencode({'code': 'c', 'state': sent['state']})}"
            route.fulfill(status=302, headers={"Location": back})
            return
        told: dict[str, Any] = {
            "access_token": "the-key",
            "login": "wren",
            "permissions": {"push": True},
        }
        told["owner"] = {"login": "tidewater-row"}
        may = {"Origin": "*", "Headers": "Authorization, Content-Type", "Methods": "GET, POST"}
        allowed = {f"Access-Control-Allow-{name}": word for name, word in may.items()}
        route.fulfill(json=told, headers=allowed)

    with forms_served(forms, Backend(sound)) as address, browser.new_context() as context:
        context.route(f"{FORGE}/**", forge)
        watched = Watched(context)
        page = watched.page
        page.goto(f"{address}/admin/forms.html")
        page.get_by_role("button", name="Login with Gitea").click()
        expect(page.get_by_role("button", name="Account options dropdown")).to_be_visible()
        assert page.url.startswith(f"{address}/admin/forms.html")
        assert asked[0][0] == "/login/oauth/authorize"
        assert "/login/oauth/access_token" in [path for path, _ in asked]
        assert ("/api/v1/user", "token the-key") in asked
        assert [url for url in watched.elsewhere(address) if not url.startswith(FORGE)] == []


# --- the files -----------------------------------------------------------------------------------

FIELDS = [
    {"name": "title"},
    {"name": "amount"},
    {"name": "steps", "fields": [{"name": "title"}, {"name": "due"}]},
]
WHOLE = """\
---
# Above.
title: A
amount: 1.10   # as on the slip

steps:
  # The first.
  - title: One
    due: 2026-01-02
  - {title: Two, due: 2026-01-03}
note: |
  # no comment

  but text
on: yes
---

The text.

---

More.
"""


@pytest.fixture(scope="module")
def writing(forms: Path, browser: Browser) -> Iterator[Any]:
    """Change the values of a file as the forms do: what is written for it."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto("about:blank")
        for script in ("js-yaml.js", "book-file.js"):
            page.add_script_tag(path=forms / "admin" / script)

        def written(text: str, change: str, suffix: str = "md", fields: Any = FIELDS) -> str:
            return str(
                page.evaluate(
                    """([text, change, extension, fields]) => {
                      const file = BookFile({ extension, fields });
                      const values = structuredClone(file.fromFile(text));
                      new Function("values", change)(values);
                      return file.toFile(values);
                    }""",
                    [text, change, suffix, fields],
                )
            )

        yield written


@pytest.mark.parametrize(
    ("change", "lines"),
    [
        ("", []),
        ("values.title = 'B'", ["-title: A", "+title: B"]),
        ("values.amount = '1.20'", ["-amount: 1.10   # as on the slip", "+amount: 1.20"]),
        ("values.steps[0].due = '2026-02-01'", ["-    due: 2026-01-02", "+    due: 2026-02-01"]),
        ("values.steps.pop()", ["-  - {title: Two, due: 2026-01-03}"]),
        ("values.steps.reverse(); values.steps.reverse()", []),
        ("values.steps.push({due: '', title: 'Three'})", ["+  - title: Three"]),
        ("values.steps[1] = {title: null, due: ''}", ["-  - {title: Two, due: 2026-01-03}"]),
        ("values.body = 'Less.'", ["-", "-The text.", "-", "----", "-", "-More.", "+Less."]),
        ("values.quiet = ''", []),
        ("values.id = 'a'", ["+id: a"]),
        ("values.title = 'a: b # c'", ["-title: A", "+title: 'a: b # c'"]),
        ("values.title = '1\\r\\n---'", ["-title: A", "+title: |-", "+  1", "+  ---"]),
    ],
)  # fmt: skip
def test_what_was_not_changed_keeps_its_lines(writing: Any, change: str, lines: list[str]) -> None:
    assert changes(WHOLE, writing(WHOLE, change)) == lines


def test_a_new_file_says_what_was_filled_in_and_nothing_else(writing: Any) -> None:
    fields = [{"name": "id", "widget": "record-id"}, *FIELDS]
    change = "Object.assign(values, {steps: [], title: '1.10', id: 'a', quiet: '', more: {by: ''}})"
    assert writing("", change, "yml", fields) == "title: 1.10\n"
    assert writing("", f"{change}; values.body = 'Why.\\n\\n'", "md", fields) == (
        "---\ntitle: 1.10\n---\nWhy.\n"
    )


def test_every_record_of_the_sample_is_written_as_it_was_read(writing: Any, forms: Path) -> None:
    told = json.loads((forms / "admin/config.json").read_text(encoding="utf-8"))
    seen = 0
    for collection in told["collections"]:
        fields = collection.get("fields") or collection["files"][0]["fields"]
        suffix = collection.get("extension", "yml")
        for file in files_of(collection):
            text = file.read_text(encoding="utf-8")
            assert writing(text, "", suffix, fields) == text, file
            seen += 1
    assert seen > 100


def files_of(collection: Any) -> list[Path]:
    """The files of the sample that a set of forms is for."""
    if "files" in collection:
        return [ROOT / file["file"] for file in collection["files"]]
    return sorted((ROOT / collection["folder"]).glob(f"*.{collection['extension']}"))
