from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.text.charset import codec_for, decode, standard_name

JAPANESE = "市の発表によると、昨年度の利用者は約3万人で、減った。次の会議は来月に開かれる。"
HTML = '<html><head><meta charset="{}"><title>知らせ</title></head><body>{}</body></html>'


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("Shift_JIS", "cp932"),
        ("x-sjis", "cp932"),
        ("EUC-JP", "euc_jp"),
        ("ISO-2022-JP", "iso2022_jp"),
        ("UTF8", "utf-8"),
        ("latin1", "cp1252"),
        ("rot13", None),
        ("zlib", None),
        ("utf-7", None),
    ],
)
def test_labels_are_read_as_browsers_read_them(label: str, codec: str | None) -> None:
    assert codec_for(label) == codec


@pytest.mark.parametrize("codec", ["cp932", "euc_jp", "iso2022_jp", "utf-8", "utf-16", "utf-16-le"])
def test_japanese_without_a_label_is_recognised(codec: str) -> None:
    text = HTML.format("", JAPANESE).replace('<meta charset="">', "")
    decoded = decode(text.encode(codec), is_html=True)
    assert decoded.text == text
    assert decoded.replacements == 0


@pytest.mark.parametrize("real", ["cp932", "euc_jp", "iso2022_jp", "utf-8"])
@pytest.mark.parametrize("said", ["Shift_JIS", "EUC-JP", "ISO-2022-JP", "utf-8", "iso-8859-1"])
def test_a_wrong_declaration_is_corrected(real: str, said: str) -> None:
    decoded = decode((JAPANESE * 3).encode(real), declared=said)
    assert decoded.text == JAPANESE * 3
    assert decoded.source == ("header" if codec_for(said) == real else "corrected")


def test_a_bom_wins_over_the_header() -> None:
    decoded = decode(JAPANESE.encode("utf-8-sig"), declared="Shift_JIS")
    assert (decoded.text, decoded.source) == (JAPANESE, "bom")


def test_the_header_wins_over_the_meta_element() -> None:
    body = HTML.format("EUC-JP", JAPANESE).encode("cp932")
    assert decode(body, declared="Shift_JIS", is_html=True).source == "header"


def test_the_meta_element_is_read() -> None:
    body = HTML.format("EUC-JP", JAPANESE).encode("euc_jp")
    decoded = decode(body, is_html=True)
    assert (decoded.charset, decoded.source) == ("euc_jp", "meta")


def test_machine_dependent_characters_of_shift_jis_survive() -> None:
    assert decode("①㈱髙﨑".encode("cp932"), declared="Shift_JIS").text == "①㈱髙﨑"


def test_a_few_bad_bytes_do_not_change_the_charset_and_are_counted() -> None:
    body = (JAPANESE * 20).encode() + b"\xff" + JAPANESE.encode()
    decoded = decode(body, declared="utf-8")
    assert (decoded.charset, decoded.replacements) == ("utf-8", 1)


def test_a_body_cut_inside_a_character_keeps_its_charset() -> None:
    body = (JAPANESE * 20).encode("cp932")[:-1]
    decoded = decode(body, declared="Shift_JIS")
    assert decoded.charset == "cp932"
    assert decoded.text.startswith(JAPANESE)


def test_western_bytes_under_a_utf8_label_are_recovered() -> None:
    text = "Le café où l’été a été fêté à Genève, près de la forêt. " * 4
    assert decode(text.encode("cp1252"), declared="utf-8").text == text


@given(
    st.binary(max_size=300), st.sampled_from([None, "utf-8", "Shift_JIS", "latin1", "x", "utf-16"])
)
def test_any_bytes_decode_to_something_without_an_error(body: bytes, label: str | None) -> None:
    decoded = decode(body, declared=label, is_html=True)
    assert isinstance(decoded.text, str)


@given(st.text(max_size=80))
def test_valid_utf8_is_read_as_such_when_declared(text: str) -> None:
    plain = text.replace("\ufeff", "").replace("\x1b", "")
    body = plain.encode("utf-8", errors="ignore")
    assert decode(body, declared="utf-8").text == body.decode()


@pytest.mark.parametrize(
    ("head", "codec", "source"),
    [
        (
            '<meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS">',
            "cp932",
            "meta",
        ),
        (f"<!--{'x' * 1500}--><meta charset=euc-jp>", "euc_jp", "meta"),
        ("<!-- <meta charset=utf-8> --><meta charset='csShiftJIS'>", "cp932", "meta"),
        ("<meta name=a content='of charset=utf-8'><meta charset=euc-jp>", "euc_jp", "meta"),
        ("<script charset=utf-8></script><meta charset=x-sjis>", "cp932", "meta"),
        ("<meta charset=utf-16>", "utf-8", "meta"),
        ("<meta charset=no-such-charset>", "cp932", "detected"),
    ],
)
def test_the_meta_element_that_counts_is_found(head: str, codec: str, source: str) -> None:
    body = f"<html><head>{head}</head><body>{JAPANESE}</body></html>".encode(codec)
    decoded = decode(body, is_html=True)
    assert (decoded.charset, decoded.source) == (codec, source)
    assert JAPANESE in decoded.text


def test_utf_16_is_read_by_its_mark_whatever_the_header_says() -> None:
    for bom, codec in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        decoded = decode(bom + JAPANESE.encode(codec), declared="Shift_JIS")
        assert (decoded.text, decoded.charset, decoded.source) == (JAPANESE, codec, "bom")


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("x-sjis", "shift_jis"),
        ("EUC-JP", "euc-jp"),
        ("iso-2022-jp", "iso-2022-jp"),
        ("utf8", "utf-8"),
        ("latin1", "windows-1252"),
        ("koi8-r", "koi8-r"),
    ],
)
def test_a_codec_is_told_by_the_name_of_the_encoding_standard(label: str, name: str) -> None:
    codec = codec_for(label)
    assert codec is not None
    assert standard_name(codec) == name
