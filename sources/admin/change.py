"""Changes: every difference noticed, with the wording before and after."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from factcheck.desk.differences import from_segments
from factcheck.desk.parts import PageAdmin
from factcheck.desk.templatetags.desk import chip
from sources.admin.labels import reason_in_words
from sources.models import Change


@admin.register(Change)
class ChangeAdmin(PageAdmin):
    """Facts about sources, append-only."""

    page_template = "sources/change.html"
    list_display = ("__str__", "graveness", "detected_at", "seen")
    list_select_related = ("source",)
    list_filter = ("kind", "severity")
    show_facets = admin.ShowFacets.NEVER
    ordering = ("-id",)

    @admin.display(description=gettext_lazy("severity"), ordering="severity")
    def graveness(self, change: Change) -> SafeString:
        """Return how much it matters as a chip."""
        return chip("severity", change.severity, change.get_severity_display())

    @admin.display(description=gettext_lazy("detail"))
    def seen(self, change: Change) -> str:
        """Return what was seen, in words."""
        return reason_in_words(change.detail)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the change with its differing words marked."""
        self.record(request, object_id)
        change = Change.objects.select_related("source", "passage").filter(pk=object_id).first()
        if change is None:
            raise Http404
        first, second = from_segments(change.diff, before=change.before, after=change.after)
        return self.page(request, change, change=change, first=first, second=second)
