"""What the worker knows of a claim for matching: its vector, and earlier claims like it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from factcheck.ids import uuid7


class Likeness(models.TextChoices):
    SAME = "same", pgettext_lazy("relation of claims", "same")
    OTHER_FIGURE = "same_other_figure", pgettext_lazy("relation of claims", "same, other figure")
    OPPOSITE = "opposite", pgettext_lazy("relation of claims", "opposite")
    RELATED = "related", pgettext_lazy("relation of claims", "related")


class ClaimVector(models.Model):
    """The sentence vector of a claim's wording; replaced when the wording changes."""

    id = models.BigAutoField(primary_key=True, help_text=_("Grows; a worker reads on from it."))
    claim = models.OneToOneField(
        "claims.Claim",
        on_delete=models.CASCADE,
        related_name="vector",
        verbose_name=_("claim"),
        help_text=_("Of which claim."),
    )
    body = models.BinaryField(_("vector"), help_text=_("512 half-precision floats, unit length."))
    wording_hash = models.CharField(
        _("wording hash"), max_length=64, help_text=_("SHA-256 of the wording it was made from.")
    )
    made_at = models.DateTimeField(_("made"), help_text=_("When it was made."))
    compared_at = models.DateTimeField(
        _("compared"), null=True, blank=True, help_text=_("When it was compared with all others.")
    )

    class Meta:
        verbose_name = _("claim vector")
        verbose_name_plural = _("claim vectors")
        indexes = [
            models.Index(
                fields=["id"], name="vector_to_compare", condition=Q(compared_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return str(self.claim_id)


class SimilarClaim(models.Model):
    """One claim beside another, seen from the first: how like, and in which fields they differ."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False, help_text=_("UUIDv7."))
    claim = models.ForeignKey(
        "claims.Claim",
        on_delete=models.CASCADE,
        related_name="similar",
        verbose_name=_("claim"),
        help_text=_("Beside which claim it is shown."),
    )
    other = models.ForeignKey(
        "claims.Claim",
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("similar claim"),
        help_text=_("The claim like it."),
    )
    score = models.FloatField(_("likeness"), help_text=_("Cosine of the vectors, 0 to 1."))
    relation = models.CharField(
        _("relation"),
        max_length=17,
        choices=Likeness,
        help_text=_("What the fields say; a score alone never says “same”."),
    )
    differences = models.JSONField(
        _("differences"),
        default=list,
        blank=True,
        help_text=_("Fields that differ: field, ours, theirs."),
    )

    class Meta:
        verbose_name = _("similar claim")
        verbose_name_plural = _("similar claims")
        ordering = ["-score", "id"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "other"], name="similar_once_per_pair"),
            models.CheckConstraint(condition=~Q(claim=F("other")), name="similar_not_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.relation} {self.score:.2f}"
