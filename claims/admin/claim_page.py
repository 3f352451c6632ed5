"""What a claim's page shows, gathered in a fixed number of queries. Reads only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Permission
from django.db.models import Q

from claims.admin.claim_forms import (
    ActionForm,
    CiteForm,
    DraftForm,
    RecheckForm,
    WithdrawForm,
    action_form,
    draft_values,
)
from claims.admin.claim_similar import similar_rows
from claims.admin.labels import FIELDS, fact
from claims.admin.proposal import proposal
from claims.models import Claim
from claims.models.claim import STATUS_CHOICES
from claims.services.facts import ActionState, action_states
from claims.workflow import Action
from factcheck.desk.marking import surroundings
from factcheck.ledger.models import Entry
from factcheck.people.models import User

if TYPE_CHECKING:
    from django.db.models import QuerySet

TIMELINE = 60
SIBLINGS = 300
_STATUS = dict(STATUS_CHOICES)


def claim_for_page(claim_id: Any) -> Claim | None:
    """Return the claim with everything its page names."""
    return (
        Claim.objects.select_related(
            "article__author",
            "revision",
            "parent",
            "duplicate_of",
            "assignee",
            "draft_rating",
            "submitted_by",
            "proposed_by",
            "verdict__rating",
        )
        .filter(pk=claim_id)
        .first()
    )


def people_who_check() -> QuerySet[User]:
    """Return active people whose role includes checking."""
    right = Permission.objects.filter(codename="submit_claim", content_type__app_label="claims")
    return User.objects.filter(
        Q(groups__permissions__in=right) | Q(is_superuser=True), is_active=True, is_service=False
    ).distinct()


def page_context(
    claim: Claim,
    person: User,
    *,
    draft: DraftForm | None = None,
    cite: CiteForm | None = None,
    recheck: RecheckForm | None = None,
    failed: tuple[Action, ActionForm] | None = None,
) -> dict[str, Any]:
    """Return the page's context; the forms given are those a refusal must not lose."""
    states = action_states(claim, person)
    people = people_who_check() if _assigns(states) else None
    may_cite = person.has_perm("claims.add_evidence") and claim.status != "dismissed"
    fresh_cite = CiteForm(initial={"version": claim.version}, auto_id="id_cite_%s")
    fresh_recheck = RecheckForm(auto_id="id_recheck_%s")
    return {
        "claim": claim,
        "proposal": proposal(claim),
        "context": surroundings(claim.revision.text, claim.start, claim.end),
        "acts": [
            (state, _form_of(state, claim, people, failed)) for state in states if _shown(state)
        ],
        "closed": [state for state in states if not _shown(state)],
        "draft": (
            draft or _draft(claim, person) if person.has_perm("claims.change_claim") else None
        ),
        "cite": cite or fresh_cite if may_cite else None,
        "recheck_form": (
            recheck or fresh_recheck if person.has_perm("claims.open_recheck") else None
        ),
        "withdraw_form": WithdrawForm(auto_id="id_withdraw_%s"),
        "may_publish": person.has_perm("claims.publish_verdict"),
        "timeline": timeline("claim", claim.pk) if person.has_perm("ledger.view_entry") else None,
        **_related(claim),
    }


def _related(claim: Claim) -> dict[str, Any]:
    """Return the rows beside the claim, one query each."""
    evidence = claim.evidence.current().select_related("passage__source", "added_by")
    verdicts = claim.verdicts.select_related("rating", "submitted_by", "approved_by")
    others = Claim.objects.filter(article=claim.article_id).exclude(pk=claim.pk)
    return {
        "evidence": list(evidence.order_by("id")),
        "rechecks": list(claim.rechecks.awaiting().order_by("opened_at")),
        "similar": similar_rows(claim),
        "verdicts": list(verdicts.order_by("-number")),
        "parts": list(claim.parts.order_by("start")),
        "siblings": list(others.order_by("start").only("wording")[:SIBLINGS]),
    }


def _shown(state: ActionState) -> bool:
    """Whether the action belongs to the claim's present status and the person's role at all."""
    return state.allowed or not {"status", "permission"} & {row["code"] for row in state.refusals}


def _assigns(states: list[ActionState]) -> bool:
    return any(state.allowed and "assignee" in state.needs for state in states)


def _form_of(
    state: ActionState,
    claim: Claim,
    people: QuerySet[User] | None,
    failed: tuple[Action, ActionForm] | None,
) -> ActionForm:
    if failed is not None and failed[0] is state.action:
        return failed[1]
    return action_form(state, claim, people=people)


def _draft(claim: Claim, person: User) -> DraftForm:
    return DraftForm(
        initial=draft_values(claim),
        may_waive=person.has_perm("claims.waive_evidence"),
        auto_id="id_draft_%s",
    )


def timeline(subject_type: str, subject_id: Any) -> list[dict[str, Any]]:
    """Return the newest ledger entries of a thing, in words."""
    rows = Entry.objects.filter(subject_type=subject_type, subject_id=str(subject_id))
    entries = list(rows.select_related("actor").order_by("-id")[:TIMELINE])
    names = _names_in(entries)
    return [
        {
            "fact": fact(entry.kind),
            "at": entry.at,
            "who": entry.actor_name,
            "note": entry.note,
            "redacted": entry.redacted_at is not None,
            "changes": [
                {
                    "field": FIELDS.get(name, name),
                    "was": _value(name, pair[0], names),
                    "now": _value(name, pair[1], names),
                }
                for name, pair in entry.changes.items()
                if isinstance(pair, list) and len(pair) == 2
            ],
        }
        for entry in entries
    ]


def _names_in(entries: list[Entry]) -> dict[str, str]:
    ids = {each for entry in entries for each in entry.changes.get("assignee", ()) if each}
    return {
        str(pk): name for pk, name in User.objects.filter(pk__in=ids).values_list("pk", "username")
    }


def _value(name: str, value: Any, names: dict[str, str]) -> Any:
    if name == "status":
        return _STATUS.get(value, value)
    if name == "assignee":
        return names.get(str(value), value)
    return value
