"""Custody: one row per attempt to read a source, also for 304s and failures. Append-only."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Observation(models.Model):
    """One attempt. Observations are bookkeeping evidence, not ledger facts."""

    source = models.ForeignKey(
        "sources.Source",
        on_delete=models.PROTECT,
        related_name="observations",
        verbose_name=_("source"),
        help_text=_("Which source."),
    )
    fence = models.BigIntegerField(_("fence"), help_text=_("Lease under which it was made."))
    at = models.DateTimeField(_("at"), help_text=_("When the attempt ended."))
    outcome = models.CharField(
        _("outcome"), max_length=16, help_text=_("Class of the answer, as ok, not_modified, gone.")
    )
    status = models.PositiveSmallIntegerField(
        _("HTTP status"), null=True, blank=True, help_text=_("Empty when there was no answer.")
    )
    detail = models.CharField(
        _("detail"), max_length=300, blank=True, help_text=_("Error or reason, in a few words.")
    )
    final_url = models.CharField(
        _("address after redirects"), max_length=2000, blank=True, help_text=_("Where it ended.")
    )
    address = models.CharField(
        _("network address"), max_length=64, blank=True, help_text=_("The address really used.")
    )
    certificate_sha256 = models.CharField(
        _("certificate"),
        max_length=64,
        blank=True,
        help_text=_("SHA-256 of the server's TLS certificate (DER); empty without TLS."),
    )
    elapsed_ms = models.PositiveIntegerField(_("duration"), default=0, help_text=_("Milliseconds."))
    wire_bytes = models.PositiveIntegerField(
        _("bytes"), default=0, help_text=_("Bytes received, before decompression.")
    )
    body_sha256 = models.CharField(
        _("body digest"), max_length=64, blank=True, help_text=_("SHA-256 of the decoded body.")
    )
    headers = models.JSONField(_("headers"), default=dict, help_text=_("Answer headers."))
    robots = models.CharField(
        _("robots decision"), max_length=8, blank=True, help_text=_("obey or ignore.")
    )

    class Meta:
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["source", "fence"], name="observation_once_per_fence")
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.outcome}"
