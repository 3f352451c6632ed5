"""The last signs of life, one row per kind. Bookkeeping, never a ledger fact."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Heartbeat(models.Model):
    """When something last proved that it runs."""

    name = models.CharField(
        _("name"), max_length=40, primary_key=True, help_text=_("What beats, as tick.")
    )
    at = models.DateTimeField(_("at"), help_text=_("When it last did."))

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M:%S}"
