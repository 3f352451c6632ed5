"""Ratings: rows an editor can change. Never the same field as workflow state."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from factcheck.ids import uuid7


class Rating(models.Model):
    """One step of the desk's scale, with a stable code and names in both languages."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False, help_text=_("UUIDv7."))
    code = models.SlugField(
        _("code"), max_length=40, unique=True, help_text=_("Stable; used by the API.")
    )
    name_en = models.CharField(_("English name"), max_length=80, help_text=_("Shown to readers."))
    name_ja = models.CharField(_("Japanese name"), max_length=80, help_text=_("Shown to readers."))
    value = models.PositiveSmallIntegerField(
        _("value"),
        null=True,
        blank=True,
        help_text=_("ClaimReview ratingValue; empty for ratings outside the scale."),
    )
    color = models.CharField(
        _("colour"),
        max_length=7,
        default="#5f6b7a",
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$")],
        help_text=_("As #rrggbb."),
    )
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("Order in lists.")
    )
    is_active = models.BooleanField(
        _("offered"), default=True, help_text=_("Untick instead of deleting: old verdicts keep it.")
    )

    class Meta:
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name_ja if (get_language() or "").startswith("ja") else self.name_en
