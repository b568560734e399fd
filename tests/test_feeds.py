# SPDX-License-Identifier: AGPL-3.0-or-later
"""The feeds: what is news, under which lasting names, held against both formats and a reader."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import feedparser
import msgspec
import pytest

from commonpress.derive.publication import Publication
from commonpress.kinds.assembly import Assembly, AssemblyKind, Held
from commonpress.kinds.commons import Commons
from commonpress.kinds.decision import Decision, Milestone, State
from commonpress.printing import site_copy
from commonpress.render.addresses import record_address
from commonpress.render.feed_entries import MOST_ENTRIES
from commonpress.render.feeds import feed_files
from tests.publications import day, publication
from tests.site_reading import BOOKS, book
from tests.small_site import ROOT, elements

ATOM = {"a": "http://www.w3.org/2005/Atom"}
TODAY = "2026-06-30"
ROW = Commons(name="Tidewater Row Commons", site_url="https://tidewater-row.example/book")
MOMENT = r"\d{4}-\d{2}-\d{2}T00:00:00Z"
TAG = r"tag:[a-z0-9.-]+,\d{4}(-\d{2}){0,2}:[a-z]+(/[a-z0-9-]+)?"


def decision(**fields: Any) -> Decision:
    said: dict[str, Any] = {
        "id": "dec-2026-014",
        "title": "We keep the street table",
        "state": State.ADOPTED,
        "subject": "independence",
        "question": "Shall we?",
        "drafted_on": day("2026-02-01"),
        "decided_on": day("2026-03-01"),
    }
    return Decision(**(said | fields))


def files(*records: Any, commons: Commons = ROW) -> dict[str, bytes]:
    return files_of(publication(commons, *records, as_of=TODAY))


def files_of(published: Publication) -> dict[str, bytes]:
    return {artifact.path: artifact.content for artifact in feed_files(published)}


def items(*records: Any, of: str = "decisions") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(files(*records)[f"{of}.json"])["items"]
    return found


def test_without_a_site_there_is_nothing_to_link_to_and_no_feed() -> None:
    assert files(decision(), commons=Commons(name="Row")) == {}


def test_there_is_a_feed_of_each_kind_that_has_anything_to_tell() -> None:
    assert files() == {}
    assert list(files(decision())) == ["decisions.xml", "decisions.json"]
    assert [name.partition(".")[0] for name in files_of(book("sample"))] == [
        "decisions", "decisions", "cases", "cases", "assemblies", "assemblies",
    ]  # fmt: skip


def test_an_entry_is_new_once_and_updated_when_its_record_is() -> None:
    def days(**fields: Any) -> tuple[str, str, str]:
        (item,) = items(decision(**fields))
        return item["id"], item["date_published"][:10], item["date_modified"][:10]

    name = "tag:tidewater-row.example,2026:decision/dec-2026-014"
    assert days() == (name, "2026-02-01", "2026-03-01")
    assert days(title="Another", ended_on=day("2026-05-01")) == (name, "2026-02-01", "2026-05-01")
    step = Milestone(title="Hung up", due=day("2026-09-01"), done_on=day("2026-04-01"))
    assert days(milestones=(step,)) == (name, "2026-02-01", "2026-04-01")


def test_what_is_still_to_come_is_no_news() -> None:
    assert "assemblies.json" not in files(
        Assembly(
            id="asm-2026-07",
            date=day("2026-07-05"),
            place="The yard",
            kind=AssemblyKind.OPEN,
            held=Held.PLANNED,
        )
    )
    (item,) = items(decision(ended_on=day("2027-01-01")))
    assert item["date_modified"].startswith("2026-03-01")


def test_an_assembly_that_was_cancelled_is_told() -> None:
    asked = Assembly(
        id="asm-2026-05",
        date=day("2026-05-03"),
        place="The yard",
        kind=AssemblyKind.OPEN,
        held=Held.CANCELLED,
    )
    (item,) = items(asked, of="assemblies")
    assert item["content_text"] == "It was cancelled."


def test_the_same_book_on_a_later_day_gives_the_same_feeds() -> None:
    early, late = (
        files_of(publication(ROW, decision(), as_of=as_of)) for as_of in (TODAY, "2027-06-30")
    )
    assert early == late


def test_a_feed_is_named_for_ever_by_the_setting() -> None:
    commons = msgspec.structs.replace(ROW, known_as="row.example,2024-05")
    moved = msgspec.structs.replace(commons, site_url="https://elsewhere.example/")
    here, there = (
        json.loads(files(decision(), commons=c)["decisions.json"]) for c in (commons, moved)
    )
    assert here["items"][0]["id"] == there["items"][0]["id"]
    assert here["items"][0]["id"] == "tag:row.example,2024-05:decision/dec-2026-014"
    assert there["items"][0]["url"].startswith("https://elsewhere.example/decisions/")


def test_a_case_is_dated_no_finer_than_the_season_it_was_published_in() -> None:
    sample = book("sample")
    starts = {report.statement.period.start for report in sample.reports}
    cases = json.loads(files_of(sample)["cases.json"])["items"]
    assert len(cases) == len(sample.cases) > 5
    assert {date.fromisoformat(i["date_modified"][:10]) for i in cases} <= starts


def test_a_feed_is_of_what_changed_last() -> None:
    found = json.loads(files_of(_archive())["decisions.json"])["items"]
    assert len(found) == MOST_ENTRIES
    modified = [item["date_modified"] for item in found]
    assert modified == sorted(modified, reverse=True)


def _archive() -> Publication:
    archive = book("archive")
    assert len(archive.decisions) > MOST_ENTRIES
    records = [record for group in archive.records.values() for record in group]
    settings = [record for record in records if not isinstance(record, Commons)]
    return publication(ROW, *settings, as_of=str(archive.as_of))


# --- both formats, held against their specifications and a reader ---------------------------------


@pytest.mark.parametrize("name", [*sorted(BOOKS), "awkward"])
def test_both_formats_say_the_same_and_a_reader_reads_it(name: str) -> None:
    awkward = decision(title='<b>A & B</b> "c" ينبوع\x0b', summary="a ]]> b <!-- c", lang="ar")
    found = files(awkward) if name == "awkward" else files_of(book(name))
    for path in [p for p in found if p.endswith(".xml")]:
        told = json.loads(found[path.replace(".xml", ".json")])
        atom = ET.fromstring(found[path])  # noqa: S314 - our own
        _judge_atom(atom)
        _judge_json_feed(told)
        read = feedparser.parse(found[path], sanitize_html=False)
        assert not read.bozo, read.get("bozo_exception")
        assert read.version == "atom10"
        assert [_as_read(e) for e in read.entries] == [_as_told(i) for i in told["items"]]
        assert read.feed.title == told["title"]


def _judge_atom(feed: ET.Element) -> None:
    """RFC 4287: what a feed and an entry must hold, once, and in which form."""
    for part in (feed, *feed.findall("a:entry", ATOM)):
        for name, form in (("id", TAG), ("title", r".+"), ("updated", MOMENT)):
            (only,) = part.findall(f"a:{name}", ATOM)
            assert re.fullmatch(form, only.text or "", re.DOTALL), only.text
        links = part.findall("a:link", ATOM)
        assert all(urlsplit(link.attrib["href"]).scheme == "https" for link in links)
        assert [link.attrib["rel"] for link in links].count("alternate") == 1
    assert feed.find("a:author/a:name", ATOM) is not None  # for all entries
    ids = [i.text for i in feed.findall("a:entry/a:id", ATOM)]
    assert len(set(ids)) == len(ids)
    updated = [u.text or "" for u in feed.findall("a:entry/a:updated", ATOM)]
    assert feed.findtext("a:updated", namespaces=ATOM) == max(updated)


def _judge_json_feed(feed: dict[str, Any]) -> None:
    """JSON Feed 1.1: what must be there, and that every address is whole."""
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    assert isinstance(feed["items"], list)
    for item in feed["items"]:
        assert isinstance(item["id"], str)
        assert "content_text" in item
        assert re.fullmatch(MOMENT, item["date_modified"])
        assert item["date_published"] <= item["date_modified"]
    addresses = [feed["home_page_url"], feed["feed_url"], *(i["url"] for i in feed["items"])]
    assert all(urlsplit(address).scheme == "https" for address in addresses)


def _as_read(entry: Any) -> tuple[str, ...]:
    return (entry.id, entry.link, _words(entry.title), entry.updated, _words(entry.summary))


def _as_told(item: dict[str, Any]) -> tuple[str, ...]:
    about, title = _words(item["content_text"]), _words(item["title"])
    return (item["id"], item["url"], title, item["date_modified"], about)


def _words(text: str) -> str:
    return " ".join(re.sub("[\x00-\x1f]", " ", text).split())


# --- on the site ----------------------------------------------------------------------------------


def test_every_link_of_a_feed_leads_to_a_page_of_the_site() -> None:
    sample = book("sample")
    copy = site_copy(sample, ROOT, (), ())
    pages = {f"{sample.commons.site_url}{page.address}" for page in copy.pages}
    for artifact in copy.extras:
        if artifact.path.startswith("feeds/") and artifact.path.endswith(".json"):
            feed = json.loads(artifact.content)
            assert {feed["home_page_url"], *(item["url"] for item in feed["items"])} <= pages
    assert record_address("decision", "dec-2026-014") in {page.address for page in copy.pages}


def test_every_page_tells_programs_of_the_feeds_and_the_lists_tell_people() -> None:
    copy = site_copy(book("sample"), ROOT, (), ())
    files = {artifact.path for artifact in copy.extras}
    told = [(feed.address, feed.media_type) for feed in copy.frame.feeds]
    assert told == [
        ("feeds/calendar.ics", "text/calendar"),
        ("feeds/decisions.xml", "application/atom+xml"),
        ("feeds/cases.xml", "application/atom+xml"),
        ("feeds/assemblies.xml", "application/atom+xml"),
    ]
    bodies = {page.address: page.body for page in copy.pages}
    offered = {
        "decisions/index.html": {"decisions.xml", "decisions.json", "reviews.ics"},
        "assemblies/index.html": {"assemblies.xml", "assemblies.json", "assemblies.ics"},
        "cases/index.html": {"cases.xml", "cases.json"},
        "roles/index.html": {"terms.ics"},
        "gatherings/index.html": {"gatherings.ics"},
    }
    for address, names in offered.items():
        links = {e.attributes.get("href", "") for e in elements(bodies[address]) if e.name == "a"}
        assert {link.removeprefix("../feeds/") for link in links if "feeds/" in link} == names
        assert {f"feeds/{name}" for name in names} <= files
