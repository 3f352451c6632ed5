"""A stand-in that speaks Save Page Now 2 on loopback: jobs that take polls, limits, errors."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs

from local_server import Handler
from local_site import LocalSite


class LocalArchive:
    """``captures`` counts what was really made; ``polls`` is how long a job stays pending."""

    def __init__(self, site: LocalSite) -> None:
        self.site = site
        self.captures: list[str] = []
        self.forms: list[dict[str, str]] = []
        self.keys: list[str] = []
        self.polls = 0
        self.refuse: tuple[int, str] | None = None
        self.fail_jobs = ""
        site.behave("/save", self._save)

    @property
    def url(self) -> str:
        return self.site.url("").rstrip("/")

    def _save(self, handler: Handler) -> None:
        request = self.site.seen("/save")[-1]
        form = {name: values[0] for name, values in parse_qs(request.body.decode()).items()}
        self.forms.append(form)
        self.keys.append(request.headers.get("authorization", ""))
        if self.refuse is not None:
            status, code = self.refuse
            told = {"status": "error", "status_ext": code, "message": "No."}
            self._say(handler, status, told)
            return
        url = form["url"]
        if "if_not_archived_within" not in form or url not in self.captures:
            self.captures.append(url)
        job = f"spn2-{len(self.forms)}"
        left = [self.polls]

        def status(handler: Handler) -> None:
            left[0] -= 1
            if left[0] >= 0:
                self._say(handler, 200, {"status": "pending", "job_id": job})
            elif self.fail_jobs:
                self._say(handler, 200, {"status": "error", "status_ext": self.fail_jobs})
            else:
                done = {"status": "success", "timestamp": "20260301120000", "original_url": url}
                self._say(handler, 200, done)

        self.site.behave(f"/save/status/{job}", status)
        self._say(handler, 200, {"url": url, "job_id": job})

    def _say(self, handler: Handler, status: int, told: dict[str, Any]) -> None:
        body = json.dumps(told).encode()
        kind = {"Content-Type": "application/json", "Content-Length": str(len(body))}
        handler.start(status, kind)
        handler.wfile.write(body)
