"""What was seen, read back by another WARC reader, byte for byte."""

from __future__ import annotations

import json
from hashlib import sha256
from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command
from factories_sources import ALTERED, QUOTE, look, make_due, make_passage, make_source
from fastwarc.warc import ArchiveIterator, WarcRecordType

from factcheck.clock import now
from factcheck.errors import NotFound
from sources.models import Body, Host, Snapshot
from sources.proof.warc import Capture, write_warc
from sources.services import checking
from sources.services.proof_export import export_sources

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(local_site, settings):
    settings.FETCH_ALLOW = local_site.host_key
    settings.FETCH_HOST_DELAY_SECONDS = 0
    return local_site


def check():
    Host.objects.update(backoff_until=None)
    make_due()
    checking.check_due(owner="test")


def read(data: bytes) -> list[tuple[str, dict, dict, bytes, int | None]]:
    """Every record: type, WARC headers, HTTP headers, payload, HTTP status."""
    found = []
    for record in ArchiveIterator(BytesIO(data), parse_http=False):
        assert record.verify_block_digest(consume=False) is not False
        found.append(record.record_type)
    rows = []
    for record in ArchiveIterator(BytesIO(data)):
        http = record.http_headers
        if record.record_type == WarcRecordType.response:
            assert record.verify_payload_digest(consume=False)
        rows.append(
            (
                record.headers["WARC-Type"],
                dict(record.headers.items()),
                {k.lower(): v for k, v in http.items()} if http is not None else {},
                record.reader.read(),
                http.status_code if http is not None else None,
            )
        )
    assert len(rows) == len(found)
    return rows


def of_type(rows, name):
    return [row for row in rows if row[0] == name]


def test_a_page_comes_back_byte_for_byte_from_another_reader(site):
    site.gzipped("/a", f"<title>港</title><p>{QUOTE}</p><p>港は混んでいる。</p>".encode())
    source = make_source(site.url("/a"))
    passage = make_passage(source)
    check()
    data = b"".join(export_sources(source_ids=[source.pk], subject="test"))
    rows = read(data)
    assert data.startswith(b"\x1f\x8b") and of_type(rows, "warcinfo")
    (response,) = of_type(rows, "response")
    snapshot = source.snapshots.get()
    assert response[3] == f"<title>港</title><p>{QUOTE}</p><p>港は混んでいる。</p>".encode()
    assert response[4] == 200 and response[1]["WARC-Target-URI"] == source.url
    assert response[1]["WARC-IP-Address"] == "127.0.0.1"
    assert response[1]["WARC-Date"].startswith(f"{snapshot.fetched_at:%Y-%m-%dT%H:%M:%S}")
    # Decoded bytes under a header that says they are not would be a lie.
    assert "content-encoding" not in response[2]
    assert response[2]["x-archive-orig-content-encoding"] == "gzip"
    assert response[2]["content-length"] == str(len(response[3]))
    (request,) = of_type(rows, "request")
    assert request[2]["user-agent"].startswith("factcheck/")
    metadata = json.loads(of_type(rows, "metadata")[0][3])
    assert metadata["snapshot"] == str(snapshot.pk)
    assert metadata["passages"][0]["passage"] == str(passage.pk)


def test_repeats_are_revisits_and_failures_are_metadata(site):
    site.html("/a", "Ships", QUOTE)
    source = make_source(site.url("/a"))
    make_passage(source)
    check()
    check()  # 304
    site.html("/a", "Ships", QUOTE, validators=False)
    check()  # the same bytes
    site.html("/a", "Ships", QUOTE.replace("412", "142"))
    check()
    site.html("/a", "Ships", QUOTE)
    check()  # A, B, A: the first bytes again
    site.failing("/a")
    check()
    rows = read(b"".join(export_sources(source_ids=[source.pk], subject="test")))
    first, second = of_type(rows, "response")
    revisits = of_type(rows, "revisit")
    assert len(revisits) == 3 and b"412" in first[3] and b"142" in second[3]
    assert {row[1]["WARC-Refers-To"] for row in revisits} == {first[1]["WARC-Record-ID"]}
    profiles = sorted(row[1]["WARC-Profile"].rpartition("/")[2] for row in revisits)
    assert profiles == ["identical-payload-digest"] * 2 + ["server-not-modified"]
    outcomes = [json.loads(row[3]).get("outcome") for row in of_type(rows, "metadata")]
    assert sorted(filter(None, outcomes)) == ["not_modified", "unchanged", "unreachable"]


