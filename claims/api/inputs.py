"""Shapes of what the claims room takes. Rules about content live in the services."""

from __future__ import annotations

from typing import Any

from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from claims.models.claim import DISMISSAL_CHOICES, Kind
from claims.models.evidence import Stance
from claims.models.recheck import Cause
from claims.services.rechecks import DECIDABLE
from claims.workflow import Action
from factcheck.api.views import StrictSerializer
from sources.models.source import SourceKind

#: Codes as the document names them (SPECTACULAR_SETTINGS).
ACTIONS = [action.value for action in Action]
DECISIONS = [decision.value for decision in DECIDABLE]
MAX_OFFSET = 2_147_483_647
MAX_NOTE = 20_000


class WebAddressField(serializers.CharField):
    """An http or https address: whatever is shown as a link must not run anything."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=2000, **kwargs)
        self.validators.append(URLValidator(schemes=["http", "https"]))


class ArticleInput(StrictSerializer):
    """An article as plain text or HTML, one of the two."""

    text = serializers.CharField(
        required=False, trim_whitespace=False, help_text="Plain text; stored as it is."
    )
    html = serializers.CharField(
        required=False, trim_whitespace=False, help_text="HTML; its readable text is stored."
    )
    title = serializers.CharField(
        required=False, allow_blank=True, max_length=500, default="", help_text="Or its first line."
    )
    byline = serializers.CharField(required=False, allow_blank=True, max_length=300, default="")
    author = serializers.UUIDField(
        required=False,
        allow_null=True,
        default=None,
        help_text="Who on this desk wrote it; may not check it.",
    )
    language = serializers.RegexField(
        r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$",
        required=False,
        max_length=20,
        help_text="BCP 47, as ja or en; guessed when left out.",
    )
    published_on = serializers.DateField(
        required=False, allow_null=True, default=None, help_text="Day the article is dated."
    )
    url = WebAddressField(required=False, allow_blank=True, default="")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse neither and both."""
        if ("text" in attrs) == ("html" in attrs):
            raise serializers.ValidationError(
                _("Send either “text” or “html”."), code="text_or_html"
            )
        return attrs


class PublishedInput(StrictSerializer):
    """Where an article was published, and when if not now."""

    public_url = WebAddressField()
    published_at = serializers.DateTimeField(required=False, allow_null=True, default=None)


class ClaimInput(StrictSerializer):
    """A statement marked by hand."""

    start = serializers.IntegerField(
        min_value=0, max_value=MAX_OFFSET, help_text="Code point offset."
    )
    end = serializers.IntegerField(
        min_value=0, max_value=MAX_OFFSET, help_text="After the last code point."
    )
    wording = serializers.CharField(required=False, allow_blank=True, default="")
    kind = serializers.ChoiceField(Kind.choices, default=Kind.FACT.value)


class ClaimPatch(StrictSerializer):
    """What may be changed on a claim; only what is sent changes."""

    wording = serializers.CharField(required=False)
    kind = serializers.ChoiceField(Kind.choices, required=False)
    rating = serializers.CharField(
        required=False, allow_null=True, allow_blank=True, max_length=40, help_text="A code."
    )
    rationale = serializers.CharField(required=False, allow_blank=True)
    due_at = serializers.DateTimeField(required=False, allow_null=True)
    best_before = serializers.DateTimeField(required=False, allow_null=True)
    on_authority = serializers.BooleanField(required=False)


class TransitionInput(StrictSerializer):
    """An action of the workflow and what it needs."""

    action = serializers.ChoiceField(ACTIONS)
    note = serializers.CharField(
        required=False, allow_blank=True, max_length=MAX_NOTE, default="", help_text="On record."
    )
    reason = serializers.ChoiceField(
        DISMISSAL_CHOICES,
        required=False,
        allow_null=True,
        default=None,
        help_text="For dismiss.",
    )
    assignee = serializers.UUIDField(
        required=False, allow_null=True, default=None, help_text="For assign."
    )
    other_claim = serializers.UUIDField(
        required=False, allow_null=True, default=None, help_text="For merge."
    )


class EvidenceInput(StrictSerializer):
    """A stance and a quoted passage; a page by its url, other works by title and locator."""

    quote = serializers.CharField(help_text="The words of the source the claim rests on.")
    stance = serializers.ChoiceField(Stance.choices)
    url = serializers.CharField(
        required=False, allow_null=True, allow_blank=True, max_length=2000, default=None
    )
    kind = serializers.ChoiceField(SourceKind.choices, default=SourceKind.PAGE.value)
    title = serializers.CharField(required=False, allow_blank=True, max_length=500, default="")
    locator = serializers.CharField(required=False, allow_blank=True, max_length=300, default="")
    published_on = serializers.DateField(required=False, allow_null=True, default=None)
    prefix = serializers.CharField(
        required=False, allow_blank=True, max_length=200, default="", trim_whitespace=False
    )
    suffix = serializers.CharField(
        required=False, allow_blank=True, max_length=200, default="", trim_whitespace=False
    )
    note = serializers.CharField(required=False, allow_blank=True, max_length=MAX_NOTE, default="")


class RecheckInput(StrictSerializer):
    """A reason to look at a claim again."""

    cause = serializers.ChoiceField(
        [Cause.MANUAL.value, Cause.COMPLAINT.value, Cause.TEXT_EDITED.value],
        default=Cause.MANUAL.value,
    )
    note = serializers.CharField(max_length=MAX_NOTE, help_text="What must be looked at.")


class DecisionInput(StrictSerializer):
    """What a person decided, and why."""

    decision = serializers.ChoiceField(DECISIONS)
    comment = serializers.CharField(max_length=MAX_NOTE, help_text="What you looked at and why.")


class RecheckDecisionInput(DecisionInput):
    """A decision on one recheck."""

    seen_change = serializers.UUIDField(
        required=False,
        help_text="The latest change you saw; 412 when another one joined since.",
    )
