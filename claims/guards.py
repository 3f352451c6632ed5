"""What each guard of the workflow says to a person: why not, and what would satisfy it."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from claims.workflow import MIN_OVERRIDE_REASON, Action, Guard

ACTION_NAMES: dict[Action, Promise] = {
    Action.QUEUE: pgettext_lazy("claim action", "Queue for checking"),
    Action.TAKE: pgettext_lazy("claim action", "Take"),
    Action.ASSIGN: pgettext_lazy("claim action", "Assign"),
    Action.SUBMIT: pgettext_lazy("claim action", "Submit for review"),
    Action.APPROVE: pgettext_lazy("claim action", "Approve"),
    Action.RETURN: pgettext_lazy("claim action", "Return"),
    Action.REOPEN: pgettext_lazy("claim action", "Reopen"),
    Action.DISMISS: pgettext_lazy("claim action", "Dismiss"),
    Action.RESTORE: pgettext_lazy("claim action", "Restore"),
    Action.MERGE: pgettext_lazy("claim action", "Merge"),
    Action.OVERRIDE: pgettext_lazy("claim action", "Approve without a second person"),
}

#: Guard → (why not, what would satisfy it).
GUARD_TEXTS: dict[Guard, tuple[Promise, Promise]] = {
    Guard.STATUS: (
        _("This action is not open in the claim's present status."),
        _("Look at the allowed actions of the claim."),
    ),
    Guard.PERMISSION: (
        _("Your role does not include this action."),
        _("Ask somebody whose role does."),
    ),
    Guard.OWN_ARTICLE: (
        _("You wrote this article."),
        _("Somebody who did not write it must do this."),
    ),
    Guard.NOT_ASSIGNEE: (
        _("The claim is assigned to somebody else."),
        _("The assignee submits; an editor can assign it to you."),
    ),
    Guard.ASSIGNEE_MISSING: (_("Nobody is named."), _("Name the person who shall check it.")),
    Guard.ASSIGNEE_IS_AUTHOR: (
        _("That person wrote this article."),
        _("Name somebody who did not write it."),
    ),
    Guard.ASSIGNEE_CANNOT_CHECK: (
        _("That person's role does not include checking."),
        _("Name a checker or an editor."),
    ),
    Guard.RATING_MISSING: (_("There is no rating."), _("Choose a rating.")),
    Guard.RATIONALE_MISSING: (_("There is no rationale."), _("Say why, for readers.")),
    Guard.EVIDENCE_MISSING: (
        _("There is no evidence."),
        _(
            "Cite at least one passage that has been found in its source, or ask an editor's leave"
            " to rest on the author's authority."
        ),
    ),
    Guard.EVIDENCE_NOT_STANDING: (
        _("A cited passage has not been found in its source, was altered or is gone."),
        _("Wait for the first read, replace the evidence, or decide its recheck first."),
    ),
    Guard.SECOND_PERSON: (
        _("You submitted this claim yourself."),
        _("A second person must approve it."),
    ),
    Guard.SUBMITTER_IS_AUTHOR: (
        _("The author of the article submitted this claim."),
        _("Somebody else must check and submit it."),
    ),
    Guard.CONTENT_CHANGED: (
        _("The claim changed after it was submitted."),
        _("Return it, look at the changes and submit it again."),
    ),
    Guard.REASON_MISSING: (_("No reason is given."), _("Give a reason.")),
    Guard.REASON_TOO_SHORT: (
        _("The reason is too short to stand on record."),
        format_lazy(_("Write at least {count} characters."), count=MIN_OVERRIDE_REASON),
    ),
    Guard.OTHER_CLAIM_MISSING: (
        _("The other claim is not named."),
        _("Name the claim this one repeats."),
    ),
    Guard.OTHER_CLAIM_SAME: (
        _("A claim cannot be merged into itself or into its own duplicate."),
        _("Name a different claim."),
    ),
    Guard.OTHER_CLAIM_DISMISSED: (_("The claim is dismissed."), _("Name a different claim.")),
}
