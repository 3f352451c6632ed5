"""The queue: claims in the order they deserve, filters, and bulk actions that report refusals."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db.models import Case, Exists, IntegerField, OuterRef, QuerySet, Value, When
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from claims.admin.claim_pages import ClaimPages
from claims.guards import ACTION_NAMES
from claims.models import Claim, Recheck
from claims.models.claim import DISMISSAL_CHOICES, Kind
from claims.services.transitions import perform_action
from claims.workflow import Action, DismissalReason
from factcheck.desk.templatetags.desk import chip
from factcheck.errors import FactcheckError

if TYPE_CHECKING:
    from django.http import HttpRequest

#: Nothing to check in these, usually: they come last, whatever their score.
LAST = (Kind.EDITORIAL, Kind.OPINION, Kind.PREDICTION, Kind.QUESTION)
MOST_AT_ONCE = 500


class OpenRecheckFilter(admin.SimpleListFilter):
    title = gettext_lazy("open recheck")
    parameter_name = "recheck"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Offer yes and no."""
        return [("open", gettext_lazy("has one")), ("none", gettext_lazy("has none"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Claim]) -> QuerySet[Claim]:
        """Keep claims with, or without, an open recheck."""
        if self.value() == "open":
            return queryset.filter(recheck_open=True)
        return queryset.filter(recheck_open=False) if self.value() == "none" else queryset


class AssigneeFilter(admin.SimpleListFilter):
    title = gettext_lazy("assignee")
    parameter_name = "assignee"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Offer oneself and nobody."""
        return [("me", gettext_lazy("me")), ("none", gettext_lazy("nobody"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Claim]) -> QuerySet[Claim]:
        """Keep one's own claims, or those of nobody."""
        if self.value() == "me":
            return queryset.filter(assignee=request.user)
        return queryset.filter(assignee=None) if self.value() == "none" else queryset


class ClaimActionForm(ActionForm):
    """The stock action menu, with the reason a dismissal needs."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Reason (for dismissing)"),
        required=False,
        choices=[
            ("", "—"),
            *(pair for pair in DISMISSAL_CHOICES if pair[0] != DismissalReason.DUPLICATE.value),
        ],
    )


@admin.register(Claim)
class ClaimAdmin(ClaimPages):
    """Claims: the list is the queue, the page is where the work is done."""

    list_display = ("said", "article", "state", "worth", "assignee", "due", "marks")
    list_display_links = ("said",)
    empty_value_display = ""
    list_filter = ("status", OpenRecheckFilter, AssigneeFilter, "kind")
    list_select_related = ("article", "assignee")
    search_fields = ("wording", "quote")
    search_help_text = gettext_lazy("Words of the claim or of the article.")
    action_form = ClaimActionForm
    show_facets = admin.ShowFacets.NEVER
    actions = ("queue", "take", "dismiss")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Claim]:
        """Return claims with the mark of an open recheck and their rank."""
        # Not super(): it would order by the rank before the rank is there.
        return Claim.objects.annotate(
            recheck_open=Exists(
                Recheck.objects.filter(claim=OuterRef("pk"), decided_at__isnull=True)
            ),
            last=Case(
                When(kind__in=LAST, then=Value(1)),
                default=Value(0),
                output_field=IntegerField(),
            ),
        )

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """Best worth checking first; what is hardly checkable last."""
        return ("last", "-score", "-id")

    def has_triage_permission(self, request: HttpRequest) -> bool:
        """Whether the person may queue and dismiss."""
        return request.user.has_perm("claims.triage_claim")

    def has_take_permission(self, request: HttpRequest) -> bool:
        """Whether the person may take claims."""
        return request.user.has_perm("claims.take_claim")

    @admin.display(description=gettext_lazy("wording"), ordering="wording")
    def said(self, claim: Claim) -> str:
        """Return the wording, shortened."""
        return Truncator(claim.wording).chars(110)

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def state(self, claim: Claim) -> SafeString:
        """Return the status as a chip."""
        return chip("status", claim.status, claim.get_status_display())

    @admin.display(description=gettext_lazy("score"), ordering="-score")
    def worth(self, claim: Claim) -> str:
        """Return the check-worthiness, 0 to 100."""
        return f"{claim.score * 100:.0f}"

    @admin.display(description=gettext_lazy("due"), ordering="due_at")
    def due(self, claim: Claim) -> str:
        """Return when it must be settled, and say so when that has passed."""
        if claim.due_at is None:
            return ""
        said = date_format(timezone.localtime(claim.due_at), "SHORT_DATETIME_FORMAT")
        late = claim.due_at < timezone.now() and claim.status not in ("checked", "dismissed")
        return _("%(moment)s, overdue") % {"moment": said} if late else said

    @admin.display(description=gettext_lazy("marks"))
    def marks(self, claim: Claim) -> SafeString:
        """Return the marks of a part, of an open recheck and of a void approval."""
        shown = []
        if claim.parent_id:
            shown.append(chip("mark", "part", pgettext("claim mark", "part of a sentence")))
        if claim.recheck_open:  # type: ignore[attr-defined]
            shown.append(chip("mark", "recheck", pgettext("claim mark", "recheck")))
        if claim.approval_is_void:
            shown.append(chip("mark", "void", pgettext("claim mark", "approval void")))
        return format_html_join(" ", "{}", ((each,) for each in shown))

    @admin.action(
        description=pgettext_lazy("claim action", "Queue for checking"), permissions=["triage"]
    )
    def queue(self, request: HttpRequest, queryset: QuerySet[Claim]) -> None:
        """Queue each claim, or say why not."""
        self._each(request, queryset, Action.QUEUE)

    @admin.action(description=pgettext_lazy("claim action", "Take"), permissions=["take"])
    def take(self, request: HttpRequest, queryset: QuerySet[Claim]) -> None:
        """Take each claim, or say why not."""
        self._each(request, queryset, Action.TAKE)

    @admin.action(description=pgettext_lazy("claim action", "Dismiss"), permissions=["triage"])
    def dismiss(self, request: HttpRequest, queryset: QuerySet[Claim]) -> None:
        """Dismiss each claim with the reason chosen, or say why not."""
        self._each(request, queryset, Action.DISMISS, reason=request.POST.get("reason") or None)

    def _each(
        self, request: HttpRequest, queryset: QuerySet[Claim], action: Action, **given: Any
    ) -> None:
        claims = list(queryset[: MOST_AT_ONCE + 1])
        if len(claims) > MOST_AT_ONCE:
            messages.error(
                request,
                _("Choose at most %(count)d claims at once.") % {"count": MOST_AT_ONCE},
            )
            return
        done = 0
        refused: dict[str, list[Claim]] = defaultdict(list)
        for claim in claims:
            try:
                perform_action(claim_id=claim.pk, action=action, actor=request.user, **given)
            except FactcheckError as error:
                refused[str(error)].append(claim)
            else:
                self.log_change(request, claim, str(ACTION_NAMES[action]))
                done += 1
        if done:
            messages.success(
                request,
                ngettext("%(action)s: %(count)d claim.", "%(action)s: %(count)d claims.", done)
                % {"action": ACTION_NAMES[action], "count": done},
            )
        for sentence, rows in refused.items():
            named = format_html_join(
                "", "<li>{}</li>", ((Truncator(row.wording).chars(80),) for row in rows)
            )
            messages.error(
                request,
                format_html("{} {}<ul>{}</ul>", _("Refused:"), sentence, named),
            )
