"""Word documents, PDFs, subtitles and transcripts as articles; where each claim stood is kept."""

from __future__ import annotations

import io
import zipfile

import pytest
from article_pages import article_pages, f1
from hypothesis import given
from hypothesis import strategies as st
from made_documents import docx, paragraph, pdf, table

from claims.intake import MAX_BYTES, origin_at, read_article
from claims.intake.transcripts import read_cues, speakers_of
from claims.models import Claim
from claims.services.articles import add_article
from claims.services.extracting import extract_article
from factcheck.errors import InvalidInput, TooLarge

SRT = """1
00:00:01,000 --> 00:00:04,000
TANAKA: The harbour handled 412 ships
in 2023, more than ever.

2
00:00:04,500 --> 00:00:06,000
[applause]

3
01:02:03,250 --> 01:02:05,000
LEE: That is 30 fewer than planned.
"""
VTT = """WEBVTT - a debate

NOTE taken by hand

STYLE
::cue { color: lime }

intro
00:05.000 --> 00:07.000 align:start
<v Aya Mori>昨年の入港船は412隻だった。

00:07.000 --> 00:09.500
<v Aya Mori>これは過去
最多だ。
"""


def test_a_word_document_keeps_headings_lists_and_tables_in_order() -> None:
    body = docx(
        paragraph("The harbour", "Title"),
        paragraph("The harbour handled 412 ships in 2023."),
        table([["Year", "Ships"], ["2023", "412"]]),
        paragraph("It closed in March."),
        title="A report on the harbour",
        creator="Aya Mori",
    )
    article = read_article(body, filename="report.docx")
    assert article.text.split("\n\n") == [
        "The harbour",
        "The harbour handled 412 ships in 2023.",
        "Year | Ships",
        "2023 | 412",
        "It closed in March.",
    ]
    assert (article.title, article.byline) == ("A report on the harbour", "Aya Mori")
    assert (article.format, article.language) == ("docx", "en")


def test_an_unnamed_japanese_word_document_is_named_by_its_first_heading() -> None:
    body = docx(paragraph("港の一年", "Heading1"), paragraph("昨年の入港船は412隻だった。"))
    article = read_article(body)
    assert (article.title, article.language) == ("港の一年", "ja")


def _zip(**parts: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (_zip(a=b"x"), "binary"),
        (docx(paragraph("x"))[:300] + b"word/document.xml", "unreadable"),
        (_zip(**{"word__document.xml": b"no mark-up"}), "unreadable"),
        (_zip(**{"word__document.xml": b" " * 200_000_000}), "unreadable"),
        (docx(), "empty"),
        (pdf(["..."]), "empty"),
        (b"%PDF-1.7\n%nothing follows", "unreadable"),
    ],
    ids=["zip", "cut", "no xml", "bomb", "empty docx", "empty pdf", "broken pdf"],
)
def test_a_document_that_cannot_be_read_is_refused_with_a_code_and_a_remedy(body, code) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_article(body)
    assert (refused.value.code, refused.value.field) == (code, "text")
    assert refused.value.remedy


def test_a_scanned_pdf_says_that_it_needs_text_recognition() -> None:
    with pytest.raises(InvalidInput, match="OCR") as refused:
        read_article(pdf([" "]))
    assert refused.value.code == "no_text"


def test_documents_may_be_larger_than_texts_and_not_without_limit() -> None:
    assert read_article(pdf(["One ship."]) + b"\n%" + b"x" * MAX_BYTES).text.strip() == "One ship."
    with pytest.raises(TooLarge):
        read_article(b"%PDF-1.7" + b" " * 31_000_000)


def test_the_pages_of_a_pdf_are_kept_for_every_position() -> None:
    article = read_article(pdf(["The council paid 900 million yen.", "412 ships came in 2023."]))
    stored = [origin.as_dict() for origin in article.provenance]
    assert origin_at(stored, article.text.index("900")) == {"page": 1}
    assert origin_at(stored, article.text.index("412")) == {"page": 2}
    assert (article.format, article.title) == ("pdf", "A report")
    assert str(article.published_on) == "2024-03-26"


