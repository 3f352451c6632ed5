"""Snapshots: what was read, as text, and their takedown. No page from outside is rendered here."""

from __future__ import annotations

import uuid
from typing import Any, Final

from django import forms
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from factcheck.desk.parts import PageAdmin
from factcheck.errors import FactcheckError, NotPermitted
from sources.models import Snapshot
from sources.services.removing import remove_snapshot

REMOVE: Final = "sources.remove_snapshot"


class RemoveForm(forms.Form):
    """Why the content of a version goes; the service asks for it."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("It stays on record beside the digest, for everybody here to read."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


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

    def get_urls(self) -> list[Any]:
        """Add the address of the takedown."""
        view = self.admin_site.admin_view(self.remove_view)
        return [
            path("<uuid:pk>/remove/", view, name="sources_snapshot_remove"),
            *super().get_urls(),
        ]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the snapshot's text, headers and digest."""
        return self._show(request, self._snapshot(request, object_id))

    @method_decorator(require_POST)
    def remove_view(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """Take the content of this version down, for good and on record."""
        snapshot = self._snapshot(request, str(pk))
        form = RemoveForm(request.POST)
        try:
            if not request.user.has_perm(REMOVE):
                raise NotPermitted(
                    _("Your role does not include this action."),
                    remedy=_("Ask somebody whose role does."),
                )
            if not form.is_valid():
                return self._show(request, snapshot, status=400, form=form)
            remove_snapshot(
                snapshot=snapshot, actor=request.user, reason=form.cleaned_data["reason"]
            )
        except FactcheckError as error:
            status = self.refuse(request, error)
            return self._show(request, self._snapshot(request, str(pk)), status=status, form=form)
        self.done(request, snapshot, _("The content of this version was removed."))
        return HttpResponseRedirect(reverse("admin:sources_snapshot_change", args=[snapshot.pk]))

    def _snapshot(self, request: HttpRequest, pk: str) -> Snapshot:
        self.record(request, pk)
        rows = Snapshot.objects.select_related("source", "body", "captured_by", "removed_by").defer(
            "body__data"
        )
        snapshot = rows.filter(pk=pk).first()
        if snapshot is None:
            raise Http404
        return snapshot

    def _show(
        self,
        request: HttpRequest,
        snapshot: Snapshot,
        *,
        status: int = 200,
        form: RemoveForm | None = None,
    ) -> HttpResponse:
        may_remove = snapshot.removed_at is None and request.user.has_perm(REMOVE)
        return self.page(
            request,
            snapshot,
            status=status,
            snapshot=snapshot,
            headers=_pairs(snapshot.headers),
            removal=(form or RemoveForm()) if may_remove else None,
        )


def _pairs(headers: Any) -> list[tuple[str, str]]:
    """Return headers as pairs, whether stored as a mapping or as a list of pairs."""
    rows = headers.items() if isinstance(headers, dict) else headers
    return [(str(name), str(value)) for name, value in rows]
