"""Sources: their health, what rests on them, what was seen; look now, pause, resume, retire."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from factcheck.clock import database_now, now
from factcheck.desk.templatetags.desk import chip
from factcheck.doorbells import ring
from factcheck.errors import FactcheckError, NotPermitted
from sources.admin.capture import CaptureForm
from sources.admin.dashboard import overdue, unhealthy
from sources.admin.labels import labels_in_words, reason_in_words
from sources.admin.replacing import CorrectingAdmin, class_form, may_replace
from sources.admin.rhythm import chance_in_words, delay_in_words
from sources.admin.watch_health import behind_a_block, doubtful
from sources.models import Source
from sources.models.source import SourceKind, SourceState
from sources.services.asking import ask_check, pause_source, resume_source, retire_source
from sources.services.capturing import capture_page
from sources.services.robots_policy import ignore_robots, obey_robots
from sources.tasks import check_host_now

if TYPE_CHECKING:
    from django.db.models import QuerySet

OBSERVATIONS = 20
SNAPSHOTS = 20
CHANGES = 20
PASSAGES = 100

#: Deed → (name, right it needs, service, whether a reason is asked for).
DEEDS: dict[str, tuple[Any, str, Callable[..., Any], bool]] = {
    "check": (
        pgettext_lazy("source action", "Check now"),
        "sources.check_source",
        ask_check,
        False,
    ),
    "pause": (pgettext_lazy("source action", "Pause"), "sources.pause_source", pause_source, True),
    "resume": (
        pgettext_lazy("source action", "Resume"),
        "sources.pause_source",
        resume_source,
        True,
    ),
    "retire": (
        pgettext_lazy("source action", "Retire"),
        "sources.pause_source",
        retire_source,
        True,
    ),
    "ignore_robots": (
        pgettext_lazy("source action", "Read despite robots.txt"),
        "sources.pause_source",
        ignore_robots,
        True,
    ),
    "obey_robots": (
        pgettext_lazy("source action", "Obey robots.txt"),
        "sources.pause_source",
        obey_robots,
        True,
    ),
}


class TroubleFilter(admin.SimpleListFilter):
    title = gettext_lazy("trouble")
    parameter_name = "trouble"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Offer pages that tell nothing and pages long overdue."""
        return [
            ("unhealthy", gettext_lazy("tells nothing")),
            ("overdue", gettext_lazy("look overdue")),
            ("blocked", gettext_lazy("its server blocks us")),
            ("doubtful", gettext_lazy("watch in doubt")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Source]) -> QuerySet[Source]:
        """Keep the pages in that trouble."""
        watched = queryset.filter(kind="page", state__in=["active", "quarantined"])
        conditions = {
            "unhealthy": unhealthy,
            "overdue": lambda: overdue(database_now()),
            "blocked": behind_a_block,
            "doubtful": lambda: doubtful(database_now()),
        }
        condition = conditions.get(self.value() or "")
        return watched.filter(condition()) if condition is not None else queryset


