"""The desk: our admin site, its navigation and its dashboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.http import HttpRequest

#: Pages of the header, in order: label, URL name, right that shows it.
NAVIGATION = (
    (_("Desk"), "admin:index", ""),
    (_("Claims"), "admin:claims_claim_changelist", "claims.view_claim"),
    (_("Changed sources"), "admin:claims_recheck_changelist", "claims.view_recheck"),
    (_("Articles"), "admin:claims_article_changelist", "claims.view_article"),
    (_("Sources"), "admin:sources_source_changelist", "sources.view_source"),
)


class DeskAdminSite(AdminSite):
    """The stock admin with a desk as its index. Rooms register with plain ``@admin.register``."""

    site_url = None
    enable_nav_sidebar = False
    index_title = gettext_lazy("Desk")
    empty_value_display = "–"

    @property
    def site_header(self) -> str:  # type: ignore[override]
        """Return the desk's name, from the environment."""
        return settings.DESK_NAME

    @property
    def site_title(self) -> str:  # type: ignore[override]
        """Return the desk's name for the browser's tab."""
        return settings.DESK_NAME

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Add the header's navigation and the languages to every page."""
        context = super().each_context(request)
        context["desk_navigation"] = [
            {
                "label": label,
                "url": reverse(name),
                "current": request.path == reverse(name)
                or (name != "admin:index" and request.path.startswith(reverse(name))),
            }
            for label, name, right in NAVIGATION
            if request.user.is_authenticated and (not right or request.user.has_perm(right))
        ]
        return context

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """Show what waits for this person: a fixed number of queries, whatever the desk holds."""
        from claims.admin.dashboard import article_bars, claim_cards
        from sources.admin.dashboard import source_cards

        context = {
            **self.each_context(request),
            "title": gettext("Desk"),
            "subtitle": None,
            "cards": [*claim_cards(request.user), *source_cards(request.user)],
            "bars": article_bars(request.user),
            "can_add_article": request.user.has_perm("claims.add_article"),
            **(extra_context or {}),
        }
        request.current_app = self.name
        return TemplateResponse(request, "admin/index.html", context)


class DeskAdminConfig(AdminConfig):
    """django.contrib.admin with the desk as its default site."""

    default_site = "factcheck.site.DeskAdminSite"