def test_subtitles_become_turns_of_speakers_with_their_times() -> None:
    article = read_article(SRT.encode(), filename="debate.srt")
    assert article.text == (
        "TANAKA:\nThe harbour handled 412 ships in 2023, more than ever.\n\n"
        "LEE:\nThat is 30 fewer than planned."
    )
    stored = [origin.as_dict() for origin in article.provenance]
    assert origin_at(stored, article.text.index("412")) == {"time": "00:00:01", "speaker": "TANAKA"}
    assert origin_at(stored, article.text.index("30")) == {"time": "01:02:03", "speaker": "LEE"}


def test_voices_of_webvtt_are_speakers_and_notes_and_styles_are_not_read() -> None:
    article = read_article(VTT.encode())
    assert article.text == "Aya Mori:\n昨年の入港船は412隻だった。\nこれは過去最多だ。"
    assert article.format == "vtt"
    stored = [origin.as_dict() for origin in article.provenance]
    assert origin_at(stored, len(article.text) - 1) == {"time": "00:00:07", "speaker": "Aya Mori"}


def test_cues_without_blank_lines_between_them_lose_no_words() -> None:
    text = (
        "1\n00:00:01,000 --> 00:00:02,000\nOne ship.\n2\n00:00:03,000 --> 00:00:04,000\nTwo ships."
    )
    assert read_cues(text)[0] == "One ship.\nTwo ships."


def test_a_plain_transcript_is_left_as_it_is_and_its_speakers_are_noted() -> None:
    text = "Tanaka: 412 ships came.\nLee: Fewer than planned.\nTanaka: By 30.\n"
    article = read_article(text.encode())
    assert (article.text, article.format) == (text, "transcript")
    stored = [origin.as_dict() for origin in article.provenance]
    assert origin_at(stored, text.index("planned")) == {"speaker": "Lee"}
    assert origin_at(stored, text.index("By 30")) == {"speaker": "Tanaka"}


@pytest.mark.parametrize(
    "text",
    [
        "The mayor listed three things: ships, trams and parks.\nNobody objected.\n",
        "Time: 10:30\nPlace: the harbour\nPrice: 300 yen\n",
        "https://example.org/a\nhttps://example.org/b\nhttps://example.org/c\n",
        "",
    ],
)
def test_lists_with_colons_are_no_transcripts(text: str) -> None:
    assert speakers_of(text) == ()


@given(st.text(max_size=300))
def test_no_text_breaks_the_readers_of_transcripts(text: str) -> None:
    for found, origins in (read_cues(text), (text, speakers_of(text))):
        starts = [origin.start for origin in origins]
        assert starts == sorted(starts)
        assert all(0 <= start <= len(found) for start in starts)


def test_the_article_of_every_layout_is_what_a_reader_would_copy() -> None:
    scores = []
    for page in article_pages(2):
        article = read_article(page.html.encode(), content_type="text/html; charset=utf-8")
        blocks = [block.removeprefix("- ") for block in article.text.split("\n\n")]
        found = "\n".join(block for block in blocks if block != article.title)
        scores.append(f1(found, "\n".join(page.paragraphs)))
    assert sum(scores) / len(scores) >= 0.99
    assert min(scores) >= 0.95


def test_a_page_tells_its_author_and_day_and_the_sender_may_say_otherwise(db) -> None:
    page = (
        '<html lang=en><head><meta name=author content="Aya Mori">'
        '<meta property="article:published_time" content="2024-03-26T23:30:00+09:00"></head>'
        "<body><article><h1>Ships</h1><p>The harbour handled 412 ships in 2023.</p></article>"
    )
    content = read_article(page.encode(), content_type="text/html")
    article, _new = add_article(content=content)
    assert (article.byline, str(article.published_on)) == ("Aya Mori", "2024-03-26")
    other = read_article(page.replace("412", "413").encode(), content_type="text/html")
    article, _new = add_article(content=other, byline="the desk")
    assert article.byline == "the desk"


def test_every_claim_of_a_pdf_knows_its_page(db) -> None:
    content = read_article(pdf(["The council paid 900 million yen.", "412 ships came in 2023."]))
    article, _new = add_article(content=content)
    extract_article(article_id=article.pk)
    pages = {claim.quote: claim.origin for claim in Claim.objects.filter(article=article)}
    assert pages["The council paid 900 million yen."] == {"page": 1}
    assert pages["412 ships came in 2023."] == {"page": 2}
