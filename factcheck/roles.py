"""Role names and what each may do; people's groups are made from this table.

A right is a Django permission ``app.codename``; guards about *who* live in the workflow.
"""

from __future__ import annotations

from typing import Final

REPORTER: Final = "reporter"
CHECKER: Final = "checker"
EDITOR: Final = "editor"
LEGAL: Final = "legal"
DESK_ADMIN: Final = "desk_admin"
AUDITOR: Final = "auditor"
SERVICE: Final = "service"

#: Reading the desk's work. The admin asks for ``view_*``; the API asks for the same rights.
READ_DESK: Final = frozenset(
    {
        *(
            f"claims.view_{model}"
            for model in (
                "article",
                "revision",
                "claim",
                "evidence",
                "verdict",
                "rating",
                "recheck",
            )
        ),
        *(
            f"sources.view_{model}"
            for model in ("host", "source", "passage", "snapshot", "passagereading", "change")
        ),
    }
)
READ_LEDGER: Final = frozenset({"ledger.view_entry"})
READ_MACHINE: Final = frozenset({"sources.view_observation"})

ADD_ARTICLE: Final = frozenset({"claims.add_article", "claims.change_article"})
PROPOSE: Final = frozenset({"claims.add_claim"})
CHECK: Final = frozenset(
    {
        "claims.add_claim",
        "claims.change_claim",
        "claims.triage_claim",
        "claims.take_claim",
        "claims.submit_claim",
        "claims.approve_claim",
        "claims.reopen_claim",
        "claims.add_evidence",
        "claims.change_evidence",
        "claims.decide_recheck",
        "claims.open_recheck",
        "sources.add_source",
        "sources.check_source",
        "sources.capture_snapshot",
    }
)
EDIT: Final = frozenset(
    {
        "claims.assign_claim",
        "claims.waive_evidence",
        "claims.publish_verdict",
        "claims.publish_article",
        "claims.change_rating",
        "claims.add_rating",
        "sources.change_source",
        "sources.pause_source",
    }
)
OVERRIDE: Final = frozenset({"claims.override_claim"})
MANAGE_PEOPLE: Final = frozenset(
    {
        "people.view_user",
        "people.add_user",
        "people.change_user",
        "people.view_apitoken",
        "people.add_apitoken",
        "people.change_apitoken",
        "people.view_invitation",
        "people.add_invitation",
        "people.change_invitation",
    }
)

#: Role → rights. A test reads this table and tries every role on every page and action.
ROLE_PERMISSIONS: Final[dict[str, frozenset[str]]] = {
    REPORTER: READ_DESK | ADD_ARTICLE | PROPOSE,
    CHECKER: READ_DESK | READ_LEDGER | ADD_ARTICLE | CHECK,
    EDITOR: READ_DESK | READ_LEDGER | READ_MACHINE | ADD_ARTICLE | CHECK | EDIT | OVERRIDE,
    LEGAL: READ_DESK | READ_LEDGER,
    DESK_ADMIN: READ_DESK
    | READ_LEDGER
    | READ_MACHINE
    | MANAGE_PEOPLE
    | frozenset(
        {
            "sources.change_source",
            "sources.pause_source",
            "sources.check_source",
            "sources.remove_snapshot",
        }
    ),
    AUDITOR: READ_DESK | READ_LEDGER | READ_MACHINE | frozenset({"people.view_user"}),
    SERVICE: READ_DESK | READ_LEDGER | ADD_ARTICLE | PROPOSE,
}
