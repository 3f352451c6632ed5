"""Articles over HTTP. Nothing is extracted here: an article is stored, a worker does the rest."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.inputs import ArticleInput, ClaimInput, PublishedInput
from claims.api.rows import ARTICLES, CLAIMS, article_body, claim_body
from claims.api.shapes import ArticleDetailShape, ArticleShape, ArticleTextShape, ClaimShape
from claims.intake import read_article
from claims.models import Article, Claim, Revision
from claims.models.article import Extraction
from claims.services.articles import add_article, publish_article
from claims.services.claims import add_claim
from claims.tasks import extract_queued_articles
from factcheck.api import filters
from factcheck.api.conditional import etag_of
from factcheck.api.filters import Filter
from factcheck.api.pagination import Order
from factcheck.api.views import ApiView, ListView, created, one
from factcheck.doorbells import ring
from factcheck.errors import InvalidInput, NotFound
from factcheck.people.models import User


class ArticlesView(ListView):
    """Articles under check."""

    tag = "articles"
    rights: ClassVar[dict[str, str]] = {"GET": "claims.view_article", "POST": "claims.add_article"}
    queryset = ARTICLES
    serializer_class = ArticleShape
    filters: ClassVar[dict[str, Filter]] = {
        "extraction": filters.one_of(Extraction.values, "extraction", "How far extraction is."),
        "language": filters.words("language", "BCP 47 tag.", longest=20),
        "published": filters.yes_or_no(
            lambda rows, value: rows.filter(published_at__isnull=not value),
            "Whether this desk has published it.",
        ),
    }

    @extend_schema(summary="List articles")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Return articles, newest first."""
        return super().get(request, *args, **kwargs)

    @extend_schema(
        summary="Send an article in",
        request=ArticleInput,
        responses={200: ArticleDetailShape, 201: ArticleDetailShape},
    )
    def post(self, request: Request) -> Response:
        """Store an article and queue its extraction; the same text again answers 200."""
        given = self.read(ArticleInput)
        form = "html" if "html" in given else "text"
        content = read_article(
            given.pop(form).encode(),
            content_type=f"text/{'html' if form == 'html' else 'plain'}; charset=utf-8",
            max_bytes=settings.ARTICLE_MAX_BYTES,
        )
        given["author"] = person(given["author"], "author")
        article, new = add_article(content=content, actor=request.user, **given)
        if new:
            ring(extract_queued_articles)
        return created(
            article_body(article.pk),
            reverse("api-article", args=[article.pk]),
            status=201 if new else 200,
        )


class ArticleView(ApiView):
    """One article."""

    tag = "articles"
    rights: ClassVar[dict[str, str]] = {"GET": "claims.view_article"}
    queryset = Article.objects.all()

    @extend_schema(summary="Read an article", responses={200: ArticleDetailShape})
    def get(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Return extraction state, progress, and what is missing before it may go out."""
        return Response(article_body(id))


class ArticleTextView(ApiView):
    """The text spans point into."""

    tag = "articles"
    rights: ClassVar[dict[str, str]] = {"GET": "claims.view_revision"}
    queryset = Article.objects.all()

    @extend_schema(summary="Read an article's text", responses={200: ArticleTextShape})
    def get(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Return the latest revision's text."""
        revision = Revision.objects.filter(article=id).order_by("-number").first()
        if revision is None:
            raise NotFound(_("There is nothing at this address."))
        return Response(ArticleTextShape(revision).data)


class ArticleClaimsView(ListView):
    """The claims of one article."""

    tag = "articles"
    rights: ClassVar[dict[str, str]] = {"GET": "claims.view_claim", "POST": "claims.add_claim"}
    queryset = CLAIMS
    serializer_class = ClaimShape
    parent = (Article, "article")
    orders: ClassVar[dict[str, Order]] = {
        "position": Order(("start", "id")),
        "score": Order(("score", "id")),
    }
    default_order = "position"

    @extend_schema(summary="List an article's claims")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Return the claims of an article in the order of its text."""
        return super().get(request, *args, **kwargs)

    @extend_schema(summary="Mark a claim by hand", request=ClaimInput, responses={201: ClaimShape})
    def post(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Propose text[start:end] of the latest revision as a claim."""
        one(Article.objects.all(), id)
        claim: Claim = add_claim(article_id=id, actor=request.user, **self.read(ClaimInput))
        body = claim_body(claim.pk)
        response = created(body, reverse("api-claim", args=[claim.pk]))
        response["ETag"] = etag_of(claim.version, body)
        return response


class ArticlePublishedView(ApiView):
    """The fact that an article is out."""

    tag = "articles"
    rights: ClassVar[dict[str, str]] = {"POST": "claims.publish_article"}
    queryset = Article.objects.all()

    @extend_schema(
        summary="Record that an article was published",
        request=PublishedInput,
        responses={200: ArticleDetailShape},
    )
    def post(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Record where readers find the article, and since when."""
        one(Article.objects.all(), id)
        publish_article(article_id=id, actor=request.user, **self.read(PublishedInput))
        return Response(article_body(id))


def person(user_id: UUID | None, field: str) -> User | None:
    """Return the active person with this id, ``None`` for none, or refuse."""
    if user_id is None:
        return None
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        raise InvalidInput(
            _("There is no such person."),
            code="unknown_person",
            field=field,
            remedy=_("Send the id of somebody on this desk."),
        )
    return user
