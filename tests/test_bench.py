# SPDX-License-Identifier: AGPL-3.0-or-later
"""The bench is honest: its books are sound and the same everywhere, its peers get the same words.

Nothing here takes the time of anything.
"""

import os
import re
import subprocess
import sys
from dataclasses import replace
from math import nan
from pathlib import Path

import pytest

from bench import zine
from bench.book_of import files, free_pages, paged_records, write_book
from bench.chance import Chance, body
from bench.council import HANDLES
from bench.measure import Command, FailedError, Run, in_turn, parse_run, ratio, run_once, typical
from bench.peers import Peer, layout_of, page_path, write_hugo, write_mkdocs
from bench.places import kind_of
from bench.report import Finding, Target, lines_of, said_of
from bench.serve import Server, edit, running
from bench.size import DECADE, SMALL, Size
from commonpress.kinds.decision import Decision
from commonpress.pipeline import publish
from commonpress.render.zine import compose

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    write_book(folder, SMALL)
    return folder


# --- books ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "size",
    [
        SMALL,
        replace(SMALL, as_csv=True),
        Size(
            months=26, entries=26 * 25, assemblies=60, decisions=260, cases=40, norms=9, prose=900
        ),
    ],
    ids=["small", "tables", "two years"],
)
def test_a_generated_book_gives_no_finding_and_is_as_large_as_asked(
    size: Size, tmp_path: Path
) -> None:
    write_book(tmp_path, size)
    outcome = publish(tmp_path)
    assert outcome.findings == ()
    assert outcome.publication is not None
    found = {kind: len(records) for kind, records in outcome.publication.records.items()}
    wanted = {
        "entry": size.entries,
        "assembly": size.assemblies,
        "decision": size.decisions,
        "case": size.cases,
        "norm": size.norms,
    }
    assert found | wanted == found
    assert len(outcome.publication.statements) == size.months


def test_sentences_that_are_added_give_no_finding_and_are_new(tmp_path: Path) -> None:
    write_book(tmp_path, replace(SMALL, has_ledger=False))
    record = tmp_path / "content/decisions/dec-2016-002.md"
    before = record.read_text(encoding="utf-8")
    words = [edit(record, number) for number in range(12)]
    assert len(set(words)) == 12
    assert not any(said in before for said in words)
    assert all(said in record.read_text(encoding="utf-8") for said in words)
    assert publish(tmp_path).findings == ()


def test_a_wrong_count_in_a_generated_book_is_found(tmp_path: Path) -> None:
    write_book(tmp_path, SMALL)
    month = tmp_path / "ledger" / "2016" / "2016-02.yml"
    before, counted, after = month.read_text(encoding="utf-8").partition("action: counted")
    after = re.sub(r"quantity: \S+", "quantity: 9999", after, count=1)
    month.write_text(before + counted + after, encoding="utf-8")
    assert {finding.code.slug for finding in publish(tmp_path).findings} == {"count-differs"}


def test_decisions_of_a_generated_book_have_every_fate(small: Path) -> None:
    publication = publish(small).publication
    assert publication is not None
    decisions = [r for r in publication.records["decision"] if isinstance(r, Decision)]
    states = {decision.state.value for decision in decisions}
    assert states >= {"adopted", "superseded", "rejected"}
    assert any(decision.superseded_by for decision in decisions)
    assert any(decision.amends for decision in decisions)


def test_a_book_has_the_same_bytes_in_another_process(small: Path, tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "bench.book_of", "small", str(tmp_path)],
        check=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland"},
    )
    paths = sorted(p.relative_to(small) for p in small.rglob("*") if p.is_file())
    assert paths == sorted(p.relative_to(tmp_path) for p in tmp_path.rglob("*") if p.is_file())
    assert [p for p in paths if (small / p).read_bytes() != (tmp_path / p).read_bytes()] == []


def test_another_seed_gives_another_book() -> None:
    assert (
        dict(files(SMALL, "one"))["ledger/2016/2016-01.yml"]
        != (dict(files(SMALL, "two"))["ledger/2016/2016-01.yml"])
    )


