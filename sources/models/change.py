"""A fact: something the desk relies on moved. Append-only."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from factcheck.ids import uuid7


class ChangeKind(models.TextChoices):
    PASSAGE_ALTERED = "passage_altered", pgettext_lazy("change kind", "passage altered")
    PASSAGE_GONE = "passage_gone", pgettext_lazy("change kind", "passage gone")
    PASSAGE_BACK = "passage_back", pgettext_lazy("change kind", "passage back again")
    SOURCE_GONE = "source_gone", pgettext_lazy("change kind", "source gone")
    SOURCE_BACK = "source_back", pgettext_lazy("change kind", "source back again")
    RETRACTED = "retracted", pgettext_lazy("change kind", "source retracted")
    SOURCE_MOVED = "source_moved", pgettext_lazy("change kind", "source moved to another address")
    CORRECTION = "correction", pgettext_lazy("change kind", "page corrected")
    UPDATE = "update", pgettext_lazy("change kind", "page updated")
    REWRITE = "rewrite", pgettext_lazy("change kind", "page rewritten")
    HEADLINE = "headline", pgettext_lazy("change kind", "headline changed")
    COSMETIC = "cosmetic", pgettext_lazy("change kind", "page changed in form only")


#: Kinds that bring claims back to a reviewer; the others are for the source's own record.
ALARMING = frozenset(
    {
        ChangeKind.PASSAGE_ALTERED,
        ChangeKind.PASSAGE_GONE,
        ChangeKind.SOURCE_GONE,
        ChangeKind.RETRACTED,
    }
)


#: The page as a whole; they never bring a claim back.
OF_THE_PAGE = frozenset(
    {
        ChangeKind.CORRECTION,
        ChangeKind.UPDATE,
        ChangeKind.REWRITE,
        ChangeKind.HEADLINE,
        ChangeKind.COSMETIC,
    }
)


class Change(models.Model):
    """One difference between two looks at a source, for one passage or for the page as a whole."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False, help_text=_("UUIDv7."))
    source = models.ForeignKey(
        "sources.Source",
        on_delete=models.PROTECT,
        related_name="changes",
        verbose_name=_("source"),
        help_text=_("Which source."),
    )
    passage = models.ForeignKey(
        "sources.Passage",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="changes",
        verbose_name=_("passage"),
        help_text=_("Which passage; empty when the page as a whole changed."),
    )
    kind = models.CharField(
        _("kind"), max_length=20, choices=ChangeKind, help_text=_("What happened.")
    )
    severity = models.CharField(
        _("severity"),
        max_length=10,
        choices=[
            ("high", pgettext_lazy("severity", "high")),
            ("medium", pgettext_lazy("severity", "medium")),
            ("low", pgettext_lazy("severity", "low")),
            ("none", pgettext_lazy("severity", "none")),
        ],
        default="high",
        help_text=_("How much it matters for what rests on it."),
    )
    before = models.TextField(
        _("before"),
        blank=True,
        help_text=_("Accepted wording; of a page as a whole, its sentences that changed."),
    )
    after = models.TextField(_("after"), blank=True, help_text=_("Wording found now."))
    declared = models.BooleanField(
        _("declared"),
        null=True,
        blank=True,
        help_text=_(
            "Whether the page itself declares the correction; no means that what stood there was"
            " edited silently, empty that nothing of it was."
        ),
    )
    diff = models.JSONField(
        _("difference"), default=list, help_text=_("Segments [operation, before, after].")
    )
    reading = models.ForeignKey(
        "sources.PassageReading",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="changes",
        verbose_name=_("reading"),
        help_text=_("The reading that showed it."),
    )
    before_snapshot = models.ForeignKey(
        "sources.Snapshot",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("snapshot before"),
        help_text=_("The last version before it."),
    )
    after_snapshot = models.ForeignKey(
        "sources.Snapshot",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("snapshot after"),
        help_text=_("The version that showed it; empty when the page was gone."),
    )
    fence = models.BigIntegerField(_("fence"), help_text=_("Lease under which it was noticed."))
    detail = models.CharField(
        _("detail"), max_length=300, blank=True, help_text=_("What was seen, in a few words.")
    )
    detected_at = models.DateTimeField(_("noticed"), help_text=_("When we noticed it."))

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["passage", "kind", "fence"],
                condition=Q(passage__isnull=False),
                name="passage_change_once",
            ),
            models.UniqueConstraint(
                fields=["source", "kind", "fence"],
                condition=Q(passage__isnull=True),
                name="source_change_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ChangeKind.values), name="change_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.source}"
