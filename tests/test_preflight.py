# SPDX-License-Identifier: AGPL-3.0-or-later
"""Preflight catches what it is for: for each check a small page that is made bad on purpose."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from commonpress.ground.diagnostics import Span
from commonpress.render.pdf import typeset
from commonpress.render.plates import Trim, finish_tags
from commonpress.render.preflight import Preflight, diagnostics
from commonpress.render.preflight_codes import Fault, Place
from commonpress.render.preflight_jobs import Job, Use
from commonpress.render.print_paper import Profile

FONTS = Path(__file__).parents[1] / "site_templates" / "fonts"
PAPER = Trim(80.0, 60.0)
CSS = """
@font-face { font-family: "Zine Sans"; font-weight: 500; src: url(asset:ZineSans-500.ttf) }
@font-face { font-family: "Common Display"; font-weight: 800; src: url(asset:display.ttf) }
@page { size: 80mm 60mm; margin: 10mm }
body { margin: 0; font: 500 10pt/13pt "Zine Sans"; color: #000 }
h1 { margin: 0; font: 800 20pt/20pt "Common Display" }
p, svg { margin: 0; display: block }
.box { height: 9mm; background: #000 }
"""
HEAD = (
    '<title>A page</title><meta name="dcterms.created" content="2026-06-21">'
    '<link rel="stylesheet" href="asset:page.css">'
)


def picture_of(dots: int, *, grey: bool) -> bytes:
    """A picture of so many dots a side, half of it dark."""
    drawn = Image.new("L", (dots, dots), 255)
    drawn.paste(128 if grey else 0, (0, 0, dots // 2, dots))
    target = io.BytesIO()
    drawn.save(target, "PNG")
    return target.getvalue()


def set_page(body: str, css: str = "", **assets: bytes) -> bytes:
    """Set a page with the shipped fonts; what it asks for beside them comes by name."""
    held = {
        "ZineSans-500.ttf": (FONTS / "ZineSans-500.ttf").read_bytes(),
        "display.ttf": (FONTS / "CommonDisplay-800.ttf").read_bytes(),
        "page.css": (CSS + css).encode(),
        **{name.replace("_", "."): content for name, content in assets.items()},
    }
    html = f"<!doctype html><html lang=en><head>{HEAD}</head><body>{body}</body></html>"
    return finish_tags(typeset(html, held))


def job(pdf: bytes, profile: Profile = Profile.PHOTOCOPY, use: Use = Use.PAPER) -> Job:
    return Job("page.pdf", pdf, use, profile, PAPER, pages=1)


def faults(made: Job) -> list[Fault]:
    return list(Preflight().look_at(made))


GOOD = "<h1>A head that fits</h1><p>Some words, 41 kg of bread.</p><div class=box></div>"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40mm" height="20mm" viewBox="0 0 40 20">'


@pytest.mark.parametrize("profile", Profile)
def test_a_good_page_has_no_fault(profile: Profile) -> None:
    assert faults(job(set_page(GOOD), profile)) == []


# --- what can be seen ----------------------------------------------------------------------------

# The body, the style, what is found, and words of what is said about it.
BAD = {
    "small type": ("<p>Tiny</p>", "p { font-size: 7.5pt }", "print-too-small", '"Tiny" is set at'),
    "type made small by a drawing": (
        f"{SVG}<title>x</title><text y='9' font-family='Zine Sans' font-size='2'>Tiny</text></svg>",
        "",
        "print-too-small",
        "is set at 5.7 points",
    ),
    "a thin line above": ("<p>x</p>", "p { border-top: .5pt solid }", "print-too-thin", "0.50"),
    "a thin frame": ("<p>x</p>", "p { border: .5pt solid }", "print-too-thin", "0.50"),
    "a thin side of a frame": (
        "<p>x</p>",
        "p { border: 2pt solid; border-left-width: .5pt }",
        "print-too-thin",
        "0.50",
    ),
    "a flat area": (
        "<div></div>",
        "div { height: .4pt; background: #000 }",
        "print-too-thin",
        "0.40",
    ),
    "a thin stroke": (
        f'{SVG}<title>A line</title><path d="M0 9H40" stroke="#000" stroke-width=".15"/></svg>',
        "",
        "print-too-thin",
        "0.43",
    ),
    "a thin slanted area": (
        f'{SVG}<title>A line</title><path d="M0 0L40 20L40 20.2L0 .2z"/></svg>',
        "",
        "print-too-thin",
        "0.5",
    ),
    "a frame drawn thin by a style of dots": (
        "<p>x</p>",
        "p { border-top: .5pt dashed }",
        "print-too-thin",
        "0.50",
    ),
    "ink at the edge": (
        "<div></div>",
        "div { position: absolute; left: -7mm; width: 9mm; height: 9mm; background: #000 }",
        "print-at-edge",
        "an area lies 3.0 mm too far out",
    ),
    "words that run off": (
        "<p>Words that run and run and run</p>",
        "p { white-space: nowrap; font-size: 18pt }",
        "print-at-edge",
        '"Words that run and run and run" is cut off',
    ),
    "words that a box cuts": (
        "<p>Words that run and run and run</p>",
        "p { white-space: nowrap; width: 20mm; overflow: hidden }",
        "print-at-edge",
        "is cut off",
    ),
    "grey type": ("<p>Pale</p>", "p { color: #222 }", "print-grey", '"Pale" is neither'),
    "a grey area": (
        "<div></div>",
        "div { height: 5mm; background: #888 }",
        "print-grey",
        "an area",
    ),
    "a shade": (
        "<div></div>",
        "div { height: 5mm; background: linear-gradient(#000, #fff) }",
        "print-grey",
        "an area",
    ),
    "half transparent": ("<p>Pale</p>", "p { opacity: .9 }", "print-grey", "neither black nor"),
    "a grey picture": (
        '<img alt="A test" src="asset:grey.png" width="20">',
        "",
        "print-grey",
        "a picture",
    ),
    "black on black": (
        "<p>Unseen</p>",
        "p { background: #000; color: #000 }",
        "print-faint",
        '"Unseen" stands out 1.0 to 1',
    ),
    "white on white": ("<p>Unseen</p>", "p { color: #fff }", "print-faint", "1.0 to 1"),
    "words on a picture": (
        '<img alt="A test" src="asset:line.png" width="99"><p>Unseen</p>',
        "p { position: absolute; top: 5mm }",
        "print-faint",
        '"Unseen"',
    ),
    "a coarse drawing": (
        '<img alt="A test" src="asset:line.png">',
        "img { width: 40mm }",
        "print-coarse",
        "a picture has 127 dots an inch, and 300 is the least",
    ),
}


@pytest.mark.parametrize(("body", "css", "slug", "said"), BAD.values(), ids=BAD)
def test_a_bad_page_is_found(body: str, css: str, slug: str, said: str) -> None:
    pictures = {"grey_png": picture_of(400, grey=True), "line_png": picture_of(200, grey=False)}
    wanted = {name: held for name, held in pictures.items() if name.replace("_", ".") in body}
    found = [
        fault for fault in faults(job(set_page(body, css, **wanted))) if fault.code.slug == slug
    ]
    assert found
    assert any(said in fault.what for fault in found), found


def test_contrast_is_held_on_a_screen_too() -> None:
    pdf = set_page("<p>Pale</p>", "p { color: #777 }")
    (found,) = faults(job(pdf, Profile.SCREEN, Use.READING))
    assert (found.code.slug, found.what) == (
        "print-faint",
        '"Pale" stands out 4.5 to 1, and 7 to 1 is the least',
    )


def test_large_print_is_held_to_large_type() -> None:
    pdf = set_page("<p>Words</p>", "p { font-size: 15pt }")
    assert faults(job(pdf)) == []
    assert [f.code.slug for f in faults(replace(job(pdf), large=True))] == ["print-too-small"]


def test_a_fault_says_where_on_the_page() -> None:
    pdf = set_page("<div></div>", "div { margin: 20mm 0 0 15mm; height: .4pt; background: #000 }")
    (found,) = faults(job(pdf))
    assert found.place is not None
    assert (found.place.page, round(found.place.left), round(found.place.top)) == (1, 25, 30)


def test_single_pages_may_reach_the_edge_that_a_sheet_may_not() -> None:
    css = "div { position: absolute; left: -7mm; width: 9mm; height: 9mm; background: #000 }"
    pdf = set_page("<div></div>", css)
    assert faults(job(pdf, use=Use.READING)) == []


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({"pages": 2}, "1 page where 2 are wanted"),
        ({"pages": None, "multiple": 4}, "1 page, which is no multiple of 4"),
        ({"paper": Trim(60.0, 80.0)}, "a page of 80.0 × 60.0 mm where 60 × 80 mm are wanted"),
    ],
)
def test_pages_are_counted_and_measured(wanted: dict[str, object], said: str) -> None:
    made = replace(job(set_page(GOOD)), **wanted)  # type: ignore[arg-type]
    assert [(f.code.slug, f.what) for f in faults(made)] == [("print-miscounted", said)]


# --- fonts and letters ---------------------------------------------------------------------------

Spoil = Callable[[pikepdf.Pdf], None]


def spoilt(pdf: bytes, spoil: Spoil) -> bytes:
    """The same file, with something changed in it."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        spoil(opened)
        target = io.BytesIO()
        opened.save(target)
    return target.getvalue()


def fonts_of(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    return iter(pdf.pages[0].Resources.Font.values())


def take_out_fonts(pdf: pikepdf.Pdf) -> None:
    for font in fonts_of(pdf):
        del font.DescendantFonts[0].FontDescriptor.FontFile2


def draw_an_empty_box(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0]
    name = next(iter(page.Resources.Font))
    drawn = f"/Span BMC BT {name} 10 Tf 1 0 0 1 50 50 Tm <0000> Tj ET EMC"
    page.Contents = pdf.make_stream(drawn.encode())


def shift_the_letters(pdf: pikepdf.Pdf) -> None:
    """The text layer says other letters than the page shows."""
    for font in fonts_of(pdf):
        table = font.ToUnicode.read_bytes()
        font.ToUnicode.write(table.replace(b"<0065>", b"<0061>"))


def use_a_font_of_drawings(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0]
    page.Resources.Font = pikepdf.Dictionary(
        F1=pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type3, BaseFont=pikepdf.Name("/Drawn")
        )
    )
    page.Contents = pdf.make_stream(b"/Span BMC BT /F1 10 Tf 1 0 0 1 50 50 Tm (abc) Tj ET EMC")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (take_out_fonts, "is not in the file"),
        (draw_an_empty_box, "draws an empty box"),
        (shift_the_letters, "draws other letters where it says a"),
        (use_a_font_of_drawings, "a font that does not ship"),
    ],
)
def test_fonts_that_cannot_be_trusted_are_found(spoil: Spoil, said: str) -> None:
    found = faults(job(spoilt(set_page("<p>Bread, peppers</p>"), spoil)))
    assert any(f.code.slug == "print-wrong-letters" and said in f.what for f in found), found


