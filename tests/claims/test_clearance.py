"""Clearance is computed: every claim settled, nothing open, no approval void."""

from __future__ import annotations

from typing import Any

import pytest

from claims.clearance import ClaimFacts, blockers


def facts(**fields: Any) -> ClaimFacts:
    known = {"id": "c", "status": "checked", "open_rechecks": 0, "approval_void": False}
    return ClaimFacts(**(known | fields))


@pytest.mark.parametrize("status", ["checked", "dismissed"])
def test_settled_claims_leave_an_article_clear(status: str) -> None:
    assert blockers([facts(status=status)]) == []


@pytest.mark.parametrize("status", ["proposed", "to_check", "checking", "in_review"])
def test_an_unsettled_claim_blocks(status: str) -> None:
    assert [b.code for b in blockers([facts(status=status)])] == ["unsettled"]


def test_an_open_recheck_and_a_void_approval_block() -> None:
    found = blockers([facts(open_rechecks=1), facts(id="d", approval_void=True)])
    assert [(b.code, b.claim) for b in found] == [("recheck_open", "c"), ("approval_void", "d")]


def test_a_dismissed_claim_blocks_by_nothing() -> None:
    assert blockers([facts(status="dismissed", open_rechecks=2, approval_void=True)]) == []


def test_an_article_nobody_extracted_is_not_clear() -> None:
    assert [b.code for b in blockers([], extraction_done=False)] == ["not_extracted"]
