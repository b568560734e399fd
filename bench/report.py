# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a bench found, as tables of Markdown: medians, ratios to each peer, targets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isnan

from bench.measure import Run, ratio, typical


@dataclass(frozen=True, slots=True)
class Target:
    """What is aimed at: a share of a peer's figure, or without a peer seconds or megabytes."""

    ours: str
    most: float
    peer: str = ""
    figure: str = "wall"


@dataclass(frozen=True, slots=True)
class Finding:
    """The runs of commands that were timed in turn, and what was aimed at."""

    title: str
    runs: Mapping[str, Sequence[Run]]
    targets: Sequence[Target] = ()
    notes: Sequence[str] = ()


def lines_of(finding: Finding) -> Iterator[str]:
    """A finding as it is printed."""
    yield f"### {finding.title}"
    yield ""
    if finding.runs:
        yield "| Command | Rounds | Wall, s | Processor, s | Peak, MB |"
        yield "|---|---:|---:|---:|---:|"
    for name, runs in finding.runs.items():
        found = typical(runs)
        cpu, peak = _told(found.cpu, ".3f"), _told(found.peak, ".0f")
        yield f"| {name} | {len(runs)} | {found.wall:.3f} | {cpu} | {peak} |"
    if finding.runs:
        yield ""
    for note in finding.notes:
        yield f"- {note}"
    for target in finding.targets:
        yield f"- {said_of(target, finding.runs)}"
    yield ""


def said_of(target: Target, runs: Mapping[str, Sequence[Run]]) -> str:
    """A target beside what was measured; it says so where the peer did not run."""
    ours = runs.get(target.ours)
    if not ours:
        return f"{target.ours} did not run."
    if not target.peer:
        found = getattr(typical(ours), target.figure)
        unit = " MB" if target.figure == "peak" else " s"
        return f"{target.ours}: {found:.3f}{unit}; {_judged(found, target.most, unit)}"
    peers = runs.get(target.peer)
    if not peers:
        return f"{target.ours} : {target.peer}: not measured, the peer is not installed."
    found = ratio(ours, peers, target.figure)
    # On a shared machine the processor time of a pair is the steadier figure.
    beside = f"processor {ratio(ours, peers, 'cpu'):.3f}, peak {ratio(ours, peers, 'peak'):.2f}"
    judged = _judged(found, target.most)
    said = f"{target.ours} : {target.peer}, {target.figure} {found:.3f}: {judged}"
    return said if isnan(typical(ours).cpu) else f"{said} ({beside})"


def _told(figure: float, form: str) -> str:
    """A figure as it is printed; a dash where it was not measured."""
    return "–" if isnan(figure) else format(figure, form)


def _judged(found: float, most: float, unit: str = "") -> str:
    verdict = "kept" if found <= most else "missed"
    return f"target {most:g}{unit}, {verdict}"
