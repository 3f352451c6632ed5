"""Shapes of what the claims room answers."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from claims.api.findings import (
    AttributionField,
    CitationsField,
    CodesField,
    DatesField,
    NamesField,
    OriginField,
    QuantitiesField,
)
from claims.api.inputs import ACTIONS
from claims.models import Article, Claim, Evidence, Rating, Recheck, Verdict
from claims.models.claim import DISMISSAL_CHOICES, STATUS_CHOICES
from claims.models.recheck import Decision
from factcheck.api.fields import DiffField, OptionalChoiceField, PersonField
from factcheck.ledger.api.shapes import EntryShape, entry_body
from factcheck.ledger.models import Entry
from sources.api.shapes import ChangeShape, PassageShape
from sources.models import Source


class RatingShape(serializers.ModelSerializer[Rating]):
    """One step of the desk's scale."""

    class Meta:
        model = Rating
        fields = ["code", "name_en", "name_ja", "value", "color", "position", "is_active"]
        read_only_fields = fields


class ProgressShape(serializers.Serializer[Any]):
    """How far the check of an article is. Counts whole sentences, not their parts."""

    claims = serializers.IntegerField(source="claims_total", help_text="Claims found.")
    settled = serializers.IntegerField(source="claims_settled", help_text="Checked or dismissed.")


class ArticleShape(serializers.ModelSerializer[Article]):
    """An article and how far it is."""

    author = PersonField(help_text="Who on this desk wrote it; null for an outside byline.")
    added_by = PersonField(help_text="Null for the command line.")
    progress = ProgressShape(source="*")
    open_rechecks = serializers.BooleanField(
        source="rechecks_open", help_text="Whether any of its claims must be looked at again."
    )

    class Meta:
        model = Article
        fields = [
            "id",
            "title",
            "byline",
            "author",
            "url",
            "language",
            "published_on",
            "published_at",
            "public_url",
            "extraction",
            "extraction_error",
            "progress",
            "open_rechecks",
            "added_by",
            "created_at",
        ]
        read_only_fields = fields


class BlockerShape(serializers.Serializer[Any]):
    """One thing missing before the article may go out."""

    code = serializers.ChoiceField(
        ["not_extracted", "unsettled", "recheck_open", "approval_void"],
        help_text="What is missing.",
    )
    claim = serializers.UUIDField(allow_null=True, help_text="At which claim; null: at none.")


class ClearanceShape(serializers.Serializer[Any]):
    """Whether an article may go out."""

    clear = serializers.BooleanField(help_text="Nothing is missing.")
    blockers = BlockerShape(many=True)


class ArticleDetailShape(ArticleShape):
    """An article, how far it is, and what is missing."""

    clearance = ClearanceShape()

    class Meta(ArticleShape.Meta):
        fields = [*ArticleShape.Meta.fields, "clearance"]
        read_only_fields = fields


class ArticleTextShape(serializers.Serializer[Any]):
    """One revision's text; spans of claims count its code points."""

    article = serializers.UUIDField(source="article_id")
    revision = serializers.UUIDField(source="id")
    number = serializers.IntegerField(help_text="From 1.")
    text = serializers.CharField(trim_whitespace=False)
    text_sha256 = serializers.CharField(help_text="Of the UTF-8 text.")
    format = serializers.CharField(
        help_text="text, html, markdown, docx, pdf, srt, vtt or transcript."
    )
    charset = serializers.CharField()


class ArticleBriefShape(serializers.ModelSerializer[Article]):
    """Which article."""

    class Meta:
        model = Article
        fields = ["id", "title"]
        read_only_fields = fields


class VerdictBriefShape(serializers.ModelSerializer[Verdict]):
    """The latest verdict in short."""

    rating = serializers.CharField(source="rating.code", help_text="Code of the rating.")

    class Meta:
        model = Verdict
        fields = ["id", "number", "rating", "published_at", "withdrawn_at"]
        read_only_fields = fields


class ClaimShape(serializers.ModelSerializer[Claim]):
    """A claim: where it stands in the text and in the work."""

    article = ArticleBriefShape()
    revision = serializers.UUIDField(source="revision_id", help_text="Text the span points into.")
    parent = serializers.UUIDField(
        source="parent_id", allow_null=True, help_text="The whole sentence, for a part of one."
    )
    origin = OriginField(help_text="Where it stands in the document or recording.")
    reasons = CodesField(help_text="Codes of why it scored so.")
    attribution = AttributionField(help_text="Who said it; null when the article says it.")
    dates = DatesField()
    quantities = QuantitiesField()
    citations = CitationsField()
    names = NamesField()
    status = serializers.ChoiceField(STATUS_CHOICES)
    dismissal_reason = OptionalChoiceField(DISMISSAL_CHOICES, help_text="Why it is not checked.")
    duplicate_of = serializers.UUIDField(source="duplicate_of_id", allow_null=True)
    assignee = PersonField()
    submitted_by = PersonField()
    rating = serializers.CharField(
        source="draft_rating.code", allow_null=True, default=None, help_text="Draft; a code."
    )
    rationale = serializers.CharField(source="draft_rationale", help_text="Draft, for readers.")
    verdict = VerdictBriefShape(allow_null=True)
    approval_void = serializers.BooleanField(
        source="approval_is_void", help_text="The verdict no longer covers what the claim says."
    )
    evidence_count = serializers.IntegerField(help_text="Passages it cites now.")
    open_rechecks = serializers.IntegerField(help_text="What must be looked at again.")

    class Meta:
        model = Claim
        fields = [
            "id",
            "version",
            "article",
            "revision",
            "parent",
            "start",
            "end",
            "quote",
            "origin",
            "wording",
            "kind",
            "score",
            "reasons",
            "attribution",
            "dates",
            "quantities",
            "citations",
            "names",
            "status",
            "dismissal_reason",
            "duplicate_of",
            "assignee",
            "due_at",
            "best_before",
            "rating",
            "rationale",
            "on_authority",
            "submitted_by",
            "submitted_at",
            "verdict",
            "approval_void",
            "evidence_count",
            "open_rechecks",
            "created_at",
            "updated_at",
        ]
        read_only_fields = fields


