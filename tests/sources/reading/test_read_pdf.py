from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_documents import pdf

from sources.reading import prose_digest, read_body, read_safely
from sources.reading.pdf import page_at

URL = "http://a.test/report.pdf"
PAGES = ["The council paid 900 million yen.", "Nobody objected."]


def test_the_text_of_a_pdf_is_read_page_by_page() -> None:
    reading = read_safely(pdf(PAGES), content_type="application/pdf", url=URL)
    assert (reading.kind, reading.title) == ("pdf", "A report")
    assert reading.text == "\n".join(PAGES)
    assert reading.language == "en"


def test_a_dynamic_pdf_with_new_bytes_and_the_same_text_is_unchanged() -> None:
    one, other = pdf(PAGES), pdf(PAGES, made="20240327")
    assert one != other
    digests = {
        prose_digest(read_body(body, content_type="application/pdf", url=URL))
        for body in (one, other)
    }
    assert len(digests) == 1
    changed = read_body(pdf([PAGES[0].replace("9", "8")]), content_type=None, url=URL)
    assert prose_digest(changed) not in digests


@pytest.mark.parametrize("body", [b"%PDF-1.7", b"%PDF-1.4\n" + b"x" * 500, pdf(PAGES)[:300]])
def test_a_damaged_pdf_has_no_text_and_says_so(body: bytes) -> None:
    reading = read_body(body, content_type="application/pdf", url=URL)
    assert (reading.kind, reading.text) == ("pdf", "")
    assert "unreadable" in reading.markers


@given(st.data())
def test_no_damage_breaks_the_pdf_reader(data: st.DataObject) -> None:
    body = bytearray(pdf(PAGES))
    for _ in range(data.draw(st.integers(1, 6))):
        body[data.draw(st.integers(9, len(body) - 1))] = data.draw(st.integers(0, 255))
    reading = read_body(bytes(body), content_type="application/pdf", url=URL)
    assert reading.kind == "pdf"


def japanese_pdf(pages: list[str], encoding: str, codec: str) -> bytes:
    """Write a PDF whose Japanese font is not embedded and has a predefined encoding."""
    font = (
        f"<< /Type /Font /Subtype /Type0 /BaseFont /Ryumin-Light /Encoding /{encoding} "
        "/DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /Ryumin-Light "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >> >>] >>"
    )
    hexed = [words.encode(codec).hex() for words in pages]
    plain = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    body = pdf([f"@{number}@" for number in range(len(pages))]).decode("latin-1")
    for number, words in enumerate(hexed):
        body = body.replace(f"(@{number}@)", f"<{words}>")
    # The table of places is wrong now; readers rebuild it.
    return body.replace(plain, font).replace("startxref", "startxref\n0\n%").encode("latin-1")


@pytest.mark.parametrize(
    ("encoding", "codec"),
    [("UniJIS-UTF16-H", "utf-16-be"), ("UniJIS-UCS2-H", "utf-16-be"), ("90ms-RKSJ-H", "cp932")],
)
def test_japanese_pdfs_are_read(encoding: str, codec: str) -> None:
    pages = ["昨年度に図書館を利用した人は約3万人だった。", "予算は三千万円である。"]
    reading = read_body(japanese_pdf(pages, encoding, codec), content_type=None, url=URL)
    assert reading.text.split("\n") == pages
    assert reading.language == "ja"


def test_a_passage_of_a_pdf_knows_its_page() -> None:
    pages = ["The council paid 900 million yen.", "", "Nobody objected.", "The end."]
    reading = read_safely(pdf(pages), content_type="application/pdf", url=URL)
    for number in (1, 3, 4):
        assert page_at(reading, reading.text.index(pages[number - 1])) == number
    assert len(reading.pages) == 4
    assert page_at(read_body(b"plain", content_type="text/plain", url=URL), 2) is None


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        ("20240326123000+09'00'", "2024-03-26T12:30:00+09:00"),
        ("20240326033000Z", "2024-03-26T03:30:00+00:00"),
        ("20240326", "2024-03-26"),
        ("2024", None),
        ("yesterday", None),
    ],
)
def test_the_date_of_a_pdf_is_as_declared(made: str, expected: str | None) -> None:
    about = "/Author (Jane Doe) /ModDate (D:20240327120000)"
    reading = read_body(pdf(PAGES, made=made, about=about), content_type=None, url=URL)
    assert reading.published == expected
    assert (reading.author, reading.modified) == ("Jane Doe", "2024-03-27T12:00:00")


def test_the_day_of_printing_on_every_page_is_no_change() -> None:
    def printed(day: int, figure: int) -> bytes:
        return pdf(
            [
                f"3/{day}/24, 10:{day} AM A report\nThe council paid {figure} million."
                f"\nPage {n} of 3\nPrinted for desk {day}"
                for n in (1, 2, 3)
            ]
        )

    base = prose_digest(read_body(printed(26, 900), content_type=None, url=URL))
    assert prose_digest(read_body(printed(27, 900), content_type=None, url=URL)) == base
