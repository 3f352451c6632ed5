"""Rechecks: opened when something moved, decided by a person, one open per claim and passage."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.models import Claim, Evidence, Recheck
from claims.models.recheck import Cause, Decision
from claims.services.content import save_claim, void_approval
from claims.services.locking import lock_claim
from claims.workflow import Status
from factcheck.clock import database_now
from factcheck.errors import Conflict, InvalidInput, NotFound, NotPermitted, StaleVersion
from factcheck.ledger.services import record_entry
from factcheck.text.visible import visible
from sources.models import Change
from sources.models.change import ALARMING, ChangeKind
from sources.services.due import lock_source
from sources.services.passages import accept_reading

if TYPE_CHECKING:
    from factcheck.people.models import User

_CAUSE = {
    ChangeKind.PASSAGE_ALTERED: Cause.PASSAGE_ALTERED,
    ChangeKind.PASSAGE_GONE: Cause.PASSAGE_GONE,
    ChangeKind.SOURCE_GONE: Cause.SOURCE_GONE,
    ChangeKind.RETRACTED: Cause.RETRACTED,
}
_BACK = frozenset({ChangeKind.PASSAGE_BACK, ChangeKind.SOURCE_BACK})
#: What a person may decide; ``returned`` is the machine's.
DECIDABLE = (Decision.STILL_HOLDS, Decision.EVIDENCE_REPLACED, Decision.VERDICT_CHANGES)


@transaction.atomic
def open_rechecks_for(*, changes: Sequence[Change]) -> list[Recheck]:
    """Bring back every claim that rests on a changed passage; further changes join the open one.

    Safe to run twice on the same changes: a change joins a recheck once.
    """
    touched: list[Recheck] = []
    for change in changes:
        if change.kind in ALARMING:
            for evidence in _resting_on(change):
                touched.append(_open_or_join(evidence.claim, change))
        elif change.kind in _BACK:
            close_returned(change=change)
    return touched


def _resting_on(change: Change) -> list[Evidence]:
    rows = Evidence.objects.current().exclude(claim__status=Status.DISMISSED)
    if change.passage_id is not None:
        rows = rows.filter(passage=change.passage_id)
    else:
        rows = rows.filter(passage__source=change.source_id)
    return list(rows.select_related("claim", "passage").order_by("claim_id"))


def _open_or_join(claim: Claim, change: Change) -> Recheck:
    recheck, opened = Recheck.objects.get_or_create(
        claim=claim,
        passage=change.passage,
        decided_at=None,
        # A page-wide change has no passage; its own cause keeps it one open per claim.
        **({"cause": _CAUSE[ChangeKind(change.kind)]} if change.passage_id is None else {}),
        defaults={"cause": _CAUSE[ChangeKind(change.kind)], "opened_at": timezone.now()},
    )
    joined = not recheck.changes.filter(pk=change.pk).exists()
    if joined:
        recheck.changes.add(change)
        record_entry(
            kind="recheck.opened" if opened else "recheck.joined",
            subject_type="claim",
            subject_id=claim.pk,
            article_id=claim.article_id,
            data={
                "recheck": str(recheck.pk),
                "change": str(change.pk),
                "cause": recheck.cause,
                "source": str(change.source_id),
            },
        )
    return recheck


def lock_cited_pages(claim_id: uuid.UUID | str) -> None:
    """Lock every page a claim cites: what is being recorded ends first, what follows waits."""
    cited = Evidence.objects.current().filter(claim__pk=claim_id)
    pages = cited.order_by("passage__source__host", "passage__source").values_list(
        "passage__source", flat=True
    )
    for source_id in pages.distinct():
        lock_source(source_id)


def open_missed_rechecks(*, claim: Claim) -> list[Recheck]:
    """Open what a claim would have been told while it lay dismissed.

    The caller holds the cited pages and the claim. What is back as it was is not told.
    """
    standing = set(claim.evidence.standing().values_list("pk", flat=True))
    missed: list[Recheck] = []
    for evidence in claim.evidence.current().order_by("pk"):
        kinds = [ChangeKind.RETRACTED] if evidence.pk in standing else list(ALARMING)
        changes = Change.objects.filter(
            passage=evidence.passage_id, kind__in=kinds, detected_at__gte=evidence.created_at
        )
        change = changes.exclude(rechecks__claim=claim).order_by("-pk").first()
        if change is not None:
            missed.append(_open_or_join(claim, change))
    return missed


def close_returned(*, change: Change) -> int:
    """Close rechecks of a passage that is back as it was accepted; return how many."""
    rows = Recheck.objects.awaiting().filter(
        cause__in=[Cause.PASSAGE_ALTERED, Cause.PASSAGE_GONE, Cause.SOURCE_GONE]
    )
    if change.passage_id is not None:
        rows = rows.filter(passage=change.passage_id)
    else:
        rows = rows.filter(passage__isnull=True, changes__source=change.source_id)
    # The words are back; that the page declares itself retracted is not undone by that.
    rows = rows.exclude(changes__kind=ChangeKind.RETRACTED)
    closed = 0
    for recheck in rows.select_for_update().select_related("claim"):
        recheck.changes.add(change)
        _close(recheck, decision=Decision.RETURNED, comment=change.detail, actor=None)
        closed += 1
    return closed


@transaction.atomic
def open_claim_recheck(
    *, claim: Claim, cause: str, note: str, actor: User | None
) -> tuple[Recheck, bool]:
    """Open a recheck about the claim itself (complaint, overdue, override, by hand)."""
    recheck, opened = Recheck.objects.get_or_create(
        claim=claim,
        passage=None,
        cause=cause,
        decided_at=None,
        defaults={"note": note, "opened_by": actor, "opened_at": timezone.now()},
    )
    if opened:
        record_entry(
            kind="recheck.opened",
            subject_type="claim",
            subject_id=claim.pk,
            article_id=claim.article_id,
            actor=actor,
            note=note,
            data={"recheck": str(recheck.pk), "cause": str(cause)},
        )
    return recheck, opened


@transaction.atomic
def ask_recheck(*, claim_id: uuid.UUID | str, cause: str, note: str, actor: User) -> Recheck:
    """Open a recheck by hand or for a reader's complaint; a note is required."""
    if not actor.has_perm("claims.open_recheck"):
        raise NotPermitted(_("Your role does not include opening rechecks."))
    if cause not in (Cause.MANUAL, Cause.COMPLAINT, Cause.TEXT_EDITED):
        raise InvalidInput(
            _("This cause cannot be given by hand."),
            field="cause",
            remedy=_("Use manual, complaint or text_edited."),
        )
    if not visible(note):
        raise InvalidInput(
            _("No reason is given."), field="note", remedy=_("Say what must be looked at.")
        )
    claim = lock_claim(claim_id)
    recheck, _opened = open_claim_recheck(claim=claim, cause=cause, note=note.strip(), actor=actor)
    return recheck