def test_a_font_of_the_machine_is_found() -> None:
    found = faults(job(set_page("<p>Bread</p>", "p { font-family: monospace }")))
    assert [f.code.slug for f in found] == ["print-wrong-letters"]
    assert "a font that does not ship" in found[0].what


def test_wrong_letters_on_paper_under_right_letters_in_the_text_are_found() -> None:
    """Where two files answer to one face, the numbers of one are drawn with shapes of the other."""
    good = set_page("<p>Příliš žluťoučký</p>")
    other = set_page("<h1>Příliš žluťoučký</h1>")
    assert faults(job(good)) == []
    swapped = faults(job(spoilt(good, lambda pdf: put_in(pdf, other))))
    assert [fault.code.slug for fault in swapped] == ["print-wrong-letters"]


def put_in(pdf: pikepdf.Pdf, other: bytes) -> None:
    """Draw the glyphs of one file with the font of another."""
    with pikepdf.open(io.BytesIO(other)) as source:
        theirs = next(fonts_of(source)).DescendantFonts[0].FontDescriptor.FontFile2.read_bytes()
    for font in fonts_of(pdf):
        font.DescendantFonts[0].FontDescriptor.FontFile2.write(theirs)


# --- words ---------------------------------------------------------------------------------------

WORDS = "<p>Bread and <b>pep</b>pers, <span>4</span>The hyphen­ation of commons­-keepers.</p>"