def test_one_body_at_a_time_is_in_memory(site):
    taken = []

    def captures():
        for number in range(20):
            taken.append(number)
            body = bytes([number]) * 100
            yield Capture(
                uri="https://example.com/",
                at=now(),
                body=body,
                sha256=sha256(body).hexdigest(),
                status=200,
            )

    pieces = write_warc(captures(), info={"software": "test"})
    next(pieces)
    assert taken == []
    next(pieces)
    assert taken == [0]


def test_the_command_writes_a_new_file_and_never_touches_an_old_one(site, tmp_path):
    site.html("/a", "Ships", QUOTE)
    source = make_source(site.url("/a"))
    check()
    target = tmp_path / "a.warc.gz"
    out = StringIO()
    call_command("export_warc", source=source.pk, output=str(target), stdout=out)
    assert len(of_type(read(target.read_bytes()), "response")) == 1
    assert str(target.stat().st_size) in out.getvalue()
    with pytest.raises(CommandError):
        call_command("export_warc", source=source.pk, output=str(target))


def test_a_source_never_looked_at_is_refused_before_the_first_byte():
    with pytest.raises(NotFound) as refused:
        export_sources(source_ids=[make_source().pk], subject="x")
    assert refused.value.code == "nothing_captured"


def test_a_capture_by_hand_is_a_resource_record_that_names_its_person(people):
    source = make_source()
    look(source, QUOTE)
    Snapshot.objects.update(
        origin="hand", fence=-1, captured_by=people["checker"], captured_note="seen logged in"
    )
    rows = read(b"".join(export_sources(source_ids=[source.pk], subject="test", looks=False)))
    (resource,) = of_type(rows, "resource")
    assert QUOTE.encode() in resource[3] and not of_type(rows, "response")
    facts = json.loads(of_type(rows, "metadata")[0][3])
    assert facts["captured_by"] == people["checker"].username
    assert facts["captured_note"] == "seen logged in"


def test_what_we_sent_is_a_request_record_only_when_it_is_on_record():
    source = make_source()
    look(source, QUOTE)
    assert not of_type(
        read(b"".join(export_sources(source_ids=[source.pk], subject="x"))), "request"
    )
    sent = {"Host": "example.com", "User-Agent": "factcheck/0.1"}
    Snapshot.objects.update(request={"method": "GET", "url": source.url, "headers": sent})
    rows = read(b"".join(export_sources(source_ids=[source.pk], subject="x")))
    (request,), (response,) = of_type(rows, "request"), of_type(rows, "response")
    assert request[2]["user-agent"] == "factcheck/0.1"
    assert request[1]["WARC-Concurrent-To"] == response[1]["WARC-Record-ID"]


def test_deleted_evidence_leaves_a_note_in_the_file_and_the_rest_stays_valid():
    source = make_source()
    look(source, QUOTE)
    look(source, ALTERED)
    first = source.snapshots.earliest("pk")
    Body.objects.filter(pk=first.body_id).update(data=None, file="", removed_at=now())
    rows = read(b"".join(export_sources(source_ids=[source.pk], subject="x")))
    assert len(of_type(rows, "response")) == 1
    notes = [json.loads(row[3]) for row in of_type(rows, "metadata")]
    assert [note["snapshot"] for note in notes if note.get("unavailable") == "body_removed"] == [
        str(first.pk)
    ]