def open_overdue_rechecks(*, limit: int = 500) -> int:
    """Bring back checked claims whose best-before has passed; return how many were opened."""
    opened = 0
    overdue = Claim.objects.filter(status=Status.CHECKED, best_before__lte=database_now()).exclude(
        Q(rechecks__cause=Cause.OVERDUE, rechecks__decided_at__isnull=True)
    )
    for claim_id in list(overdue.values_list("pk", flat=True)[:limit]):
        with transaction.atomic():
            claim = lock_claim(claim_id)
            if claim.status != Status.CHECKED or claim.best_before is None:
                continue
            _recheck, new = open_claim_recheck(
                claim=claim, cause=Cause.OVERDUE, note="", actor=None
            )
            opened += new
    return opened


@transaction.atomic
def decide_recheck(
    *,
    recheck_id: uuid.UUID | str,
    decision: str,
    comment: str,
    actor: User,
    seen_change: uuid.UUID | str | None = None,
) -> Recheck:
    """Decide one recheck.

    ``still_holds`` accepts the passage as it now reads, so the approval stands and it does not
    alarm again; the other two void the approval and send the claim back to checking.
    ``seen_change`` is the latest change the person saw: one that joined since is not decided
    unseen (``StaleVersion``).
    """
    known = Recheck.objects.filter(pk=recheck_id).first()
    if known is None:
        raise NotFound(_("There is no such recheck."), field="recheck")
    if known.passage is not None:
        # The page first, as recording does: it opens and joins rechecks while it holds the page.
        lock_source(known.passage.source_id)
    claim = lock_claim(known.claim_id)
    recheck = Recheck.objects.select_for_update().get(pk=known.pk)
    _may_decide(recheck, claim, actor, decision, comment)
    _refuse_unseen(recheck, seen_change)
    if decision == Decision.STILL_HOLDS:
        _accept_as_it_reads(recheck, actor)
    elif claim.status == Status.CHECKED:
        claim.status = Status.CHECKING.value
        claim.assignee = actor
    elif claim.status == Status.IN_REVIEW:
        # As if returned: what was submitted rests on what has just been found wanting.
        claim.status = Status.CHECKING.value
    if decision != Decision.STILL_HOLDS:
        void_approval(claim, actor=actor, note=str(Decision(decision).value))
        save_claim(claim, actor=actor)
    elif recheck.cause == Cause.OVERDUE:
        claim.best_before = None
        save_claim(claim, actor=actor)
    _close(recheck, decision=Decision(decision), comment=comment.strip(), actor=actor)
    return recheck


