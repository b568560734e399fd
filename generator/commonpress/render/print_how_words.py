# SPDX-License-Identifier: AGPL-3.0-or-later
"""How each edition is printed, folded and cut, in words for someone who does it the first time."""

from __future__ import annotations

from commonpress.kinds.publication import Edition
from commonpress.render.print_how_drawings import Line, Step

_SAID_NAMES = {
    Edition.SCREEN: "Single pages for the screen",
    Edition.LARGE: "Large print",
    Edition.BOOKLET: "Booklet, folded and stapled",
    Edition.MINI8: "Mini-zine of one sheet",
    Edition.MINI8_POSTER: "Mini-zine with a poster inside",
    Edition.A6: "Two small booklets from each sheet",
    Edition.QUARTER: "Booklet of one sheet, folded twice",
    Edition.TRIFOLD: "Leaflet, folded like a letter",
    Edition.ACCORDION: "Leaflet, folded zig-zag",
    Edition.A3BOOKLET: "Large booklet, folded and stapled",
    Edition.RISO: "Booklet in two inks, for a riso",
}
_SAID_SHORT_EDGE = "Print both sides. Choose: flip on the short edge."
_SAID_LONG_EDGE = "Print both sides. Choose: flip on the long edge, as for letters."
_SAID_PRINTING = {
    Edition.LARGE: (_SAID_LONG_EDGE, "Or one side only. The sheets are in order."),
    Edition.BOOKLET: (
        _SAID_SHORT_EDGE,
        "Is there only the long edge? Take the file whose name ends in long-edge.",
        (
            "Does the printer print one side only? Print the file of fronts, put the pile back, "
            "and print the file of backs, which starts with the last sheet."
        ),
        "Not sure? Print the duplex test: one sheet tells you which file to take.",
    ),
    Edition.MINI8: ("Print one side.",),
    Edition.MINI8_POSTER: ("Print both sides. Either edge will do: the poster stands by itself.",),
    Edition.A6: (_SAID_LONG_EDGE,),
    Edition.QUARTER: (_SAID_LONG_EDGE,),
    Edition.TRIFOLD: (_SAID_SHORT_EDGE,),
    Edition.ACCORDION: (_SAID_SHORT_EDGE,),
    Edition.A3BOOKLET: (
        _SAID_SHORT_EDGE,
        "Pages and type are larger than in the booklet, as far as the sheet lets them be.",
    ),
    Edition.RISO: (
        "One file for each drum, in plain grey: full grey is full ink. The proof shows all inks.",
        "Print the second ink first, let it dry, then black over it. Then the backs.",
        "Backs are turned about the short edge.",
    ),
}

