"""The bytes of pages, stored once by digest: in the row at first, then put away in the storage."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class BodyQuerySet(models.QuerySet["Body"]):
    """Reads in newsroom words."""

    def waiting(self) -> BodyQuerySet:
        """Bytes written down but not yet put away, oldest first."""
        return self.filter(put_away_at__isnull=True).order_by("stored_at", "sha256")

    def kept(self) -> BodyQuerySet:
        """Bodies whose bytes must be there; those removed on demand are left out."""
        return self.filter(removed_at__isnull=True)


class Body(models.Model):
    """Bytes as fetched, stored once however many snapshots share them.

    Exactly one of ``data`` and ``file`` holds the encoded bytes, unless they were removed.
    """

    sha256 = models.CharField(
        _("SHA-256"), max_length=64, primary_key=True, help_text=_("Digest of the decoded bytes.")
    )
    size = models.PositiveIntegerField(_("size"), help_text=_("Bytes before compression."))
    data = models.BinaryField(
        _("bytes"), null=True, blank=True, help_text=_("Encoded bytes, when kept in this row.")
    )
    file = models.CharField(
        _("file"),
        max_length=200,
        blank=True,
        help_text=_("Name in the storage of bodies, when kept there."),
    )
    base = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="deltas",
        verbose_name=_("keyframe"),
        help_text=_("The body that is needed to decode this one; empty when none is."),
    )
    stored_size = models.PositiveIntegerField(
        _("stored size"), default=0, help_text=_("Bytes after compression.")
    )
    stored_at = models.DateTimeField(
        _("stored"), default=timezone.now, help_text=_("When the bytes were written down.")
    )
    put_away_at = models.DateTimeField(
        _("put away"),
        null=True,
        blank=True,
        help_text=_("When they got their lasting form; empty while that is still to be done."),
    )
    removed_at = models.DateTimeField(
        _("removed"),
        null=True,
        blank=True,
        help_text=_("When the bytes were removed on demand; the digest stays."),
    )
    damaged_at = models.DateTimeField(
        _("damaged"),
        null=True,
        blank=True,
        help_text=_("When verification found it damaged; empty again once it is whole."),
    )

    objects = BodyQuerySet.as_manager()

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        indexes = [
            models.Index(
                fields=["stored_at"], name="body_waiting", condition=Q(put_away_at__isnull=True)
            ),
            models.Index(
                fields=["damaged_at"], name="body_damaged", condition=Q(damaged_at__isnull=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(data__isnull=False, file="", removed_at__isnull=True)
                | (Q(data__isnull=True, removed_at__isnull=True) & ~Q(file=""))
                | Q(data__isnull=True, file="", removed_at__isnull=False),
                name="body_kept_in_one_place",
            )
        ]

    def __str__(self) -> str:
        return self.sha256