@transaction.atomic
def decide_change(
    *, change_id: uuid.UUID | str, decision: str, comment: str, actor: User
) -> list[Recheck]:
    """Apply one decision to all open rechecks that a change brought up, all or none."""
    ids = list(
        Recheck.objects.awaiting()
        .filter(changes__pk=change_id)
        .order_by("claim_id")
        .values_list("pk", flat=True)
    )
    if not ids:
        raise NotFound(_("No open recheck rests on this change."), field="change")
    return [
        decide_recheck(
            recheck_id=pk, decision=decision, comment=comment, actor=actor, seen_change=change_id
        )
        for pk in ids
    ]


def _may_decide(recheck: Recheck, claim: Claim, actor: User, decision: str, comment: str) -> None:
    if actor.is_service or not actor.has_perm("claims.decide_recheck"):
        raise NotPermitted(
            _("Your role does not include deciding rechecks."),
            remedy=_("Ask a checker or an editor."),
        )
    if claim.article.author_id is not None and claim.article.author_id == actor.pk:
        raise NotPermitted(
            _("You wrote this article."),
            code="own_article",
            remedy=_("Somebody who did not write it must decide."),
        )
    if recheck.decided_at is not None:
        raise Conflict(
            _("This recheck was already decided."),
            code="already_decided",
            field="recheck",
            remedy=_("Open a new one if something else must be looked at."),
        )
    if decision not in DECIDABLE:
        raise InvalidInput(
            _("“%(decision)s” is not a decision.") % {"decision": str(decision)[:40]},
            field="decision",
            remedy=_("Use one of: %(known)s.") % {"known": ", ".join(DECIDABLE)},
        )
    if not visible(comment):
        raise InvalidInput(
            _("No comment is given."), field="comment", remedy=_("Say what you looked at and why.")
        )


def _refuse_unseen(recheck: Recheck, seen_change: uuid.UUID | str | None) -> None:
    if not seen_change:
        return
    latest = recheck.changes.order_by("-pk").first()
    if latest is not None and str(latest.pk) != str(seen_change):
        raise StaleVersion(
            _("The source changed again while you were looking."),
            remedy=_("Look at the latest change, then decide."),
            field="seen_change",
        )


def _accept_as_it_reads(recheck: Recheck, actor: User) -> None:
    passage = recheck.passage
    if passage is None:
        return
    reading = passage.readings.order_by("-fence").first()
    if reading is not None:
        accept_reading(passage=passage, reading=reading, actor=actor)


def _close(recheck: Recheck, *, decision: Decision, comment: str, actor: User | None) -> None:
    recheck.decision = decision
    recheck.comment = comment
    recheck.decided_at = timezone.now()
    recheck.decided_by = actor
    recheck.save(update_fields=["decision", "comment", "decided_at", "decided_by"])
    record_entry(
        kind="recheck.decided",
        subject_type="claim",
        subject_id=recheck.claim_id,
        article_id=recheck.claim.article_id,
        actor=actor,
        note=comment,
        data={
            "recheck": str(recheck.pk),
            "decision": decision.value,
            "cause": recheck.cause,
            "passage": str(recheck.passage_id or ""),
        },
    )
