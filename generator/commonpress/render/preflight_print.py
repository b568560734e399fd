# SPDX-License-Identifier: AGPL-3.0-or-later
"""What can be seen on the pages of a file: type, rules, ink at the edge, contrast, greys, dots."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache

from commonpress.ground.diagnostics import Code
from commonpress.render.plates import PT_PER_MM
from commonpress.render.preflight_codes import (
    COARSE,
    COUNT,
    FAINT,
    GREY,
    OFF,
    SMALL,
    THIN,
    Fault,
    Place,
)
from commonpress.render.preflight_jobs import DOTS, LINE_DOTS, Job, Use, floor_of
from commonpress.render.preflight_marks import Area, Colour, Mark, PageMarks, Picture, Rule, Run
from commonpress.render.preflight_shapes import Box, Point
from commonpress.render.print_paper import EDGE, Profile

# Rounding in a PDF, in points.
_SLACK = 0.05
_ONE_INK = frozenset({Profile.PHOTOCOPY, Profile.LASER})
_LONGEST = 40
_WHITE = (1.0, 1.0, 1.0)


def look_at_pages(job: Job, pages: Sequence[PageMarks]) -> Iterator[Fault]:
    """Everything that is wrong with what can be seen of a file."""
    yield from _counted(job, pages)
    for number, page in enumerate(pages, start=1):
        for check in _CHECKS:
            yield from check(job, number, page)


def _counted(job: Job, pages: Sequence[PageMarks]) -> Iterator[Fault]:
    if job.pages is not None and len(pages) != job.pages:
        yield Fault(COUNT, f"{_many(len(pages))} where {job.pages} are wanted")
    elif len(pages) % job.multiple:
        yield Fault(COUNT, f"{_many(len(pages))}, which is no multiple of {job.multiple}")
    for number, page in enumerate(pages, start=1):
        width, height = page.width / PT_PER_MM, page.height / PT_PER_MM
        if abs(width - job.paper.width) > 0.1 or abs(height - job.paper.height) > 0.1:
            wanted = f"{job.paper.width:g} × {job.paper.height:g}"
            what = f"a page of {width:.1f} × {height:.1f} mm where {wanted} mm are wanted"
            yield Fault(COUNT, what, Place(number, 0, 0))


def _many(count: int) -> str:
    return "1 page" if count == 1 else f"{count} pages"


def _type(job: Job, number: int, page: PageMarks) -> Iterator[Fault]:
    least = floor_of(job).type
    for run in runs_of(page):
        if run.size < least - _SLACK:
            what = f"{quoted(run)} is set at {run.size:.1f} points, and {least:g} is the least"
            yield at(SMALL, what, number, page, run.box)


def _rules(job: Job, number: int, page: PageMarks) -> Iterator[Fault]:
    least = floor_of(job).rule
    for mark in page.marks:
        if isinstance(mark, Run | Picture) or not _leaves_ink(mark):
            continue
        width, where = _thickness(mark)
        if width < least - _SLACK:
            what = f"a line is {width:.2f} points thick, and {least:g} is the least"
            yield at(THIN, what, number, page, where)


def _thickness(mark: Rule | Area) -> tuple[float, Box]:
    return (mark.width, mark.seen) if isinstance(mark, Rule) else mark.path.thinnest(mark.seen)


def _edges(job: Job, number: int, page: PageMarks) -> Iterator[Fault]:
    """Ink where no printer prints, and words that are cut."""
    sheet = Box(0, 0, page.width, page.height)
    printed = job.use is not Use.READING
    inner = sheet.grown(-EDGE * PT_PER_MM)
    for mark in page.marks:
        if isinstance(mark, Run) and not mark.is_blank and _is_cut(mark, sheet):
            yield at(OFF, f"{quoted(mark)} is cut off", number, page, mark.box)
        elif printed and _leaves_ink(mark):
            seen = mark.box.meeting(mark.seen) if isinstance(mark, Run) else mark.seen
            seen = seen.meeting(sheet)
            if not seen.is_blank and seen.meeting(inner) != seen and _beyond(seen, inner) > 0.3:
                what = f"{_named(mark)} lies {_beyond(seen, inner) / PT_PER_MM:.1f} mm too far out"
                yield at(OFF, what, number, page, seen)


def _is_cut(run: Run, sheet: Box) -> bool:
    there = sheet.meeting(run.seen)
    return not (there.holds(run.start, 1.0) and there.holds(run.end, 1.0))


def _beyond(box: Box, inner: Box) -> float:
    return max(
        inner.left - box.left,
        inner.foot - box.foot,
        box.right - inner.right,
        box.head - inner.head,
    )


def _greys(job: Job, number: int, page: PageMarks) -> Iterator[Fault]:
    if job.profile not in _ONE_INK and job.use is not Use.INK:
        return
    for mark in page.marks:
        if not _is_seen(mark):
            continue
        if isinstance(mark, Picture):
            if not mark.is_black_and_white or mark.alpha < 1:
                yield at(GREY, "a picture has greys or colours", number, page, mark.seen)
        elif mark.alpha < 1 or not _is_one_ink(mark.colour):
            where = mark.box if isinstance(mark, Run) else mark.seen
            yield at(GREY, f"{_named(mark)} is neither black nor white", number, page, where)


def _is_one_ink(colour: Colour) -> bool:
    return colour in ((0.0, 0.0, 0.0), _WHITE)


def _contrast(job: Job, number: int, page: PageMarks) -> Iterator[Fault]:
    """Hold each run of letters against what was painted before it; plates of inks are parts."""
    if job.use is Use.INK:
        return
    least = floor_of(job).contrast
    painted: list[Area | Picture] = []
    for mark in page.marks:
        if isinstance(mark, Area | Picture):
            painted.append(mark)
        elif isinstance(mark, Run) and not mark.is_blank:
            found = min(_stands_out(mark, point, painted) for point in _across(mark))
            if found < least:
                what = (
                    f"{quoted(mark)} stands out {found:.1f} to 1, and {least:g} to 1 is the least"
                )
                yield at(FAINT, what, number, page, mark.box)


def _across(run: Run) -> tuple[Point, ...]:
    """Three points in the letters of a run: at its start, in its middle and at its end."""
    x, y = run.box.middle
    across, up = (run.end[0] - run.start[0]) * 0.45, (run.end[1] - run.start[1]) * 0.45
    return (x - across, y - up), (x, y), (x + across, y + up)


def _stands_out(run: Run, point: Point, painted: Sequence[Area | Picture]) -> float:
    ground: tuple[float, float, float] = _WHITE
    for mark in painted:
        if not mark.seen.holds(point):
            continue
        if isinstance(mark, Picture) or mark.colour is None:
            return 1.0  # what is behind the letters cannot be told
        if mark.path.covers(point):
            ground = _over(mark.colour, mark.alpha, ground)
    if run.colour is None:
        return 1.0
    return contrast(_over(run.colour, run.alpha, ground), ground)


def _over(
    colour: tuple[float, float, float], alpha: float, ground: tuple[float, float, float]
) -> tuple[float, float, float]:
    red, green, blue = (alpha * c + (1 - alpha) * g for c, g in zip(colour, ground, strict=True))
    return red, green, blue


@cache
def contrast(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    """How far two colours stand apart, from 1 to 21, as WCAG 2 reckons it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: tuple[float, float, float]) -> float:
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _dots(job: Job, number: int, page: PageMarks) -> Iterator[Fault]:
    del job  # every machine wants them
    for mark in page.marks:
        if isinstance(mark, Picture) and _is_seen(mark):
            least = LINE_DOTS if mark.is_black_and_white else DOTS
            if mark.dpi < least - 0.5:
                what = f"a picture has {mark.dpi:.0f} dots an inch, and {least:.0f} is the least"
                yield at(COARSE, what, number, page, mark.seen)


