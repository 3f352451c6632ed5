"""A recheck: something a reviewer must look at again. Apart from status, on purpose."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from factcheck.ids import uuid7


class Cause(models.TextChoices):
    PASSAGE_ALTERED = "passage_altered", pgettext_lazy("recheck cause", "passage altered")
    PASSAGE_GONE = "passage_gone", pgettext_lazy("recheck cause", "passage gone")
    SOURCE_GONE = "source_gone", pgettext_lazy("recheck cause", "source gone")
    RETRACTED = "retracted", pgettext_lazy("recheck cause", "source retracted")
    OVERDUE = "overdue", pgettext_lazy("recheck cause", "best before passed")
    TEXT_EDITED = "text_edited", pgettext_lazy("recheck cause", "article text edited")
    COMPLAINT = "complaint", pgettext_lazy("recheck cause", "reader complaint")
    OVERRIDE = "override", pgettext_lazy("recheck cause", "approved without a second person")
    MANUAL = "manual", pgettext_lazy("recheck cause", "asked for by hand")


class Decision(models.TextChoices):
    STILL_HOLDS = "still_holds", pgettext_lazy("recheck decision", "still holds")
    EVIDENCE_REPLACED = "evidence_replaced", pgettext_lazy("recheck decision", "replace evidence")
    VERDICT_CHANGES = "verdict_changes", pgettext_lazy("recheck decision", "verdict changes")
    RETURNED = "returned", pgettext_lazy("recheck decision", "closed: the passage is back")


class RecheckQuerySet(models.QuerySet["Recheck"]):
    def awaiting(self) -> RecheckQuerySet:
        """Rechecks nobody has decided."""
        return self.filter(decided_at__isnull=True)


class Recheck(models.Model):
    """One open at a time for each (claim, passage); further changes join it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False, help_text=_("UUIDv7."))
    claim = models.ForeignKey(
        "claims.Claim",
        on_delete=models.PROTECT,
        related_name="rechecks",
        verbose_name=_("claim"),
        help_text=_("Which claim must be looked at."),
    )
    passage = models.ForeignKey(
        "sources.Passage",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="rechecks",
        verbose_name=_("passage"),
        help_text=_("Which passage moved; empty for causes about the claim itself."),
    )
    cause = models.CharField(
        _("cause"), max_length=16, choices=Cause, help_text=_("Why it was opened.")
    )
    note = models.TextField(_("note"), blank=True, help_text=_("What the opener said."))
    changes = models.ManyToManyField(
        "sources.Change",
        related_name="rechecks",
        blank=True,
        verbose_name=_("changes"),
        help_text=_("Everything seen while it was open, oldest first."),
    )
    opened_at = models.DateTimeField(_("opened"), help_text=_("When it was opened."))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("opened by"),
        help_text=_("Empty when the machine noticed."),
    )
    decision = models.CharField(
        _("decision"),
        max_length=20,
        blank=True,
        choices=Decision,
        help_text=_("What a person decided."),
    )
    comment = models.TextField(_("comment"), blank=True, help_text=_("Why."))
    decided_at = models.DateTimeField(
        _("decided"), null=True, blank=True, help_text=_("When it was decided.")
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("decided by"),
        help_text=_("Who decided; empty when the passage came back by itself."),
    )

    objects = RecheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("recheck")
        verbose_name_plural = _("rechecks")
        ordering = ["-id"]
        permissions = [
            ("decide_recheck", "Can decide a recheck"),
            ("open_recheck", "Can open a recheck by hand"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "passage"],
                condition=Q(decided_at__isnull=True, passage__isnull=False),
                name="recheck_one_open_per_passage",
            ),
            models.UniqueConstraint(
                fields=["claim", "cause"],
                condition=Q(decided_at__isnull=True, passage__isnull=True),
                name="recheck_one_open_per_cause",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decision="")
                | (Q(decided_at__isnull=False) & ~Q(decision="")),
                name="recheck_decided_with_decision",
            ),
            models.CheckConstraint(condition=Q(cause__in=Cause.values), name="recheck_cause_known"),
        ]
        indexes = [
            models.Index(fields=["id"], name="recheck_open", condition=Q(decided_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.get_cause_display()}: {self.claim}"
