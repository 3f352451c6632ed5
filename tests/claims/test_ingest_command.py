"""``manage.py ingest``: an article onto the desk once, or a sentence that says why not."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from local_site import LocalSite

from claims.models import Article, Claim, Revision
from factcheck.text.columns import display_width

pytestmark = pytest.mark.django_db

TEXT = "港の数字\n\n2023年に港が扱った船は412隻だった。市長は「橋は3100万円かかった」と述べた。\n"
CUSTOMER = Path(__file__).resolve().parents[3] / "shared/articles/agora-2024-03-26.ja.txt"


@pytest.fixture
def article_file(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def ingest(*arguments: str) -> str:
    out = io.StringIO()
    call_command("ingest", *arguments, stdout=out)
    return out.getvalue()


def nothing_is_stored() -> bool:
    return not (Article.objects.exists() or Revision.objects.exists() or Claim.objects.exists())


def test_a_file_becomes_an_article_with_claims_and_a_page_to_review_them(article_file) -> None:
    said = ingest(str(article_file), "--published", "2024-03-26", "--author", "編集部")
    article = Article.objects.get()
    assert (article.byline, article.language) == ("編集部", "ja")
    assert article.published_on.isoformat() == "2024-03-26"
    assert article.revisions.get().text == TEXT
    assert article.extraction == "done"
    assert "412隻" in said
    assert re.search(rf"http://localhost:8000/admin/.*{article.pk}", said)


def test_the_columns_of_the_table_stand_under_one_another(article_file) -> None:
    lines = ingest(str(article_file)).splitlines()
    header = next(line for line in lines if line.lstrip().startswith("position"))
    column = display_width(header[: header.index("quote")])
    claims = [line for line in lines if re.match(r"\s*\d+-\d+\s", line)]
    assert len(claims) >= 2
    for line in claims:
        before = re.match(r"\s*\d+-\d+\s+\d\.\d\d\s+", line)
        assert before is not None
        assert display_width(before[0]) == column


def test_the_same_text_twice_adds_nothing_and_says_so(article_file) -> None:
    ingest(str(article_file))
    counts = (Article.objects.count(), Revision.objects.count(), Claim.objects.count())
    assert "already on the desk" in ingest(str(article_file))
    assert (Article.objects.count(), Revision.objects.count(), Claim.objects.count()) == counts


def test_standard_input_and_other_encodings(monkeypatch) -> None:
    body = TEXT.encode("shift_jis")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(body)))
    ingest("-", "--language", "ja")
    assert Article.objects.get().revisions.get().text == TEXT


def test_a_web_page_is_read_through_the_guard(local_site: LocalSite, settings) -> None:
    local_site.robots("User-agent: *\nAllow: /\n")
    local_site.html("/report", "Harbour report", "The harbour handled 412 ships in 2023.")
    url = local_site.url("/report")
    with pytest.raises(CommandError):
        ingest(url)
    assert local_site.count() == 0
    settings.FETCH_ALLOW = local_site.host_key
    ingest(url)
    article = Article.objects.get()
    assert article.url == url
    assert "412 ships" in article.revisions.get().text


def test_a_page_that_is_gone_or_forbidden_is_told(local_site: LocalSite, settings) -> None:
    settings.FETCH_ALLOW = local_site.host_key
    local_site.robots("User-agent: *\nDisallow: /private\n")
    local_site.gone("/gone")
    local_site.html("/private", "Private", "Not for robots in 2023.")
    with pytest.raises(CommandError, match="410"):
        ingest(local_site.url("/gone"))
    with pytest.raises(CommandError, match="cannot be read"):
        ingest(local_site.url("/private"))
    assert local_site.count("/private") == 0
    assert nothing_is_stored()


@pytest.mark.parametrize(
    "body",
    [b"", b" \n\t ", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, b"One.\x00 Two in 2023."],
    ids=["empty", "blank", "binary", "nul"],
)
def test_what_is_no_article_is_refused_and_nothing_is_stored(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "article"
    path.write_bytes(body)
    with pytest.raises(CommandError) as refused:
        ingest(str(path))
    assert str(path) in str(refused.value)
    assert len(str(refused.value)) > len(str(path)) + 10
    assert nothing_is_stored()


def test_fifty_megabytes_are_refused_without_being_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(CommandError, match="larger than 30,000,000 bytes"):
        ingest(str(path))
    assert nothing_is_stored()


def test_a_missing_file_and_a_wrong_date_are_told(tmp_path: Path, article_file: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        ingest(str(tmp_path / "nowhere.txt"))
    with pytest.raises(CommandError, match="YYYY-MM-DD"):
        ingest(str(article_file), "--published", "26 March")
    assert nothing_is_stored()


@pytest.mark.skipif(not CUSTOMER.exists(), reason="the customer's article is not here")
def test_the_customers_article_comes_in_once() -> None:
    ingest(str(CUSTOMER), "--published", "2024-03-26")
    article = Article.objects.get()
    text = article.revisions.get().text
    claims = list(article.claims.all())
    assert len(claims) >= 40
    assert all(text[claim.start : claim.end] == claim.quote for claim in claims)
    assert "already on the desk" in ingest(str(CUSTOMER))
    assert article.claims.count() == len(claims)
