from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

ROOT = Path(__file__).resolve().parents[3]
PARAGRAPH = "市の発表によると、昨年度に図書館を利用した人は約3万人で、前の年より減ったという。"
PAGE = f"""<!doctype html><html lang="ja"><head><title>図書館の利用が減少 | 港町新聞</title>
<meta property="og:site_name" content="港町新聞"><link rel="canonical" href="/news/7">
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "図書館の利用が減少",
"author": [{{"name": "山田花子"}}], "datePublished": "2024-03-26T12:30:00+09:00",
"isAccessibleForFree": "False"}}</script></head><body><nav><a href=/>ホーム</a></nav>
<article><h1>図書館の利用が減少</h1>{"".join(f"<p>{PARAGRAPH}{n}回目。</p>" for n in range(25))}
<p>お詫びして訂正します。</p></article></body></html>"""


def read_page(*arguments: str) -> dict[str, Any]:
    out = io.StringIO()
    call_command("read_page", *arguments, stdout=out)
    answer: dict[str, Any] = json.loads(out.getvalue())
    return answer


def test_read_page_says_what_a_page_says(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(PAGE.replace("<head>", "<head><meta charset=EUC-JP>").encode("euc_jp"))
    page = read_page(str(file), "--url", "https://minato.test/news/7?utm_source=x")
    assert page["text"].startswith("ホーム\n図書館の利用が減少\n")
    assert "ホーム" not in page["main_text"]
    assert PARAGRAPH in page["main_text"]
    said = {name: page[name] for name in page if name not in ("text", "main_text")}
    assert said == {
        "title": "図書館の利用が減少",
        "language": "ja",
        "charset": "euc-jp",
        "published": "2024-03-26T12:30:00+09:00",
        "modified": None,
        "author": "山田花子",
        "publisher": "港町新聞",
        "canonical": "https://minato.test/news/7",
        "state": "ok",
        "reason": "content",
        "kind": "html",
        "headline": "図書館の利用が減少",
        "document_title": "図書館の利用が減少 | 港町新聞",
        "paywall": True,
        "labels": ["apology"],
        "markers": ["paywall"],
        "pages": [],
        "truncated": False,
    }


def test_read_page_shows_a_page_to_people(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(PAGE)
    out = io.StringIO()
    call_command("read_page", str(file), "--format", "text", stdout=out)
    assert "title: 図書館の利用が減少\n" in out.getvalue()
    assert PARAGRAPH in out.getvalue()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "is empty"),
        (b"\x7fELF\x00\x01\x02" * 500, "neither text nor HTML nor PDF"),
        (b"x" * 50_000_000, "larger than"),
    ],
)
def test_a_file_that_is_no_page_is_refused_with_a_sentence(
    tmp_path: Path, body: bytes, said: str
) -> None:
    file = tmp_path / "file"
    file.write_bytes(body)
    with pytest.raises(CommandError, match=said):
        read_page(str(file))


@pytest.mark.parametrize("name", ["", "missing.html", "a\x00b"])
def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        read_page(str(tmp_path / name))


@pytest.mark.parametrize(
    ("body", "state", "reason"),
    [
        (b"%PDF-1.7 broken", "unknown", "no_text"),
        (b"<title>404 Not Found</title><p>Sorry.", "soft_gone", "says_not_found"),
        (b"<div id=root></div><script>1</script>", "empty_shell", "needs_javascript"),
        (b"<title>Just a moment...</title>", "blocked", "bot_wall_title"),
    ],
)
def test_what_is_no_article_has_a_state_and_a_reason(
    tmp_path: Path, body: bytes, state: str, reason: str
) -> None:
    file = tmp_path / "file"
    file.write_bytes(body)
    page = read_page(
        str(file), "--url", "https://minato.test/news/7", "--content-type", "text/html"
    )
    assert (page["state"], page["reason"]) == (state, reason)


def test_read_page_reads_standard_input_and_ends_without_a_traceback() -> None:
    def run(*arguments: str, body: bytes) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "manage.py", "read_page", *arguments],
            input=body,
            capture_output=True,
            cwd=ROOT,
            env={"SECRET_KEY": "x" * 50, "PATH": "/usr/bin:/bin", "DATABASE_URL": "sqlite:///none"},
            timeout=60,
        )

    good = run("-", body=PAGE.encode())
    assert json.loads(good.stdout)["title"] == "図書館の利用が減少"
    bad = run("-", body=b"")
    assert bad.returncode != 0
    assert b"Traceback" not in bad.stderr


def test_an_address_that_is_none_is_refused_with_a_sentence(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<p>図書館の利用が増えた。</p>", encoding="utf-8")
    with pytest.raises(CommandError, match="no web address"):
        call_command("read_page", str(page), "--url", "http://[::1")
