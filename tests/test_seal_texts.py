# SPDX-License-Identifier: AGPL-3.0-or-later
"""The texts of a seal: canonical JSON, checkpoints, signed notes, proof files, tokens.

Each is held to the example of its own specification, and to two properties: what is written is
read back the same, and there is one way to write it.
"""

from __future__ import annotations

import json
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonpress.check.projection import encode
from commonpress.ground.canonical import LARGEST_WHOLE, Canonical, format_canonical
from commonpress.ground.checkpoint import (
    Checkpoint,
    MistypedError,
    format_checkpoint,
    format_printed,
    parse_checkpoint,
    parse_printed,
)
from commonpress.ground.hashes import format_hash, parse_hash
from commonpress.ground.merkle import LARGEST_SIZE, Tree, leaf_hash, prove_inclusion, root
from commonpress.ground.receipt_token import ReceiptToken, format_token, parse_token, token_of
from commonpress.ground.signed_note import (
    ED25519,
    SignedNote,
    format_key,
    format_note,
    parse_key,
    parse_note,
)
from commonpress.ground.tlog_proof import TlogProof, check_proof, format_proof, parse_proof

# --- canonical JSON -------------------------------------------------------------------------------


def test_names_stand_in_the_order_of_their_utf_16_code_units() -> None:
    """RFC 8785, section 3.2.3, its own example."""
    names = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }
    assert list(json.loads(format_canonical(names)).values()) == [
        "Carriage Return",
        "One",
        "Control",
        "Latin Small Letter O With Diaeresis",
        "Euro Sign",
        "Emoji: Grinning Face",
        "Hebrew Letter Dalet With Dagesh",
    ]


def test_text_is_escaped_only_where_it_must_be() -> None:
    """RFC 8785, section 3.2.2.2, its own example of a text."""
    text = '\u20ac$\u000f\nA\'B"\\\\"/'
    assert format_canonical(text) == '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'.encode()


def test_what_records_hold_has_one_form() -> None:
    value: Canonical = {"b": [True, False, -1, ""], "a": {}, "A": ()}
    assert format_canonical(value) == b'{"A":[],"a":{},"b":[true,false,-1,""]}'
    assert format_canonical(LARGEST_WHOLE) == b"9007199254740991"


@pytest.mark.parametrize("value", [2**53, -(2**53), [2**53], "\ud800", {"\ud800": ""}])
def test_what_others_would_read_otherwise_is_refused(value: Canonical) -> None:
    with pytest.raises(ValueError, match=r"too large|surrogates"):
        format_canonical(value)


@pytest.mark.parametrize("value", [1.5, None, b"bytes", {"a": 1.0}, [None]])
def test_what_records_do_not_hold_is_refused(value: Canonical) -> None:
    with pytest.raises(TypeError, match="has no canonical form"):
        format_canonical(value)


VALUES: st.SearchStrategy[Canonical] = st.recursive(
    st.text() | st.booleans() | st.integers(-LARGEST_WHOLE, LARGEST_WHOLE),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(VALUES)
def test_canonical_json_is_read_back_by_any_reader(value: Canonical) -> None:
    content = format_canonical(value)
    assert json.loads(content) == value
    assert format_canonical(json.loads(content)) == content


@given(st.dictionaries(st.text(), st.integers(0, 9), min_size=2))
def test_the_order_in_which_fields_were_written_is_no_matter(fields: dict[str, int]) -> None:
    turned = dict(reversed(fields.items()))
    assert format_canonical(turned) == format_canonical(fields)


def test_the_fast_encoder_writes_the_same_bytes_for_every_character() -> None:
    for code in (*range(0xD800), *range(0xE000, 0x110000)):
        assert encode(chr(code)) == format_canonical(chr(code))


NAMED: st.SearchStrategy[Canonical] = st.recursive(
    st.text() | st.booleans() | st.integers(-LARGEST_WHOLE, LARGEST_WHOLE),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(string.printable), inner),
    max_leaves=20,
)


@given(NAMED)
def test_the_fast_encoder_writes_the_same_bytes_for_what_records_hold(value: Canonical) -> None:
    assert encode(value) == format_canonical(value)


# --- checkpoints ----------------------------------------------------------------------------------

# c2sp.org/tlog-checkpoint, its own example.
SOFA = """\
example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
"""
SOFA_SIGNED = f"""{SOFA}
— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
"""  # noqa: E501

HASHES = st.binary(min_size=32, max_size=32)
ORIGINS = st.text(st.sampled_from(string.ascii_lowercase + "./-0é"), min_size=1)
CHECKPOINTS = st.builds(Checkpoint, ORIGINS, st.integers(0, LARGEST_SIZE), HASHES)


def test_the_example_of_the_specification_is_read_and_written() -> None:
    sofa = parse_checkpoint(SOFA)
    assert sofa == Checkpoint("example.com/behind-the-sofa", 20852163, sofa.root)
    assert sofa.root.hex().startswith("0ac5186a91863e8e1d90c808014aa89b")
    assert format_checkpoint(sofa) == SOFA
    assert parse_checkpoint(SOFA_SIGNED) == sofa