class ReasonForm(forms.Form):
    """Why a source is paused, resumed or retired."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


@admin.register(Source)
class SourceAdmin(CorrectingAdmin):
    """Pages that are read again for ever, and works outside the web."""

    page_template = "sources/source.html"
    list_display = ("name", "host", "well", "watched", "next_check_at", "why", "delay")
    list_display_links = ("name",)
    list_filter = (TroubleFilter, "state", "health", "kind")
    list_select_related = ("host",)
    search_fields = ("title", "url")
    search_help_text = gettext_lazy("Words of the title or the address.")
    show_facets = admin.ShowFacets.NEVER
    ordering = ("-id",)

    @admin.display(description=gettext_lazy("source"), ordering="title")
    def name(self, source: Source) -> str:
        """Return the title, else the address."""
        return Truncator(str(source)).chars(90)

    @admin.display(description=gettext_lazy("health"), ordering="health")
    def well(self, source: Source) -> SafeString:
        """Return how the last look ended."""
        return chip("health", source.health, source.get_health_display())

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def watched(self, source: Source) -> SafeString:
        """Return whether it is watched."""
        return chip("source", source.state, source.get_state_display())

    @admin.display(description=gettext_lazy("why"))
    def why(self, source: Source) -> str:
        """Return why it is unwell, else why the next look is when it is."""
        return reason_in_words(source.health_detail) or source.get_schedule_reason_display()

    @admin.display(description=gettext_lazy("expected delay"))
    def delay(self, source: Source) -> str:
        """Return how late a change of the page would be seen on average."""
        return delay_in_words(source, now()) or "–"

    def get_urls(self) -> list[Any]:
        """Add the address of the buttons."""
        do = self.admin_site.admin_view(self.do_view)
        capture = self.admin_site.admin_view(self.capture_view)
        return [
            path("<uuid:pk>/capture/", capture, name="sources_source_capture"),
            path("<uuid:pk>/do/<slug:deed>/", do, name="sources_source_do"),
            *super().get_urls(),
        ]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the source. Looking changes nothing."""
        return self._show(request, self._source(request, object_id))

    @method_decorator(require_POST)
    def do_view(self, request: HttpRequest, pk: uuid.UUID, deed: str) -> HttpResponse:
        """Look now, pause, resume, retire, or decide about robots.txt."""
        source = self._source(request, pk)
        if deed not in DEEDS:
            raise Http404
        name, right, service, asks = DEEDS[deed]
        form = ReasonForm(request.POST, auto_id=f"id_{deed}_%s")
        form.is_valid()
        given = {"reason": form.cleaned_data.get("reason", "")} if asks else {}
        try:
            if not request.user.has_perm(right):
                raise NotPermitted(
                    _("Your role does not include this action."),
                    remedy=_("Ask somebody whose role does."),
                )
            service(source=source, actor=request.user, **given)
        except FactcheckError as error:
            status = self.refuse(request, error)
            fresh = self._source(request, pk)
            return self._show(request, fresh, status=status, failed=(deed, form))
        if deed in ("check", "resume") and source.host_id is not None:
            ring(check_host_now, str(source.host_id))
        self.done(request, source, str(name))
        return HttpResponseRedirect(reverse("admin:sources_source_change", args=[source.pk]))

    @method_decorator(require_POST)
    def capture_view(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """Take in a page that a person saved."""
        source = self._source(request, pk)
        form = CaptureForm(request.POST, request.FILES, auto_id="id_capture_%s")
        try:
            if not request.user.has_perm("sources.capture_snapshot"):
                raise NotPermitted(
                    _("Your role does not include this action."),
                    remedy=_("Ask somebody whose role does."),
                )
            if not form.is_valid():
                return self._show(request, source, status=400, capture=form)
            given = form.content(settings.CAPTURE_MAX_BYTES)
            snapshot = capture_page(source=source, actor=request.user, **given)
        except FactcheckError as error:
            status = self.refuse(request, error)
            return self._show(request, self._source(request, pk), status=status, capture=form)
        self.done(request, source, _("The page was captured by hand."))
        return HttpResponseRedirect(reverse("admin:sources_snapshot_change", args=[snapshot.pk]))

    def _source(self, request: HttpRequest, pk: Any) -> Source:
        self.record(request, str(pk))
        rows = Source.objects.select_related("host", "replaced_by", "latest_snapshot")
        source = rows.filter(pk=pk).first()
        if source is None:
            raise Http404
        return source

    def _show(
        self,
        request: HttpRequest,
        source: Source,
        *,
        status: int = 200,
        failed: tuple[str, ReasonForm] | None = None,
        capture: CaptureForm | None = None,
    ) -> HttpResponse:
        passages = source.passages.watched().order_by("id")
        sees_machine = request.user.has_perm("sources.view_observation")
        return self.page(
            request,
            source,
            status=status,
            source=source,
            delay=delay_in_words(source, now()),
            may_replace=may_replace(source, request),
            class_form=class_form(source),
            chance=chance_in_words(source, now()),
            deeds=_deeds(source, request, failed),
            capture=capture or CaptureForm(auto_id="id_capture_%s"),
            may_capture=request.user.has_perm("sources.capture_snapshot"),
            passages=list(passages[:PASSAGES]),
            snapshots=list(source.snapshots.defer("text", "headers").order_by("-id")[:SNAPSHOTS]),
            labels=labels_in_words(source),
            changes=list(source.changes.select_related("passage").order_by("-id")[:CHANGES]),
            archive=list(source.archive_pushes.order_by("-id")[:SNAPSHOTS]),
            observations=(
                list(source.observations.order_by("-id")[:OBSERVATIONS]) if sees_machine else None
            ),
        )


def _deeds(
    source: Source, request: HttpRequest, failed: tuple[str, ReasonForm] | None
) -> list[dict[str, Any]]:
    """Return the buttons that make sense now; without the right each says why it is closed."""
    sensible = {
        "check": source.kind == SourceKind.PAGE and source.state == SourceState.ACTIVE,
        "pause": source.kind == SourceKind.PAGE and source.state == SourceState.ACTIVE,
        "resume": source.state != SourceState.ACTIVE,
        "retire": source.state != SourceState.RETIRED,
        "ignore_robots": source.kind == SourceKind.PAGE and source.robots_policy != "ignore",
        "obey_robots": source.kind == SourceKind.PAGE and source.robots_policy == "ignore",
    }
    return [
        {
            "code": code,
            "name": name,
            "allowed": request.user.has_perm(right),
            "form": (
                failed[1]
                if failed is not None and failed[0] == code
                else ReasonForm(auto_id=f"id_{code}_%s")
            )
            if asks
            else None,
        }
        for code, (name, right, _service, asks) in DEEDS.items()
        if sensible[code]
    ]