_ACROSS = (40.0, 28.3)
_UPRIGHT = (28.3, 40.0)
_MIDDLE_X, _MIDDLE_Y = Line(0.5, 0, 0.5, 1), Line(0, 0.5, 1, 0.5)
_STAPLES = (Line(0.5, 0.22, 0.5, 0.3), Line(0.5, 0.7, 0.5, 0.78))
_SAID_SADDLE = (
    Step(
        "Lay the sheets on one pile as they come out: page 1 below, the middle pages on top.",
        *_ACROSS,
    ),
    Step(
        "Fold the pile in the middle, the left half over the right.",
        *_ACROSS,
        folds=(_MIDDLE_X,),
        arrow=Line(0.2, 0.3, 0.8, 0.3),
    ),
    Step(
        "Open it again and staple twice in the fold, from outside.",
        *_ACROSS,
        folds=(_MIDDLE_X,),
        marks=_STAPLES,
    ),
    Step("Close it. Page 1 is on top.", 20.0, 28.3, label="1"),
)
_SAID_MINI = (
    Step(
        "Fold the sheet in eight: once along, twice across, print outside. Open it again.",
        *_ACROSS,
        folds=(_MIDDLE_Y, Line(0.25, 0, 0.25, 1), _MIDDLE_X, Line(0.75, 0, 0.75, 1)),
    ),
    Step(
        "Fold it across in the middle and cut from the fold to the next crease. Open it: "
        "the cut is where the dashed line was printed.",
        *_ACROSS,
        folds=(Line(0, 0.5, 0.25, 0.5), Line(0.75, 0.5, 1, 0.5), _MIDDLE_X),
        cuts=(Line(0.25, 0.5, 0.75, 0.5),),
    ),
    Step(
        "Fold it along, print outside, and push both ends to the middle until the cut opens "
        "into a cross.",
        40.0,
        14.2,
        folds=(Line(0.25, 0, 0.25, 1), _MIDDLE_X, Line(0.75, 0, 0.75, 1)),
        arrow=Line(0.02, 0.5, 0.4, 0.5),
    ),
    Step("Fold the pages round so that the cover is on top.", 10.0, 14.2, label="1"),
)
_SAID_STEPS: dict[Edition, tuple[Step, ...]] = {
    Edition.LARGE: (
        Step(
            "Staple once at the upper left corner.",
            *_UPRIGHT,
            marks=(Line(0.06, 0.12, 0.16, 0.05),),
            label="1",
        ),
    ),
    Edition.BOOKLET: _SAID_SADDLE,
    Edition.A3BOOKLET: _SAID_SADDLE,
    Edition.RISO: _SAID_SADDLE,
    Edition.MINI8: _SAID_MINI,
    Edition.MINI8_POSTER: (
        *_SAID_MINI,
        Step("Unfolded, the other side is a poster.", *_ACROSS, label="poster"),
    ),
    Edition.A6: (
        Step(
            "Keep the sheets on one pile as they come out, page 1 below.",
            *_UPRIGHT,
        ),
        Step(
            "Cut the pile across in the middle, along the dashed line. Each half is one booklet, "
            "already in order.",
            *_UPRIGHT,
            cuts=(_MIDDLE_Y,),
        ),
        Step(
            "Fold each half, the left side over the right, and staple in the fold.",
            28.3,
            20.0,
            folds=(_MIDDLE_X,),
            arrow=Line(0.2, 0.3, 0.8, 0.3),
        ),
        Step("Close it. Page 1 is on top.", 14.2, 20.0, label="1"),
    ),
    Edition.QUARTER: (
        Step(
            "Lay the sheet with page 1 downwards and fold the top half over the lower half.",
            *_UPRIGHT,
            folds=(_MIDDLE_Y,),
            arrow=Line(0.7, 0.2, 0.7, 0.8),
        ),
        Step(
            "Fold the left half over the right half.",
            28.3,
            20.0,
            folds=(_MIDDLE_X,),
            arrow=Line(0.2, 0.3, 0.8, 0.3),
        ),
        Step(
            "Slit the fold at the head along the dashed line, up to the spine, so that the pages "
            "open. The uncut part holds the sheet together.",
            14.2,
            20.0,
            cuts=(Line(0.14, 0, 1, 0),),
            label="1",
        ),
    ),
    Edition.TRIFOLD: (
        Step(
            "Lay the sheet with the cover downwards. Fold the right third, the narrow one, in.",
            *_ACROSS,
            folds=(Line(0.673, 0, 0.673, 1),),
            arrow=Line(0.9, 0.3, 0.45, 0.3),
        ),
        Step(
            "Fold the left third over it.",
            26.9,
            28.3,
            folds=(_MIDDLE_X,),
            arrow=Line(0.2, 0.3, 0.8, 0.3),
        ),
        Step("The cover is on top.", 13.5, 28.3, label="1"),
    ),
    Edition.ACCORDION: (
        Step(
            "Lay the sheet with the cover downwards. Fold the right half to the back.",
            *_ACROSS,
            folds=(_MIDDLE_X,),
        ),
        Step(
            "Fold each half once more, its outer edge towards the first fold, like a W seen "
            "from above.",
            *_ACROSS,
            folds=(Line(0.25, 0, 0.25, 1), _MIDDLE_X, Line(0.75, 0, 0.75, 1)),
        ),
        Step("The cover is on top. It opens and pulls out.", 10.0, 28.3, label="1"),
    ),
}
# Steps that name a side, as they are for a book that is bound on the right.
_SAID_FROM_THE_RIGHT = (
    "Fold the pile in the middle, the right half over the left.",
    "Staple once at the upper right corner.",
    "Fold each half, the right side over the left, and staple in the fold.",
    "Fold the right half over the left half.",
    "Lay the sheet with the cover downwards. Fold the left third, the narrow one, in.",
    "Fold the right third over it.",
    "Lay the sheet with the cover downwards. Fold the left half to the back.",
)
NAMES, PRINTING, STEPS = _SAID_NAMES, _SAID_PRINTING, _SAID_STEPS
FROM_THE_RIGHT = _SAID_FROM_THE_RIGHT