def lost(html: str, pdf: bytes) -> list[str]:
    return [fault.what for fault in Preflight().compare_words(html, pdf)]


def test_words_that_are_printed_are_not_missed() -> None:
    css = "p { width: 18mm; hyphens: manual } span { display: block }"
    assert lost(WORDS, set_page(WORDS, css)) == []


def test_words_that_a_style_hides_are_missed() -> None:
    body = "<p>Bread</p><p class=gone>and peppers</p>"
    pdf = set_page(body, ".gone { display: none }")
    assert lost(body, pdf) == ["words of the templates are not on the pages: `and`, `peppers`"]
    assert list(Preflight().compare_words(body, pdf, frozenset({"gone"}))) == []


def test_a_word_said_twice_is_printed_twice() -> None:
    pdf = set_page("<p>Bread and salt</p>")
    assert lost("<p>Bread and <i>bread</i></p>", pdf) == [
        "words of the templates are not on the pages: `bread`"
    ]


def test_what_is_no_text_of_the_page_is_not_asked_for() -> None:
    told = f"<head><title>Other</title><style>x</style></head>{SVG}<title>Unseen</title></svg>"
    assert lost(f"{told}<p>Bread</p>", set_page("<p>Bread</p>")) == []


def test_a_page_that_a_sheet_lacks_is_missed() -> None:
    pages = set_page("<p>Bread</p><p style='break-before: page'>Peppers</p>")
    sheet = replace(job(pages, use=Use.PLATE), pages=2, source=pages)
    assert faults(sheet) == []
    one = spoilt(pages, lambda pdf: pdf.pages.__delitem__(1))
    found = faults(replace(sheet, pdf=one, pages=1))
    assert [f.what for f in found] == ["words of the single pages are not on the pages: `peppers`"]
    twice = faults(replace(sheet, copies=2))
    assert [f.code.slug for f in twice] == ["print-words-lost"]


