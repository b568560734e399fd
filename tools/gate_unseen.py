# SPDX-License-Identifier: AGPL-3.0-or-later
"""A second test set of the text gate, on which no rule was tuned: the sample's cases with names.

    .venv/bin/python -m tools.gate_unseen

wrote `tests/gate/unseen.txt` once: every sentence of the cases in which somebody stands, with an
invented name in place of each `Person A`. The names are put together from those of peoples that
`tests/gate/names.txt` has none of; nobody is meant. The sample may change later, the set does not.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

_ROOT = Path(__file__).parents[1]
UNSEEN = _ROOT / "tests" / "gate" / "unseen.txt"
_SENTENCE = re.compile(r"[A-ZÀ-Þ¿¡][^.!?:]*Person [A-Z][^.!?:]*[.!?]")
_PERSON = re.compile(r"Person ([A-Z])(?![A-Za-z])")
# Given names and family names.
_NAMES = {
    "basque": ("Itziar Gorka Amaia Eneko", "Etxebarria Zubizarreta Goikoetxea"),
    "finnish": ("Aino Väinö Kyllikki Jukka", "Virtanen Korhonen Hämäläinen"),
    "georgian": ("Nino Giorgi Ketevan Zurab", "Kapanadze Beridze Tsiklauri"),
    "hausa": ("Aminu Hauwa Sani Zainab", "Dangote Bello Gusau"),
    "icelandic": ("Sigríður Þorsteinn Guðrún Bjarni", "Jónsdóttir Sigurðsson Ólafsdóttir"),
    "igbo": ("Chidi Ngozi Obinna Adaeze", "Okafor Eze Nwosu"),
    "indonesian": ("Budi Siti Wayan Dewi", "Santoso Wijaya Hartono"),
    "latvian": ("Jānis Līga Ilze Māris", "Bērziņš Kalniņa Ozoliņš"),
    "mongolian": ("Bat Oyuun Temür Sarnai", "Dorj Ganbold Enkhtuya"),
    "quechua": ("Killa Inti Nayra Wayra", "Mamani Quispe Condori"),
    "romanian": ("Ioana Bogdan Măriuca Ștefan", "Ionescu Popa Țurcanu"),
    "somali": ("Hodan Warsame Ayaan Guled", "Abdi Farah Jama"),
    "swahili": ("Juma Neema Baraka Zawadi", "Mwangi Otieno Kamau"),
    "welsh": ("Rhiannon Gwilym Eirlys Iorwerth", "Llewellyn Pritchard Gwynne"),
}


def lines() -> Iterator[str]:
    """`language | culture | sentence`, each sentence with the names of another people."""
    chance = random.Random("commonpress/gate/unseen")  # noqa: S311 - it must be the same for ever
    for file in sorted((_ROOT / "cases").glob("*.md")):
        text = " ".join(file.read_text(encoding="utf-8").split())
        language = found[1] if (found := re.search(r"\blang: (\w+)", text)) else "en"
        for sentence in _SENTENCE.findall(text):
            culture = chance.choice(sorted(_NAMES))
            yield f"{language} | {culture} | {_named(sentence, culture, chance)}\n"


def _named(sentence: str, culture: str, chance: random.Random) -> str:
    given, family = (names.split() for names in _NAMES[culture])
    firsts = dict(zip("ABCDEF", chance.sample(given, len(given)), strict=False))

    def name(person: re.Match[str]) -> str:
        whole = chance.random() < 1 / 3
        last = f" {chance.choice(family)}" if whole else ""
        return f"[[name:{firsts.get(person[1], given[0])}{last}]]"

    return _PERSON.sub(name, sentence)


if __name__ == "__main__":
    UNSEEN.write_text("".join(lines()), encoding="utf-8")
