# SPDX-License-Identifier: AGPL-3.0-or-later
"""Makes the fonts in site_templates/fonts/ from their npm packages (make fonts).

Text of the zine, `Zine Sans`: IBM Plex Sans 500 and 700, complete and unchanged, only the files
are renamed (the name "Plex" is reserved, so nothing inside them may change).

Display face, `Common Display`: Bricolage Grotesque fixed at 96 points, 80 per cent width, weight
800. The package cuts the variable face into three files by script; each is fixed, then they are
joined, because WeasyPrint sets wrong letters when one face is spread over several files. The
site gets a subset for the languages of western and central Europe, the Baltic and Turkey.

Arabic text, `Zine Arabic`: IBM Plex Sans Arabic 600 and 700, drawn to stand beside the Latin one,
cut down to the Arabic script (the Latin letters are those of `Zine Sans`) and unhinted. It is
changed, so it may not be called by the reserved name, inside the file neither.

The same package versions and the same fontTools give the same bytes: times are taken from the
source. Needs npm, and the network once.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

SOURCES = Path(__file__).parent / "fonts"
SHIPPED = Path(__file__).parents[1] / "site_templates" / "fonts"

PLEX = "@expo-google-fonts/ibm-plex-sans"
PLEX_STYLES = {
    "500Medium/IBMPlexSans_500Medium.ttf": "ZineSans-500.ttf",
    "700Bold/IBMPlexSans_700Bold.ttf": "ZineSans-700.ttf",
}

ARABIC = "@expo-google-fonts/ibm-plex-sans-arabic"
# Heavier than the Latin text: the dots of letters must survive a copy of a copy.
ARABIC_STYLES = {"600SemiBold": "600", "700Bold": "700"}
# The blocks of the script with its presentation forms, the marks that steer a line, and the blanks.
ARABIC_BLOCKS = (
    range(0x600, 0x700), range(0x750, 0x780), range(0x8A0, 0x900), range(0x200C, 0x2010),
    range(0xFB50, 0xFE00), range(0xFE70, 0xFF00), (0x20, 0xA0),
)  # fmt: skip

BRICOLAGE = "@fontsource-variable/bricolage-grotesque"
BRICOLAGE_SCRIPTS = ("latin", "latin-ext", "vietnamese")
BRICOLAGE_CUT = {"opsz": 96, "wdth": 80, "wght": 800}

NAMES = {1: "Common Display", 2: "Regular", 4: "Common Display 800", 6: "CommonDisplay-ExtraBold"}
# Copyright, the four names above, version, licence address.
KEPT_NAMES = {0, 1, 2, 4, 5, 6, 14}

# What headings on the site need: the letters of every official language of the European Union in
# Latin script, of Turkish, Icelandic, Norwegian and Welsh, figures, and running text's punctuation.
SITE_TEXT = (
    " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]_abcdefghijklmnopqrstuvwxyz"
    "\u00a0¡£§ª«°·º»¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ"
    "ĀāĂăĄąĆćĊċČčĎďĐđĒēĖėĘęĚěĞğĠġĢģĦħĪīĮįİıĶķĹĺĻļĽľŁłŃńŅņŇňŐőŒœŔŕŘřŚśŞşŠšŤťŪūŮůŰűŲųŴŵŶŷŸŹźŻżŽžȘșȚț"
    "–—‘’‚“”„…€−"
)


def main() -> int:
    """Fetch the packages into a scratch folder, then write every font and its licence."""
    with tempfile.TemporaryDirectory() as scratch:
        packages = fetch(Path(scratch))
        SHIPPED.mkdir(parents=True, exist_ok=True)
        for source, name in PLEX_STYLES.items():
            shutil.copyfile(packages / PLEX / source, SHIPPED / name)
        copy_text(packages / PLEX / "LICENSE_FONT", SHIPPED / "ZineSans-OFL.txt")

        for style, weight in ARABIC_STYLES.items():
            source = packages / ARABIC / style / f"IBMPlexSansArabic_{style}.ttf"
            cut_arabic(source, SHIPPED / f"ZineArabic-{weight}.ttf", weight)
        copy_text(packages / ARABIC / "LICENSE_FONT", SHIPPED / "ZineArabic-OFL.txt")

        join(cut_scripts(packages / BRICOLAGE, Path(scratch)), SHIPPED / "CommonDisplay-800.ttf")
        subset(SHIPPED / "CommonDisplay-800.ttf", SHIPPED / "display.woff2")
        copy_text(packages / BRICOLAGE / "LICENSE", SHIPPED / "CommonDisplay-OFL.txt")
    for path in sorted(SHIPPED.iterdir()):
        print(f"{path.stat().st_size:>9,}  {path.name}")
    return 0


def fetch(scratch: Path) -> Path:
    """Install the locked packages, whose hashes npm checks, and return their folder."""
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copyfile(SOURCES / name, scratch / name)
    subprocess.run(["npm", "ci", "--silent"], cwd=scratch, check=True)
    return scratch / "node_modules"


def copy_text(source: Path, target: Path) -> None:
    """Copy a licence with the line ends the repository keeps."""
    target.write_bytes(source.read_bytes().replace(b"\r\n", b"\n"))


def cut_scripts(package: Path, scratch: Path) -> list[Path]:
    """Fix the axes of each script's file and save it as plain TrueType."""
    cut = []
    for script in BRICOLAGE_SCRIPTS:
        source = package / "files" / f"bricolage-grotesque-{script}-standard-normal.woff2"
        font = instantiateVariableFont(TTFont(source, recalcTimestamp=False), BRICOLAGE_CUT)
        font.flavor = None
        cut.append(scratch / f"{script}.ttf")
        font.save(cut[-1])
    return cut


def join(parts: list[Path], target: Path) -> None:
    """Join the scripts into one face under its own name, with the first part's times."""
    with TTFont(parts[0]) as first:
        created, modified = first["head"].created, first["head"].modified
    font = Merger().merge([str(part) for part in parts])
    font.recalcTimestamp = False
    font["head"].created, font["head"].modified = created, modified
    rename(font, NAMES)
    font.save(target)


def rename(font: TTFont, names: dict[int, str]) -> None:
    """Give the face the name the stylesheets use, and drop the names it had beside it."""
    table = font["name"]
    table.names = [record for record in table.names if record.nameID in KEPT_NAMES]
    for record in table.names:
        record.string = names.get(record.nameID, record.toUnicode())


def cut_arabic(source: Path, target: Path, weight: str) -> None:
    """Keep the Arabic script with every rule by which its letters join, under another name."""
    font = TTFont(source, recalcTimestamp=False)
    subsetter = Subsetter(
        Options(hinting=False, layout_features=["*"], name_IDs=["*"], drop_tables=["meta", "DSIG"])
    )
    subsetter.populate(unicodes=[code for block in ARABIC_BLOCKS for code in block])
    subsetter.subset(font)
    family = "Zine Arabic"
    rename(
        font,
        {
            1: family,
            2: "Regular",
            4: f"{family} {weight}",
            6: f"{family.replace(' ', '')}-{weight}",
        },
    )
    font.save(target)


def subset(source: Path, target: Path) -> None:
    """Keep what the site's headings need, kerned and unhinted, packed as WOFF2."""
    options = Options(
        flavor="woff2", hinting=False, layout_features=["kern"], name_IDs=[0, 1, 2, 4, 6, 14]
    )
    font = TTFont(source, recalcTimestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(text=SITE_TEXT)
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(target)


if __name__ == "__main__":
    sys.exit(main())
