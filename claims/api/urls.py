"""Addresses of articles, claims and what follows from them."""

from django.urls import path

from claims.api import articles, claims, evidence, proof, rechecks, similar, verdicts

urlpatterns = [
    path("articles", articles.ArticlesView.as_view(), name="api-articles"),
    path("articles/<uuid:id>", articles.ArticleView.as_view(), name="api-article"),
    path("articles/<uuid:id>/text", articles.ArticleTextView.as_view(), name="api-article-text"),
    path(
        "articles/<uuid:id>/claims", articles.ArticleClaimsView.as_view(), name="api-article-claims"
    ),
    path(
        "articles/<uuid:id>/published",
        articles.ArticlePublishedView.as_view(),
        name="api-article-published",
    ),
    path("articles/<uuid:id>/warc", proof.ArticleWarcView.as_view(), name="api-article-warc"),
    path("claims/<uuid:id>/warc", proof.ClaimWarcView.as_view(), name="api-claim-warc"),
    path("claims", claims.ClaimsView.as_view(), name="api-claims"),
    path("claims/<uuid:id>", claims.ClaimView.as_view(), name="api-claim"),
    path(
        "claims/<uuid:id>/transitions",
        claims.ClaimTransitionsView.as_view(),
        name="api-claim-transitions",
    ),
    path("claims/<uuid:id>/similar", similar.SimilarClaimsView.as_view(), name="api-claim-similar"),
    path("claims/<uuid:id>/history", claims.ClaimHistoryView.as_view(), name="api-claim-history"),
    path(
        "claims/<uuid:id>/evidence", evidence.ClaimEvidenceView.as_view(), name="api-claim-evidence"
    ),
    path("evidence/<uuid:id>", evidence.EvidenceView.as_view(), name="api-evidence"),
    path(
        "claims/<uuid:id>/verdicts", verdicts.ClaimVerdictsView.as_view(), name="api-claim-verdicts"
    ),
    path(
        "claims/<uuid:id>/claimreview",
        verdicts.ClaimReviewView.as_view(),
        name="api-claim-claimreview",
    ),
    path(
        "verdicts/<uuid:id>/publish",
        verdicts.VerdictPublishView.as_view(),
        name="api-verdict-publish",
    ),
    path(
        "verdicts/<uuid:id>/withdraw",
        verdicts.VerdictWithdrawView.as_view(),
        name="api-verdict-withdraw",
    ),
    path("ratings", verdicts.RatingsView.as_view(), name="api-ratings"),
    path("rechecks", rechecks.RechecksView.as_view(), name="api-rechecks"),
    path("rechecks/<uuid:id>", rechecks.RecheckView.as_view(), name="api-recheck"),
    path(
        "rechecks/<uuid:id>/decisions",
        rechecks.RecheckDecisionsView.as_view(),
        name="api-recheck-decisions",
    ),
    path(
        "claims/<uuid:id>/rechecks", rechecks.ClaimRechecksView.as_view(), name="api-claim-rechecks"
    ),
    path(
        "changes/<uuid:id>/decisions",
        rechecks.ChangeDecisionsView.as_view(),
        name="api-change-decisions",
    ),
]
