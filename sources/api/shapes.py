"""Shapes of sources, snapshots, changes and observations."""

from __future__ import annotations

from rest_framework import serializers

from factcheck.api.fields import DiffField, JsonListField, JsonObjectField
from factcheck.api.views import StrictSerializer
from factcheck.clock import now
from factcheck.desk.links import passage_link
from sources.models import Change, Observation, Passage, Snapshot, Source
from sources.models.source import PageClassChoices, SourceKind
from sources.services.cadence import rhythm_of


class SourceShape(serializers.ModelSerializer[Source]):
    """A source with its health and schedule."""

    host = serializers.CharField(
        source="host.name", allow_null=True, default=None, help_text="Server name, with any port."
    )
    latest_snapshot = serializers.UUIDField(
        source="latest_snapshot_id", allow_null=True, help_text="The last readable version."
    )
    replaced_by = serializers.UUIDField(
        source="replaced_by_id", allow_null=True, help_text="The source its passages moved to."
    )
    expected_delay_seconds = serializers.SerializerMethodField(
        help_text="How late a change is seen on average; null when it is not watched."
    )
    change_probability = serializers.SerializerMethodField(
        help_text="Chance (0 to 1) that it changed since it was last read; null when unknown."
    )

    class Meta:
        model = Source
        fields = [
            "id",
            "kind",
            "url",
            "host",
            "title",
            "locator",
            "published_on",
            "state",
            "health",
            "health_since",
            "health_detail",
            "final_url",
            "reported_canonical",
            "next_check_at",
            "schedule_reason",
            "interval_seconds",
            "expected_delay_seconds",
            "change_probability",
            "page_class",
            "page_class_chosen",
            "replaced_by",
            "checks",
            "changes_seen",
            "last_checked_at",
            "last_read_at",
            "last_changed_at",
            "latest_snapshot",
            "created_at",
        ]
        read_only_fields = fields

    def get_expected_delay_seconds(self, source: Source) -> float | None:
        """Return half the interval, and how late the look already is."""
        return rhythm_of(source, now()).delay_seconds

    def get_change_probability(self, source: Source) -> float | None:
        """Return the chance by its present change rate."""
        chance = rhythm_of(source, now()).chance
        return None if chance is None else round(chance, 4)


class PassageShape(serializers.ModelSerializer[Passage]):
    """A cited passage and what the last readable look said of it."""

    cited_snapshot = serializers.UUIDField(
        source="cited_snapshot_id", allow_null=True, help_text="Version it was first found in."
    )
    link = serializers.SerializerMethodField(
        help_text="To the very words: a text fragment, of a PDF its page. Empty off the web."
    )

    class Meta:
        model = Passage
        fields = [
            "id",
            "exact",
            "prefix",
            "suffix",
            "state",
            "state_since",
            "accepted_text",
            "cited_snapshot",
            "page_number",
            "link",
        ]
        read_only_fields = fields

    def get_link(self, passage: Passage) -> str:
        """Return the link a reader follows to find the words."""
        return passage_link(passage.source.url, passage)


class SnapshotShape(serializers.ModelSerializer[Snapshot]):
    """One readable version of a source, without its text."""

    labels = JsonListField(help_text="Declared corrections and retractions found on the page.")
    source = serializers.UUIDField(source="source_id", help_text="Of which source.")
    body_sha256 = serializers.CharField(source="body_id", help_text="Digest of the bytes.")

    class Meta:
        model = Snapshot
        fields = [
            "id",
            "source",
            "title",
            "headline",
            "language",
            "charset",
            "content_type",
            "final_url",
            "status",
            "body_sha256",
            "labels",
            "reader_version",
            "fetched_at",
        ]
        read_only_fields = fields


class SnapshotWithTextShape(SnapshotShape):
    """One readable version of a source with its text and the server's headers."""

    headers = JsonObjectField(help_text="The server's headers.")

    class Meta(SnapshotShape.Meta):
        fields = [*SnapshotShape.Meta.fields, "text", "headers"]
        read_only_fields = fields


class ChangeShape(serializers.ModelSerializer[Change]):
    """Something the desk relies on moved."""

    diff = DiffField(help_text="Segments [operation, before, after].")
    source = serializers.UUIDField(source="source_id", help_text="In which source.")
    url = serializers.CharField(
        source="source.url", allow_null=True, help_text="Address of the source."
    )
    passage = serializers.UUIDField(
        source="passage_id", allow_null=True, help_text="Null when the page as a whole changed."
    )
    before_snapshot = serializers.UUIDField(
        source="before_snapshot_id", allow_null=True, help_text="The last version before it."
    )
    after_snapshot = serializers.UUIDField(
        source="after_snapshot_id", allow_null=True, help_text="Null when the page was gone."
    )

    class Meta:
        model = Change
        fields = [
            "id",
            "source",
            "url",
            "passage",
            "kind",
            "severity",
            "declared",
            "before",
            "after",
            "diff",
            "before_snapshot",
            "after_snapshot",
            "detail",
            "detected_at",
        ]
        read_only_fields = fields


class ObservationShape(serializers.ModelSerializer[Observation]):
    """One attempt to read a source."""

    headers = JsonObjectField(help_text="The server's headers.")

    class Meta:
        model = Observation
        fields = [
            "at",
            "outcome",
            "status",
            "detail",
            "final_url",
            "address",
            "elapsed_ms",
            "wire_bytes",
            "body_sha256",
            "headers",
            "robots",
        ]
        read_only_fields = fields


class SourceInput(StrictSerializer):
    """A page by its address, or a work outside the web by title and locator."""

    url = serializers.CharField(required=False, max_length=2000, help_text="For a page.")
    kind = serializers.ChoiceField(SourceKind.choices, default=SourceKind.PAGE.value)
    title = serializers.CharField(required=False, allow_blank=True, max_length=500, default="")
    locator = serializers.CharField(required=False, allow_blank=True, max_length=300, default="")
    published_on = serializers.DateField(required=False, allow_null=True, default=None)


class ReasonInput(StrictSerializer):
    """Why."""

    reason = serializers.CharField(max_length=2000, help_text="On record.")


class PageClassInput(StrictSerializer):
    """How often pages of its kind change."""

    page_class = serializers.ChoiceField(
        PageClassChoices.choices, allow_blank=True, help_text="Empty: inferred from the page."
    )


class ReplacementInput(StrictSerializer):
    """The page that takes the place of another, and why."""

    url = serializers.CharField(max_length=2000, help_text="Address of the other page.")
    reason = serializers.CharField(max_length=2000, help_text="On record.")
