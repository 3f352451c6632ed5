"""Files a person brings: told apart by their bytes, opened within limits, never believed."""

from __future__ import annotations

import base64
import gzip
import io
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from sources.capturing.errors import CaptureUnreadable
from sources.capturing.opening import CapturedPage, open_capture

URL = "https://news.example/a"
PAGE = b"<!doctype html><html><body><p>The harbour handled 412 ships.</p></body></html>"
MOST = 1_000_000


def opened(data: bytes) -> CapturedPage:
    return open_capture(data, url=URL, max_bytes=MOST)


def refusal(data: bytes) -> str:
    with pytest.raises(CaptureUnreadable) as caught:
        opened(data)
    return caught.value.code


def mhtml(*parts: tuple[str, str, bytes], start: str = "", boundary: str = "xyz") -> bytes:
    """(content type, encoding, content) of each part, as a browser writes them."""
    root = f'; start="{start}"' if start else ""
    out = [
        "From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n"
        f'Content-Type: multipart/related;\r\n\ttype="text/html"{root};\r\n'
        f'\tboundary="{boundary}"\r\nSnapshot-Content-Location: {URL}\r\n\r\n'.encode()
    ]
    for number, (content_type, encoding, content) in enumerate(parts):
        head = (
            f"--{boundary}\r\nContent-Type: {content_type}\r\nContent-ID: <part{number}>\r\n"
            f"Content-Transfer-Encoding: {encoding}\r\nContent-Location: {URL}#{number}\r\n\r\n"
        )
        out += [head.encode(), content, b"\r\n"]
    return b"".join([*out, f"--{boundary}--\r\n".encode()])


def warc(*records: tuple[str, bytes, str], zipped: bool = True, **headers: str) -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=zipped)
    for uri, body, status in records:
        http = StatusAndHeaders(
            status, [("Content-Type", "text/html"), *headers.items()], protocol="HTTP/1.1"
        )
        writer.write_record(
            writer.create_warc_record(
                uri, "response", io.BytesIO(body), length=len(body), http_headers=http
            )
        )
    return out.getvalue()


def test_html_pdf_and_text_are_what_their_bytes_say():
    assert opened(PAGE).kind == "html"
    assert opened(b"\n%PDF-1.7\n...").kind == "pdf"
    assert opened("港は412隻を扱った。".encode()).kind == "text"
    assert opened("港は412隻を扱った。".encode("utf-16")).kind == "text"


def test_the_page_of_an_mhtml_file_is_the_root_however_it_is_coded():
    plain = mhtml(("text/html; charset=utf-8", "binary", PAGE), ("image/png", "base64", b"AAAA"))
    assert opened(plain).body.strip() == PAGE
    assert opened(plain).url == f"{URL}#0" and opened(plain).content_type.endswith("charset=utf-8")
    coded = mhtml(("text/html", "base64", base64.encodebytes(PAGE)))
    assert opened(coded).body == PAGE
    quoted = mhtml(("text/html", "quoted-printable", PAGE.replace(b"=", b"=3D")))
    assert b"412 ships" in opened(quoted).body
    framed = mhtml(
        ("text/html", "binary", b"<html>an advert</html>"),
        ("text/html", "binary", PAGE),
        start="<part1>",
    )
    assert opened(framed).body.strip() == PAGE


@pytest.mark.parametrize("zipped", [True, False])
def test_the_response_of_the_sources_address_is_taken_from_a_warc(zipped):
    archive = warc(
        ("https://news.example/other", b"<html>other</html>", "200 OK"),
        (URL, b"<html>not there</html>", "404 Not Found"),
        (URL, PAGE, "200 OK"),
        zipped=zipped,
    )
    page = opened(archive)
    assert (page.kind, page.body, page.url) == ("warc", PAGE, URL)
    alone = opened(warc(("https://news.example/other", PAGE, "200 OK"), zipped=zipped))
    assert (alone.body, alone.url) == (PAGE, "https://news.example/other")


def test_a_compressed_response_inside_a_warc_is_decoded():
    archive = warc((URL, gzip.compress(PAGE), "200 OK"), **{"Content-Encoding": "gzip"})
    assert opened(archive).body == PAGE


def test_what_is_no_page_is_refused_with_its_reason():
    assert refusal(b"") == refusal(b" \n") == "empty_file"
    assert refusal(b"PK\x03\x04 a zip") == refusal(b"\x89PNG\r\n") == "unknown_kind"
    assert refusal(b"ab\x00cd") == refusal(gzip.compress(PAGE)) == "unknown_kind"
    assert refusal(mhtml(("image/png", "base64", b"AAAA"))) == "no_page_inside"
    assert refusal(mhtml()[:76] + b"\r\n\r\n") in ("broken_file", "no_page_inside")
    assert refusal(warc((URL, PAGE, "404 Not Found"))) == "no_page_inside"
    assert refusal(b"WARC/1.0\r\nnonsense") in ("broken_file", "no_page_inside")


def test_bombs_end_at_the_limit():
    zeros = b"\0" * 100_000_000
    assert refusal(warc((URL, gzip.compress(zeros), "200 OK"), **{"Content-Encoding": "gzip"})) == (
        "too_large_inside"
    )
    start = b"WARC/1.0\r\n"
    assert refusal(gzip.compress(start + zeros)) == "too_large_inside"
    assert refusal(mhtml(("text/html", "binary", b"x" * (MOST + 1)))) == "too_large_inside"


def test_parts_within_parts_and_endless_boundaries_cost_no_time():
    nested = mhtml(("text/html", "binary", b"--xyz\r\n" * 150_000))
    deep = b"".join(
        b'Content-Type: multipart/related; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n)
        for n in range(20_000)
    )
    began = time.process_time()
    for data in (nested, deep, mhtml(*[("text/css", "binary", b"")] * 5000)):
        assert refusal(data) in ("broken_file", "no_page_inside")
    assert time.process_time() - began < 10


@given(st.binary(max_size=400), st.sampled_from([b"", b"WARC/1.0\r\n", b"\x1f\x8b\x08", mhtml()]))
def test_any_bytes_are_a_page_or_a_refusal(data: bytes, start: bytes) -> None:
    try:
        page = opened(start + data)
    except CaptureUnreadable:
        return
    assert len(page.body) <= MOST
