"""The ledger as a page: read by those who may, written by nobody."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from factcheck.ledger.api.shapes import PRIVATE
from factcheck.ledger.models import Entry


@admin.register(Entry)
class EntryAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """A timeline, newest first."""

    list_display = ["at", "kind", "subject", "actor_name", "note", "position"]
    list_display_links = ["at", "kind"]
    list_filter = ["kind", "subject_type", "at"]
    search_fields = ["=subject_id", "=actor_name"]
    search_help_text = _("Exact identifier of a subject, or exact user name")
    list_select_related = ["seal"]
    show_full_result_count = False
    fields = [
        "at",
        "kind",
        "subject",
        "article_id",
        "actor_name",
        "note",
        "changes",
        "data",
        "position",
        "redacted_at",
        "digest",
    ]
    readonly_fields = ["subject", "position"]

    @admin.display(description=_("subject"))
    def subject(self, entry: Entry) -> str:
        """What it happened to."""
        return f"{entry.subject_type} {entry.subject_id}"

    @admin.display(description=_("position"))
    def position(self, entry: Entry) -> str:
        """Its place in the chain."""
        return str(entry.seal.position) if hasattr(entry, "seal") else gettext("waits")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Entry]:
        """Entries with their seals; those about accounts for people who may look at accounts."""
        rows = super().get_queryset(request).select_related("seal")
        if request.user.has_perm("people.view_user"):
            return rows
        return rows.exclude(subject_type__in=PRIVATE)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        """Nobody."""
        return False
