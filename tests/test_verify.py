# SPDX-License-Identifier: AGPL-3.0-or-later
"""`commonpress verify`: what a neighbour with a zine, a slip or a doubt is told."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
import weasyprint

from commonpress.ground.checkpoint import find_printed, parse_checkpoint, printed_line
from commonpress.ground.tlog_proof import check_proof, parse_proof
from commonpress.render.plates import words_about
from tests.books import MARCH, Run, book, run
from tests.sealed_books import (
    CHECKPOINT,
    DECISION,
    FOLDER,
    LEAVES,
    ORIGIN,
    SALTS,
    append,
    rewrite,
    seal,
    sealed_book,
)

SHORT = Path(__file__).parents[1] / "tools" / "verify_short.py"
NOT_PROVEN = (
    "It does not prove that what was written is true, nor that everything was written down."
)


def on_one_line(said: Run) -> str:
    return " ".join(said.out.replace("\u00a0", " ").split())


def verify(tiny: Path, *words: str) -> Run:
    return run("verify", *words, tiny)


def paper(tiny: Path) -> str:
    """What a zine that is printed now says about the log."""
    return printed_line(parse_checkpoint((tiny / CHECKPOINT).read_text()))


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return sealed_book(tmp_path / "book")


@pytest.fixture
def grown(tiny: Path) -> Path:
    """A book that was sealed, printed on a poster, and has gone on."""
    assert seal(tiny, "2026-03-13", "--printed", "poster").code == 0
    append(tiny / "content/handles.yml", "  - {id: bracken, consented_on: 2026-03-14}\n")
    assert seal(tiny, "2026-03-14").code == 0
    return tiny


# --- paper ----------------------------------------------------------------------------------------


def test_an_old_zine_holds(grown: Path) -> None:
    old = (grown / FOLDER / "printed/poster.txt").read_text()
    typed = printed_line(parse_checkpoint(old))
    expected = (
        "It holds. Everything that had been sealed when this was printed, 23 leaves, is in today's "
        "log of 24, unchanged and in the same order. This is what `poster` printed. This proves "
        f"that nothing sealed by then was changed or taken away since. {NOT_PROVEN}"
    )
    for words in (typed.split(), [typed], typed.upper().replace(ORIGIN.upper(), ORIGIN).split()):
        said = verify(grown, *words)
        assert (said.code, on_one_line(said)) == (0, expected)
    assert verify(grown, str(grown / FOLDER / "printed/poster.txt")).code == 0


def test_a_slip_of_the_finger_is_told_from_a_changed_log(tiny: Path) -> None:
    words = paper(tiny).split()
    words[5] = words[5][::-1] if words[5] != words[5][::-1] else "0000"
    said = verify(tiny, *words)
    assert said.code == 2
    assert "the last group does not fit the others" in said.err
    said = verify(tiny, *words[:-1])
    assert said.code == 1
    assert "Look first whether everything is typed as it is printed" in on_one_line(said)


def test_paper_of_another_log_is_told(tiny: Path) -> None:
    said = verify(tiny, "other.example/seal", *paper(tiny).split()[1:-1])
    assert said.code == 1
    assert "the paper names `other.example/seal`, and the log is called" in on_one_line(said)


def test_a_copy_of_the_book_that_is_older_than_the_paper_is_told(
    grown: Path, tmp_path: Path
) -> None:
    older = sealed_book(tmp_path / "older")
    said = verify(older, *paper(grown).split())
    assert said.code == 1
    assert on_one_line(said).startswith(
        "It does not hold here. The paper knows 24 leaves, and this copy of the book has 23."
    )


def test_a_rewritten_log_is_told(grown: Path) -> None:
    words = paper(grown).split()
    text = (grown / LEAVES).read_text().splitlines(keepends=True)
    (grown / LEAVES).write_text("".join([*text[1:], text[0]]))
    said = verify(grown, *words)
    assert said.code == 1
    assert "changed, moved or taken away. Show the paper to the others." in on_one_line(said)


def test_a_zine_says_its_checkpoint_itself(grown: Path, tmp_path: Path) -> None:
    """As `<meta name="keywords">`, which WeasyPrint writes into the file's own description."""
    file = tmp_path / "zine.pdf"
    html = f'<html lang="en"><title>Spring</title><meta name="keywords" content="{paper(grown)}">'
    file.write_bytes(weasyprint.HTML(string=html).write_pdf())
    assert find_printed(" ".join(words_about(file.read_bytes())))
    assert verify(grown, str(file)).code == 0


