"""What a page may cost, whatever it does: memory of reader and child together, and time."""

from __future__ import annotations

import json
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any

import pytest
from local_site import LocalSite

from tests.benchmarks.hostile_pages import HOSTILE, hostile_body

ROOT = Path(__file__).resolve().parents[3]
#: Bytes at the peak: of the process that fetches, and of the child that reads.
LIMIT = 250_000_000
CHILD_LIMIT = 400_000_000
SECONDS = 30.0

READER = """
import json, os, resource, sys, time, uuid
os.environ["DJANGO_SETTINGS_MODULE"] = "settings_for_tests"
sys.path[:0] = ["tests"]
import factcheck.celery, django
django.setup()
from django.conf import settings
from factories_sources import make_source
from sources.fetching import FetchRequest, fetch_batch
from sources.services.checking import fetch_config
from sources.services.interpreting import body_digest, interpret
from sources.services.outcomes import DueSource

found = {}
for url in sys.argv[1:]:
    began = time.monotonic()
    request = FetchRequest(key="x", url=url, host_key=url.split("/")[2], robots_policy="ignore")
    result = fetch_batch([request], config=fetch_config(), deadline=began + 25)
    due = DueSource(
        id=uuid.uuid4(), url=url, etag="", last_modified="", final_url="", title="",
        text_length=0, conditional_streak=0, body_sha256="", robots_policy="ignore",
        prose_sha256="", snapshot_id=None, passages=(),
    )
    fetched = result.fetched[0]
    outcome = interpret(due=due, fetched=fetched, digest=body_digest(fetched))
    found[url.rsplit("/", 1)[1]] = [outcome.kind.value, outcome.detail, time.monotonic() - began]
# ru_maxrss would begin with the memory of whoever started this process; VmHWM does not.
own = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
peak = int(own.split()[1]) * 1024
child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
print(json.dumps({"found": found, "peak": peak, "child": child}))
"""


def read(site: LocalSite, *names: str) -> dict[str, Any]:
    """Read pages of the site one after another in one process, as a worker does."""
    done = subprocess.run(
        [sys.executable, "-c", READER, *(site.url(f"/{name}") for name in names)],
        cwd=ROOT,
        env={
            "PATH": "/usr/bin:/bin",
            "FETCH_ALLOW": site.host_key,
            "FETCH_HOST_DELAY_SECONDS": "0",
            "FETCH_FIRST_BYTE_SECONDS": "3",
            "FETCH_TOTAL_SECONDS": "12",
        },
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    for name, (_kind, _detail, seconds) in said["found"].items():
        assert seconds < SECONDS, name
    assert said["peak"] < LIMIT, said
    assert said["child"] < CHILD_LIMIT, said
    print({name: said[name] for name in ("peak", "child")})
    return said["found"]  # type: ignore[no-any-return]


def test_hostile_bodies_end_within_the_memory_of_a_worker(local_site: LocalSite) -> None:
    # "deep" only takes its time; tests/sources/reading ends it sooner.
    names = [name for name in HOSTILE if name != "deep"]
    for name in names:
        body, kind, coding = hostile_body(name)
        headers = {"Content-Encoding": coding} if coding else {}
        local_site.page(f"/{name}", body, content_type=kind, headers=headers, validators=False)
    found = read(local_site, *names)
    assert found["bomb"][0] == found["declared"][0] == "refused"
    assert found["plain"][0] == "ok"


def test_every_coding_of_a_bomb_is_stopped_at_the_cap(local_site: LocalSite) -> None:
    zeros = b"\0" * 300_000_000
    deflated = zlib.compress(zeros, 1)
    raw = zlib.compressobj(1, zlib.DEFLATED, -15)
    local_site.bomb("/gzip")
    for name, body, coding in (
        ("deflate", deflated, "deflate"),
        ("raw-deflate", raw.compress(zeros) + raw.flush(), "deflate"),
        ("twice", zlib.compress(deflated), "deflate, deflate"),
        ("br", b"\x5b\xff\xff\x2f\xf8" * 1000, "br"),
    ):
        local_site.page(f"/{name}", body, headers={"Content-Encoding": coding}, validators=False)
    del zeros
    found = read(local_site, "gzip", "deflate", "raw-deflate", "twice", "br")
    said = {name: (kind, detail.split(":")[0]) for name, (kind, detail, _s) in found.items()}
    bomb, not_asked_for = ("refused", "too_large"), ("unknown", "bad_encoding")
    assert said == {
        "gzip": bomb,
        "deflate": bomb,
        "raw-deflate": bomb,
        "twice": not_asked_for,
        "br": not_asked_for,
    }


def test_servers_that_never_end_are_left_in_time(local_site: LocalSite) -> None:
    local_site.drip("/drip", every=0.2, total=100_000)
    local_site.drip_headers("/headers")
    local_site.endless("/endless")
    local_site.stall("/stall")
    many = b"".join(b"X-%d: %s\r\n" % (number, b"a" * 1000) for number in range(60_000))
    local_site.raw("/many-headers", b"HTTP/1.1 200 OK\r\n" + many)
    for name, to in (("loop", "/loop-2"), ("loop-2", "/loop")):
        local_site.redirect(f"/{name}", to)
    local_site.redirect_chain("/hop", 40, "/end")
    local_site.redirect("/chain", "/hop/1")
    names = ("drip", "headers", "endless", "stall", "many-headers", "loop", "chain")
    found = read(local_site, *names)
    assert {name: kind for name, (kind, _d, _s) in found.items() if kind == "ok"} == {}, found


def test_an_ordinary_page_of_five_megabytes_is_still_read(local_site: LocalSite) -> None:
    """The control: the limits are not reached by refusing what is merely long."""
    sentence = "<p>The harbour handled 412 ships in 2023, said the mayor on Monday.</p>\n"
    body = "<html><body><main>" + sentence * (5_000_000 // len(sentence)) + "</main></body></html>"
    local_site.page("/long", body)
    assert read(local_site, "long")["long"][0] == "ok"


def test_the_measurement_sees_memory(
    local_site: LocalSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of the limit: it is compared with what a process really takes."""
    monkeypatch.setattr(sys.modules[__name__], "LIMIT", 40_000_000)
    local_site.html("/small", "A page", "A few words.")
    with pytest.raises(AssertionError, match="peak"):
        read(local_site, "small")