def test_the_decade_is_the_one_that_is_promised() -> None:
    numbers = (DECADE.entries, DECADE.assemblies, DECADE.decisions, DECADE.cases)
    assert numbers == (365_000, 520, 2_000, 300)
    assert DECADE.last_day.year - DECADE.first_day.year == 9


def test_a_month_too_short_for_its_counts_is_refused() -> None:
    with pytest.raises(ValueError, match="at least"):
        dict(files(replace(SMALL, entries=SMALL.months)))


@pytest.mark.parametrize("size", [900, 3_500])
def test_prose_has_the_size_and_the_parts_of_a_record(size: int) -> None:
    text = body(Chance("prose"), size, [("a decision", "dec-2016-001.md")])
    assert abs(len(text) - size) < size / 5
    assert text.count("\n## ") == 3
    assert text.count("\n| ") == 9
    assert "[a decision](dec-2016-001.md)" in text


def test_no_word_of_the_prose_is_a_handle() -> None:
    text = body(Chance("handles"), 200_000).casefold()
    assert set(HANDLES).isdisjoint(text.replace(".", " ").replace(",", " ").split())


# --- peers ---------------------------------------------------------------------------------------


def test_mkdocs_gets_a_page_for_each_record_with_its_words(tmp_path: Path) -> None:
    records = [*free_pages(SMALL), *paged_records(SMALL)]
    write_mkdocs(tmp_path, records)
    assert len(list((tmp_path / "docs").rglob("*.md"))) == len(records) + 1
    for record in records:
        page = (tmp_path / "docs" / page_path(record)).read_text(encoding="utf-8")
        assert f"# {record.title}" in page
        assert (record.body or "") in page
        assert all(value in page for value in record.fields.values() if isinstance(value, str))


PAGE = """<title>Ours</title><meta name="description" content="Said">
<link rel="canonical" href="https://commons.example/x.html"><h1>Masthead</h1>
<article class="page"><h1>Ours</h1>
Words.</article>
<nav class="turn"><a rel="prev" href="y.html">Y</a></nav><footer>Contents</footer>"""


def test_hugo_prints_into_a_frame_cut_from_our_page(tmp_path: Path) -> None:
    records = list(paged_records(SMALL))
    write_hugo(tmp_path, records, PAGE)
    layout = (tmp_path / "layouts" / "_default" / "single.html").read_text(encoding="utf-8")
    assert "Masthead" in layout
    assert "Contents" in layout
    assert "Words." not in layout
    assert layout.count("{{ .Content }}") == 1
    pages = list((tmp_path / "content").rglob("*.md"))
    assert len(pages) == len(records)
    assert not any("\n# " in page.read_text(encoding="utf-8") for page in pages)


def test_a_frame_that_lost_its_article_is_refused() -> None:
    with pytest.raises(ValueError, match="article"):
        layout_of(PAGE.replace("article", "section"))


def test_a_peer_that_is_absent_is_not_found() -> None:
    assert Peer("no such", "no-such-program-here", "install it").found == ""


# --- measuring -----------------------------------------------------------------------------------


def test_what_the_timer_printed_is_read() -> None:
    assert parse_run("a", "0 1.5 1.25 50000000\n") == Run(1.5, 1.25, 50.0)


def test_a_command_that_fails_says_what_it_said(tmp_path: Path) -> None:
    line = (sys.executable, "-c", "print('no pages here'); raise SystemExit(3)")
    with pytest.raises(FailedError, match=r"broken stopped with 3:\s+no pages here"):
        run_once(Command("broken", line, tmp_path))


def test_commands_run_in_turn_and_the_first_round_is_not_counted(tmp_path: Path) -> None:
    order = tmp_path / "order"
    made_ready: list[str] = []
    commands = [
        Command(
            name,
            (sys.executable, "-c", f"open('order', 'a').write('{name}')"),
            tmp_path,
            lambda name=name: made_ready.append(name),  # type: ignore[misc]
        )
        for name in ("a", "b")
    ]
    runs = in_turn(commands, 2)
    assert order.read_text(encoding="utf-8") == "ababab"
    assert "".join(made_ready) == "ababab"
    assert {name: len(found) for name, found in runs.items()} == {"a": 2, "b": 2}
    assert all(run.wall > 0 and run.peak > 1 for found in runs.values() for run in found)


