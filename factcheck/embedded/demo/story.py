"""Plays the whole chain through the services, the real worker and the real beat, and counts."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from claims.intake import read_article
from claims.models import Article, Claim
from claims.models.article import Extraction
from claims.services.articles import add_article
from claims.services.claims import edit_claim
from claims.services.evidence import cite
from claims.services.transitions import perform_action
from claims.workflow import Action, DismissalReason, Status
from factcheck import roles
from factcheck.embedded.demo.plan import DATED, JOBS, SAMPLES, Job
from factcheck.embedded.demo.site import DemoSite, changed_at
from factcheck.errors import FactcheckError
from factcheck.people.models import User
from factcheck.people.services import create_person
from sources.models import Change, Source
from sources.models.change import ALARMING
from sources.models.passage import PassageState

PATIENCE_SECONDS = 90.0
_NOT_CHECKED = {
    "opinion": DismissalReason.OPINION,
    "editorial": DismissalReason.OPINION,
    "prediction": DismissalReason.PREDICTION,
}


class StoryStuck(FactcheckError):
    """Something the demonstration waits for did not happen."""

    code = "demo_stuck"


@dataclass(frozen=True, kw_only=True)
class Cast:
    """Who acts, and the passwords of those who are new (username, password)."""

    checker: User
    editor: User
    passwords: list[tuple[str, str]]


class Story:
    """One telling. Every step looks first whether it is done, so a second run adds nothing."""

    def __init__(self, *, site: DemoSite, say: Callable[[str], None]) -> None:
        self.site = site
        self.say = say
        self.articles: dict[str, Article] = {}

    def play(self) -> Cast:
        """Tell it from the beginning, or from where the last run ended."""
        cast = self.hire()
        self.take_in()
        self.wait(
            _("the worker extracts the claims"),
            lambda: not self.own_articles().exclude(extraction=Extraction.DONE).exists(),
        )
        self.say(_("%(count)d claims proposed") % {"count": self.own_claims().count()})
        if changed_at(self.site.place) is None:
            self.work_before(cast)
            self.say(_("the web site corrects a figure, withdraws a page, shuffles advertisements"))
            moment = self.site.change()
        else:
            self.say(_("kept from the last run: checked claims, and a web site that has changed"))
            moment = changed_at(self.site.place) or self.site.change()
        self.wait(_("the next scheduled look at every page"), lambda: self.second_look_done(moment))
        return cast

    def work_before(self, cast: Cast) -> None:
        """Triage, cite, wait for the first look, submit and approve."""
        self.triage(cast)
        for job in JOBS:
            self.research(job, cast)
        self.say(_("%(count)d passages cited") % {"count": len(JOBS)})
        self.wait(_("the first look at every page"), self.first_look_done)
        for job in JOBS:
            self.decide(job, cast)
        self.say(_("claims submitted by the checker and approved by the editor"))

    def hire(self) -> Cast:
        """Make one account per role; passwords are shown once and stored nowhere."""
        passwords = []
        for role in roles.ROLE_PERMISSIONS:
            if User.objects.filter(username=role).exists():
                continue
            is_service = role == roles.SERVICE
            password = None if is_service else secrets.token_urlsafe(9)
            create_person(username=role, role=role, password=password, is_service=is_service)
            if password is not None:
                passwords.append((role, password))
        return Cast(
            checker=User.objects.get(username=roles.CHECKER),
            editor=User.objects.get(username=roles.EDITOR),
            passwords=passwords,
        )

    def take_in(self) -> None:
        """Ingest the sample articles; the same text twice is one article."""
        for sample in SAMPLES:
            content = read_article(sample.path.read_bytes())
            article, created = add_article(
                content=content, byline=sample.byline, published_on=DATED
            )
            self.articles[sample.file] = article
            self.say(
                (_("article taken in: %(title)s") if created else _("already here: %(title)s"))
                % {"title": article.title}
            )

    def triage(self, cast: Cast) -> None:
        """Dismiss what is no statement of fact."""
        for claim in self.own_claims().filter(status=Status.PROPOSED, kind__in=_NOT_CHECKED):
            if any(job.words in claim.quote for job in JOBS):
                continue
            perform_action(
                claim_id=claim.pk,
                action=Action.DISMISS,
                reason=_NOT_CHECKED[claim.kind],
                actor=cast.checker,
            )

    def research(self, job: Job, cast: Cast) -> None:
        """Take the claim, cite its passage, draft rating and rationale."""
        claim = self.claim_of(job)
        for action in (Action.QUEUE, Action.TAKE):
            wanted = Status.PROPOSED if action is Action.QUEUE else Status.TO_CHECK
            if claim.status == wanted:
                claim = perform_action(claim_id=claim.pk, action=action, actor=cast.checker)
        if claim.status != Status.CHECKING:
            return
        if not claim.evidence.current().filter(passage__exact=job.quote).exists():
            cite(
                claim_id=claim.pk,
                stance="supports",
                quote=job.quote,
                url=self.site.url(job.page),
                actor=cast.checker,
            )
        edit_claim(
            claim_id=claim.pk,
            actor=cast.checker,
            draft_rating=job.rating,
            draft_rationale=job.rationale,
        )

    def decide(self, job: Job, cast: Cast) -> None:
        """Submit as checker and approve as editor, as far as the plan says."""
        claim = self.claim_of(job)
        if claim.status == Status.CHECKING and job.ends in (Status.IN_REVIEW, Status.CHECKED):
            claim = perform_action(claim_id=claim.pk, action=Action.SUBMIT, actor=cast.checker)
        if claim.status == Status.IN_REVIEW and job.ends == Status.CHECKED:
            perform_action(claim_id=claim.pk, action=Action.APPROVE, actor=cast.editor)

    def wait(self, what: str, done: Callable[[], bool]) -> None:
        """Wait until ``done``, saying so. Raises ``StoryStuck`` after 90 seconds."""
        self.say(_("waiting: %(what)s") % {"what": what})
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not done():
            if time.monotonic() > deadline:
                raise StoryStuck(
                    _("Waited %(seconds)d s in vain: %(what)s.")
                    % {"seconds": PATIENCE_SECONDS, "what": what}
                )
            time.sleep(0.2)

    def first_look_done(self) -> bool:
        """Every cited passage was looked for and found."""
        passages = [
            row.passage
            for claim in self.own_claims()
            for row in claim.evidence.current().select_related("passage")
        ]
        return len(passages) >= len(JOBS) and all(
            passage.state != PassageState.UNREAD for passage in passages
        )

    def second_look_done(self, since: datetime) -> bool:
        """Every page was looked at after the site changed, and two of them alarmed."""
        pages = self.own_sources()
        looked = pages.filter(observations__at__gt=since).distinct().count()
        alarmed = Change.objects.filter(
            source__in=pages, kind__in=ALARMING, detected_at__gt=since
        ).count()
        return looked == len(JOBS) and alarmed >= 2

    def own_articles(self) -> QuerySet[Article]:
        """The sample articles."""
        return Article.objects.filter(pk__in=[each.pk for each in self.articles.values()])

    def own_claims(self) -> QuerySet[Claim]:
        """The sample articles' whole claims."""
        return Claim.objects.filter(article__in=self.own_articles(), parent__isnull=True)

    def own_sources(self) -> QuerySet[Source]:
        """The bundled site's pages."""
        return Source.objects.filter(url__in=[self.site.url(job.page) for job in JOBS])

    def claim_of(self, job: Job) -> Claim:
        """The claim a job is about. Raises ``StoryStuck`` when extraction did not propose it."""
        claim: Claim | None = (
            self.own_claims()
            .filter(article=self.articles[job.article], quote__contains=job.words)
            .order_by("start")
            .first()
        )
        if claim is None:
            raise StoryStuck(_("No claim holds “%(words)s”.") % {"words": job.words})
        return claim
