"""What a snapshot and an observation say of how the bytes were obtained."""

from __future__ import annotations

import ssl
from dataclasses import replace

import pytest
from factories_sources import OTHER, QUOTE, make_due, make_passage, make_source

from sources.models import Host, Observation, Snapshot
from sources.services import checking

pytestmark = pytest.mark.django_db


@pytest.fixture
def over_tls(tls_site, certificate, settings, monkeypatch):
    settings.FETCH_ALLOW = tls_site.host_key
    settings.FETCH_HOST_DELAY_SECONDS = 0
    trust = ssl.create_default_context(cafile=certificate[0])
    usual = checking.fetch_config
    monkeypatch.setattr(checking, "fetch_config", lambda: replace(usual(), tls=trust))
    return tls_site


def check():
    Host.objects.update(backoff_until=None)
    make_due()
    return checking.check_due(owner="test")


def test_a_snapshot_says_what_was_asked_who_answered_and_how_long_it_took(over_tls, settings):
    over_tls.html("/a", "Ships", QUOTE, OTHER)
    make_passage(make_source(over_tls.url("/a")))
    assert check().snapshots == 1
    snapshot = Snapshot.objects.get()
    assert snapshot.request["method"] == "GET"
    assert snapshot.request["url"] == over_tls.url("/a")
    assert snapshot.request["headers"]["User-Agent"] == settings.FETCH_USER_AGENT
    assert snapshot.address == "127.0.0.1" and snapshot.origin == "robot"
    assert snapshot.tls["subject"] == "CN=factcheck tests" and snapshot.tls["not_after"]
    assert set(snapshot.timings) == {"connect_ms", "first_byte_ms", "total_ms"}
    assert snapshot.timings["total_ms"] >= snapshot.timings["first_byte_ms"]
    observation = Observation.objects.get()
    assert observation.certificate_sha256 == snapshot.tls["sha256"] != ""


def test_the_validators_sent_and_the_redirects_followed_are_on_record(over_tls):
    over_tls.html("/b", "Ships", QUOTE, OTHER)
    over_tls.redirect("/a", "/b")
    make_passage(make_source(over_tls.url("/a")))
    check()
    over_tls.html("/b", "Ships", QUOTE.replace("412", "142"), OTHER)
    check()
    first, second = Snapshot.objects.order_by("id")
    assert first.request["redirects"] == [[302, over_tls.url("/a")]]
    assert "If-None-Match" not in first.request["headers"]
    assert second.request["headers"]["If-None-Match"] == first.headers["etag"]
