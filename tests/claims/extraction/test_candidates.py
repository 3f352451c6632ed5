"""The candidate as a whole: shape, kinds, order, wording, references, the customer's article."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from claims.extraction import ClaimCandidate, extract_claims
from claims.extraction.brackets import Enclosures, match_pairs
from factcheck.text.language import guess_language

MARCH = date(2024, 3, 26)
ARTICLE = Path(__file__).parents[4] / "shared" / "articles" / "agora-2024-03-26.ja.txt"


def _one(text: str, language: str = "ja") -> ClaimCandidate:
    found = extract_claims(text, language=language, published_on=MARCH)
    assert len(found) == 1
    return found[0]


def test_the_json_shape_is_exactly_the_agreed_one() -> None:
    text = "県の発表によると、昨年9月に約250人が移った（「移住の記録」2024年2月29日参考）。"
    row = json.loads(json.dumps(_one(text).as_dict()))
    assert list(row) == [
        "id", "parent", "start", "end", "quote", "kind", "score", "reasons", "wording",
        "attribution", "dates", "quantities", "citations", "names",
    ]  # fmt: skip
    assert set(row["attribution"]) == {"text", "start", "end", "speaker", "mode", "anonymous"}
    assert row["dates"] == [{"text": "昨年9月", "start": 9, "end": 13, "resolved": "2023-09"}]
    assert row["quantities"] == [
        {
            "text": "約250人", "start": 14, "end": 19, "value": 250, "low": None, "high": None,
            "unit": "人", "modifier": "約",
        }
    ]  # fmt: skip
    assert row["citations"] == [
        {
            "text": "（「移住の記録」2024年2月29日参考）", "start": 23, "end": 44,
            "title": "移住の記録", "date": "2024-02-29",
        }
    ]  # fmt: skip


def test_a_date_of_a_reference_is_no_date_of_the_event() -> None:
    found = _one('The plan failed (see "The failed plan", 29 February 2024).', "en")
    assert found.dates == ()
    assert [(one.title, one.date) for one in found.citations] == [("The failed plan", "2024-02-29")]


def test_a_gloss_in_brackets_is_no_reference() -> None:
    assert _one("国際刑事裁判所（ICC、ハーグ）は逮捕状を出した。").citations == ()


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("町は橋を3本閉鎖した。", "ja", "fact"),
        ("町によると、橋は3本ある。", "ja", "attributed"),
        ("「橋はもう二度と使えない状態だ」と山田氏は述べた。", "ja", "quote"),
        ("町は橋を直すべきだ。", "ja", "opinion"),
        ("来年には橋が開通する見通しだ。", "ja", "prediction"),
        ("橋は本当に必要なのだろうか。", "ja", "question"),
        ("話はそれだけではない。", "ja", "background"),
        ("編集部より:この記事は再掲です。", "ja", "editorial"),
        ("The town closed three bridges in May 2023.", "en", "fact"),
        ("The town said it closed three bridges.", "en", "attributed"),
        ('"The bridge is broken beyond any repair," said Mary Jones.', "en", "quote"),
        ("The town should repair the bridge.", "en", "opinion"),
        ("The bridge is expected to open in 2027.", "en", "prediction"),
        ("Who closed the bridge?", "en", "question"),
        ("Editor's note: this story has been corrected.", "en", "editorial"),
    ],
)
def test_a_sentence_has_its_kind(text: str, language: str, kind: str) -> None:
    assert _one(text, language).kind == kind


def test_kinds_a_desk_rarely_checks_rank_below_every_checkable_sentence() -> None:
    text = (
        "町は橋を閉じた。\n\n市長は2024年に3人を解雇し、違法に500万円を受け取ったのだろう。\n\n"
        "なぜ2023年に3人が死亡したのか？\n\n写真は3人が死亡した橋(2024年1月1日、提供)\n"
    )
    found = extract_claims(text, published_on=MARCH)
    checkable = [one.score for one in found if one.kind in ("fact", "attributed", "quote")]
    rest = [one.score for one in found if one.kind not in ("fact", "attributed", "quote")]
    assert len(found) == 4
    assert len(rest) == 3
    assert max(rest) < min(checkable)


def test_numbers_dates_and_accusations_raise_the_score_and_say_so() -> None:
    plain = _one("町は橋の工事を進めている。")
    rich = _one("市長は2024年1月に500万円の賄賂を受け取った。")
    assert rich.score > plain.score
    assert {"number", "date", "absolute_date", "accusation"} <= set(rich.reasons)


def test_wording_makes_relative_dates_plain_and_joins_lines() -> None:
    assert _one("橋は昨年9月に閉じた。").wording == "橋は2023年9月に閉じた。"
    assert _one("It closed last week.", "en").wording == "It closed last week."
    assert _one("It closed on Monday.", "en").wording == "It closed on 25 March 2024."
    assert _one("橋は2014年1月に閉じた。").wording == "橋は2014年1月に閉じた。"


def test_names_with_a_title_are_found() -> None:
    found = _one("ロバート・リード大統領と山田花子外相が会った。")
    assert [one.text for one in found.names] == ["ロバート・リード", "山田花子"]
    english = _one("The mayor met Mary Jones in New York.", "en")
    assert [one.text for one in english.names] == ["Mary Jones", "New York"]


def test_every_sentence_is_a_candidate() -> None:
    text = "題名\n\n町は橋を閉じた。残念だ。なぜか？\n"
    assert [one.quote for one in extract_claims(text)] == [
        "題名",
        "町は橋を閉じた。",
        "残念だ。",
        "なぜか？",
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("町は橋を閉じた。", "ja"),
        ("The town closed the bridge in May.", "en"),
        ("Die Stadt hat die Brücke im Mai geschlossen und das ist nicht gut.", "de"),
        ("政府宣布关闭大桥。", "zh"),
        ("정부는 다리를 폐쇄했다.", "ko"),
        ("Город закрыл мост.", "ru"),
        ("12345", "en"),
        ("", "en"),
    ],
)
def test_the_language_is_guessed_the_same_each_time(text: str, code: str) -> None:
    assert guess_language(text) == guess_language(text) == code


@pytest.fixture
def article() -> str:
    if not ARTICLE.exists():
        pytest.skip("the customer's article is not here")
    return ARTICLE.read_text(encoding="utf-8")


def test_no_span_of_the_article_crosses_a_sentence_end(article: str) -> None:
    inside = Enclosures(match_pairs(article))
    for one in extract_claims(article, published_on=MARCH):
        assert article[one.start : one.end] == one.quote
        for match in re.finditer("。", one.quote[:-1]):
            assert inside.around(one.start + match.start()) is not None


def test_every_number_date_and_report_of_the_article_is_covered(article: str) -> None:
    found = extract_claims(article, published_on=MARCH)
    covered = bytearray(len(article))
    for one in found:
        covered[one.start : one.end] = b"\x01" * (one.end - one.start)
    uncovered = {mark for at, mark in enumerate(article) if not covered[at] and not mark.isspace()}
    assert uncovered == set()
    cues = "によると|という。|いわれている|と発言した|受け取られている|を読むと|報告している"
    for match in re.finditer(cues, article):
        holder = next(one for one in found if one.start <= match.start() < one.end)
        assert holder.attribution is not None
        assert holder.kind in ("attributed", "quote")


def test_relative_dates_of_the_article_are_resolved(article: str) -> None:
    found = extract_claims(article, published_on=MARCH)
    dates = {(hit.text, hit.resolved) for one in found for hit in one.dates}
    assert {
        ("昨年9月", "2023-09"),
        ("昨年11月21日", "2023-11-21"),
        ("24日", "2024-03-24"),
        ("23日", "2024-03-23"),
        ("1月16日", "2024-01-16"),
        ("昨年3月", "2023-03"),
        ("2014年1月", "2014-01"),
    } <= dates
    assert {hit.date for one in found for hit in one.citations} == {
        "2024-02-29",
        "2016-05-27",
        "2024-01-26",
    }
