# SPDX-License-Identifier: AGPL-3.0-or-later
"""The ledger of a generated book, month by month, with nothing below zero and every shelf counted.

Quantities are whole tenths while they are added up, so that a count finds what the book says.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from bench.chance import Chance
from bench.council import Council
from bench.size import Size, month_start

Line = dict[str, str]
STOCKS = {
    "vegetables": "kg",
    "bread": "kg",
    "dry-goods": "kg",
    "oil": "kg",
    "euro": "EUR",
    "tools": "tool",
}
FOOD = ("vegetables", "bread", "dry-goods", "oil")
GIVERS = ("grocers", "bakeries", "allotments", "households")
COLUMNS = """id date action resource quantity unit from to project households group receipt decision
approved_by due corrects reason tolerance note""".split()
LEAST_A_MONTH = 2 * len(STOCKS) + 6


def ledger_files(size: Size, council: Council, seed: str) -> Iterator[tuple[str, str]]:
    """The path and the text of every month, one after the other."""
    shelves = Shelves(council, Chance(f"{seed}/ledger"))
    for number in range(size.months):
        start = month_start(number)
        wanted = size.entries * (number + 1) // size.months - size.entries * number // size.months
        if wanted < LEAST_A_MONTH:
            raise ValueError(f"a month needs at least {LEAST_A_MONTH} entries")
        lines = shelves.month(start, wanted)
        stem = f"ledger/{start.year}/{start:%Y-%m}"
        if size.as_csv:
            yield f"{stem}.csv", as_csv(lines)
        else:
            yield f"{stem}.yml", as_yaml(lines)


def as_yaml(lines: list[Line]) -> str:
    """Lines as a list in block style."""
    texts = (
        "  - " + "\n    ".join([f"{name}: {value}" for name, value in line.items()])
        for line in lines
    )
    return "entries:\n" + "\n".join(texts) + "\n"


def as_csv(lines: list[Line]) -> str:
    """Lines as a table; a list stands in one cell, apart with spaces."""
    rows = [",".join(COLUMNS)]
    for line in lines:
        cells = [line.get(name, "").strip("[]").replace(", ", " ") for name in COLUMNS]
        rows.append(",".join(cells))
    return "\n".join(rows) + "\n"


class Shelves:
    """What every stock holds while lines are written, in tenths."""

    def __init__(self, council: Council, chance: Chance) -> None:
        self.council = council
        self.chance = chance
        self.held = dict.fromkeys(STOCKS, 0)
        self.lent = 0
        self.day = date.min
        self.lines: list[Line] = []

    def month(self, start: date, wanted: int) -> list[Line]:
        """So many lines of one month; the last of them count what is there."""
        self.lines = []
        days = calendar.monthrange(start.year, start.month)[1]
        moving = wanted - len(STOCKS)
        self.day = start
        if not any(self.held.values()):
            self._open()
        while (written := len(self.lines)) < moving:
            self.day = start + timedelta(days=written * days // moving)
            self._event(moving - written)
        self.day = start + timedelta(days=days - 1)
        for resource in STOCKS:
            self._count(resource)
        return self.lines

    def _event(self, room: int) -> None:
        """Something that fits into so many lines."""
        lot = self.chance.below(100)
        events: tuple[tuple[int, int, Callable[[], None]], ...] = (
            (40, 5, self._meal),
            (48, 2, self._cart),
            (56, 1, self._parcels),
            (62, 1, self._spoil),
            (68, 1, self._pay),
            (73, 1, self._lend),
            (78, 1, self._give_back),
            (80, 2, self._correct),
        )
        for below, lines, event in events:
            if lot < below and lines <= room:
                event()
                return
        self._receive(self.chance.pick(FOOD))

    def _write(self, action: str, resource: str, tenths: int, unit: str = "", **more: str) -> None:
        line = {
            "id": f"ent-{self.day.year}-{self.day.month:02d}-{len(self.lines) + 1:04d}",
            "date": self.day.isoformat(),
            "action": action,
            "resource": resource,
            "quantity": _amount(tenths),
            "unit": unit or STOCKS[resource],
        }
        line |= {name.rstrip("_"): value for name, value in more.items()}
        if self.chance.below(7) == 0 and "note" not in line:
            line["note"] = self.chance.phrase(2, 6)
        self.lines.append(line)

    def _open(self) -> None:
        """What was in hand before the book."""
        places = {"euro": ("cash-box", 9_000), "tools": ("tool-room", 1_800)}
        for resource in STOCKS:
            to, tenths = places.get(resource, ("store", 800))
            self.held[resource] = tenths
            self._write("received", resource, tenths, from_="before-the-book", to=to)

    def _receive(self, resource: str) -> None:
        tenths = self.chance.between(40, 600)
        self.held[resource] += tenths
        giver = self.chance.pick(GIVERS)
        self._write("received", resource, tenths, from_=giver, to="store")

    def _take(self, resource: str, most: int) -> int:
        """Take some of what is there; nothing is taken where there is nothing."""
        taken = min(self.held[resource] // 2, self.chance.between(1, most))
        self.held[resource] -= taken
        return taken

    def _meal(self) -> None:
        """Food goes into the pot and plates come out; accounts are as usual in the project."""
        if min(self.held[food] for food in ("vegetables", "dry-goods", "oil")) < 40:
            for food in ("vegetables", "dry-goods", "oil"):
                self._receive(food)
            return
        group = f"meal-{self.day:%Y-%m-%d}-{len(self.lines)}"
        for food, most in (("vegetables", 150), ("dry-goods", 80), ("oil", 15)):
            self._write("used", food, self._take(food, most), group=group)
        plates = self.chance.between(30, 90) * 10
        self._write("made", "meals", plates, "meals", group=group)
        households = str(plates // 25)
        self._write("distributed", "meals", plates, "meals", households=households, group=group)

    def _cart(self) -> None:
        """Bread goes onto the cart and out to neighbours on the same day."""
        loaves = self._take("bread", 200)
        if not loaves:
            self._receive("bread")
            return
        on = {"project": "roll-cart"}
        self._write("moved", "bread", loaves, from_="store", to="cart", **on)
        households = str(self.chance.between(5, 40))
        self._write(
            "distributed", "bread", loaves, from_="cart", to="cart-guests", households=households,
            **on,
        )  # fmt: skip

    def _parcels(self) -> None:
        food = self.chance.pick(FOOD)
        tenths = self._take(food, 120)
        if not tenths:
            self._receive(food)
            return
        self._write("distributed", food, tenths, households=str(self.chance.between(5, 20)))

    def _spoil(self) -> None:
        food = self.chance.pick(FOOD)
        tenths = self._take(food, 20)
        if not tenths:
            self._receive(food)
            return
        self._write("spoiled", food, tenths)

    def _pay(self) -> None:
        """A bill, with its decision and two roles that approved it; gifts when the box is low."""
        if self.held["euro"] < 2_000:
            self.held["euro"] += 6_000
            self._write("received", "euro", 6_000, from_="small-gifts", to="cash-box")
            return
        self._write(
            "paid", "euro", self._take("euro", 900), from_="cash-box", to="supplies",
            receipt=f"r-{self.day.year}-{self.chance.between(1, 9999):04d}",
            decision=self.council.standing_on(self.day),
            approved_by="[treasurer, kitchen-keeper]",
        )  # fmt: skip

    def _lend(self) -> None:
        tools = 10 * self.chance.between(1, 3)
        if self.held["tools"] < 4 * tools:
            self._give_back()
            return
        self.held["tools"] -= tools
        self.lent += tools
        self._write(
            "lent", "tools", tools, from_="tool-room", to="loans", project="rope-works-library",
            due=(self.day + timedelta(days=14)).isoformat(),
        )  # fmt: skip

    def _give_back(self) -> None:
        tools = min(self.lent, 10 * self.chance.between(1, 3))
        if not tools:
            self._receive("bread")
            return
        self.held["tools"] += tools
        self.lent -= tools
        self._write(
            "returned", "tools", tools, from_="loans", to="tool-room", project="rope-works-library"
        )

    def _correct(self) -> None:
        """A gift, and the rest of it that had been left out."""
        self._receive("dry-goods")
        wrong = self.lines[-1]
        self.held["dry-goods"] += 20
        self._write(
            "received", "dry-goods", 20, from_=wrong["from"], to="store", corrects=wrong["id"],
            reason="Read off the wrong line",
        )  # fmt: skip

    def _count(self, resource: str) -> None:
        """A count of what is there; of food it finds a little less now and then."""
        places = {"euro": "cash-box", "tools": "tool-room"}
        more: dict[str, str] = {}
        if resource in FOOD and self.held[resource] > 50 and self.chance.below(3) == 0:
            self.held[resource] -= self.chance.between(1, 5)
            more = {"tolerance": "0.5", "reason": "Weighed with the crate"}
        to = places.get(resource, "store")
        self._write("counted", resource, self.held[resource], from_="counts", to=to, **more)


def _amount(tenths: int) -> str:
    whole, rest = divmod(tenths, 10)
    return f"{whole}.{rest}" if rest else str(whole)
