"""Hosts: whether a server rests, is blocked, fails or is overloaded, told once for its pages."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from factcheck.desk.parts import RecordAdmin
from sources.admin.rhythm import load_in_words
from sources.models import Host


class LoadFilter(admin.SimpleListFilter):
    title = gettext_lazy("load")
    parameter_name = "load"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Offer the servers that cannot serve all their pages in time."""
        return [("strained", gettext_lazy("cannot keep its intervals"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Host]) -> QuerySet[Host]:
        """Keep the overloaded servers."""
        strained = self.value() == "strained"
        return queryset.filter(strained_since__isnull=False) if strained else queryset


@admin.register(Host)
class HostAdmin(RecordAdmin):
    """Servers as the unit of politeness. Read only."""

    list_display = (
        "name",
        "next_due_at",
        "backoff_until",
        "blocked_since",
        "strained_since",
        "fail_streak",
    )
    list_filter = (LoadFilter,)
    readonly_fields: ClassVar[tuple[str, ...]] = ("load",)
    search_fields = ("name",)
    show_facets = admin.ShowFacets.NEVER
    ordering = ("name",)

    @admin.display(description=gettext_lazy("load"))
    def load(self, host: Host) -> str:
        """Return whether its spacing can serve its pages."""
        return load_in_words(host)