@given(CHECKPOINTS)
def test_a_checkpoint_is_read_back_the_same(checkpoint: Checkpoint) -> None:
    assert parse_checkpoint(format_checkpoint(checkpoint)) == checkpoint
    printed = f"{checkpoint.origin} {checkpoint.size} {' '.join(format_printed(checkpoint))}"
    assert parse_printed(printed) == checkpoint
    assert parse_printed(printed.rpartition(" ")[0]) == checkpoint
    assert parse_printed(format_checkpoint(checkpoint)) == checkpoint


def test_other_logs_may_add_lines() -> None:
    text = f"{SOFA}extra\n"
    assert parse_checkpoint(text).extensions == ("extra",)
    assert format_checkpoint(parse_checkpoint(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        SOFA.removesuffix("\n"),
        SOFA + "\n",
        "\n" + SOFA,
        SOFA.replace("20852163", "020852163"),
        SOFA.replace("20852163", "-1"),
        SOFA.replace("20852163", "2e7"),
        SOFA.replace("20852163", "٢"),
        SOFA.replace("20852163", str(2**64)),
        SOFA.replace("20852163\n", ""),
        SOFA.replace("2I=", "2J="),  # other loose ends, the same bytes
        SOFA.replace("CsUYapGG", ""),
        SOFA.replace("CsUYapGG", "CsUYapGGCsUYapGG"),
        SOFA.replace("\n", "\r\n"),
        SOFA.replace("sofa", "sofa\u202e"),
        SOFA_SIGNED.replace("— ", "- "),
    ],
)
def test_what_is_not_quite_a_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse_checkpoint(text)


def test_a_checkpoint_on_paper_stands_in_groups() -> None:
    assert " ".join(format_printed(parse_checkpoint(SOFA))) == (
        "0ac5 186a 9186 3e8e 1d90 c808 014a a89b f5da 8e3e e1d9 f076 30f0 378f 68f1 ab62 9528"
    )


def test_paper_is_typed_as_people_type() -> None:
    sofa = parse_checkpoint(SOFA)
    groups = " ".join(format_printed(sofa))
    for typed in (
        f"  example.com/behind-the-sofa\n20,852,163\n{groups.upper()}\n",
        f"example.com/behind-the-sofa 20852163 {groups.replace(' ', '')}",
        "example.com/behind-the-sofa\t20852163\tCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=",
    ):
        assert parse_printed(typed) == sofa


def test_one_mistyped_letter_is_told_from_a_changed_log() -> None:
    digits = "".join(format_printed(parse_checkpoint(SOFA)))
    for at, right in enumerate(digits):
        for letter in string.hexdigits.lower()[:16].replace(right, ""):
            typed = f"{digits[:at]}{letter}{digits[at + 1 :]}"
            with pytest.raises(MistypedError):
                parse_printed(f"example.com/behind-the-sofa 20852163 {typed}")
    with pytest.raises(MistypedError):
        parse_printed(f"example.com/behind-the-sofa 20852164 {digits}")


@pytest.mark.parametrize(
    "typed", ["", "origin", "origin 12", "origin 12 0ac5", "origin 12 xyz", "origin x 0ac5 186a"]
)
def test_what_nobody_printed_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse_printed(typed)


# --- signed notes ---------------------------------------------------------------------------------

# c2sp.org/signed-note, its own examples.
NOTE = """\
This is an example message.

— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
"""  # noqa: E501
KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"


def test_the_id_of_a_key_is_worked_out_as_others_do() -> None:
    key = parse_key(KEY)
    assert (key.name, key.algorithm, len(key.public)) == ("example.com/foo", ED25519, 32)
    assert key.id.hex() == "530d903a"
    assert format_key(key) == KEY


def test_a_signature_says_which_key_made_it() -> None:
    note = parse_note(NOTE)
    (signature,) = note.signatures
    assert note.text == "This is an example message.\n"
    assert (signature.name, signature.key_id) == ("example.com/foo", parse_key(KEY).id)
    assert len(signature.value) == 64
    assert format_note(note) == NOTE


def test_the_text_of_a_note_may_hold_empty_lines() -> None:
    (signature,) = parse_note(NOTE).signatures
    for text in ("\n", "one\n\ntwo\n", "\n\n\n"):
        note = SignedNote(text, (signature,) * 16)
        assert parse_note(format_note(note)) == note


@pytest.mark.parametrize(
    "text",
    [
        "",
        "text\n",
        "text\n\n",
        NOTE.removesuffix("\n"),
        NOTE.replace("— ", "—"),
        NOTE.replace("— ", "—  "),
        NOTE.replace("com/foo", "com+foo"),
        NOTE.replace("QM=", "QM= "),
        NOTE.replace("message", "mess\tage"),
        "text\n\n— name AAAAAA==\n",  # an id and nothing after it
        NOTE + "".join(NOTE.splitlines(keepends=True)[2:]) * 64,
    ],
)
def test_what_is_not_quite_a_note_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse_note(text)


@pytest.mark.parametrize("text", ["", "name", KEY.replace("530d903a", "530d903b"), f"+{KEY}"])
def test_what_is_not_quite_a_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse_key(text)


