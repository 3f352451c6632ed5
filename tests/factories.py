"""Rows for tests, made through the services wherever one exists."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

from claims.intake import ArticleText
from claims.models import Article, Claim, Rating
from claims.services.articles import add_article
from claims.services.claims import add_claim
from factcheck.people.models import User
from factcheck.roles import ROLE_PERMISSIONS

_number = itertools.count(1)
SENTENCES = (
    "The harbour handled 412 ships in 2023.",
    "The mayor said the bridge cost 31 million crowns.",
    "Ferries carried 1.2 million passengers last year.",
)


def make_person(role: str, username: str | None = None, **fields: Any) -> User:
    """A person with exactly the rights of one role."""
    from django.contrib.auth.models import Group

    person = User.objects.create_user(
        username or f"{role}-{next(_number)}", password="correct horse battery", **fields
    )
    person.groups.add(Group.objects.get(name=role))
    if role != "service":
        person.is_staff = True
        person.save(update_fields=["is_staff"])
    return person


def make_people() -> dict[str, User]:
    people = {role: make_person(role, role) for role in ROLE_PERMISSIONS}
    people["checker2"] = make_person("checker", "checker2")
    people["editor2"] = make_person("editor", "editor2")
    return people


def make_article(text: str | None = None, **fields: Any) -> Article:
    text = text or f"Report {next(_number)}\n\n" + " ".join(SENTENCES)
    content = ArticleText(
        text=text,
        title=text.splitlines()[0],
        language=fields.pop("language", "en"),
        format="text",
        charset="utf-8",
    )
    article, _created = add_article(
        content=content, published_on=fields.pop("published_on", date(2024, 3, 26)), **fields
    )
    return article


def make_claim(actor: User, article: Article | None = None, sentence: int = 0) -> Claim:
    article = article or make_article()
    text = article.revisions.get(number=1).text
    start = text.index(SENTENCES[sentence])
    return add_claim(
        article_id=article.pk, start=start, end=start + len(SENTENCES[sentence]), actor=actor
    )


def make_rating(code: str = "true") -> Rating:
    rating, _created = Rating.objects.get_or_create(
        code=code, defaults={"name_en": code.title(), "name_ja": "正しい", "value": 5}
    )
    return rating
