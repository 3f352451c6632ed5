"""A real Chromium on a real desk: signs in, presses buttons, listens to the console."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from servers import missing

#: Chromium must not look for its makers' servers: there is no network.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PASSWORD = "correct horse battery staple"


def chromium() -> str:
    """The path of Debian's Chromium; without it the test is skipped, or fails under REQUIRE_ALL."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found:
        return found
    missing("Chromium")
    raise AssertionError("missing() always ends the test")


@contextmanager
def browser() -> Iterator[Browser]:
    path = chromium()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=QUIET)
        try:
            yield running
        except BaseException:
            # What the person saw when it went wrong.
            for number, context in enumerate(running.contexts):
                for page in context.pages:
                    page.screenshot(path=f"{tempfile.gettempdir()}/desk-{number}.png")
            raise
        finally:
            running.close()


class Reader:
    """One person at the desk. ``complaints`` gathers console errors and foreign requests."""

    def __init__(self, running: Browser, desk: str, **options: object) -> None:
        self.desk = desk
        self.complaints: list[str] = []
        self.context = running.new_context(locale="en-GB", **options)  # type: ignore[arg-type]
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(20_000)
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((desk, "data:"))
                else self.complaints.append(f"asked {request.url}")
            ),
        )

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.type}: {message.text}")

    def sign_in(self, username: str) -> None:
        self.go("/admin/")
        self.page.fill("input[name=username]", username)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.click("#login-form [type=submit]")
        self.page.wait_for_url(f"{self.desk}/admin/")

    def go(self, path: str) -> None:
        answer = self.page.goto(self.desk + path)
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"
        policy = answer.headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy

    def press(self, action: str) -> None:
        """Press the button of a workflow action on the claim page."""
        self.page.click(f"form[action$='/do/{action}/'] button[type=submit]")

    def says(self, words: str) -> None:
        self.page.wait_for_selector(f"text={words}")