# --- proof files ----------------------------------------------------------------------------------

# c2sp.org/tlog-proof, its own example without the signatures that it cuts short.
FANCY = """\
c2sp.org/tlog-proof@v1
extra YWdlLXYxLjIuMS1kYXJ3aW4tYXJtNjQudGFyLmd6
index 73894
gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=
B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=
EKNzoDWG8LGC0Yp9o+sv3qllpMP9uHQ9B20KNL+Q1zs=
RoopEkOdqkYqMB4MJXrbt/hMjOxsVn0IrWjpz1ZMMes=
AHCioX9nLjsrse6YhjRRmk1WUEirVOLLRoOQ6vfO5vk=

example.com/fancylog
109482
sFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=
"""


def test_the_example_of_a_proof_is_read_and_written() -> None:
    proof = parse_proof(FANCY)
    assert (proof.index, proof.extra) == (73894, b"age-v1.2.1-darwin-arm64.tar.gz")
    assert len(proof.hashes) == 5
    assert format_proof(proof) == FANCY


@given(st.integers(1, 40), st.data(), st.booleans())
def test_a_proof_file_holds_for_its_content_alone(
    size: int,
    data: st.DataObject,
    carries: bool,  # noqa: FBT001
) -> None:
    index = data.draw(st.integers(0, size - 1))
    contents = [f"record {number}".encode() for number in range(size)]
    tree = Tree([leaf_hash(content) for content in contents])
    checkpoint = Checkpoint("example.com/log", size, root(tree, size))
    proof = TlogProof(
        index,
        prove_inclusion(tree, index, size),
        format_checkpoint(checkpoint),
        contents[index] if carries else None,
    )
    again = parse_proof(format_proof(proof))
    assert again == proof
    assert [check_proof(again, content) is not None for content in contents] == [
        number == index for number in range(size)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        FANCY.replace("@v1", "@v2"),
        FANCY.replace("index 73894\n", ""),
        FANCY.replace("73894", "073894"),
        FANCY.replace("index 73894", "73894"),
        FANCY.replace("73894", str(2**64)),
        FANCY.replace("\n\n", "\n"),
        FANCY.replace("extra ", "extra"),
        FANCY.replace("PlQ=", "PlR="),
        FANCY.replace("gSKyXoYZ", "gSKyXoYZgSKyXoYZ"),
        FANCY.replace("109482\n", ""),
        FANCY.replace("index 73894\n", "index 73894\n" + FANCY.splitlines()[3] + "\n" * 1) * 2,
        FANCY.replace("index 73894\n", "index 73894\n" + (FANCY.splitlines()[3] + "\n") * 60),
    ],
)
def test_what_is_not_quite_a_proof_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse_proof(text)


# --- hashes and tokens ----------------------------------------------------------------------------


@given(HASHES)
def test_a_hash_has_one_text(value: bytes) -> None:
    text = format_hash(value)
    assert parse_hash(text) == value
    for other in (text + "=", text[:-1], text.replace("=", ""), f" {text}", text + "\n"):
        with pytest.raises(ValueError, match="base64"):
            parse_hash(other)


def test_a_hash_has_one_length() -> None:
    with pytest.raises(ValueError, match="these are 31 bytes, not the 32 of a hash"):
        parse_hash(format_hash(bytes(31)))


@given(st.integers(0, LARGEST_SIZE), HASHES)
def test_a_token_is_read_back_the_same(index: int, leaf: bytes) -> None:
    token = token_of(index, leaf)
    text = format_token(token)
    assert parse_token(text) == token
    assert token.fits(leaf)
    letters = text.partition("-")[2]
    misread = letters.replace("0", "O").replace("1", "l")
    spaced = letters.replace("-", " ")
    for typed in (letters, letters.lower(), letters.replace("-", ""), misread, f"{spaced} "):
        assert parse_token(f" {index} {typed}") == parse_token(f"{index}-{typed}") == token


@given(HASHES, st.integers(0, 255))
def test_a_token_knows_the_first_sixty_bits(leaf: bytes, bit: int) -> None:
    number = int.from_bytes(leaf, "big") ^ (1 << (255 - bit))
    assert token_of(7, leaf).fits(number.to_bytes(32, "big")) is (bit >= 60)


def test_a_token_is_short() -> None:
    leaf = bytes.fromhex("ffff0000ffff0000" + "00" * 24)
    assert format_token(token_of(1204, leaf)) == "1204-ZZZG-007Z-ZW00"
    assert parse_token("1204 zzzg oo7z zwoo") == ReceiptToken(1204, "ZZZG007ZZW00")


@pytest.mark.parametrize(
    "text",
    ["", "1204", "1204-ZZZG-00FZ", "1204-ZZZG-007Z-ZW00-0", "x-ZZZG-00FZ-ZW00", "01-ZZZG-00FZ-ZW00",
     "1204-ZZUG-00FZ-ZW00", "1204-ZZZG-00FZ-ZW0é", f"{2**64}-ZZZG-00FZ-ZW00"],
)  # fmt: skip
def test_what_is_no_token_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a token is a number and three groups of four"):
        parse_token(text)
