"""What a checker put right in a machine's proposal. Append-only; examples for the next fit."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from factcheck.ids import uuid7


class CorrectedPart(models.TextChoices):
    SPAN = "span", pgettext_lazy("corrected part", "span")
    KIND = "kind", pgettext_lazy("corrected part", "kind")
    SPEAKER = "speaker", pgettext_lazy("corrected part", "speaker")
    DATE = "date", pgettext_lazy("corrected part", "date")
    QUANTITY = "quantity", pgettext_lazy("corrected part", "quantity")


class ProposalCorrection(models.Model):
    """One thing put right: what the machine had said, and what a person says instead."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False, help_text=_("UUIDv7."))
    claim = models.ForeignKey(
        "claims.Claim",
        on_delete=models.PROTECT,
        related_name="proposal_corrections",
        verbose_name=_("claim"),
        help_text=_("Which claim."),
    )
    part = models.CharField(
        _("part"), max_length=10, choices=CorrectedPart, help_text=_("What was put right.")
    )
    quote = models.TextField(_("quote"), help_text=_("The words the proposal was about."))
    before = models.JSONField(_("before"), null=True, help_text=_("As the machine proposed it."))
    after = models.JSONField(_("after"), null=True, help_text=_("As the checker put it right."))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("by"),
        help_text=_("Who put it right."),
    )
    created_at = models.DateTimeField(_("at"), auto_now_add=True, help_text=_("When."))

    class Meta:
        verbose_name = _("correction of a proposal")
        verbose_name_plural = _("corrections of proposals")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(part__in=CorrectedPart.values), name="corrected_part_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_part_display()}: {self.quote[:60]}"
