"""The re-check benchmark in its smallest form: the whole real path, every check recorded once."""

from __future__ import annotations

import pytest
from servers import find_postgres, find_redis, missing


@pytest.mark.server
@pytest.mark.timeout(170)
def test_forty_pages_are_checked_once_on_every_way_and_the_figures_are_all_there():
    from tests.benchmarks import rechecks

    if find_postgres() is None or find_redis() is None:
        missing("PostgreSQL or Redis")
    # It raises when a check is missing, doubled or of another outcome than the server's answer.
    said = rechecks.run(hosts=8, pages=40, rounds=1, peer=False, with_hostile=False)
    assert {"unchanged_vs_fetch", "noisy_vs_changedetection", "peak_mb"} <= said.keys()
    assert set(said["paths"]) == {"first", "304", "same_bytes", "noisy", "changed"}
    assert said["noisy_vs_changedetection"] is None
    assert said["changedetection"] == {"missing": "not asked for"}
    assert said["bare_fetch"]["ms_200"] > 0 and said["peak_mb"] > 0
