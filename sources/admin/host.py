"""Hosts: whether a server rests, is blocked or fails, told once for all its pages."""

from __future__ import annotations

from django.contrib import admin

from factcheck.desk.parts import RecordAdmin
from sources.models import Host


@admin.register(Host)
class HostAdmin(RecordAdmin):
    """Servers as the unit of politeness. Read only."""

    list_display = ("name", "next_due_at", "backoff_until", "blocked_since", "fail_streak")
    search_fields = ("name",)
    show_facets = admin.ShowFacets.NEVER
    ordering = ("name",)
