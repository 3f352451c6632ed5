"""A check-worthiness model fitted from the desk's own decisions, with what it was measured at."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from factcheck.ids import uuid7


class FittedModel(models.Model):
    """Append-only; the newest one in use scores new articles, else the one that ships."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False, help_text=_("UUIDv7."))
    body = models.BinaryField(_("model"), help_text=_("Stored weights; never unpickled."))
    decisions = models.PositiveIntegerField(
        _("decisions"), help_text=_("How many accept and dismiss decisions it was fitted on.")
    )
    figures = models.JSONField(
        _("figures"),
        default=dict,
        help_text=_("Average precision on held-back decisions, before and after."),
    )
    in_use = models.BooleanField(
        _("in use"), default=False, help_text=_("Kept only when better than the one before.")
    )
    created_at = models.DateTimeField(_("fitted"), auto_now_add=True, help_text=_("When fitted."))

    class Meta:
        verbose_name = _("fitted model")
        verbose_name_plural = _("fitted models")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d %H:%M}"
