"""Correcting a source: its class, and the page that shows what will move when it is replaced."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from factcheck.desk.parts import PageAdmin
from factcheck.doorbells import ring
from factcheck.errors import FactcheckError
from sources.models import Source
from sources.models.source import PageClassChoices, SourceKind
from sources.services.classifying import classify_source
from sources.services.replacing import replace_source
from sources.tasks import check_host_now

if TYPE_CHECKING:
    from django.db.models import Model

SHOWN = 100
RIGHT = "sources.change_source"


class ReplaceForm(forms.Form):
    """Where the page is now, and why it is replaced."""

    url = forms.CharField(
        label=gettext_lazy("Address of the other page"),
        max_length=2000,
        widget=forms.URLInput(attrs={"size": 60}),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
    )


class ClassForm(forms.Form):
    """Which class a page is of; empty lets the desk infer it."""

    page_class = forms.ChoiceField(
        label=gettext_lazy("Class of page"),
        required=False,
        choices=[("", gettext_lazy("inferred")), *PageClassChoices.choices],
    )


class CorrectingAdmin(PageAdmin):
    """The addresses of both; the base of the sources' admin."""

    def get_urls(self) -> list[Any]:
        """Add the address of the page."""
        view = self.admin_site.admin_view(self.replace_view)
        classify = self.admin_site.admin_view(self.classify_view)
        return [
            path("<uuid:pk>/replace/", view, name="sources_source_replace"),
            path("<uuid:pk>/class/", classify, name="sources_source_classify"),
            *super().get_urls(),
        ]

    def replace_view(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """Show what would move, and on confirmation move it."""
        source = self.record(request, str(pk))
        if not request.user.has_perm(RIGHT):
            raise PermissionDenied
        form = ReplaceForm(request.POST if request.method == "POST" else None)
        if request.method != "POST" or not form.is_valid():
            return self._ask(request, source, form, 400 if form.is_bound else 200)
        try:
            new = replace_source(
                source=source,
                by=form.cleaned_data["url"],
                actor=request.user,
                reason=form.cleaned_data["reason"],
            )
        except FactcheckError as error:
            return self._ask(request, source, form, self.refuse(request, error))
        if new.host_id is not None:
            ring(check_host_now, str(new.host_id))
        self.done(request, new, _("Replaced: the passages wait here for their first look."))
        return HttpResponseRedirect(reverse("admin:sources_source_change", args=[new.pk]))

    @method_decorator(require_POST)
    def classify_view(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """Choose the class of a page."""
        source = self.record(request, str(pk))
        if not request.user.has_perm(RIGHT):
            raise PermissionDenied
        try:
            classify_source(
                source=source, page_class=request.POST.get("page_class", ""), actor=request.user
            )
        except FactcheckError as error:
            self.refuse(request, error)
        else:
            self.done(request, source, _("The class of the page was set."))
        return HttpResponseRedirect(reverse("admin:sources_source_change", args=[source.pk]))

    def _ask(
        self, request: HttpRequest, source: Model, form: ReplaceForm, status: int
    ) -> HttpResponse:
        passages = source.passages.watched().order_by("id")
        return self.page(
            request,
            source,
            status=status,
            template="sources/replace.html",
            source=source,
            form=form,
            count=passages.count(),
            passages=list(passages[:SHOWN]),
        )


def class_form(source: Source) -> ClassForm:
    """Return the form with the class a person chose, if any."""
    chosen = source.page_class if source.page_class_chosen else ""
    return ClassForm(initial={"page_class": chosen})


def may_replace(source: Source, request: HttpRequest) -> bool:
    """Return whether the person may replace this source, as it is now."""
    return source.kind == SourceKind.PAGE and request.user.has_perm(RIGHT)
