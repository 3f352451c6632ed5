"""A bomb costs no memory: measured in a process of its own."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]

CHILD = """
import resource, sys, time
from sources.fetching import FetchConfig, FetchRequest, fetch_batch

url, host, port, quiet = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
config = FetchConfig(user_agent="t/1", allow=frozenset({(host, port)}), delay_seconds=0)

def read(url):
    request = FetchRequest(key=url, url=url, host_key=f"{host}:{port}", robots_policy="ignore")
    return fetch_batch([request], config=config, deadline=time.monotonic() + 60).fetched[0]

def peak_kb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

assert read(quiet).status == 200
before = peak_kb()
codes = [read(url).error.code for _ in range(3)]
print(before, peak_kb(), *codes)
"""


def test_a_bomb_of_three_hundred_megabytes_leaves_memory_flat(local_site):
    local_site.page("/quiet", "x")
    packed = local_site.bomb("/bomb", 300_000_000)
    assert packed < 320_000
    done = subprocess.run(
        [
            sys.executable,
            "-W",
            "error",
            "-c",
            CHILD,
            local_site.url("/bomb"),
            local_site.address,
            str(local_site.port),
            local_site.url("/quiet"),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    before, after, *codes = done.stdout.split()
    assert codes == ["too_large"] * 3
    # Ten decoded megabytes may be held; three hundred would multiply the peak.
    assert int(after) < int(before) + 40_000
    assert int(after) / int(before) < 2
