# SPDX-License-Identifier: AGPL-3.0-or-later
"""The shipped fonts: whole, static, free to embed, and able to write the languages promised."""

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

FONTS = Path(__file__).parents[1] / "site_templates" / "fonts"
FACES = ["CommonDisplay-800.ttf", "ZineSans-500.ttf", "ZineSans-700.ttf", "display.woff2"]
ARABIC_FACES = ["ZineArabic-600.ttf", "ZineArabic-700.ttf"]

# The letters of each language that English lacks.
ALPHABETS = {
    "Catalan": "àçèéíïòóúü·",
    "Croatian": "čćđšž",
    "Czech": "áčďéěíňóřšťúůýž",
    "Danish": "æøå",
    "Dutch": "éëïóöü",
    "Estonian": "äõöüšž",
    "Finnish": "äöåšž",
    "French": "àâæçéèêëîïôœùûüÿ«»",
    "German": "äöüß„“",
    "Hungarian": "áéíóöőúüű",
    "Icelandic": "áðéíóúýþæö",
    "Irish": "áéíóú",
    "Italian": "àèéìòù",
    "Latvian": "āčēģīķļņšūž",
    "Lithuanian": "ąčęėįšųūž",
    "Maltese": "ċġħż",
    "Polish": "ąćęłńóśźż",
    "Portuguese": "áâãàçéêíóôõú",
    "Romanian": "ăâîșț",
    "Slovak": "áäčďéíĺľňóôŕšťúýž",
    "Slovenian": "čšž",
    "Spanish": "áéíñóúü¿¡",
    "Swedish": "åäö",
    "Turkish": "çğıİöşü",
    "Welsh": "âêîôûŵŷ",
}


# Letters, marks and punctuation of the languages written in Arabic script that are promised.
ARABIC = {
    "Arabic": "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهويىًٌٍَُِّْ،؛؟ـ٪٠١٢٣٤٥٦٧٨٩",
    "Persian": "پچژگکی۰۱۲۳۴۵۶۷۸۹",
    "Urdu": "ٹڈڑںھہےۓ۔",
}


def characters(name: str) -> set[int]:
    with TTFont(FONTS / name) as font:
        return set(font.getBestCmap())


@pytest.mark.parametrize("name", FACES)
@pytest.mark.parametrize("language", ALPHABETS)
def test_a_face_writes_the_language(name: str, language: str) -> None:
    letters = ALPHABETS[language]
    upper = "" if language == "German" else letters.upper()
    missing = {letter for letter in letters + upper if ord(letter) not in characters(name)}
    assert not missing, f"{name} lacks {''.join(sorted(missing))}"


@pytest.mark.parametrize("name", ["ZineSans-500.ttf", "ZineSans-700.ttf"])
def test_the_text_face_writes_cyrillic_greek_and_vietnamese(name: str) -> None:
    assert set(map(ord, "Щщїђ Ωάϊ ằữ")) <= characters(name)


@pytest.mark.parametrize("name", ARABIC_FACES)
@pytest.mark.parametrize("language", ARABIC)
def test_the_arabic_face_writes_the_language(name: str, language: str) -> None:
    assert set(map(ord, ARABIC[language])) <= characters(name)


@pytest.mark.parametrize("name", ARABIC_FACES)
def test_the_arabic_face_joins_letters_and_is_small(name: str) -> None:
    with TTFont(FONTS / name) as font:
        joining = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
    assert {"init", "medi", "fina", "rlig"} <= joining
    assert (FONTS / name).stat().st_size < 110_000


@pytest.mark.parametrize("name", ARABIC_FACES)
def test_a_changed_face_gives_up_its_reserved_name(name: str) -> None:
    with TTFont(FONTS / name) as font:
        assert not [str(record) for record in font["name"].names if "plex" in str(record).lower()]


@pytest.mark.parametrize("name", [*FACES, *ARABIC_FACES])
def test_a_face_is_static_and_may_be_embedded(name: str) -> None:
    with TTFont(FONTS / name) as font:
        assert "fvar" not in font, "a variable font makes PDFs differ from run to run"
        assert font["OS/2"].fsType == 0, "the font says it may not be embedded"


def test_each_file_says_the_weight_of_its_name() -> None:
    weights = {}
    for name in [*FACES[:3], *ARABIC_FACES]:
        with TTFont(FONTS / name) as font:
            weights[name] = f"-{font['OS/2'].usWeightClass}.ttf"
    assert all(name.endswith(weight) for name, weight in weights.items()), weights


def test_the_site_loads_one_small_face() -> None:
    assert (FONTS / "display.woff2").stat().st_size < 20_000


@pytest.mark.parametrize("family", ["CommonDisplay", "ZineArabic", "ZineSans"])
def test_each_family_brings_its_licence(family: str) -> None:
    licence = (FONTS / f"{family}-OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
