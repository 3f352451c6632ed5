"""The page on which a checker sees why a claim was proposed, and puts the proposal right."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.admin.claim_forms import VersionedForm
from claims.admin.claim_page import claim_for_page
from claims.admin.reasons import in_words
from claims.models.claim import Kind
from claims.services.correcting import correct_proposal
from factcheck.desk.marking import surroundings
from factcheck.desk.parts import PageAdmin
from factcheck.errors import FactcheckError

if TYPE_CHECKING:
    from claims.models import Claim


class SpanForm(VersionedForm):
    """From where to where."""

    start = forms.IntegerField(
        label=gettext_lazy("Start"),
        min_value=0,
        help_text=gettext_lazy("Code point offset in the text."),
    )
    end = forms.IntegerField(
        label=gettext_lazy("End"),
        min_value=1,
        help_text=gettext_lazy("Offset after its last code point."),
    )


class KindForm(VersionedForm):
    """What sort of statement."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Kind.choices)


class SpeakerForm(VersionedForm):
    """Who said it."""

    speaker = forms.CharField(
        label=gettext_lazy("Speaker"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("As the article names them; empty when the article says it."),
    )


class DateForm(VersionedForm):
    """One date."""

    at = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    resolved = forms.CharField(
        label=gettext_lazy("Means"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("As 2023-09-13, 2023-09, 2023 or 2023-09/2024-02; empty: open."),
    )


class QuantityForm(VersionedForm):
    """One quantity."""

    at = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    value = forms.FloatField(
        label=gettext_lazy("Value"), required=False, help_text=gettext_lazy("In plain figures.")
    )
    unit = forms.CharField(
        label=gettext_lazy("Unit"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("As km or ships."),
    )


_FORMS: Final[dict[str, type[VersionedForm]]] = {
    "span": SpanForm,
    "kind": KindForm,
    "speaker": SpeakerForm,
    "date": DateForm,
    "quantity": QuantityForm,
}


class ProposalPages(PageAdmin):
    """One page; the service decides what may be put right."""

    proposal_template = "claims/proposal.html"

    def proposal_view(
        self, request: HttpRequest, claim_id: uuid.UUID, part: str = ""
    ) -> HttpResponse:
        """Show why the claim was proposed; with POST put one part of the proposal right."""
        claim = claim_for_page(claim_id)
        if claim is None or (part and part not in _FORMS):
            raise Http404
        if not self.has_view_permission(request, claim):
            raise PermissionDenied
        if request.method != "POST" or not part:
            return self._proposal(request, claim)
        form = _FORMS[part](request.POST)
        if not form.is_valid():
            return self._proposal(request, claim, status=400, failed=(part, form))
        given = dict(form.cleaned_data)
        try:
            correct_proposal(
                claim_id=claim.pk,
                part=part,
                actor=request.user,
                expected_version=given.pop("version"),
                **given,
            )
        except FactcheckError as error:
            status = self.refuse(request, error)
            fresh = claim_for_page(claim_id) or claim
            return self._proposal(request, fresh, status=status)
        self.done(request, claim, _("The proposal is put right."))
        return HttpResponseRedirect(reverse("admin:claims_claim_proposal", args=[claim.pk]))

    def _proposal(
        self,
        request: HttpRequest,
        claim: Claim,
        *,
        status: int = 200,
        failed: tuple[str, forms.Form] | None = None,
    ) -> HttpResponse:
        return self.page(
            request,
            claim,
            status=status,
            template=self.proposal_template,
            title=_("Why it was proposed"),
            claim=claim,
            context=surroundings(claim.revision.text, claim.start, claim.end),
            reasons=in_words(claim.reasons),
            score=f"{claim.score * 100:.0f}",
            parts=_parts(claim, failed) if request.user.has_perm("claims.change_claim") else [],
            corrections=claim.proposal_corrections.select_related("by"),
        )


def _parts(claim: Claim, failed: tuple[str, forms.Form] | None) -> list[dict[str, Any]]:
    """Return one form for each part of the proposal; the one refused keeps what was typed."""
    version = {"version": claim.version}
    speaker = (claim.attribution or {}).get("speaker") or ""
    rows: list[tuple[str, str, dict[str, Any]]] = [
        ("span", "", {"start": claim.start, "end": claim.end}),
        ("kind", "", {"kind": claim.kind}),
        ("speaker", "", {"speaker": speaker}),
        *(
            ("date", row["text"], {"at": at, "resolved": row["resolved"] or ""})
            for at, row in enumerate(claim.dates)
        ),
        *(
            ("quantity", row["text"], {"at": at, "value": row["value"], "unit": row["unit"]})
            for at, row in enumerate(claim.quantities)
        ),
    ]
    found = []
    for number, (part, words, initial) in enumerate(rows):
        form = _FORMS[part](initial=version | initial, auto_id=f"id_{number}_%s")
        if failed is not None and failed[0] == part and _is_for(failed[1], initial):
            form = failed[1]
            form.auto_id = f"id_{number}_%s"
        found.append({"part": part, "words": words, "form": form})
    return found


def _is_for(form: forms.Form, initial: dict[str, Any]) -> bool:
    return "at" not in initial or str(form.data.get("at")) == str(initial["at"])
