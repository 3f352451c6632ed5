"""All that was seen of the evidence of a claim or an article, as WARC files."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from claims.models import Article, Claim
from claims.services.proof import export_article, export_claim
from factcheck.api.downloads import WARC, WarcRenderer, download
from factcheck.api.views import ApiView, one


class ClaimWarcView(ApiView):
    """The evidence of one claim."""

    tag = "claims"
    renderer_classes: ClassVar[list[type[JSONRenderer]]] = [JSONRenderer, WarcRenderer]
    rights: ClassVar[dict[str, str]] = {"GET": "sources.view_snapshot"}
    queryset = Claim.objects.all()

    @extend_schema(
        summary="Download what a claim rests on", responses={(200, WARC): OpenApiTypes.BINARY}
    )
    def get(self, request: Request, id: UUID) -> StreamingHttpResponse:  # noqa: A002
        """Return a WARC 1.1 file (gzip) with everything seen of the sources it cites."""
        claim = one(Claim.objects.all(), id)
        return download(export_claim(claim=claim), filename=f"claim-{claim.pk}.warc.gz")


class ArticleWarcView(ApiView):
    """The evidence of one article."""

    tag = "articles"
    renderer_classes: ClassVar[list[type[JSONRenderer]]] = [JSONRenderer, WarcRenderer]
    rights: ClassVar[dict[str, str]] = {"GET": "sources.view_snapshot"}
    queryset = Article.objects.all()

    @extend_schema(
        summary="Download what an article rests on", responses={(200, WARC): OpenApiTypes.BINARY}
    )
    def get(self, request: Request, id: UUID) -> StreamingHttpResponse:  # noqa: A002
        """Return a WARC 1.1 file (gzip) with everything seen of the sources its claims cite."""
        article = one(Article.objects.all(), id)
        return download(export_article(article=article), filename=f"article-{article.pk}.warc.gz")
