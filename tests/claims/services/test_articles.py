"""Articles come in once; extraction is leased, fenced and recorded once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from factories import make_article

from claims.models import Article, Claim
from claims.models.article import Extraction
from claims.services import articles
from claims.services.articles import lease_extractions, record_extraction, retry_extraction
from claims.services.claims import add_claim
from claims.services.extracting import extract_article, extract_waiting_articles
from factcheck.ledger.models import Entry

pytestmark = pytest.mark.django_db


def test_the_same_text_is_the_same_article() -> None:
    first = make_article("Title\n\nThe tower is 90 m high.")
    again = make_article("Title\n\nThe tower is 90 m high.")
    assert first.pk == again.pk
    assert Article.objects.count() == 1
    assert Entry.objects.filter(kind="article.added").count() == 1


def test_an_author_named_later_is_kept_and_never_replaced(people) -> None:
    text = "Title\n\nThe tower is 90 m high."
    make_article(text)
    make_article(text, author=people["reporter"])
    make_article(text, author=people["checker"])
    assert Article.objects.get().author == people["reporter"]
    assert Entry.objects.filter(kind="article.author_named").count() == 1


def test_extraction_proposes_claims_whose_spans_are_true() -> None:
    article = make_article()
    assert extract_article(article_id=article.pk)
    article.refresh_from_db()
    assert article.extraction == Extraction.DONE
    text = article.revisions.get().text
    claims = list(article.claims.all())
    assert any("412 ships" in claim.quote for claim in claims)
    for claim in claims:
        assert text[claim.start : claim.end] == claim.quote
        assert claim.status == "proposed"
        assert claim.proposed_by is None
        assert claim.content_hash


def test_extraction_runs_once_however_often_the_bell_rings() -> None:
    article = make_article()
    assert [extract_waiting_articles() for _ring in range(3)] == [1, 0, 0]
    assert Entry.objects.filter(kind="article.extracted", article_id=article.pk).count() == 1


def test_a_late_extraction_of_an_expired_lease_writes_nothing() -> None:
    article = make_article()
    (late,) = lease_extractions()
    Article.objects.update(extraction_lease_until=article.created_at - timedelta(hours=1))
    (fresh,) = lease_extractions()
    assert fresh.fence > late.fence
    candidates = _candidates(fresh.text)
    assert record_extraction(work=late, candidates=candidates) == []
    assert Claim.objects.count() == 0
    assert len(record_extraction(work=fresh, candidates=candidates)) == len(candidates)


def test_an_extraction_that_kills_its_worker_is_given_up_with_a_reason() -> None:
    article = make_article()
    for _attempt in range(articles.MAX_ATTEMPTS):
        assert lease_extractions()
        Article.objects.update(extraction_lease_until=article.created_at - timedelta(hours=1))
    assert lease_extractions() == []
    article.refresh_from_db()
    assert article.extraction == Extraction.FAILED
    assert "3" in article.extraction_error


def test_a_worker_of_an_earlier_round_stays_refused_after_a_retry(people) -> None:
    article = make_article()
    (late,) = lease_extractions()
    Article.objects.update(extraction=Extraction.FAILED)
    retry_extraction(article_id=article.pk, actor=people["checker"])
    (fresh,) = lease_extractions()
    assert fresh.fence > late.fence
    assert record_extraction(work=late, candidates=_candidates(late.text)) == []
    assert record_extraction(work=fresh, candidates=_candidates(fresh.text))


def test_a_failing_extractor_leaves_a_reason_and_no_claims(monkeypatch) -> None:
    def explode(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("the model file is damaged")

    monkeypatch.setattr("claims.extraction.extract_claims", explode)
    article = make_article()
    extract_article(article_id=article.pk)
    article.refresh_from_db()
    assert article.extraction == Extraction.FAILED
    assert "the model file is damaged" in article.extraction_error
    assert article.claims.count() == 0


def _candidates(text: str) -> list:
    from claims.extraction import extract_claims

    return extract_claims(text, language="en")


SEVERAL_FACTS = "The river flooded 200 homes, and the town closed three bridges. Nobody died.\n"


def test_parts_are_stored_under_their_sentence_once_and_do_not_hold_up_clearance(people) -> None:
    article = make_article(SEVERAL_FACTS)
    (work,) = lease_extractions()
    stored = record_extraction(work=work, candidates=_candidates(work.text))
    parts = [claim for claim in stored if claim.parent_id]
    (whole,) = {claim.parent for claim in parts}
    assert [part.quote for part in parts] == [
        "The river flooded 200 homes",
        "the town closed three bridges.",
    ]
    assert whole.quote.endswith("three bridges.") and whole.parent_id is None
    Article.objects.update(extraction=Extraction.FAILED)
    retry_extraction(article_id=article.pk, actor=people["checker"])
    (again,) = lease_extractions()
    assert record_extraction(work=again, candidates=_candidates(again.text)) == []
    progress = Article.objects.with_progress().get()
    assert progress.claims_total == 2 < article.claims.count() == 4


def test_parts_of_a_sentence_somebody_claimed_by_hand_hang_on_that_claim(people) -> None:
    article = make_article(SEVERAL_FACTS)
    end = SEVERAL_FACTS.index(" Nobody")
    by_hand = add_claim(article_id=article.pk, start=0, end=end, actor=people["reporter"])
    (work,) = lease_extractions()
    record_extraction(work=work, candidates=_candidates(work.text))
    assert [part.parent_id for part in by_hand.parts.all()] == [by_hand.pk] * 2
    assert article.claims.filter(start=0, end=end).get() == by_hand


def test_a_proposal_keeps_what_its_wording_filled_in() -> None:
    article = make_article("Ana Belton runs the clinic. She treated 300 patients.\n")
    work = lease_extractions(limit=1, article_id=article.pk)[0]
    stored = record_extraction(work=work, candidates=_candidates(work.text))
    assert [fill for claim in stored for fill in claim.fills] == [
        {"start": 28, "end": 31, "text": "She", "with": "Ana Belton", "why": "pronoun"}
    ]


def test_the_desks_own_names_are_known_and_a_bad_list_holds_nothing_up(settings, tmp_path) -> None:
    path = tmp_path / "names.txt"
    path.write_text("weed;product;ムカデグサ;\n", encoding="utf-8")
    settings.KNOWN_NAMES = str(path)
    article = make_article("庭にムカデグサが育った。\n", language="ja")
    assert extract_article(article_id=article.pk)
    assert [name["kind"] for name in article.claims.get().names] == ["product"]
    settings.KNOWN_NAMES = str(tmp_path / "missing.txt")
    other = make_article("池にムカデグサが育った。\n", language="ja")
    assert extract_article(article_id=other.pk)
    assert other.claims.count() == 1
