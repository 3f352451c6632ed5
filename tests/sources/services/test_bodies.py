"""Bodies: written down in rows, put away in the storage, read back checked, never half."""

from __future__ import annotations

import os
import time
import zlib
from datetime import timedelta
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from factories_sources import OTHER, QUOTE, look, make_source

from factcheck.errors import FactcheckError
from sources.models import Body, Snapshot
from sources.services.bodies import body_storage, read_body_bytes, store_bodies
from sources.services.putting_away import (
    DELTAS_PER_KEYFRAME,
    PutAway,
    put_away_bodies,
    sweep_orphans,
    waiting_since_seconds,
)
from sources.storage.encoding import digest_of, encode

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bodies_folder")]


def store(*bodies: bytes) -> list[str]:
    store_bodies({digest_of(body): body for body in bodies})
    return [digest_of(body) for body in bodies]


def refusal(sha256: str) -> str:
    with pytest.raises(FactcheckError) as caught:
        read_body_bytes(sha256)
    assert caught.value.remedy
    return caught.value.code


def files() -> list[Path]:
    return sorted(p for p in Path(body_storage().location).rglob("*") if p.is_file())


def test_bytes_are_kept_once_and_come_back_from_the_row_and_from_the_file():
    small, large = b"small", os.urandom(4000)
    digests = store(small, large)
    store(small, large)
    assert Body.objects.count() == 2 and files() == []
    assert [read_body_bytes(each) for each in digests] == [small, large]
    assert put_away_bodies() == PutAway(rows=1, files=1)
    assert len(files()) == 1
    assert [read_body_bytes(each) for each in digests] == [small, large]
    assert put_away_bodies() == PutAway()
    assert Body.objects.get(pk=digests[1]).data is None


def test_later_versions_of_a_page_are_deltas_against_a_keyframe_every_twentieth():
    source = make_source()
    filler = os.urandom(1500).hex()
    for number in range(DELTAS_PER_KEYFRAME + 3):
        look(source, f"{QUOTE} {filler} {number}.", OTHER)
        put_away_bodies()
    bodies = [row.body for row in Snapshot.objects.order_by("id").select_related("body")]
    keyframes = [place for place, body in enumerate(bodies) if body.base_id is None]
    assert keyframes == [0, DELTAS_PER_KEYFRAME + 1]
    assert max(body.stored_size for body in bodies if body.base_id) < bodies[0].stored_size / 10
    for body in bodies:
        assert digest_of(read_body_bytes(body.pk)) == body.pk


def test_many_versions_put_away_in_one_run_follow_their_order_too():
    source = make_source()
    filler = os.urandom(1500).hex()
    for number in range(4):
        look(source, f"{QUOTE} {filler} {number}.", OTHER)
    assert put_away_bodies() == PutAway(rows=3, files=1, deltas=3)


def test_a_version_unlike_the_one_before_becomes_a_keyframe():
    source = make_source()
    look(source, QUOTE, os.urandom(2000).hex())
    look(source, QUOTE, os.urandom(2000).hex())
    put_away_bodies()
    assert Body.objects.filter(base__isnull=False).count() == 0


def test_a_missing_cut_or_altered_file_is_named_with_its_remedy():
    (digest,) = store(os.urandom(4000))
    put_away_bodies()
    (path,) = files()
    whole = path.read_bytes()
    path.write_bytes(whole[:-10])
    assert refusal(digest) == "body_undecodable"
    path.write_bytes(encode(b"x" * 4000))
    assert refusal(digest) == "body_altered"
    path.unlink()
    assert refusal(digest) == "body_missing"
    path.write_bytes(whole)
    assert digest_of(read_body_bytes(digest)) == digest
    assert refusal("0" * 64) == "body_unknown"


def test_a_storage_that_is_away_loses_nothing_and_is_tried_again(settings, tmp_path):
    blocked = tmp_path / "bodies"
    blocked.write_text("a file where the folder should be")
    (digest,) = store(os.urandom(4000))
    assert put_away_bodies().failed == 1
    assert digest_of(read_body_bytes(digest)) == digest
    assert waiting_since_seconds() is not None
    blocked.unlink()
    assert put_away_bodies().files == 1
    assert waiting_since_seconds() is None


def test_a_body_damaged_in_its_row_stops_no_other_and_stays_for_the_verifier():
    bad, good = store(os.urandom(4000), os.urandom(4001))
    Body.objects.filter(pk=bad).update(data=b"no zstd")
    assert put_away_bodies().files == 1
    assert refusal(bad) == "body_undecodable"
    assert digest_of(read_body_bytes(good)) == good


def test_a_file_left_by_a_crash_is_swept_after_a_day_and_a_named_one_never():
    (digest,) = store(os.urandom(4000))
    put_away_bodies()
    (kept,) = files()
    orphan = kept.with_name("0" * 64 + ".abcd1234.zst")
    orphan.write_bytes(b"half")
    assert sweep_orphans() == 0
    old = time.time() - 2 * 86_400
    os.utime(orphan, (old, old))
    os.utime(kept, (old, old))
    assert sweep_orphans() == 1
    assert files() == [kept] and digest_of(read_body_bytes(digest)) == digest


def test_two_writers_of_one_body_leave_one_row_and_one_file(monkeypatch):
    (digest,) = store(os.urandom(4000))
    from sources.services import putting_away

    encode_once = putting_away._smallest

    def overtaken(*args):
        monkeypatch.setattr(putting_away, "_smallest", encode_once)
        assert put_away_bodies().files == 1
        return encode_once(*args)

    monkeypatch.setattr(putting_away, "_smallest", overtaken)
    put_away_bodies()
    assert len(files()) == 1
    assert digest_of(read_body_bytes(digest)) == digest


def test_no_part_written_file_has_the_name_of_a_whole_one(monkeypatch):
    def power_cut(_handle):
        raise OSError("power cut")

    (digest,) = store(os.urandom(4000))
    monkeypatch.setattr("sources.services.durable_files.os.fsync", power_cut)
    assert put_away_bodies().failed == 1
    assert files() == []
    assert digest_of(read_body_bytes(digest)) == digest


def test_the_database_refuses_a_body_kept_in_two_places_or_in_none():
    (digest,) = store(b"x")
    for wrong in ({"file": "xx/yy"}, {"data": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Body.objects.filter(pk=digest).update(**wrong)


@pytest.mark.django_db(transaction=True)
def test_bodies_of_the_first_version_are_migrated_from_zlib_and_back():
    plain = b"page of the first version " * 50
    Body.objects.create(sha256=digest_of(plain), size=len(plain), data=zlib.compress(plain))
    Body.objects.create(sha256="f" * 64, size=3, data=b"damaged before")
    step = import_module("sources.migrations.0003_bodies_from_zlib_to_zstd")
    with connection.schema_editor() as editor:
        step.to_zstd(apps, editor)
        step.to_zstd(apps, editor)
    assert read_body_bytes(digest_of(plain)) == plain
    assert refusal("f" * 64) == "body_undecodable"
    with connection.schema_editor() as editor:
        step.to_zlib(apps, editor)
    assert zlib.decompress(Body.objects.get(pk=digest_of(plain)).data) == plain


def test_an_orphan_is_older_than_any_transaction_could_be():
    from sources.services.putting_away import ORPHAN_AFTER

    assert timedelta(hours=1) < ORPHAN_AFTER
