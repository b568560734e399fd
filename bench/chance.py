# SPDX-License-Identifier: AGPL-3.0-or-later
"""Chance that falls the same way on every machine, and prose made by it.

Each thing draws from a stream of its own, named after it: a book twice as long begins with
the same records. The words are English and small, so that no rule takes one for a name.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

_JOINING = """the a and of to in it that we is for was on with not they at by this but from as
one have had or all there were when out up who what so which then them if no more than can
""".split()

_MEANING = """kitchen table yard pot bread rice spoon door bench tool ladder drill shelf store
crate week evening morning winter spring summer autumn market street stair roof canal bridge
neighbour household stranger cook guest child keeper reader listener letter minute count weight
book page line sum share half third box key lock coin fee gas water light paper pencil ink
thread rope board plank nail hinge wheel cart bag sack tin lid plate cup bowl knife oven fire
smoke steam salt oil onion carrot lentil bean apple pear plum flour egg milk cheese soup stew
question answer proposal reason doubt promise quarrel silence apology agreement rule habit turn
task chair floor wall window lamp clock chime song story map list card note sign trace word name
bring carry lend return borrow mend wash peel stir taste serve eat share wait ask tell hear read
write count weigh measure keep open close lift hold fill empty pass leave stay begin end change
decide agree object promise forget remember learn teach listen speak explain wonder thank try
early late slow quick warm cold heavy light full empty open shut clean wet dry long short wide
narrow old new good hard soft quiet loud plain fair kind careful tired ready certain common
often seldom always never again together apart nearly almost enough still already perhaps
outside inside above below behind beside between across along under over near far here there
because although until while since before after during without within against toward through
garden tree seed leaf root branch weather rain wind snow frost mud puddle gutter drain brick
lane corner gate fence path step rail bench lamp post cellar attic landing hall porch hook peg
coat boot glove scarf blanket pillow mattress stove kettle jug basin bucket brush broom cloth
needle button pocket wool cotton leather glue paint varnish sandpaper screw bolt nut washer
spanner pliers hammer chisel saw clamp bench vice plane file level ruler string twine wire
battery cable plug switch fuse socket bulb meter pump pipe tap valve hose filter tank boiler
""".split()

WORDS = (*_JOINING, *_MEANING)


class Chance:
    """A stream of choices named `name`; the same name gives the same choices."""

    def __init__(self, name: str) -> None:
        # The only method whose values Python promises to keep for ever.
        self._random = random.Random(name).random

    def below(self, number: int) -> int:
        """A whole number from 0 to `number` - 1."""
        return int(self._random() * number)

    def between(self, least: int, most: int) -> int:
        """A whole number from `least` to `most`."""
        return least + int(self._random() * (most - least + 1))

    def pick(self, things: Sequence[T]) -> T:
        """One of some things."""
        return things[int(self._random() * len(things))]

    def word(self) -> str:
        """A word as texts have them: few words often, many seldom."""
        if self._random() < 0.4:
            return _JOINING[int(self._random() ** 2 * len(_JOINING))]
        return _MEANING[int(self._random() ** 1.5 * len(_MEANING))]

    def sentence(self, least: int = 6, most: int = 18) -> str:
        """A sentence of so many words."""
        words = [self.word() for _ in range(self.between(least, most))]
        if len(words) > 10:
            words[5] += ","
        return " ".join(words).capitalize() + "."

    def phrase(self, least: int = 3, most: int = 7) -> str:
        """A few words that begin with a capital."""
        return self.sentence(least, most)[:-1]

    def paragraph(self, size: int) -> str:
        """Sentences of about `size` bytes together."""
        sentences: list[str] = []
        while size > 0:
            sentences.append(self.sentence())
            size -= len(sentences[-1]) + 1
        return " ".join(sentences)


def body(chance: Chance, size: int, links: Sequence[tuple[str, str]] = ()) -> str:
    """Markdown of about `size` bytes: three headings, a table of eight rows, a list, the links."""
    headings = [f"## {chance.phrase()}" for _ in range(3)]
    table = _table(chance, 8)
    things = "\n".join(f"- **{chance.word()}** {chance.sentence(4, 8)}" for _ in range(4))
    said = [f"See [{words}]({target})." for words, target in links]
    left = size - sum(len(part) + 2 for part in (*headings, table, things, *said))
    first, second, third, fourth, fifth = (chance.paragraph(left // 5 - 40) for _ in range(5))
    parts = [first, *said, headings[0], second, third, headings[1], fourth, table]
    return "\n\n".join([*parts, headings[2], fifth, things])


def _table(chance: Chance, rows: int) -> str:
    lines = ["| What | How much | Of what | Said |", "|---|---:|---|---|"]
    for _ in range(rows):
        much, what, said = chance.between(1, 99), chance.word(), chance.phrase(2, 5)
        lines.append(f"| {chance.word()} | {much} | {what} | {said} |")
    return "\n".join(lines)
