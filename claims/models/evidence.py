"""Evidence: a stance and a quoted passage in a source, pinned to the snapshot that was read."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from factcheck.ids import uuid7
from sources.models import PassageReading


class Stance(models.TextChoices):
    SUPPORTS = "supports", pgettext_lazy("stance", "supports")
    REFUTES = "refutes", pgettext_lazy("stance", "refutes")
    CONTEXT = "context", pgettext_lazy("stance", "gives context")


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def current(self) -> EvidenceQuerySet:
        """Evidence that has not been removed."""
        return self.filter(removed_at__isnull=True)

    def standing(self) -> EvidenceQuerySet:
        """Evidence whose passage was found and still says it, or was accepted as it now is."""
        outside_the_web = ~Q(passage__source__kind="page")
        found = Q(passage__cited_snapshot__isnull=False)
        # A page that tells nothing for a while takes nothing back, if the words were found on it:
        # not so when the passage followed its source to another page that was never readable.
        untold = Q(passage__state="cannot_tell") & Exists(
            PassageReading.objects.filter(
                passage=OuterRef("passage"),
                snapshot__source=OuterRef("passage__source"),
                state__in=["intact", "moved"],
            )
        )
        holds = Q(passage__state__in=["intact", "moved"]) | untold
        accepted = Q(
            passage__accepted_reading__isnull=False,
            passage__accepted_reading__state=F("passage__state"),
        )
        return self.current().filter(outside_the_web | (found & (holds | accepted)))


class Evidence(models.Model):
    """One link between a claim and a passage."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False, help_text=_("UUIDv7."))
    claim = models.ForeignKey(
        "claims.Claim",
        on_delete=models.PROTECT,
        related_name="evidence",
        verbose_name=_("claim"),
        help_text=_("Which claim."),
    )
    passage = models.ForeignKey(
        "sources.Passage",
        on_delete=models.PROTECT,
        related_name="evidence",
        verbose_name=_("passage"),
        help_text=_("The quoted words and where they stand."),
    )
    stance = models.CharField(
        _("stance"), max_length=8, choices=Stance, help_text=_("What it says of the claim.")
    )
    note = models.TextField(_("note"), blank=True, help_text=_("What a reviewer should know."))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("added by"),
        help_text=_("Who cited it."),
    )
    created_at = models.DateTimeField(_("added"), auto_now_add=True, help_text=_("When cited."))
    removed_at = models.DateTimeField(
        _("removed"), null=True, blank=True, help_text=_("When it was taken off the claim.")
    )
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("removed by"),
        help_text=_("Who took it off."),
    )

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["id"]
        permissions = [("waive_evidence", "Can leave a claim on the author's authority")]
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "passage"],
                condition=Q(removed_at__isnull=True),
                name="evidence_passage_once_per_claim",
            ),
            models.CheckConstraint(
                condition=Q(stance__in=Stance.values), name="evidence_stance_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_stance_display()}: {self.passage}"