class RefusalShape(serializers.Serializer[Any]):
    """Why an action is not allowed, and what would satisfy the guard."""

    code = serializers.CharField()
    detail = serializers.CharField()
    remedy = serializers.CharField()


class ActionShape(serializers.Serializer[Any]):
    """One action of the workflow, for this person on this claim."""

    action = serializers.ChoiceField(ACTIONS)
    name = serializers.CharField(help_text="In the caller's language.")
    needs = serializers.ListField(
        child=serializers.CharField(), help_text="What must be sent: note, reason, assignee, …"
    )
    allowed = serializers.BooleanField()
    refusals = RefusalShape(many=True)


class ActionsShape(serializers.Serializer[Any]):
    """Every action of the table."""

    results = ActionShape(many=True)


class SourceBriefShape(serializers.ModelSerializer[Source]):
    """Which source."""

    class Meta:
        model = Source
        fields = ["id", "kind", "url", "title", "locator", "state", "health"]
        read_only_fields = fields


class CitedPassageShape(PassageShape):
    """A cited passage and its source."""

    source = SourceBriefShape()

    class Meta(PassageShape.Meta):
        fields = [*PassageShape.Meta.fields, "source"]
        read_only_fields = fields


class EvidenceShape(serializers.ModelSerializer[Evidence]):
    """A claim's link to a passage."""

    claim = serializers.UUIDField(source="claim_id")
    passage = CitedPassageShape()
    added_by = PersonField()
    removed_by = PersonField()

    class Meta:
        model = Evidence
        fields = [
            "id",
            "claim",
            "stance",
            "note",
            "passage",
            "added_by",
            "created_at",
            "removed_at",
            "removed_by",
        ]
        read_only_fields = fields


class VerdictEvidenceShape(serializers.Serializer[Any]):
    """A passage a verdict rested on."""

    passage = serializers.CharField()
    stance = serializers.CharField()
    quote = serializers.CharField()
    source = serializers.CharField()
    url = serializers.CharField()
    title = serializers.CharField()
    snapshot = serializers.CharField()


class VerdictShape(serializers.ModelSerializer[Verdict]):
    """What the desk decided, and on what."""

    claim = serializers.UUIDField(source="claim_id")
    rating = RatingShape()
    evidence = VerdictEvidenceShape(many=True)
    submitted_by = PersonField()
    approved_by = PersonField()

    class Meta:
        model = Verdict
        fields = [
            "id",
            "claim",
            "number",
            "rating",
            "rationale",
            "wording",
            "quote",
            "evidence",
            "content_hash",
            "submitted_by",
            "submitted_at",
            "approved_by",
            "approved_at",
            "waiver_reason",
            "published_at",
            "withdrawn_at",
        ]
        read_only_fields = fields


class RecheckShape(serializers.ModelSerializer[Recheck]):
    """Something a reviewer must look at, or has."""

    claim = serializers.UUIDField(source="claim_id")
    article = serializers.UUIDField(source="claim.article_id")
    passage = serializers.UUIDField(
        source="passage_id", allow_null=True, help_text="Null for causes about the claim itself."
    )
    decision = OptionalChoiceField(Decision.choices, help_text="Null while open.")
    opened_by = PersonField(help_text="Null when the machine noticed.")
    decided_by = PersonField(help_text="Null while open, or when the passage came back by itself.")

    class Meta:
        model = Recheck
        fields = [
            "id",
            "claim",
            "article",
            "passage",
            "cause",
            "note",
            "opened_at",
            "opened_by",
            "decision",
            "comment",
            "decided_at",
            "decided_by",
        ]
        read_only_fields = fields


class ReadingShape(serializers.Serializer[Any]):
    """The passage now."""

    state = serializers.CharField(help_text="intact, moved, altered, gone or cannot_tell.")
    found = serializers.CharField(help_text="The words found; empty when gone.")
    diff = DiffField(help_text="Against the accepted wording.")
    snapshot = serializers.UUIDField(source="snapshot_id", allow_null=True)
    read_at = serializers.DateTimeField()


class RecheckDetailShape(RecheckShape):
    """A recheck with the passage before and now, and every change that joined it."""

    passage_before = CitedPassageShape(source="passage", allow_null=True)
    passage_now = ReadingShape(allow_null=True)
    changes = ChangeShape(many=True)

    class Meta(RecheckShape.Meta):
        fields = [*RecheckShape.Meta.fields, "passage_before", "passage_now", "changes"]
        read_only_fields = fields


class RechecksShape(serializers.Serializer[Any]):
    """Rechecks decided together."""

    results = RecheckShape(many=True)


class HistoryShape(EntryShape):
    """One fact of a claim's history."""

    def to_representation(self, instance: Entry) -> dict[str, Any]:
        """Return a ledger entry."""
        return dict(super().to_representation(entry_body(instance)))
