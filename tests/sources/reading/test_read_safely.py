from __future__ import annotations

import subprocess
import sys
import time

import pytest

from factcheck.text.markup import MAX_BYTES, MAX_TAGS
from sources.reading import read_body, read_safely
from sources.reading.errors import ReadingFailed

URL = "http://a.test/x"
HTML = "text/html; charset=utf-8"


def test_a_large_body_reads_the_same_in_the_child() -> None:
    body = (
        "<html lang=ja><title>題</title><h1>見出し</h1>" + "<p>本文の一行である。</p>" * 40_000
    ).encode()
    assert len(body) > MAX_BYTES
    assert read_safely(body, content_type=HTML, url=URL) == read_body(
        body, content_type=HTML, url=URL
    )


@pytest.mark.parametrize("bomb", [b"<div>" * 180_000, b"<a><div>" * 110_000])
def test_a_hostile_document_cannot_hang_the_caller(bomb: bytes) -> None:
    assert len(bomb) < MAX_BYTES
    started = time.monotonic()
    with pytest.raises(ReadingFailed) as caught:
        read_safely(bomb, content_type=HTML, url=URL, timeout=1.5)
    assert caught.value.code == "reading_timed_out"
    assert time.monotonic() - started < 6


@pytest.mark.parametrize("piece", [b"<div>", b"<a><div>", b"<b><p>", b"<table>", b"<font><i>"])
def test_the_most_a_document_may_cost_in_process_is_little(piece: bytes) -> None:
    bomb = piece * (MAX_TAGS // piece.count(b"<"))
    started = time.process_time()
    read_safely(bomb, content_type=HTML, url=URL)
    assert time.process_time() - started < 5  # under one second on an idle core


def test_formatting_that_every_paragraph_repeats_is_read_in_the_child() -> None:
    bomb = "".join(f"<p><b id=x{number}>a" for number in range(4000)).encode()
    started = time.process_time()
    with pytest.raises(ReadingFailed):
        read_safely(bomb, content_type=HTML, url=URL, timeout=3)
    with pytest.raises(ReadingFailed):
        read_safely(bomb.decode().encode("utf-16"), content_type=HTML, url=URL, timeout=3)
    assert time.process_time() - started < 1, "none of it in this process"


@pytest.mark.parametrize(
    "hostile",
    [
        b"<title>" + b" " * 900_000,
        b'<script type="application/ld+json">' + b'"datePublished" ' * 30_000,
        b"<meta charset" * 14_000,
        b"<p>" + b"a" * 900_000,
        b"<p>" + b" \n" * 400_000,
        b"<!-- " * 14_000 + b"-->" * 14_000,
        "「".encode() * 300_000,
        b"1" * 900_000,
        "この記事は".encode() * 60_000,
    ],
)
def test_endless_runs_do_not_slow_the_expressions_down(hostile: bytes) -> None:
    started = time.process_time()
    read_safely(hostile, content_type=HTML, url=URL)
    assert time.process_time() - started < 5


def test_a_broken_child_is_a_failure_with_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(ReadingFailed) as caught:
        read_safely(b"x" * (MAX_BYTES + 1), content_type="text/plain", url=URL)
    assert caught.value.code == "reading_crashed"


def test_the_child_knows_neither_django_nor_celery() -> None:
    program = (
        "import json, sys, io\n"
        "from sources.reading import child\n"
        "head = json.dumps({'task': 'reading', 'content_type': 'text/html', 'url': 'http://a.test/',"
        " 'timeout': 9})\n"
        "sys.stdin = io.TextIOWrapper(io.BytesIO(head.encode() + b'\\n<p>x'))\n"
        "child.main()\n"
        "rooms = {name.split('.')[0] for name in sys.modules}\n"
        "assert not rooms & {'django', 'celery', 'aiohttp'}, rooms\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert '"text": "x"' in done.stdout
