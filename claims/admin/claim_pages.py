"""The claim page: shows a claim, and turns every button into one call of a service."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from claims.admin.claim_forms import (
    ActionForm,
    CiteForm,
    DraftForm,
    RecheckForm,
    action_form,
    draft_values,
)
from claims.admin.claim_page import claim_for_page, page_context, people_who_check
from claims.admin.correcting import ProposalPages
from claims.admin.labels import claim_url
from claims.guards import ACTION_NAMES
from claims.models import Claim
from claims.models.claim import STATUS_CHOICES
from claims.services.claims import edit_claim
from claims.services.evidence import cite, remove_evidence
from claims.services.facts import action_states
from claims.services.rechecks import ask_recheck
from claims.services.transitions import perform_action
from claims.services.verdicts import publish_verdict, withdraw_verdict
from claims.workflow import Action
from factcheck.doorbells import ring
from factcheck.errors import FactcheckError, StaleVersion
from sources.tasks import check_host_now


class ClaimPages(ProposalPages):
    """Views of one claim. Nothing here decides: services do, and their refusals are shown."""

    page_template = "claims/claim.html"

    def get_urls(self) -> list[Any]:
        """Add one address per button."""
        wrap = self.admin_site.admin_view
        mine = [
            path("<uuid:claim_id>/do/<slug:action>/", wrap(self.act_view), name="claims_claim_act"),
            path(
                "<uuid:claim_id>/proposal/",
                wrap(self.proposal_view),
                name="claims_claim_proposal",
            ),
            path(
                "<uuid:claim_id>/proposal/<slug:part>/",
                wrap(self.proposal_view),
                name="claims_claim_proposal_part",
            ),
            path("<uuid:claim_id>/draft/", wrap(self.draft_view), name="claims_claim_draft"),
            path("<uuid:claim_id>/cite/", wrap(self.cite_view), name="claims_claim_cite"),
            path(
                "<uuid:claim_id>/evidence/<uuid:evidence_id>/remove/",
                wrap(self.remove_view),
                name="claims_claim_remove_evidence",
            ),
            path("<uuid:claim_id>/recheck/", wrap(self.recheck_view), name="claims_claim_recheck"),
            path(
                "<uuid:claim_id>/verdicts/<uuid:verdict_id>/<slug:deed>/",
                wrap(self.verdict_view),
                name="claims_claim_verdict",
            ),
        ]
        return mine + super().get_urls()

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the claim. Looking changes nothing."""
        return self._show(request, self._claim(request, object_id))

    @method_decorator(require_POST)
    def act_view(self, request: HttpRequest, claim_id: uuid.UUID, action: str) -> HttpResponse:
        """Perform one action of the workflow."""
        claim = self._claim(request, claim_id)
        state = next(
            (each for each in action_states(claim, request.user) if each.action == action), None
        )
        if state is None:
            raise Http404
        form = action_form(state, claim, data=request.POST, people=people_who_check())
        if not form.is_valid():
            return self._show(request, claim, status=400, failed=(state.action, form))
        given = form.cleaned_data
        try:
            perform_action(
                claim_id=claim.pk,
                action=state.action,
                actor=request.user,
                note=given.get("note", ""),
                reason=given.get("reason") or None,
                assignee=given.get("assignee"),
                other_claim_id=given.get("other_claim") or None,
                expected_version=given["version"],
            )
        except FactcheckError as error:
            return self._refused_action(request, claim, state.action, form, error)
        self.done(request, claim, str(ACTION_NAMES[state.action]))
        return HttpResponseRedirect(claim_url(claim.pk))

    def _refused_action(
        self,
        request: HttpRequest,
        claim: Claim,
        action: Action,
        form: ActionForm,
        error: FactcheckError,
    ) -> HttpResponse:
        status = self.refuse(request, error)
        fresh = self._claim(request, claim.pk)
        stale = None
        if isinstance(error, StaleVersion):
            names = dict(STATUS_CHOICES)
            seen = form.cleaned_data.get("seen_status", "")
            stale = [(_("status"), names.get(seen, seen), fresh.get_status_display())]
        form.data = _with_version(request.POST, fresh.version, seen_status=fresh.status)
        return self._show(request, fresh, status=status, failed=(action, form), stale=stale)

    @method_decorator(require_POST)
    def draft_view(self, request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
        """Store what the person changed of the draft; two people at once lose nothing."""
        claim = self._claim(request, claim_id)
        form = self._draft_form(request, request.POST)
        if not form.is_valid():
            return self._show(request, claim, status=400, draft=form)
        changed = {name: form.cleaned_data[name] for name in form.changed_data if name != "version"}
        try:
            edit_claim(
                claim_id=claim.pk,
                actor=request.user,
                expected_version=form.cleaned_data["version"],
                **changed,
            )
        except StaleVersion as error:
            status = self.refuse(request, error)
            return self._stale_draft(request, form, claim_id, status)
        except FactcheckError as error:
            return self._show(request, claim, status=self.refuse(request, error), draft=form)
        if changed:
            self.done(request, claim, _("The claim is saved."))
        else:
            messages.info(request, _("Nothing was changed."))
        return HttpResponseRedirect(claim_url(claim.pk))

    def _stale_draft(
        self, request: HttpRequest, form: DraftForm, claim_id: uuid.UUID, status: int
    ) -> HttpResponse:
        """Show both versions: what this person changed stays, the rest is as it now is."""
        fresh = self._claim(request, claim_id)
        now = self._draft_form(request, None, initial=draft_values(fresh))
        data = request.POST.copy()
        stale = []
        for bound in now:
            initial = f"initial-{bound.name}"
            shown = bound.field.prepare_value(bound.value())
            text = bound.field.widget.format_value(shown)
            text = text[0] if isinstance(text, list) and text else text
            if bound.name == "version" or bound.name not in form.changed_data:
                data[bound.name] = "" if text in (None, []) else str(text)
            elif form.cleaned_data[bound.name] != bound.field.clean(shown):
                stale.append((bound.label, form.cleaned_data[bound.name], shown))
            data[initial] = "" if text in (None, []) else str(text)
        _untick(data, now, form.changed_data)
        return self._show(
            request, fresh, status=status, draft=self._draft_form(request, data), stale=stale
        )

    @method_decorator(require_POST)
    def cite_view(self, request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
        """Cite a passage, and ask for a first look at its page."""
        claim = self._claim(request, claim_id)
        form = CiteForm(request.POST, auto_id="id_cite_%s")
        if not form.is_valid():
            return self._show(request, claim, status=400, cite=form)
        given = form.cleaned_data
        try:
            evidence = cite(
                claim_id=claim.pk,
                stance=given["stance"],
                quote=given["quote"],
                actor=request.user,
                url=given["url"] or None,
                kind=given["kind"],
                title=given["title"],
                locator=given["locator"],
                published_on=given["published_on"],
                note=given["note"],
                expected_version=given["version"],
            )
        except FactcheckError as error:
            status = self.refuse(request, error)
            fresh = self._claim(request, claim.pk)
            form.data = _with_version(request.POST, fresh.version)
            stale = [] if isinstance(error, StaleVersion) else None
            return self._show(request, fresh, status=status, cite=form, stale=stale)
        if evidence.passage.source.host_id is not None:
            ring(check_host_now, str(evidence.passage.source.host_id))
        self.done(request, claim, _("The passage is cited. Its page is looked at now."))
        return HttpResponseRedirect(claim_url(claim.pk))

    @method_decorator(require_POST)
    def remove_view(
        self, request: HttpRequest, claim_id: uuid.UUID, evidence_id: uuid.UUID
    ) -> HttpResponse:
        """Take evidence off the claim; the row stays as history."""
        claim = self._claim(request, claim_id)
        if not claim.evidence.filter(pk=evidence_id).exists():
            raise Http404
        return self._do(
            request,
            claim,
            lambda: remove_evidence(
                evidence_id=evidence_id, actor=request.user, note=request.POST.get("note", "")
            ),
            _("The evidence is taken off the claim."),
        )

    @method_decorator(require_POST)
    def recheck_view(self, request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
        """Open a recheck by hand."""
        claim = self._claim(request, claim_id)
        form = RecheckForm(request.POST, auto_id="id_recheck_%s")
        if not form.is_valid():
            return self._show(request, claim, status=400, recheck=form)
        return self._do(
            request,
            claim,
            lambda: ask_recheck(claim_id=claim.pk, actor=request.user, **form.cleaned_data),
            _("A recheck is open."),
            recheck=form,
        )

    @method_decorator(require_POST)
    def verdict_view(
        self, request: HttpRequest, claim_id: uuid.UUID, verdict_id: uuid.UUID, deed: str
    ) -> HttpResponse:
        """Publish or withdraw a verdict of this claim."""
        claim = self._claim(request, claim_id)
        if not claim.verdicts.filter(pk=verdict_id).exists():
            raise Http404
        if deed == "publish":
            return self._do(
                request,
                claim,
                lambda: publish_verdict(verdict_id=verdict_id, actor=request.user),
                _("The verdict is published."),
            )
        if deed != "withdraw":
            raise Http404
        reason = request.POST.get("reason", "")
        return self._do(
            request,
            claim,
            lambda: withdraw_verdict(verdict_id=verdict_id, actor=request.user, reason=reason),
            _("The verdict is withdrawn."),
        )

    def _do(
        self,
        request: HttpRequest,
        claim: Claim,
        deed: Callable[[], object],
        sentence: str,
        **forms: Any,
    ) -> HttpResponse:
        try:
            deed()
        except FactcheckError as error:
            status = self.refuse(request, error)
            return self._show(request, self._claim(request, claim.pk), status=status, **forms)
        self.done(request, claim, sentence)
        return HttpResponseRedirect(claim_url(claim.pk))

    def _claim(self, request: HttpRequest, claim_id: Any) -> Claim:
        self.record(request, str(claim_id))
        claim = claim_for_page(claim_id)
        if claim is None:
            raise Http404
        return claim

    def _draft_form(self, request: HttpRequest, data: Any, **options: Any) -> DraftForm:
        return DraftForm(
            data,
            may_waive=request.user.has_perm("claims.waive_evidence"),
            auto_id="id_draft_%s",
            **options,
        )

    def _show(
        self,
        request: HttpRequest,
        claim: Claim,
        *,
        status: int = 200,
        stale: list[tuple[Any, Any, Any]] | None = None,
        **forms: Any,
    ) -> HttpResponse:
        return self.page(
            request,
            claim,
            status=status,
            stale=stale,
            **page_context(claim, request.user, **forms),
        )


def _with_version(data: QueryDict, version: int, **others: str) -> QueryDict:
    """Return what was typed, now meant for the present version."""
    copy = data.copy()
    copy["version"] = str(version)
    for name, value in others.items():
        copy[name] = value
    return copy


def _untick(data: QueryDict, form: DraftForm, changed: list[str]) -> None:
    """Leave a box the person did not touch as it is on record."""
    if "on_authority" in form.fields and "on_authority" not in changed:
        if form["on_authority"].value():
            data["on_authority"] = "on"
        else:
            data.pop("on_authority", None)