_CHECKS: tuple[Callable[[Job, int, PageMarks], Iterable[Fault]], ...] = (
    _type,
    _rules,
    _edges,
    _greys,
    _contrast,
    _dots,
)


def runs_of(page: PageMarks) -> Iterator[Run]:
    """The letters of a page, without blanks alone."""
    return (m for m in page.marks if isinstance(m, Run) and not m.is_blank)


def _is_seen(mark: Mark) -> bool:
    if isinstance(mark, Run):
        return not mark.is_blank
    return mark.seen.width > 0 and mark.seen.height > 0


def _leaves_ink(mark: Mark) -> bool:
    """Whether a mark can be seen and is not the white of the paper."""
    if isinstance(mark, Picture):
        return _is_seen(mark)
    return _is_seen(mark) and mark.alpha > 0 and mark.colour != _WHITE


def _named(mark: Mark) -> str:
    match mark:
        case Run():
            return quoted(mark)
        case Picture():
            return "a picture"
        case Rule():
            return "a line"
        case _:
            return "an area"


def quoted(run: Run) -> str:
    """The first words of a run."""
    text = " ".join(run.text.split())
    return f'"{text[:_LONGEST]}{"…" if len(text) > _LONGEST else ""}"'


def at(code: Code, what: str, number: int, page: PageMarks, box: Box) -> Fault:
    """A fault and its place on a page."""
    left, top = box.left / PT_PER_MM, (page.height - box.head) / PT_PER_MM
    return Fault(code, what, Place(number, left, top))
