"""Learning from the desk's decisions: measured on held-back articles, kept only when better."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command
from factories import make_article

from claims.extraction.worth import shipped_model
from claims.models import Claim, FittedModel
from claims.services import training
from claims.services.training import current_model, refit_worthiness
from factcheck.errors import FactcheckError

pytestmark = pytest.mark.django_db

TRAM = "Tram line {n} stops at the old harbour gate."
MONEY = "Inflation was {n}.2 percent in the year 19{n}."
THANKS = "I hope you all sleep well, friends of table {n}, thank you."


def decide(articles: int, *, yes: str = TRAM, no: str = MONEY) -> None:
    """Every article holds two proposals of the machine: one accepted, one dismissed."""
    for n in range(articles):
        lines = [yes.format(n=n + 20), no.format(n=n + 20)]
        article = make_article(text="\n".join(lines))
        revision = article.revisions.get()
        for line, status in zip(lines, ("to_check", "dismissed"), strict=True):
            start = revision.text.index(line)
            Claim.objects.create(
                article=article,
                revision=revision,
                start=start,
                end=start + len(line),
                quote=line,
                wording=line,
                status=status,
                dismissal_reason="not_checkable" if status == "dismissed" else "",
            )


def test_a_desk_that_wants_trams_gets_them_first() -> None:
    decide(90)
    result = refit_worthiness()
    assert result.kept
    assert result.after > result.before
    new = ["Tram line 99 stops at the old town hall.", "Inflation was 8.8 percent in 1999."]
    first, second = current_model().margins(new)
    assert first > second


def test_the_old_model_stays_unless_it_is_beaten() -> None:
    # The shipped model orders these perfectly already.
    decide(90, yes=MONEY, no=THANKS)
    result = refit_worthiness()
    assert (result.before, result.kept) == (1.0, False)
    assert FittedModel.objects.get().in_use is False
    assert current_model() is shipped_model()


def test_a_dry_run_measures_and_stores_nothing() -> None:
    decide(90)
    assert refit_worthiness(dry_run=True).kept
    assert not FittedModel.objects.exists()


def test_too_few_decisions_are_refused_and_nothing_is_stored() -> None:
    decide(5)
    with pytest.raises(FactcheckError, match="Too few decisions"):
        refit_worthiness()
    assert not FittedModel.objects.exists()


def test_duplicates_and_cuts_and_proposals_of_people_teach_nothing(people) -> None:
    decide(3)
    Claim.objects.filter(status="dismissed").update(dismissal_reason="cut")
    Claim.objects.filter(status="to_check").update(proposed_by=people["checker"])
    assert training._decisions() == []


def test_a_second_refit_is_the_same_as_the_first() -> None:
    decide(90)
    first, second = refit_worthiness(dry_run=True), refit_worthiness(dry_run=True)
    assert first == second


def test_a_stored_model_nobody_can_read_leaves_the_shipped_one_in_charge(caplog) -> None:
    FittedModel.objects.create(body=b"rust", decisions=1, in_use=True)
    assert current_model() is shipped_model()
    assert "using the shipped model" in caplog.text


def test_the_command_prints_figures_and_refuses_in_a_sentence(capsys) -> None:
    with pytest.raises(CommandError, match="Triage more articles"):
        call_command("retrain_worthiness")
    decide(90)
    call_command("retrain_worthiness", "--format", "json")
    assert json.loads(capsys.readouterr().out)["kept"] is True