# --- what is read by ear -------------------------------------------------------------------------

LOW = SVG.replace("20mm", "4mm").replace('20"', '4"')
TAGGED = (
    "<h1>A head</h1><p><a href='https://commons.example/'>A link</a></p>"
    "<table><thead><tr><th>Came in<th>kg</thead><tbody><tr><th>Bread<td>12</tbody></table>"
    f"{LOW}<title>A square</title><path d='M0 0h9v4z'/></svg><h3>A head below</h3>"
)


def elements(pdf: pikepdf.Pdf, kind: str) -> list[pikepdf.Object]:
    return [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == kind]


def without_scope(pdf: pikepdf.Pdf) -> None:
    for head in elements(pdf, "/TH"):
        del head.A


def without_words(pdf: pikepdf.Pdf) -> None:
    for figure in elements(pdf, "/Figure"):
        del figure.Alt


def with_a_level_skipped(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "/H2")[0].S = pikepdf.Name("/H3")


def without_title(pdf: pikepdf.Pdf) -> None:
    del pdf.docinfo["/Title"]


def without_a_label(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Annots[0].Contents = pikepdf.String(" ")


def without_print(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Annots[0].F = 0


def untied(written: bytes) -> bytes:
    """The first text of a page, without the mark that ties it to its tag."""
    opened = written.index(b"BDC")
    start = written.rindex(b"/", 0, written.rindex(b"<<", 0, opened))
    close = written.index(b"EMC", opened)
    return written[:start] + written[opened + 3 : close] + written[close + 3 :]


def outside_the_tags(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0]
    page.Contents = pdf.make_stream(untied(page.Contents.read_bytes()))


def without(key: str) -> Spoil:
    return lambda pdf: pdf.Root.__delitem__(key)


UNTAGGED: dict[str, tuple[Spoil, str]] = {
    "no title": (without_title, "it has no title"),
    "no language": (without("/Lang"), "it does not say its language"),
    "no tags": (without("/MarkInfo"), "it has no tags"),
    "no tree": (without("/StructTreeRoot"), "it has no tree of tags"),
    "no metadata": (without("/Metadata"), "it does not say that it keeps to PDF/UA"),
    "the name of the file": (without("/ViewerPreferences"), "the name of the file"),
    "no scope": (without_scope, "the head of a table does not say which cells it is for"),
    "no words": (without_words, "a picture has no words for those who do not see it"),
    "a level skipped": (with_a_level_skipped, "a head of level 3 follows a head of level 1"),
    "no label": (without_a_label, "a link does not say where it leads"),
    "no print flag": (without_print, "a link is not printed"),
    "outside the tags": (outside_the_tags, "words stand outside the tags"),
}


@pytest.fixture(scope="module")
def tagged() -> bytes:
    return set_page(TAGGED)


def test_a_tagged_page_has_no_fault(tagged: bytes) -> None:
    assert faults(job(tagged, Profile.SCREEN, Use.READING)) == []


@pytest.mark.parametrize(("spoil", "said"), UNTAGGED.values(), ids=UNTAGGED)
def test_what_is_missing_for_the_ear_is_found(tagged: bytes, spoil: Spoil, said: str) -> None:
    found = faults(job(spoilt(tagged, spoil), Profile.SCREEN, Use.READING))
    assert any(said in fault.what for fault in found), found
    assert {fault.code.slug for fault in found} == {"print-untagged"}


def test_a_plate_needs_no_tags(tagged: bytes) -> None:
    bare = spoilt(tagged, without("/StructTreeRoot"))
    assert faults(job(bare, Profile.SCREEN, Use.PLATE)) == []


def test_a_long_file_has_a_list_of_heads() -> None:
    body = "".join(f"<h1>Head {n}</h1><p style='break-after: page'>x</p>" for n in range(8))
    made = replace(job(set_page(body), Profile.SCREEN, Use.READING), pages=8)
    assert faults(made) == []
    bare = replace(made, pdf=spoilt(made.pdf, without("/Outlines")))
    assert [f.what for f in faults(bare)] == ["it has no list of its heads to jump to"]


# --- what is said --------------------------------------------------------------------------------


def test_what_is_wrong_in_several_files_is_told_once() -> None:
    pdf = set_page("<p>Tiny</p>", "p { font-size: 7pt }")
    (fault,) = faults(job(pdf))
    told = diagnostics([("one.pdf", [fault]), ("two.pdf", [fault])], Span("content/zines/a.md"))
    (said,) = told
    assert said.message == (
        'one.pdf, page 1, 10 mm from the left, 11 mm from the top: "Tiny" is set at 7.0 points, '
        "and 8 is the least (and so in 1 more file)"
    )


def test_a_file_with_many_faults_shows_a_few() -> None:
    pdf = set_page("".join(f"<p>Word {n}</p>" for n in range(6)), "p { font-size: 7pt }")
    told = diagnostics([("one.pdf", faults(job(pdf)))], Span("content/zines/a.md"))
    assert [d.message.split('"')[1] for d in told] == ["Word 0", "Word 1", "Word 2"]
    assert told[-1].message.endswith("; 3 more like it in the file")


def test_places_are_told_in_millimetres() -> None:
    fault = Fault(
        faults(job(set_page("<p>x</p>", "p { color: #fff }")))[0].code, "w", Place(2, 1.4, 9)
    )
    (said,) = diagnostics([("a.pdf", [fault])], Span("content/zines/a.md"))
    assert said.message == "a.pdf, page 2, 1 mm from the left, 9 mm from the top: w"


# --- what is remembered --------------------------------------------------------------------------


class Kept:
    """A memory of one test."""

    def __init__(self) -> None:
        self.held: dict[str, bytes] = {}

    def recall(self, of: str) -> bytes | None:
        """What was kept."""
        return self.held.get(of)

    def keep(self, of: str, made: bytes) -> None:
        """Keep it."""
        self.held[of] = made

    def forget_the_rest(self) -> None:
        """Forget all."""
        self.held.clear()


def test_a_file_without_a_fault_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    memory, made = Kept(), job(set_page(GOOD))
    assert list(Preflight(memory).look_at(made)) == []
    assert Preflight(memory).compare_words(GOOD, made.pdf) == ()
    monkeypatch.setattr("commonpress.render.preflight.Shelf.marks_of", None)
    assert list(Preflight(memory).look_at(made)) == []
    assert Preflight(memory).compare_words(GOOD, made.pdf) == ()
    with pytest.raises(TypeError):  # held to something else, it is another question
        list(Preflight(memory).look_at(replace(made, large=True)))


def test_a_fault_is_found_again() -> None:
    memory, made = Kept(), job(set_page("<p>Tiny</p>", "p { font-size: 7pt }"))
    first = list(Preflight(memory).look_at(made))
    assert first == list(Preflight(memory).look_at(made))
    assert first
    assert memory.held == {}
