"""A cited passage (W3C TextQuoteSelector) and each reading of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from factcheck.ids import uuid7


class PassageState(models.TextChoices):
    UNREAD = "unread", pgettext_lazy("passage state", "not looked for yet")
    INTACT = "intact", pgettext_lazy("passage state", "intact")
    MOVED = "moved", pgettext_lazy("passage state", "moved")
    ALTERED = "altered", pgettext_lazy("passage state", "altered")
    GONE = "gone", pgettext_lazy("passage state", "gone")
    CANNOT_TELL = "cannot_tell", pgettext_lazy("passage state", "cannot tell")


class PassageQuerySet(models.QuerySet["Passage"]):
    def watched(self) -> PassageQuerySet:
        """Passages somebody still relies on."""
        return self.filter(released_at__isnull=True)


class Passage(models.Model):
    """The words a claim rests on. The quote never changes; what was accepted later is a reading."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False, help_text=_("UUIDv7."))
    source = models.ForeignKey(
        "sources.Source",
        on_delete=models.PROTECT,
        related_name="passages",
        verbose_name=_("source"),
        help_text=_("Where it stands."),
    )
    exact = models.TextField(_("quote"), help_text=_("The cited words (TextQuoteSelector.exact)."))
    prefix = models.CharField(
        _("before"), max_length=200, blank=True, help_text=_("Words before the quote.")
    )
    suffix = models.CharField(
        _("after"), max_length=200, blank=True, help_text=_("Words after the quote.")
    )
    position = models.PositiveIntegerField(
        _("position"),
        null=True,
        blank=True,
        help_text=_("Code point offset when cited; a hint only (TextPositionSelector)."),
    )
    page_number = models.PositiveIntegerField(
        _("page"),
        null=True,
        blank=True,
        help_text=_("Page of a PDF on which it was last found, from 1; empty elsewhere."),
    )
    norm_version = models.PositiveSmallIntegerField(
        _("normalisation"), default=1, help_text=_("Version of the text folding used.")
    )
    weight = models.FloatField(
        _("weight"), default=1.0, help_text=_("How much rests on it; 1 is one open claim.")
    )
    deadline = models.DateTimeField(
        _("deadline"), null=True, blank=True, help_text=_("Needed by then.")
    )
    weighs_double_until = models.DateTimeField(
        _("weighs double until"),
        null=True,
        blank=True,
        help_text=_("A verdict resting on it was published lately."),
    )
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=PassageState,
        default=PassageState.UNREAD,
        help_text=_("What the last readable look said."),
    )
    state_since = models.DateTimeField(
        _("state since"), null=True, blank=True, help_text=_("When this state began.")
    )
    cited_snapshot = models.ForeignKey(
        "sources.Snapshot",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("snapshot cited"),
        help_text=_("The version in which the quote was first found; evidence is pinned to it."),
    )
    accepted_text = models.TextField(
        _("accepted wording"),
        help_text=_("The wording an editor last accepted: the quote, or a later reading."),
    )
    accepted_reading = models.ForeignKey(
        "sources.PassageReading",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("accepted reading"),
        help_text=_("The reading that was judged to still hold."),
    )
    missing_since = models.DateTimeField(
        _("missing since"), null=True, blank=True, help_text=_("First look that missed it.")
    )
    missing_count = models.PositiveSmallIntegerField(
        _("missing looks"), default=0, help_text=_("Looks in a row that missed it.")
    )
    alarmed_text = models.TextField(
        _("last reported wording"),
        blank=True,
        help_text=_("The altered wording already reported, so that it alarms once."),
    )
    released_at = models.DateTimeField(
        _("released"), null=True, blank=True, help_text=_("Nothing rests on it any more.")
    )
    created_at = models.DateTimeField(_("added"), auto_now_add=True, help_text=_("When added."))

    objects = PassageQuerySet.as_manager()

    class Meta:
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(exact=""), name="passage_has_words"),
            models.CheckConstraint(
                condition=Q(state__in=PassageState.values), name="passage_state_known"
            ),
        ]

    def __str__(self) -> str:
        return self.exact[:80]


class PassageReading(models.Model):
    """What one snapshot said about one passage. Append-only; equal readings are not repeated."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False, help_text=_("UUIDv7."))
    passage = models.ForeignKey(
        Passage,
        on_delete=models.PROTECT,
        related_name="readings",
        verbose_name=_("passage"),
        help_text=_("Which passage."),
    )
    snapshot = models.ForeignKey(
        "sources.Snapshot",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="readings",
        verbose_name=_("snapshot"),
        help_text=_("In which version; empty when the page itself was gone."),
    )
    fence = models.BigIntegerField(_("fence"), help_text=_("Lease under which it was read."))
    state = models.CharField(
        _("state"), max_length=12, choices=PassageState, help_text=_("What was found.")
    )
    found = models.TextField(_("found wording"), blank=True, help_text=_("The words found there."))
    start = models.PositiveIntegerField(
        _("start"), null=True, blank=True, help_text=_("Code point offset in the snapshot's text.")
    )
    end = models.PositiveIntegerField(
        _("end"), null=True, blank=True, help_text=_("Offset after its last code point.")
    )
    diff = models.JSONField(
        _("difference"),
        default=list,
        help_text=_("Segments [operation, before, after] against the accepted wording."),
    )
    reason = models.CharField(
        _("reason"), max_length=300, blank=True, help_text=_("Why, in a few words.")
    )
    read_at = models.DateTimeField(_("read at"), help_text=_("When it was read."))

    class Meta:
        verbose_name = _("passage reading")
        verbose_name_plural = _("passage readings")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["passage", "fence"], name="reading_once_per_fence"),
            models.CheckConstraint(
                condition=Q(state__in=PassageState.values), name="reading_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()}: {self.found[:60]}"
