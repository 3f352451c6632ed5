"""The same bodies in an S3-compatible bucket: settings, storing, reading, sweeping, outages."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from factcheck.body_storage import bucket_storage
from factcheck.errors import FactcheckError
from sources.services.bodies import read_body_bytes, store_bodies
from sources.services.putting_away import put_away_bodies, sweep_orphans
from sources.storage.encoding import digest_of

pytest.importorskip("storages", reason="requirements-s3.lock is not installed")
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::DeprecationWarning:botocore.*"),
]
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def bucket(settings, monkeypatch):
    from s3_stand_in import Bucket

    made = Bucket()
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "tests")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "tests")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    backend = bucket_storage("evidence", endpoint=made.url, region="eu-west-1", prefix="bodies")
    settings.STORAGES = settings.STORAGES | {"bodies": backend}
    settings.BODY_ROW_BYTES = 100
    yield made
    made.close()


def test_bodies_are_kept_in_the_bucket_read_back_checked_and_swept(bucket):
    body = os.urandom(4000)
    store_bodies({digest_of(body): body})
    assert put_away_bodies().files == 1
    (key,) = bucket.objects
    assert key.startswith(f"bodies/{digest_of(body)[:2]}/{digest_of(body)}.")
    assert read_body_bytes(digest_of(body)) == body
    bucket.objects["bodies/00/left-by-a-crash.zst"] = (b"half", 0.0)
    assert sweep_orphans() == 1 and list(bucket.objects) == [key]
    del bucket.objects[key]
    with pytest.raises(FactcheckError) as caught:
        read_body_bytes(digest_of(body))
    assert caught.value.code == "body_missing"


def test_a_bucket_that_is_away_loses_nothing_and_is_tried_again(bucket):
    body = os.urandom(4000)
    store_bodies({digest_of(body): body})
    bucket.broken = True
    assert put_away_bodies().failed == 1
    assert read_body_bytes(digest_of(body)) == body
    bucket.broken = False
    assert put_away_bodies().files == 1
    bucket.broken = True
    with pytest.raises(FactcheckError) as caught:
        read_body_bytes(digest_of(body))
    assert caught.value.code == "storage_unavailable"


def test_the_environment_alone_chooses_the_bucket():
    environment = os.environ | {
        "BODIES_S3_BUCKET": "evidence",
        "BODIES_S3_ENDPOINT": "https://s3.example.org",
        "SECRET_KEY": "x",
    }
    code = (
        "from factcheck.settings import STORAGES as s;"
        "print(s['bodies']['BACKEND'], s['bodies']['OPTIONS']['endpoint_url'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=ROOT, capture_output=True, text=True
    )
    assert done.stdout.split() == ["storages.backends.s3.S3Storage", "https://s3.example.org"]