def test_a_pdf_without_a_checkpoint_asks_to_type_it(tiny: Path, tmp_path: Path) -> None:
    file = tmp_path / "other.pdf"
    target = io.BytesIO()
    with pikepdf.Pdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Subject"] = f"{ORIGIN} 23 0000"
        pdf.save(target)
    file.write_bytes(target.getvalue())
    said = verify(tiny, str(file))
    assert (said.code, said.out) == (2, "")
    assert "type in what it prints" in said.err
    file.write_bytes(b"%PDF-1.7\nnothing")
    assert "cannot be opened" in verify(tiny, str(file)).err


# --- tokens and records ---------------------------------------------------------------------------


def token(tiny: Path, record_id: str) -> str:
    return on_one_line(verify(tiny, record_id)).partition("Its token: ")[2].split()[0]


def test_a_gift_is_in_the_ledger(grown: Path) -> None:
    code = token(grown, "ent-2026-03-0001")
    assert "ent-2026" not in code
    for words in ([code], [code.lower()], code.split("-"), [code.replace("-", " ")]):
        said = verify(grown, *words)
        assert said.code == 0
        assert on_one_line(said) == (
            "This gift (`ent-2026-03-0001`, received 42.5 kg of vegetables on 3 March 2026) is in "
            "the log, and has been since 12 March 2026. What stands in the book today is what was "
            "sealed, word for word. `poster` was printed after that: whoever has a copy can prove "
            f"that it was there by then. Leaf 20 of 24. Its token: {code} This proves that it has "
            f"not been changed since it was sealed. {NOT_PROVEN}"
        )


def test_what_nothing_printed_holds_fast_rests_on_the_log_alone(grown: Path) -> None:
    said = on_one_line(verify(grown, "bracken"))
    assert said.startswith("This handle (`bracken`) is in the log, and has been since 14 March")
    assert "Nothing has been printed since then, so the day rests on this log alone." in said


def test_a_token_of_another_leaf_does_not_hold(grown: Path) -> None:
    index, _, letters = token(grown, "ent-2026-03-0001").partition("-")
    for number, told in ((int(index) + 1, "another leaf"), (99, "none with the number 99")):
        said = verify(grown, f"{number}-{letters}")
        assert said.code == 1
        assert told in on_one_line(said)


def test_an_entry_that_was_edited_is_told(grown: Path) -> None:
    code = token(grown, "ent-2026-03-0002")
    rewrite(grown / MARCH, "households: 18", "households: 19")
    said = verify(grown, code)
    assert said.code == 1
    assert "What stands in the book today is NOT what was sealed" in on_one_line(said)
    assert "households" not in said.out


def test_an_earlier_version_is_told_from_the_later_one(grown: Path) -> None:
    code = token(grown, "dec-2026-001")
    rewrite(grown / DECISION, "summary:", "progress: 20\nsummary:")
    said = verify(grown, code)
    assert said.code == 0
    assert "says more. It is sealed the next time." in on_one_line(said)
    assert seal(grown, "2026-03-20").code == 0
    assert (
        "It has been changed since: version 2 was sealed on 20 March 2026. The log holds both, "
        "and the book the later one."
    ) in on_one_line(verify(grown, code))


# --- the whole log --------------------------------------------------------------------------------


def test_the_whole_log_is_held_against_the_book(grown: Path) -> None:
    said = verify(grown)
    assert said.code == 0
    assert on_one_line(said) == (
        f"The log `{ORIGIN}` has 24 leaves. 24 are what stands in the book, word for word. "
        "`poster` printed 23 leaves: it holds. This proves that nothing sealed was changed or "
        f"taken away. {NOT_PROVEN}"
    )


def test_what_is_wrong_with_the_whole_log_is_told(grown: Path) -> None:
    rewrite(grown / MARCH, "households: 18", "households: 19")
    rewrite(grown / DECISION, "summary:", "progress: 20\nsummary:")
    append(grown / "content/handles.yml", "  - {id: sorrel, consented_on: 2026-03-15}\n")
    rewrite(grown / "content/handles.yml", "  - {id: bracken, consented_on: 2026-03-14}\n", "")
    said = verify(grown)
    assert said.code == 1
    assert on_one_line(said) == (
        f"The log `{ORIGIN}` has 24 leaves. 21 are what stands in the book, word for word. "
        "1 record reads differently now, as it may. 1 record has not been sealed yet. 1 record is "
        "NOT what was sealed. 1 record is NOT in the book any more. `poster` printed 23 leaves: "
        "it holds."
    )


