"""A source: a page that is re-read for ever, or a document, book or statement cited by locator."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from factcheck.ids import uuid7


class SourceKind(models.TextChoices):
    PAGE = "page", pgettext_lazy("source kind", "web page")
    DOCUMENT = "document", pgettext_lazy("source kind", "document")
    PUBLICATION = "publication", pgettext_lazy("source kind", "publication")
    STATEMENT = "statement", pgettext_lazy("source kind", "statement or interview")


class SourceState(models.TextChoices):
    ACTIVE = "active", pgettext_lazy("source state", "watched")
    PAUSED = "paused", pgettext_lazy("source state", "paused")
    QUARANTINED = "quarantined", pgettext_lazy("source state", "quarantined")
    RETIRED = "retired", pgettext_lazy("source state", "retired")


class SourceHealth(models.TextChoices):
    """How the last look ended. Only ``ok`` says anything about a passage."""

    UNREAD = "unread", pgettext_lazy("source health", "not read yet")
    OK = "ok", pgettext_lazy("source health", "readable")
    MISSING = "missing", pgettext_lazy("source health", "missing, to be confirmed")
    GONE = "gone", pgettext_lazy("source health", "gone")
    RESTRICTED = "restricted", pgettext_lazy("source health", "behind a wall")
    BLOCKED = "blocked", pgettext_lazy("source health", "blocks our reader")
    UNREACHABLE = "unreachable", pgettext_lazy("source health", "unreachable")
    ROBOTS = "robots", pgettext_lazy("source health", "forbidden by robots.txt")
    EMPTY_SHELL = "empty_shell", pgettext_lazy("source health", "empty without scripts")
    REFUSED = "refused", pgettext_lazy("source health", "refused by our own guard")
    UNKNOWN = "unknown", pgettext_lazy("source health", "cannot tell")


class ScheduleReason(models.TextChoices):
    """Why the next look is when it is; the values are those of ``sources.schedule``."""

    REGULAR = "regular", pgettext_lazy("schedule reason", "regular interval")
    CHANGED = "changed", pgettext_lazy("schedule reason", "it changed lately")
    DEADLINE = "deadline", pgettext_lazy("schedule reason", "a deadline is near")
    FAILED = "failed", pgettext_lazy("schedule reason", "the last look failed")
    CONFIRM = "confirm", pgettext_lazy("schedule reason", "something missing is to be confirmed")
    GONE = "gone", pgettext_lazy("schedule reason", "the page is gone")
    ASKED = "asked", pgettext_lazy("schedule reason", "somebody asked for it")
    ADDED = "added", pgettext_lazy("schedule reason", "it was just added")
    WATCHED = "watched", pgettext_lazy("schedule reason", "a passage was just cited")
    FRESH = "fresh", pgettext_lazy("schedule reason", "its server says it stays fresh until then")
    STRETCHED = (
        "stretched",
        pgettext_lazy("schedule reason", "the desk's budget or its server allows no sooner look"),
    )


class PageClassChoices(models.TextChoices):
    """How a page tends to change; the values are those of ``sources.page_classes``."""

    NEWS = "news", pgettext_lazy("page class", "news article")
    LIVE = "live", pgettext_lazy("page class", "live or updating page")
    STATISTICS = "statistics", pgettext_lazy("page class", "government or statistics")
    REFERENCE = "reference", pgettext_lazy("page class", "encyclopedia or reference")
    SOCIAL = "social", pgettext_lazy("page class", "social media post")
    DOCUMENT = "document", pgettext_lazy("page class", "PDF or other document")
    INDEX = "index", pgettext_lazy("page class", "home or index page")
    OTHER = "other", pgettext_lazy("page class", "other page")


class SourceQuerySet(models.QuerySet["Source"]):
    """Reads in newsroom words."""

    def watched(self) -> SourceQuerySet:
        """Pages on the schedule."""
        return self.filter(kind=SourceKind.PAGE, state=SourceState.ACTIVE)

    def due(self, now: datetime) -> SourceQuerySet:
        """Pages whose next look has come."""
        return self.watched().filter(next_check_at__lte=now)

    def unhealthy(self) -> SourceQuerySet:
        """Pages whose last look told nothing about their passages."""
        return self.watched().exclude(health__in=[SourceHealth.OK, SourceHealth.UNREAD])


class Source(models.Model):
    """One canonical URL, or one work outside the web; all claims citing it share its reads."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False, help_text=_("UUIDv7."))
    kind = models.CharField(
        _("kind"),
        max_length=12,
        choices=SourceKind,
        default=SourceKind.PAGE,
        help_text=_("Only web pages are re-read on a schedule."),
    )
    url = models.CharField(
        _("address"),
        max_length=2000,
        null=True,  # NULLs are distinct: works outside the web stay unconstrained
        blank=True,
        unique=True,
        help_text=_("Canonical address: one source per page."),
    )
    host = models.ForeignKey(
        "sources.Host",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sources",
        verbose_name=_("host"),
        help_text=_("The server that answers for it."),
    )
    title = models.CharField(
        _("title"), max_length=500, blank=True, help_text=_("Title as last read, or as entered.")
    )
    locator = models.CharField(
        _("locator"),
        max_length=300,
        blank=True,
        help_text=_("For works outside the web: page, minute, date or contact."),
    )
    published_on = models.DateField(
        _("published"), null=True, blank=True, help_text=_("Day of publication, when known.")
    )
    reported_canonical = models.CharField(
        _("canonical link on the page"),
        max_length=2000,
        blank=True,
        help_text=_("What the page names as its address; merged only by a person."),
    )
    final_url = models.CharField(
        _("address after redirects"),
        max_length=2000,
        blank=True,
        help_text=_("Where the last read ended."),
    )
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=SourceState,
        default=SourceState.ACTIVE,
        help_text=_("Whether the desk watches it."),
    )
    health = models.CharField(
        _("health"),
        max_length=12,
        choices=SourceHealth,
        default=SourceHealth.UNREAD,
        help_text=_("How the last look ended."),
    )
    health_since = models.DateTimeField(
        _("health since"), null=True, blank=True, help_text=_("When this health began.")
    )
    health_detail = models.CharField(
        _("reason"), max_length=300, blank=True, help_text=_("Why, in a few words.")
    )
    robots_policy = models.CharField(
        _("robots.txt"),
        max_length=8,
        blank=True,
        choices=[
            ("", pgettext_lazy("robots policy", "as the desk decides")),
            ("obey", pgettext_lazy("robots policy", "obey")),
            ("ignore", pgettext_lazy("robots policy", "ignore")),
        ],
        help_text=_("A recorded exception for this page."),
    )
    # --- schedule: bookkeeping, never a ledger fact ---
    next_check_at = models.DateTimeField(
        _("next look"), null=True, blank=True, help_text=_("Empty when it is not on the schedule.")
    )
    interval_seconds = models.PositiveIntegerField(
        _("interval"), default=0, help_text=_("Seconds between two looks, as last computed.")
    )
    schedule_reason = models.CharField(
        _("why then"),
        max_length=20,
        choices=ScheduleReason,
        blank=True,
        help_text=_("Why the next look is when it is."),
    )
    base_seconds = models.PositiveIntegerField(
        _("unstretched interval"),
        default=0,
        help_text=_("Seconds between two looks if budget and server allowed them; 0 is unknown."),
    )
    page_class = models.CharField(
        _("class of page"),
        max_length=12,
        choices=PageClassChoices,
        default=PageClassChoices.OTHER,
        help_text=_("How such a page tends to change; inferred, or chosen by a person."),
    )
    page_class_chosen = models.BooleanField(
        _("class chosen"), default=False, help_text=_("A person chose the class of page.")
    )
    burst_step = models.PositiveSmallIntegerField(
        _("looks after a change"),
        default=0,
        help_text=_("Which of the quick looks after a change comes next; 0 is none."),
    )
    tally_changes = models.FloatField(
        _("changes remembered"), default=0.0, help_text=_("Changes seen, old ones half forgotten.")
    )
    tally_days = models.FloatField(
        _("days remembered"), default=0.0, help_text=_("Days watched, old ones half forgotten.")
    )
    tally_expected = models.FloatField(
        _("changes expected"),
        default=0.0,
        help_text=_("Changes its class let expect in those days."),
    )
    tally_at = models.DateTimeField(
        _("remembered until"),
        null=True,
        blank=True,
        help_text=_("Last readable look that the tally counts."),
    )
    asked_at = models.DateTimeField(
        _("asked"), null=True, blank=True, help_text=_("When somebody last asked for a look.")
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("asked by"),
        help_text=_("Who last asked for a look; people take turns."),
    )
    replaced_by = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="replaces",
        verbose_name=_("replaced by"),
        help_text=_("The source its passages were moved to."),
    )
    checks = models.PositiveIntegerField(
        _("looks"), default=0, help_text=_("How often it was looked at.")
    )
    changes_seen = models.PositiveIntegerField(
        _("changes"), default=0, help_text=_("How often its prose or a passage changed.")
    )
    fail_count = models.PositiveIntegerField(
        _("failures in a row"), default=0, help_text=_("Looks in a row that told nothing.")
    )
    unreadable_count = models.PositiveSmallIntegerField(
        _("reads that broke off"),
        default=0,
        help_text=_(
            "Looks in a row whose page outlasted or crashed our reader; five set it aside."
        ),
    )
    missing_since = models.DateTimeField(
        _("missing since"),
        null=True,
        blank=True,
        help_text=_("First of the present run of looks that found no page."),
    )
    missing_count = models.PositiveIntegerField(
        _("missing looks"), default=0, help_text=_("Looks in a row that found no page.")
    )
    etag = models.CharField(
        _("ETag"), max_length=1000, blank=True, help_text=_("Validator, echoed verbatim.")
    )
    last_modified = models.CharField(
        _("Last-Modified"), max_length=200, blank=True, help_text=_("Validator, echoed verbatim.")
    )
    conditional_streak = models.PositiveSmallIntegerField(
        _("304 answers in a row"),
        default=0,
        help_text=_("After ten the page is read unconditionally once."),
    )
    last_checked_at = models.DateTimeField(
        _("last look"), null=True, blank=True, help_text=_("When it was last looked at.")
    )
    last_read_at = models.DateTimeField(
        _("last readable"), null=True, blank=True, help_text=_("When its text was last read.")
    )
    last_changed_at = models.DateTimeField(
        _("last changed"), null=True, blank=True, help_text=_("When its prose last changed.")
    )
    body_sha256 = models.CharField(
        _("body digest"), max_length=64, blank=True, help_text=_("SHA-256 of the last body.")
    )
    prose_sha256 = models.CharField(
        _("prose digest"), max_length=64, blank=True, help_text=_("Digest of the last prose.")
    )
    text_length = models.PositiveIntegerField(
        _("length of the text"),
        null=True,
        blank=True,
        help_text=_("Code points of the text as last read; a much shorter one is suspicious."),
    )
    last_fence = models.BigIntegerField(
        _("last fence"), default=0, help_text=_("Fence of the last recorded look.")
    )
    latest_snapshot = models.ForeignKey(
        "sources.Snapshot",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("latest snapshot"),
        help_text=_("The last readable version."),
    )
    created_at = models.DateTimeField(_("added"), auto_now_add=True, help_text=_("When added."))

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["-id"]
        permissions = [
            ("check_source", "Can ask for a look now"),
            ("pause_source", "Can pause, resume or retire a source"),
        ]
        indexes = [
            models.Index(
                fields=["host", "next_check_at"],
                name="source_due",
                condition=Q(state="active", next_check_at__isnull=False),
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="page", url__isnull=False, host__isnull=False)
                | (~Q(kind="page") & Q(next_check_at__isnull=True)),
                name="source_page_has_url_others_no_schedule",
            ),
            models.CheckConstraint(
                condition=Q(state__in=SourceState.values), name="source_state_known"
            ),
            models.CheckConstraint(
                condition=Q(health__in=SourceHealth.values), name="source_health_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=SourceKind.values), name="source_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.url or self.locator
