"""Parts of admin pages: rows no form edits, pages that call services, refusals as messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.template.response import TemplateResponse

from factcheck.errors import FactcheckError

if TYPE_CHECKING:
    from django.db import models
    from django.http import HttpRequest, HttpResponse


class RecordAdmin(admin.ModelAdmin):
    """Rows only services write: the stock forms neither add, change nor delete them."""

    actions_on_bottom = False
    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never: the machine or a service makes these rows."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never by form: a service does it, behind a button that says what it does."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: what the desk recorded stays on record."""
        return False


class PageAdmin(RecordAdmin):
    """A record with a page of our own instead of the stock form."""

    page_template = ""

    def record(self, request: HttpRequest, object_id: str) -> models.Model:
        """Return the row the page is about, 404 or 403 otherwise."""
        row = self.get_object(request, object_id)
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        if row is None:
            raise Http404
        return row

    def page(
        self,
        request: HttpRequest,
        row: models.Model | None,
        *,
        status: int = 200,
        template: str = "",
        **context: Any,
    ) -> HttpResponse:
        """Render the page in the desk's frame."""
        request.current_app = self.admin_site.name
        return TemplateResponse(
            request,
            template or self.page_template,
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "original": row,
                "title": str(row) if row is not None else self.opts.verbose_name_plural,
                "media": self.media,
                **context,
            },
            status=status,
        )

    def refuse(self, request: HttpRequest, error: FactcheckError) -> int:
        """Show a service's refusal with its remedy; return the HTTP status to answer with."""
        messages.error(request, str(error))
        return error.status

    def done(self, request: HttpRequest, row: models.Model, sentence: str) -> None:
        """Tell the person, and keep the admin's own log truthful."""
        self.log_change(request, row, sentence)
        messages.success(request, sentence)