# --- proof files, and the short verifier ----------------------------------------------------------


def short(*words: str | Path) -> Run:
    done = subprocess.run(
        [sys.executable, "-I", SHORT, *words], capture_output=True, check=False, encoding="utf-8"
    )
    return Run(done.returncode, done.stdout, done.stderr)


def test_a_proof_is_verified_without_the_program(grown: Path, tmp_path: Path) -> None:
    file = tmp_path / "gift.tlog-proof"
    assert run("verify", "ent-2026-03-0001", grown, "--write-proof", file).code == 0
    proof = parse_proof(file.read_text())
    assert proof.extra
    assert check_proof(proof, proof.extra)
    said = short(file, *paper(grown).split())
    assert (said.code, said.err) == (0, "")
    assert '"quantity": "42.5"' in said.out
    assert said.out.endswith("It holds: nothing in it has been changed since this was printed.\n")
    assert verify(grown, str(file)).code == 0


@pytest.mark.parametrize("at", range(0, 1200, 37))
def test_both_verifiers_refuse_a_spoiled_proof(tiny: Path, tmp_path: Path, at: int) -> None:
    file = tmp_path / "gift.tlog-proof"
    run("verify", "ent-2026-03-0001", tiny, "--write-proof", file)
    text = file.read_text()
    at %= len(text)
    letter = "B" if text[at] != "B" else "C"
    file.write_text(text[:at] + letter + text[at + 1 :])
    assert short(file, *paper(tiny).split()).code == 1
    assert verify(tiny, str(file)).code in {1, 2}


def test_the_leaves_are_verified_without_the_program(grown: Path) -> None:
    old = printed_line(parse_checkpoint((grown / FOLDER / "printed/poster.txt").read_text()))
    assert short(grown / LEAVES, *old.split()).code == 0
    assert short(grown / LEAVES, *paper(grown).split()).code == 0
    text = (grown / LEAVES).read_text()
    (grown / LEAVES).write_text(text.replace(text[:3], "AAA"))
    said = short(grown / LEAVES, *old.split())
    assert (said.code, said.err.startswith("It does NOT hold.")) == (1, True)


def test_the_short_verifier_fits_a_page() -> None:
    lines = SHORT.read_text().splitlines()
    assert len(lines) < 80
    assert max(map(len, lines)) <= 100
    assert not any("commonpress" in line for line in lines)


def test_the_short_verifier_stands_in_the_documentation() -> None:
    page = SHORT.parents[1] / "docs/content/pages/seal-and-verify.md"
    assert SHORT.read_text().rstrip() in page.read_text()


# --- wrong use ------------------------------------------------------------------------------------


def test_a_book_without_a_seal_says_so(tmp_path: Path) -> None:
    said = verify(book(tmp_path))
    assert said == Run(
        2,
        "",
        "commonpress verify: nothing has been sealed in this book yet: `commonpress seal` begins\n",
    )


def test_a_broken_seal_is_told_first(tiny: Path) -> None:
    (tiny / SALTS).write_text("")
    assert "error[seal-incomplete]" in verify(tiny).out
    shutil.rmtree(tiny / FOLDER / "salts")
    (tiny / CHECKPOINT).unlink()
    said = verify(tiny, *["a"] * 3)
    assert (said.code, "error[seal-unreadable]" in said.out) == (1, True)


def test_a_book_that_cannot_be_read_is_told_first(tiny: Path) -> None:
    rewrite(tiny / MARCH, "entries:", "entries: [")
    said = verify(tiny)
    assert (said.code, "error[bad-yaml]" in said.out) == (1, True)


@pytest.mark.parametrize("words", ["what", "12-AAAA", "ent-2026-03-0099", f"{ORIGIN} 23 0000"])
def test_what_is_nothing_to_verify_is_told(tiny: Path, words: str) -> None:
    said = verify(tiny, *words.split())
    assert (said.code, said.out) == (2, "")
    assert "this is no token, no file, no id of a sealed record and no checkpoint" in said.err
