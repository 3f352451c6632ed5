"""A claim: one checkable statement, anchored in a revision of an article."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from claims.workflow import OPEN, SETTLED, DismissalReason, Status
from factcheck.ids import uuid7

if TYPE_CHECKING:
    from factcheck.people.models import User

STATUS_CHOICES = [
    (Status.PROPOSED.value, pgettext_lazy("claim status", "proposed")),
    (Status.TO_CHECK.value, pgettext_lazy("claim status", "to check")),
    (Status.CHECKING.value, pgettext_lazy("claim status", "checking")),
    (Status.IN_REVIEW.value, pgettext_lazy("claim status", "in review")),
    (Status.CHECKED.value, pgettext_lazy("claim status", "checked")),
    (Status.DISMISSED.value, pgettext_lazy("claim status", "dismissed")),
]
DISMISSAL_CHOICES = [
    (DismissalReason.OPINION.value, pgettext_lazy("dismissal reason", "opinion")),
    (DismissalReason.PREDICTION.value, pgettext_lazy("dismissal reason", "prediction")),
    (DismissalReason.NOT_CHECKABLE.value, pgettext_lazy("dismissal reason", "not checkable")),
    (DismissalReason.DUPLICATE.value, pgettext_lazy("dismissal reason", "duplicate")),
    (DismissalReason.CUT.value, pgettext_lazy("dismissal reason", "cut from the text")),
]


class Kind(models.TextChoices):
    FACT = "fact", pgettext_lazy("claim kind", "fact")
    ATTRIBUTED = "attributed", pgettext_lazy("claim kind", "attributed statement")
    QUOTE = "quote", pgettext_lazy("claim kind", "direct quote")
    OPINION = "opinion", pgettext_lazy("claim kind", "opinion")
    PREDICTION = "prediction", pgettext_lazy("claim kind", "prediction")
    QUESTION = "question", pgettext_lazy("claim kind", "question")
    BACKGROUND = "background", pgettext_lazy("claim kind", "background")
    EDITORIAL = "editorial", pgettext_lazy("claim kind", "editorial matter")


class ClaimQuerySet(models.QuerySet["Claim"]):
    """Reads in newsroom words."""

    def open(self) -> ClaimQuerySet:
        """Claims somebody still has to settle."""
        return self.filter(status__in=[status.value for status in OPEN])

    def settled(self) -> ClaimQuerySet:
        """Claims checked or dismissed."""
        return self.filter(status__in=[status.value for status in SETTLED])

    def awaiting_review(self) -> ClaimQuerySet:
        """Submitted claims a second person must approve."""
        return self.filter(status=Status.IN_REVIEW)

    def on_desk_of(self, person: User) -> ClaimQuerySet:
        """Claims a person is checking."""
        return self.filter(status=Status.CHECKING, assignee=person)

    def coming_back(self) -> ClaimQuerySet:
        """Claims with an open recheck."""
        return self.filter(rechecks__decided_at__isnull=True, rechecks__isnull=False).distinct()

    def with_void_approval(self) -> ClaimQuerySet:
        """Checked claims whose approval no longer covers what they say."""
        return self.filter(status=Status.CHECKED, approval_voided_at__isnull=False)

    def due_before(self, moment: datetime) -> ClaimQuerySet:
        """Open claims whose due time has come."""
        return self.open().filter(due_at__lte=moment)


class Claim(models.Model):
    """Status says where the work stands; open rechecks say what must be looked at."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False, help_text=_("UUIDv7."))
    version = models.PositiveIntegerField(
        _("version"), default=1, editable=False, help_text=_("Grows with every write (ETag).")
    )
    article = models.ForeignKey(
        "claims.Article",
        on_delete=models.PROTECT,
        related_name="claims",
        verbose_name=_("article"),
        help_text=_("In which article."),
    )
    revision = models.ForeignKey(
        "claims.Revision",
        on_delete=models.PROTECT,
        related_name="claims",
        verbose_name=_("revision"),
        help_text=_("In which version of its text."),
    )
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
        verbose_name=_("part of"),
        help_text=_("The whole sentence, when this is a part of one."),
    )
    start = models.PositiveIntegerField(
        _("start"), help_text=_("Code point offset in the revision's text.")
    )
    end = models.PositiveIntegerField(_("end"), help_text=_("Offset after its last code point."))
    quote = models.TextField(_("quote"), help_text=_("The words as they stand: text[start:end]."))
    origin = models.JSONField(
        _("stands at"),
        default=dict,
        blank=True,
        help_text=_("Page of the document, or time and speaker of the recording."),
    )
    wording = models.TextField(
        _("wording"), help_text=_("The claim said so that it stands by itself.")
    )
    kind = models.CharField(
        _("kind"),
        max_length=10,
        choices=Kind,
        default=Kind.FACT,
        help_text=_("What sort of statement it is."),
    )
    score = models.FloatField(
        _("check-worthiness"),
        default=0.5,
        help_text=_("0 to 1; orders the queue, decides nothing."),
    )
    reasons = models.JSONField(
        _("reasons"), default=list, blank=True, help_text=_("Codes of why it scored so.")
    )
    attribution = models.JSONField(
        _("attribution"), null=True, blank=True, help_text=_("Who said it, and how.")
    )
    dates = models.JSONField(
        _("dates"), default=list, blank=True, help_text=_("Dates in it, resolved (EDTF).")
    )
    quantities = models.JSONField(
        _("quantities"), default=list, blank=True, help_text=_("Figures in it, with units.")
    )
    citations = models.JSONField(
        _("citations"), default=list, blank=True, help_text=_("References it carries.")
    )
    names = models.JSONField(
        _("names"), default=list, blank=True, help_text=_("People, bodies and places in it.")
    )
    fills = models.JSONField(
        _("filled in"),
        default=list,
        blank=True,
        help_text=_("What the proposed wording puts into the quote, and why."),
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("proposed by"),
        help_text=_("Empty when the machine proposed it."),
    )
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=STATUS_CHOICES,
        default=Status.PROPOSED.value,
        help_text=_("Where the editorial work stands."),
    )
    status_before_dismissal = models.CharField(
        _("status before"),
        max_length=10,
        blank=True,
        choices=STATUS_CHOICES,
        help_text=_("Where a dismissed claim goes back to."),
    )
    dismissal_reason = models.CharField(
        _("dismissed because"),
        max_length=14,
        blank=True,
        choices=DISMISSAL_CHOICES,
        help_text=_("Why it is not checked."),
    )
    duplicate_of = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="duplicates",
        verbose_name=_("duplicate of"),
        help_text=_("The claim that stands for it."),
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="claims_assigned",
        verbose_name=_("assignee"),
        help_text=_("Who is checking it."),
    )
    due_at = models.DateTimeField(
        _("due"), null=True, blank=True, help_text=_("When it must be settled.")
    )
    best_before = models.DateTimeField(
        _("best before"),
        null=True,
        blank=True,
        help_text=_("When a checked claim must be looked at again (prices, office-holders)."),
    )
    draft_rating = models.ForeignKey(
        "claims.Rating",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("rating"),
        help_text=_("Draft; becomes a verdict when approved."),
    )
    draft_rationale = models.TextField(
        _("rationale"), blank=True, help_text=_("Draft: why, for readers.")
    )
    on_authority = models.BooleanField(
        _("on the author's authority"),
        default=False,
        help_text=_("An editor's leave to check it without evidence."),
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("submitted by"),
        help_text=_("Who submitted it for review."),
    )
    submitted_at = models.DateTimeField(
        _("submitted"), null=True, blank=True, help_text=_("When it was submitted.")
    )
    submitted_hash = models.CharField(
        _("submitted hash"), max_length=64, blank=True, help_text=_("Content hash when submitted.")
    )
    content_hash = models.CharField(
        _("content hash"),
        max_length=64,
        blank=True,
        help_text=_("SHA-256 of wording, quote, rating, rationale and evidence passages."),
    )
    verdict = models.ForeignKey(
        "claims.Verdict",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("verdict"),
        help_text=_("The latest verdict; shown until superseded."),
    )
    approval_voided_at = models.DateTimeField(
        _("approval void since"),
        null=True,
        blank=True,
        help_text=_("The latest verdict no longer covers what the claim says."),
    )
    created_at = models.DateTimeField(_("added"), auto_now_add=True, help_text=_("When added."))
    updated_at = models.DateTimeField(_("updated"), auto_now=True, help_text=_("Last write."))

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ["-score", "-id"]
        permissions = [
            ("triage_claim", "Can queue, dismiss, restore and merge claims"),
            ("take_claim", "Can take a claim"),
            ("assign_claim", "Can assign a claim to others"),
            ("submit_claim", "Can submit a claim for review"),
            ("approve_claim", "Can approve or return a claim"),
            ("reopen_claim", "Can reopen a checked claim"),
            ("override_claim", "Can approve without a second person, on record"),
        ]
        indexes = [
            models.Index(fields=["status", "-score", "-id"], name="claim_queue"),
            models.Index(fields=["-score", "-id"], name="claim_by_score"),
            models.Index(fields=["-updated_at", "-id"], name="claim_by_update"),
            models.Index(fields=["article", "start"], name="claim_in_article"),
            models.Index(
                fields=["best_before"],
                name="claim_best_before",
                condition=Q(best_before__isnull=False, status="checked"),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "start", "end"], name="claim_once_per_span"
            ),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="claim_span_not_empty"),
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in Status]),
                name="claim_status_known",
            ),
            models.CheckConstraint(
                condition=Q(score__gte=0, score__lte=1), name="claim_score_in_unit_interval"
            ),
            models.CheckConstraint(
                condition=~Q(status="dismissed") | ~Q(dismissal_reason=""),
                name="claim_dismissed_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(status="checked") | Q(verdict__isnull=False),
                name="claim_checked_with_verdict",
            ),
            models.CheckConstraint(
                condition=~Q(status="in_review")
                | (Q(submitted_by__isnull=False) & ~Q(submitted_hash="")),
                name="claim_in_review_with_submission",
            ),
        ]

    def __str__(self) -> str:
        return self.wording[:80]

    @property
    def approval_is_void(self) -> bool:
        """Whether the latest verdict no longer covers the claim."""
        return self.verdict_id is not None and self.approval_voided_at is not None
