"""The demonstration tells the truth: its numbers come from the database, twice."""

from __future__ import annotations

import sqlite3
import subprocess
import time
from pathlib import Path

import pytest
from processes import PROGRAMS, ROOT

from factcheck.embedded.demo.site import DemoSite, changed_at, site_address


def tell(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(PROGRAMS / "python"), "manage.py", "run_embedded", "--demo", "--once"],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "VAR_DIR": str(folder), "LANGUAGE_CODE": "en"},
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )


def test_the_demonstration_ends_with_every_number_as_expected_twice_and_notices_a_wrong_one(
    tmp_path: Path,
) -> None:
    first = tell(tmp_path)
    assert first.returncode == 0, first.stdout + first.stderr
    assert "every number is as expected" in first.stdout
    assert "✗" not in first.stdout
    database = sqlite3.connect(tmp_path / "factcheck.sqlite3")
    try:
        kinds = database.execute(
            "SELECT s.url, c.kind FROM sources_change c JOIN sources_source s ON s.id = c.source_id"
            " WHERE c.passage_id IS NOT NULL"
        ).fetchall()
        address = site_address(tmp_path)
        assert sorted(kinds) == [
            (f"http://{address}/containers", "passage_altered"),
            (f"http://{address}/frozen-assets", "source_gone"),
        ]
        counts = "SELECT (SELECT count(*) FROM claims_claim), (SELECT count(*) FROM people_user)"
        before = database.execute(counts).fetchone()
        began = time.monotonic()
        second = tell(tmp_path)
        assert second.returncode == 0, second.stdout + second.stderr
        assert "already here" in second.stdout
        assert database.execute(counts).fetchone() == before
        assert time.monotonic() - began < 60
        # The control: a number that differs is told and ends with an error.
        database.execute("UPDATE sources_change SET kind = 'retracted' WHERE kind = 'source_gone'")
        database.commit()
        spoilt = tell(tmp_path)
        assert spoilt.returncode == 1
        assert "✗" in spoilt.stdout
    finally:
        database.close()


def test_the_site_changes_exactly_what_it_says(tmp_path: Path) -> None:
    site = DemoSite(tmp_path)
    try:
        before = {name: site.answer(name) for name in ("containers", "frozen-assets", "ski-resort")}
        assert site.answer("ski-resort") == before["ski-resort"]
        assert changed_at(tmp_path) is None
        moment = site.change()
        assert site.change() == moment
        assert "約6700個" in site.answer("containers").body.decode()
        assert "約7000個" not in site.answer("containers").body.decode()
        assert site.answer("frozen-assets").status == 410
        shuffled = site.answer("ski-resort")
        assert shuffled.status == 200
        assert shuffled.etag != before["ski-resort"].etag
        assert "opened in January 2014 and has 11 runs" in shuffled.body.decode()
    finally:
        site._server.server_close()
    again = DemoSite(tmp_path)
    again._server.server_close()
    assert again.address == site.address
    assert again.answer("frozen-assets").status == 410


@pytest.mark.parametrize("path", ["../settings", "/etc/passwd", "pages/containers", "", "a%00b"])
def test_the_site_serves_its_pages_only(tmp_path: Path, path: str) -> None:
    site = DemoSite(tmp_path)
    site._server.server_close()
    assert site.answer(path).status == 404
