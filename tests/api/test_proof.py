"""Evidence as WARC files over HTTP, streamed; and the same address behind the desk's links."""

from __future__ import annotations

from io import BytesIO

import pytest
from factories import make_claim
from factories_sources import QUOTE, look, make_source
from fastwarc.warc import ArchiveIterator
from rest_framework.test import APIClient

from claims.services.evidence import cite

pytestmark = pytest.mark.django_db


def targets(answer):
    data = b"".join(answer.streaming_content)
    return [
        record.headers["WARC-Target-URI"]
        for record in ArchiveIterator(BytesIO(data))
        if record.headers["WARC-Type"] == "response"
    ]


def test_the_file_is_streamed_as_a_download_to_those_who_may_read_snapshots(client_of):
    source = make_source()
    look(source, QUOTE)
    answer = client_of("auditor").get(
        f"/api/v1/sources/{source.pk}/warc", HTTP_ACCEPT="application/warc"
    )
    assert answer.status_code == 200 and answer.streaming
    assert answer["Content-Type"] == "application/warc"
    assert "attachment" in answer["Content-Disposition"]
    assert targets(answer) == [source.url]
    assert APIClient().get(f"/api/v1/sources/{source.pk}/warc").status_code == 401


def test_nothing_seen_yet_is_a_404_with_a_code(checker):
    answer = checker.get(f"/api/v1/sources/{make_source().pk}/warc")
    assert answer.status_code == 404 and answer.json()["code"] == "nothing_captured"


def test_a_claim_and_an_article_give_what_they_cite_and_nothing_else(checker):
    claim = make_claim(checker.person)
    evidence = cite(
        claim_id=claim.pk,
        stance="supports",
        quote=QUOTE,
        actor=checker.person,
        url="https://cited.example.com/",
    )
    other = make_source()
    look(evidence.passage.source, QUOTE)
    look(other, QUOTE)
    for address in (f"claims/{claim.pk}", f"articles/{claim.article_id}"):
        assert targets(checker.get(f"/api/v1/{address}/warc")) == [evidence.passage.source.url]
