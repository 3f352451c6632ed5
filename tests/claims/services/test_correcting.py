"""Putting a proposal right: exact, recorded, and refused where it would break something."""

from __future__ import annotations

import json

import pytest
from claim_steps import act, ready
from factories import make_article

from claims.models import Claim, ProposalCorrection
from claims.services.correcting import correct_proposal
from claims.services.extracting import extract_article
from claims.services.training import _decisions
from factcheck.errors import Conflict, FactcheckError, InvalidInput, NotPermitted, StaleVersion
from factcheck.ledger.models import Entry

pytestmark = pytest.mark.django_db

TEXT = (
    "Minister Aya Mori opened the pier.\n\n"
    "The ministry said on Tuesday that the harbour handled 412 ships last year. Nobody objected."
)


@pytest.fixture
def claim() -> Claim:
    article = make_article(text=TEXT)
    extract_article(article_id=article.pk)
    return Claim.objects.get(quote__contains="412", parent=None)


def correct(claim, people, part, **given):
    return correct_proposal(claim_id=claim.pk, part=part, actor=people["checker"], **given)


def test_a_span_put_right_takes_the_words_and_leaves_what_lies_outside(claim, people) -> None:
    start = TEXT.index("the harbour handled")
    fresh = correct(claim, people, "span", start=start, end=TEXT.index(" last year"))
    assert fresh.quote == "the harbour handled 412 ships"
    assert [row["text"] for row in fresh.quantities] == ["412 ships"]
    assert fresh.dates == []
    kept = ProposalCorrection.objects.get()
    assert (kept.part, kept.by) == ("span", people["checker"])
    assert kept.before["quote"] == kept.quote == claim.quote
    assert kept.after["quote"] == fresh.quote


def test_a_correction_is_a_fact_of_the_ledger_in_words(claim, people) -> None:
    correct(claim, people, "kind", kind="opinion")
    entry = Entry.objects.get(kind="claim.proposal_corrected")
    assert entry.changes == {"kind": [claim.kind, "opinion"]}


def test_a_speaker_is_found_where_the_article_names_them(claim, people) -> None:
    fresh = correct(claim, people, "speaker", speaker="Aya Mori")
    start = fresh.attribution["start"]
    assert TEXT[start : fresh.attribution["end"]] == "Aya Mori" == fresh.attribution["speaker"]
    assert correct(claim, people, "speaker", speaker="").attribution is None
    with pytest.raises(InvalidInput, match="is not named"):
        correct(claim, people, "speaker", speaker="Nobody objected")


@pytest.mark.parametrize(
    "resolved",
    ["2024-03-26", "2024-03", "2024", "199X", "2023-09/2024-02", "2024-21", "2023-09~", ""],
)
def test_a_date_takes_what_edtf_can_say(claim, people, resolved: str) -> None:
    fresh = correct(claim, people, "date", at=0, resolved=resolved)
    assert fresh.dates[0]["resolved"] == (resolved or None)
    assert fresh.dates[0]["text"] == claim.dates[0]["text"]


@pytest.mark.parametrize(
    "resolved", ["yesterday", "2024-13", "26.3.2024", "2024-03-32", "20240326"]
)
def test_what_is_no_date_is_refused_with_an_example(claim, people, resolved: str) -> None:
    with pytest.raises(InvalidInput, match="2023-09-13"):
        correct(claim, people, "date", at=0, resolved=resolved)
    assert not ProposalCorrection.objects.exists()


def test_a_quantity_takes_value_and_unit_and_keeps_its_words(claim, people) -> None:
    fresh = correct(claim, people, "quantity", at=0, value=412.0, unit="vessels")
    row = fresh.quantities[0]
    assert (row["text"], row["value"], row["unit"]) == ("412 ships", 412.0, "vessels")
    with pytest.raises(InvalidInput, match="Load the page again"):
        correct(claim, people, "quantity", at=9, value=1.0, unit="")


def test_the_same_again_changes_and_records_nothing(claim, people) -> None:
    before = Claim.objects.get(pk=claim.pk).version
    correct(claim, people, "kind", kind=claim.kind)
    assert Claim.objects.get(pk=claim.pk).version == before
    assert not ProposalCorrection.objects.exists()


def test_a_span_that_is_another_claim_is_refused(claim, people) -> None:
    other = Claim.objects.get(quote="Nobody objected.")
    with pytest.raises(Conflict, match="already a claim"):
        correct(claim, people, "span", start=other.start, end=other.end)
    assert Claim.objects.get(pk=claim.pk).quote == claim.quote
    assert not ProposalCorrection.objects.exists()


@pytest.mark.parametrize(("start", "end"), [(-1, 5), (5, 5), (0, 10_000), (34, 36)])
def test_a_span_outside_the_text_or_without_words_is_refused(claim, people, start, end) -> None:
    with pytest.raises(InvalidInput):
        correct(claim, people, "span", start=start, end=end)


def test_nobody_corrects_on_an_old_version_without_the_right_or_a_settled_claim(
    claim, people
) -> None:
    with pytest.raises(StaleVersion):
        correct(claim, people, "kind", kind="opinion", expected_version=claim.version - 1)
    with pytest.raises(NotPermitted):
        correct_proposal(claim_id=claim.pk, part="kind", actor=people["auditor"], kind="opinion")
    act(claim, "dismiss", people["checker"], reason="opinion")
    with pytest.raises(Conflict, match="settled"):
        correct(claim, people, "kind", kind="opinion")


def test_words_in_review_stand(people) -> None:
    claim = ready(people)
    act(claim, "submit", people["checker"])
    with pytest.raises(FactcheckError, match="in review"):
        correct(claim, people, "span", start=0, end=5)


def test_a_kind_put_right_teaches_the_next_fit(claim, people) -> None:
    correct(claim, people, "kind", kind="fact" if claim.kind != "fact" else "quote")
    correct(claim, people, "kind", kind="opinion")
    assert [(one.text, one.label) for one in _decisions()] == [(claim.quote, 0)]


def test_what_was_put_right_is_json_that_any_tool_reads(claim, people) -> None:
    correct(claim, people, "date", at=0, resolved="2024-03-19")
    kept = ProposalCorrection.objects.get()
    assert json.loads(json.dumps([kept.before, kept.after]))[1]["resolved"] == "2024-03-19"