def test_figures_are_medians_and_ratios_are_of_the_same_round() -> None:
    ours = [Run(1, 1, 10), Run(2, 1, 10), Run(30, 1, 10)]
    peers = [Run(10, 2, 5), Run(10, 2, 5), Run(60, 2, 5)]
    assert typical(ours).wall == 2
    assert ratio(ours, peers, "wall") == 0.2
    assert ratio(ours, peers, "peak") == 2


@pytest.mark.parametrize(
    ("most", "said"), [(0.1, "0.100: target 0.1, kept"), (0.05, "0.100: target 0.05, missed")]
)
def test_a_target_is_kept_or_missed(most: float, said: str) -> None:
    runs = {"ours": [Run(1, 1, 6)], "peer": [Run(10, 2, 3)]}
    beside = "(processor 0.500, peak 2.00)"
    assert said_of(Target("ours", most, "peer"), runs) == f"ours : peer, wall {said} {beside}"


def test_a_target_without_its_peer_is_not_called_kept() -> None:
    said = said_of(Target("ours", 0.1, "peer"), {"ours": [Run(1, 1, 1)]})
    assert said == "ours : peer: not measured, the peer is not installed."


def test_a_finding_is_printed_as_a_table() -> None:
    finding = Finding("Title", {"ours": [Run(1.5, 1.25, 50)]}, (Target("ours", 0.3),), ("A note",))
    lines = list(lines_of(finding))
    assert "| ours | 1 | 1.500 | 1.250 | 50 |" in lines
    assert "- A note" in lines
    assert "- ours: 1.500 s; target 0.3 s, missed" in lines


def test_the_kind_of_a_file_system_is_that_of_the_nearest_mount(tmp_path: Path) -> None:
    mounts = f"/dev/a / ext4 rw 0 0\ntmpfs {tmp_path.resolve()} tmpfs rw 0 0\n"
    assert kind_of(tmp_path / "below", mounts) == "tmpfs"
    assert kind_of(Path("/"), mounts) == "ext4"
    assert kind_of(tmp_path, "") == ""


def test_what_was_not_measured_is_a_dash_and_no_ratio() -> None:
    runs = {"ours": [Run(1, nan, nan)], "peer": [Run(10, nan, nan)]}
    assert "| ours | 1 | 1.000 | – | – |" in list(lines_of(Finding("Title", runs)))
    said = said_of(Target("ours", 0.2, "peer"), runs)
    assert said == "ours : peer, wall 0.100: target 0.2, kept"


def test_a_server_that_ends_by_itself_is_not_waited_for(tmp_path: Path) -> None:
    line = (sys.executable, "-c", "raise SystemExit(4)")
    server = Server("broken", line, tmp_path, tmp_path, port=9)
    with pytest.raises(FailedError, match="broken stopped with 4"), running(server):
        pass


# --- the zine ------------------------------------------------------------------------------------


def test_a_generated_issue_is_sound_and_has_its_pages(tmp_path: Path) -> None:
    folders = zine.Folders(tmp_path / "book", tmp_path / "text")
    zine.prepare(folders, zine.PAGES_QUICK)
    publication = publish(folders.book).publication
    assert publication is not None
    composed = compose(publication, publication.issues[0])
    assert 16 <= composed.pages <= zine.PAGES_QUICK
    text = (folders.text / "issue.html").read_text(encoding="utf-8")
    assert text.count("<section ") == len(composed.placed)
    assert "asset:" not in text + (folders.text / "zine.css").read_text(encoding="utf-8")
    before = folders.edited.read_text(encoding="utf-8")
    folders.edited.write_text(zine.with_new_summary(before), encoding="utf-8")
    outcome = publish(folders.book)
    assert outcome.findings == ()
    assert outcome.publication is not None
    again = compose(outcome.publication, outcome.publication.issues[0])
    changed = [
        one.piece.key
        for one, other in zip(composed.placed, again.placed, strict=True)
        if one.piece.body != other.piece.body
    ]
    assert len(changed) == 1
