"""Every page of the desk, and a reader of HTML that knows what the policy forbids."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.urls import reverse


def urls_of(desk: Any) -> dict[str, str]:
    """Name → address of every page that shows something."""
    return {
        "dashboard": reverse("admin:index"),
        "claims": reverse("admin:claims_claim_changelist"),
        "claim": reverse("admin:claims_claim_change", args=[desk.claim.pk]),
        "claim history": reverse("admin:claims_claim_history", args=[desk.claim.pk]),
        "claim proposal": reverse("admin:claims_claim_proposal", args=[desk.claim.pk]),
        "articles": reverse("admin:claims_article_changelist"),
        "article": reverse("admin:claims_article_change", args=[desk.article.pk]),
        "inbox": reverse("admin:claims_recheck_changelist"),
        "recheck": reverse("admin:claims_recheck_change", args=[desk.recheck.pk]),
        "ratings": reverse("admin:claims_rating_changelist"),
        "sources": reverse("admin:sources_source_changelist"),
        "source": reverse("admin:sources_source_change", args=[desk.source.pk]),
        "snapshots": reverse("admin:sources_snapshot_changelist"),
        "snapshot": reverse("admin:sources_snapshot_change", args=[desk.snapshot.pk]),
        "changes": reverse("admin:sources_change_changelist"),
        "change": reverse("admin:sources_change_change", args=[desk.change.pk]),
        "hosts": reverse("admin:sources_host_changelist"),
        "host": reverse("admin:sources_host_change", args=[desk.source.host_id]),
    }


class Inspector(HTMLParser):
    """Collects what a strict policy or a reader with a screen reader would trip over."""

    VOID = frozenset(
        [
            "area",
            "base",
            "br",
            "col",
            "embed",
            "hr",
            "img",
            "input",
            "link",
            "meta",
            "param",
            "source",
            "track",
            "wbr",
        ]
    )

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.ids: list[str] = []
        self.labels: set[str] = set()
        self.controls: list[dict[str, str | None]] = []
        self.addresses: list[str] = []
        self.open: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "style":
            self.faults.append("inline style element")
        if tag == "script" and not given.get("src"):
            self.faults.append("inline script")
        for name, value in attrs:
            if name == "style" or name.startswith("on"):
                self.faults.append(f"attribute {name} on {tag}")
            if name in ("href", "src", "action") and value:
                self.addresses.append(value)
                if value.strip().lower().startswith(("javascript:", "data:text", "vbscript:")):
                    self.faults.append(f"{name}={value}")
            if name == "id" and value:
                self.ids.append(value)
        if tag == "label" and given.get("for"):
            self.labels.add(str(given["for"]))
        if tag in ("input", "select", "textarea") and given.get("type") not in (
            "hidden",
            "submit",
            "button",
        ):
            given["inside label"] = "yes" if "label" in self.open else None
            self.controls.append(given)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def unlabelled(self) -> list[str]:
        """Controls nobody can name."""
        return [
            str(given.get("name"))
            for given in self.controls
            if not (
                given.get("inside label") or given.get("aria-label") or given.get("aria-labelledby")
            )
            and given.get("id") not in self.labels
        ]

    def doubled_ids(self) -> set[str]:
        """Ids that occur twice."""
        return {each for each in self.ids if self.ids.count(each) > 1}

    @property
    def text(self) -> str:
        """What is written on the page."""
        return " ".join(" ".join(self.words).split())


def inspect(response: Any) -> Inspector:
    """Read a page."""
    reader = Inspector()
    reader.feed(response.content.decode())
    return reader
