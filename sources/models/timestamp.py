"""Time stamps (RFC 3161) of daily roots and ledger heads, one row per thing and authority."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from factcheck.ids import uuid7


class StampSubject(models.TextChoices):
    ROOT = "root", pgettext_lazy("stamped thing", "daily root")
    HEAD = "head", pgettext_lazy("stamped thing", "ledger head")


class Timestamp(models.Model):
    """One authority's word that a root or head existed; until it is given, the wish for it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False, help_text=_("UUIDv7."))
    subject = models.CharField(
        _("subject"), max_length=8, choices=StampSubject, help_text=_("What is stamped.")
    )
    reference = models.CharField(
        _("reference"), max_length=40, help_text=_("The day, or the position in the ledger.")
    )
    message = models.TextField(
        _("message"), help_text=_("The line whose SHA-256 was stamped, newline included.")
    )
    authority = models.CharField(
        _("authority"), max_length=500, help_text=_("Address of the time-stamping authority.")
    )
    attempts = models.PositiveIntegerField(
        _("attempts"), default=0, help_text=_("How often it was asked; grows with every lease.")
    )
    next_try_at = models.DateTimeField(
        _("next try"), null=True, blank=True, help_text=_("Empty once it is stamped.")
    )
    problem = models.CharField(
        _("problem"), max_length=300, blank=True, help_text=_("Why the last try failed.")
    )
    answer = models.BinaryField(
        _("answer"), null=True, blank=True, help_text=_("The whole answer in DER, as it came.")
    )
    chain = models.TextField(
        _("certificates"), blank=True, help_text=_("Certificates that came with it, PEM.")
    )
    serial = models.CharField(
        _("serial number"), max_length=80, blank=True, help_text=_("Number of the stamp, in hex.")
    )
    stamped_at = models.DateTimeField(
        _("stamped"), null=True, blank=True, help_text=_("When, says the authority.")
    )
    created_at = models.DateTimeField(_("wished for"), help_text=_("When the stamp was wanted."))

    class Meta:
        verbose_name = _("time stamp")
        verbose_name_plural = _("time stamps")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["next_try_at"], name="stamp_due", condition=Q(next_try_at__isnull=False)
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "reference", "authority"], name="stamp_once_per_authority"
            ),
            models.CheckConstraint(
                condition=Q(stamped_at__isnull=False, answer__isnull=False, next_try_at=None)
                | Q(stamped_at__isnull=True, answer__isnull=True, next_try_at__isnull=False),
                name="stamp_given_or_wanted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_subject_display()} {self.reference}"
