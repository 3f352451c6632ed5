"""Snapshots: what was read, as text. A page from outside is never rendered here."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse

from factcheck.desk.parts import PageAdmin
from sources.models import Snapshot


@admin.register(Snapshot)
class SnapshotAdmin(PageAdmin):
    """Readable versions of sources, append-only."""

    page_template = "sources/snapshot.html"
    list_display = ("__str__", "source", "fetched_at", "status", "charset")
    list_select_related = ("source",)
    list_filter = ("origin", "status")
    show_facets = admin.ShowFacets.NEVER
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return snapshots without their texts, which the list does not show."""
        return super().get_queryset(request).defer("text", "headers")

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the snapshot's text, headers and digest."""
        self.record(request, object_id)
        rows = Snapshot.objects.select_related("source", "body", "captured_by", "removed_by").defer(
            "body__data"
        )
        snapshot = rows.filter(pk=object_id).first()
        if snapshot is None:
            raise Http404
        return self.page(request, snapshot, snapshot=snapshot, headers=_pairs(snapshot.headers))


def _pairs(headers: Any) -> list[tuple[str, str]]:
    """Return headers as pairs, whether stored as a mapping or as a list of pairs."""
    rows = headers.items() if isinstance(headers, dict) else headers
    return [(str(name), str(value)) for name, value in rows]
