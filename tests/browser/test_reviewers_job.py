"""The reviewer's whole job in Chromium, on the embedded desk, against a site that changes."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_browser import PASSWORD, Reader, browser
from local_site import LocalSite
from playwright.sync_api import Page
from processes import PROGRAMS, ROOT, Processes
from servers import free_port, wait_for_port

pytestmark = pytest.mark.browser
TEXT = (
    "The harbour in figures\n\n"
    "The port authority counted 412 ships in 2023. The mayor spoke of a record year.\n"
)
QUOTE = "412 ships called at the harbour in 2023"


@pytest.fixture
def desk(tmp_path: Path, local_site: LocalSite) -> Iterator[Processes]:
    """The embedded desk with a checker and an editor."""
    port = free_port()
    running = Processes(
        tmp_path,
        FETCH_ALLOW=local_site.host_key,
        RECHECK_FLOOR_SECONDS="2",
        RECHECK_DEFAULT_SECONDS="2",
        RECHECK_CEILING_SECONDS="3",
        LEASE_SECONDS="40",
    )
    running.address = f"http://127.0.0.1:{port}"  # type: ignore[attr-defined]
    try:
        process = running.start(
            "desk",
            [str(PROGRAMS / "python"), "manage.py", "run_embedded", "--port", str(port)],
        )
        wait_for_port(port, process, "the embedded desk")
        for name, role in (("cho", "checker"), ("ed", "editor")):
            subprocess.run(
                [
                    *(sys.executable, "manage.py", "create_person", name),
                    *f"--role {role} --language en --password-stdin".split(),
                ],
                cwd=ROOT,
                env={**running.environment, "EMBEDDED": "1", "SECRET_KEY": "any"},
                input=PASSWORD + "\n",
                text=True,
                check=True,
                capture_output=True,
                timeout=60,
            )
        yield running
    finally:
        running.end_all()


def reload_until(page: Page, selector: str, seconds: float = 40.0) -> None:
    """Look again and again, as a person waiting for the machine would."""
    deadline = time.monotonic() + seconds
    while page.query_selector(selector) is None:
        assert time.monotonic() < deadline, (
            f"never saw {selector}\n{page.inner_text('body')[:3000]}"
        )
        time.sleep(0.5)
        page.reload()


def test_a_claim_is_checked_approved_and_comes_back_when_its_source_changes(
    desk: Processes, local_site: LocalSite
) -> None:
    local_site.html("/port", "Port yearbook", f"The yearbook says that {QUOTE}.", "More prose.")
    address: str = desk.address  # type: ignore[attr-defined]
    with browser() as running:
        checker = Reader(running, address)
        checker.sign_in("cho")
        claim = check_a_claim(checker, local_site.url("/port"))
        editor = Reader(running, address)
        editor.sign_in("ed")
        editor.go(claim)
        editor.press("approve")
        editor.page.wait_for_selector("text=checked")

        corrected = QUOTE.replace("412", "421")
        local_site.html("/port", "Port yearbook", f"The yearbook says that {corrected}.")
        decide_that_the_verdict_changes(editor)
        editor.go(claim)
        editor.says("approval void")
        # The altered passage no longer carries the claim: it must be replaced first.
        assert editor.page.query_selector("form[action$='/do/submit/']") is None
        editor.page.click("#evidence form[action$='/remove/'] button")
        editor.page.wait_for_selector("text=No evidence yet")
        cite(editor.page, corrected, "refutes", local_site.url("/port"))
        rate(editor.page, "false", "The yearbook corrected its figure to 421.")
        reload_until(editor.page, "form[action$='/do/submit/']")
        editor.press("submit")
        editor.page.wait_for_selector("text=in review")
        checker.go(claim)
        checker.press("approve")
        checker.page.wait_for_selector(".chip:has-text('checked')")
        assert checker.page.query_selector(".chip:has-text('approval void')") is None
        assert checker.complaints + editor.complaints == []


def decide_that_the_verdict_changes(editor: Reader) -> None:
    """The changed source shows up in the inbox with both figures; the editor decides."""
    editor.go("/admin/claims/recheck/")
    reload_until(editor.page, "form[action$='/decide/']")
    card = editor.page.inner_text(".inbox-card")
    assert "412" in card
    assert "421" in card
    editor.page.check("input[name=decision][value=verdict_changes]")
    editor.page.fill("textarea[name=comment]", "The yearbook corrected its figure.")
    editor.page.click("form[action$='/decide/'] button[type=submit]")
    editor.says("Nothing to decide")


def cite(page: Page, quote: str, stance: str, url: str) -> None:
    page.wait_for_selector("#id_cite_quote")
    page.fill("#id_cite_quote", quote)
    page.check(f"#evidence input[name=stance][value={stance}]")
    page.fill("#id_cite_url", url)
    page.click("form[action*='/cite/'] button[type=submit]")
    page.wait_for_selector("#evidence blockquote")


def rate(page: Page, rating: str, rationale: str) -> None:
    page.select_option("#id_draft_draft_rating", rating)
    page.fill("#id_draft_draft_rationale", rationale)
    page.click("form[action$='/draft/'] button[type=submit]")


def check_a_claim(checker: Reader, url: str) -> str:
    """From a pasted article to a submitted claim; returns the claim page's path."""
    page = checker.page
    checker.go("/admin/claims/article/add/")
    page.fill("textarea[name=text]", TEXT)
    page.fill("input[name=published_on]", "2024-03-26")
    page.click("form.once.panel button[type=submit]")
    # A UUIDv7 begins with 0 until the year 2527.
    reload_until(
        page, "main a[href*='/admin/claims/claim/0'], #content a[href*='/admin/claims/claim/0']"
    )
    checker.go("/admin/claims/claim/")
    page.click("#result_list a:has-text('412 ships')")
    page.wait_for_selector("#actions")
    claim = page.url.removeprefix(checker.desk)
    checker.press("queue")
    checker.press("take")
    cite(page, QUOTE, "supports", url)
    rate(page, "true", "The yearbook says the same.")
    reload_until(page, "form[action$='/do/submit/']")
    reload_until(page, "a:has-text('Our snapshot')")
    checker.press("submit")
    page.wait_for_selector("text=in review")
    return claim
