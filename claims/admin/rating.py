"""The rating scale, editable by editors through its service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from claims.models import Rating
from claims.services.ratings import store_rating
from factcheck.desk.templatetags.desk import rating_dot

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.safestring import SafeString


@admin.register(Rating)
class RatingAdmin(admin.ModelAdmin):
    """Ratings are never deleted: old verdicts keep them."""

    list_display = ("shown", "code", "value", "position", "is_active")
    list_display_links = ("code",)
    list_filter = ("is_active",)
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False
    fields = ("code", "name_ja", "name_en", "value", "color", "position", "is_active")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: untick "offered" instead."""
        return False

    def get_readonly_fields(
        self, request: HttpRequest, obj: Rating | None = None
    ) -> tuple[str, ...]:
        """Keep the code of an existing rating: the API and old verdicts name it."""
        return ("code",) if obj is not None else ()

    def save_model(self, request: HttpRequest, obj: Rating, form: Any, change: bool) -> None:
        """Store through the service, which keeps the ledger."""
        store_rating(rating=obj, actor=request.user, changed=form.changed_data)

    @admin.display(description=_("rating"))
    def shown(self, rating: Rating) -> SafeString:
        """Return the rating as pages show it."""
        return rating_dot(rating)
