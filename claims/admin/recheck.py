"""The inbox of changed sources: passage before and after, three decisions, one for all."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Case, Count, F, IntegerField, Prefetch, Q, Value, When
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from claims.models import Recheck
from claims.models.recheck import Decision
from claims.services.rechecks import DECIDABLE, decide_change, decide_recheck
from factcheck.desk.differences import Part, from_segments
from factcheck.desk.parts import PageAdmin
from factcheck.errors import FactcheckError
from sources.models import Change

PER_PAGE = 20
DECIDED = 50


class DecisionForm(forms.Form):
    """One of three decisions, with the reviewer's words."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[(each.value, each.label) for each in DECIDABLE],
        widget=forms.RadioSelect,
        required=False,
    )
    comment = forms.CharField(
        label=gettext_lazy("Comment"),
        help_text=gettext_lazy("What you looked at, and why it stands or not."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    seen_change = forms.UUIDField(widget=forms.HiddenInput, required=False)
    for_all = forms.BooleanField(
        label=gettext_lazy("Apply to all claims resting on this change"), required=False
    )


@dataclass
class Resting:
    """One claim on a card, with its form."""

    recheck: Recheck
    form: DecisionForm | None


@dataclass
class InboxCard:
    """One change (or one cause without a change) and the open rechecks it brought up."""

    change: Change | None
    first: list[Part] = field(default_factory=list)
    second: list[Part] = field(default_factory=list)
    resting: list[Resting] = field(default_factory=list)
    count: int = 0


@admin.register(Recheck)
class RecheckAdmin(PageAdmin):
    """Open rechecks as an inbox. Looking changes nothing."""

    page_template = "claims/inbox.html"

    def get_urls(self) -> list[Any]:
        """Add the address decisions are sent to."""
        decide = self.admin_site.admin_view(self.decide_view)
        return [
            path("<uuid:pk>/decide/", decide, name="claims_recheck_decide"),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the open rechecks, published articles first, then the oldest."""
        self._may_view(request)
        page = Paginator(_awaiting(), PER_PAGE).get_page(request.GET.get("p"))
        decided = Recheck.objects.filter(decided_at__isnull=False).select_related(
            "claim", "decided_by"
        )
        return self.page(
            request,
            None,
            title=_("Changed sources"),
            listing=page,
            cards=_cards(list(page), request),
            decided=list(decided.order_by("-decided_at")[:DECIDED]),
        )

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show one recheck, open or decided."""
        return self._single(request, self._recheck(request, object_id))

    @method_decorator(require_POST)
    def decide_view(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """Decide one recheck, or all that rest on its change."""
        recheck = self._recheck(request, pk)
        form = DecisionForm(request.POST, auto_id=f"id_{recheck.pk}_%s")
        if not form.is_valid():
            return self._single(request, recheck, status=400, form=form)
        given = form.cleaned_data
        change = _latest(recheck)
        words = {"decision": given["decision"], "comment": given["comment"], "actor": request.user}
        try:
            if given["for_all"] and change is not None:
                decided = decide_change(change_id=change.pk, **words)
            else:
                seen = given["seen_change"]
                decided = [decide_recheck(recheck_id=recheck.pk, seen_change=seen, **words)]
        except FactcheckError as error:
            status = self.refuse(request, error)
            return self._single(request, self._recheck(request, pk), status=status, form=form)
        sentence = ngettext(
            "%(decision)s: decided for %(count)d claim.",
            "%(decision)s: decided for %(count)d claims.",
            len(decided),
        ) % {"decision": Decision(given["decision"]).label, "count": len(decided)}
        for row in decided[1:]:
            self.log_change(request, row, sentence)
        self.done(request, decided[0], sentence)
        return HttpResponseRedirect(reverse("admin:claims_recheck_changelist"))

    def _may_view(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied

    def _recheck(self, request: HttpRequest, pk: Any) -> Recheck:
        self.record(request, str(pk))
        recheck = _with_all(Recheck.objects.all()).filter(pk=pk).first()
        if recheck is None:
            raise Http404
        return recheck

    def _single(
        self,
        request: HttpRequest,
        recheck: Recheck,
        *,
        status: int = 200,
        form: DecisionForm | None = None,
    ) -> HttpResponse:
        return self.page(
            request,
            recheck,
            status=status,
            title=recheck.claim.wording,
            single=recheck,
            cards=_cards([recheck], request, form=form),
            decided=[],
        )


def _with_all(rows: Any) -> Any:
    changes = Change.objects.select_related("source")
    return rows.select_related(
        "claim__article", "claim__assignee", "passage__source", "opened_by", "decided_by"
    ).prefetch_related(Prefetch("changes", queryset=changes.order_by("id")))


def _awaiting() -> Any:
    published = Case(
        When(claim__article__published_at__isnull=False, then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    return _with_all(Recheck.objects.awaiting()).order_by(published, F("opened_at"), "pk")


def _latest(recheck: Recheck) -> Change | None:
    changes = list(recheck.changes.all())
    return changes[-1] if changes else None


def _cards(
    rechecks: list[Recheck], request: HttpRequest, *, form: DecisionForm | None = None
) -> list[InboxCard]:
    may_decide = request.user.has_perm("claims.decide_recheck")
    cards: dict[Any, InboxCard] = {}
    for recheck in rechecks:
        change = _latest(recheck)
        card = cards.setdefault(change.pk if change else recheck.pk, InboxCard(change=change))
        if change and not card.resting and (change.before or change.after):
            card.first, card.second = from_segments(
                change.diff, before=change.before, after=change.after
            )
        open_form = (
            DecisionForm(
                auto_id=f"id_{recheck.pk}_%s", initial={"seen_change": change and change.pk}
            )
            if may_decide and recheck.decided_at is None
            else None
        )
        card.resting.append(Resting(recheck=recheck, form=form or open_form))
    counts = dict(
        Change.objects.filter(pk__in=[card.change.pk for card in cards.values() if card.change])
        .annotate(open=Count("rechecks", filter=Q(rechecks__decided_at__isnull=True)))
        .values_list("pk", "open")
    )
    for card in cards.values():
        card.count = counts.get(card.change.pk, 0) if card.change else 1
    return list(cards.values())
