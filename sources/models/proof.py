"""What proves that observations existed: one Merkle root per day over all of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ObservationRoot(models.Model):
    """The tree over the observations of one UTC day. Append-only; outlives pruned observations."""

    day = models.DateField(_("day"), primary_key=True, help_text=_("Which day, in UTC."))
    root = models.CharField(
        _("root"), max_length=64, help_text=_("Merkle root (RFC 6962, SHA-256), hexadecimal.")
    )
    count = models.PositiveIntegerField(
        _("observations"), help_text=_("How many observations the tree covers.")
    )
    first_id = models.BigIntegerField(
        _("first"), null=True, blank=True, help_text=_("Id of the first observation covered.")
    )
    last_id = models.BigIntegerField(
        _("last"), null=True, blank=True, help_text=_("Id of the last observation covered.")
    )
    leaf_version = models.PositiveSmallIntegerField(
        _("leaf version"), help_text=_("How an observation was written before it was hashed.")
    )
    ids = models.BinaryField(
        _("ids"), help_text=_("Ids covered, in order: differences as varints, zlib.")
    )
    leaves = models.BinaryField(
        _("leaf hashes"),
        help_text=_("32 bytes per observation, so that proofs outlive pruned observations."),
    )
    created_at = models.DateTimeField(
        _("made"), auto_now_add=True, help_text=_("When the day was closed.")
    )

    class Meta:
        verbose_name = _("daily root of observations")
        verbose_name_plural = _("daily roots of observations")
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day} {self.root[:16]}"
