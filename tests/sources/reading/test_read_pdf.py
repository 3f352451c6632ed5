from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.reading import prose_digest, read_body, read_safely

URL = "http://a.test/report.pdf"


def pdf(pages: list[str], *, made: str = "20240326") -> bytes:
    """Write a small PDF: one line of Latin text a page, and the day it was made."""
    count = len(pages)
    kids = " ".join(f"{4 + 2 * index} 0 R" for index in range(count))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for index, words in enumerate(pages):
        stream = f"BT /F1 12 Tf 72 720 Td ({words}) Tj ET"
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * index} 0 R >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    objects.append(f"<< /Title (A report) /CreationDate (D:{made}) >>")
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode()
    start = len(out)
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
    trailer = f"<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>"
    return out + f"trailer\n{trailer}\nstartxref\n{start}\n%%EOF\n".encode()


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
