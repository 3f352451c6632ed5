"""Articles: bring one in, see how far each is, read it with its claims marked."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from claims.admin.article_forms import ArticleForm, PublishForm, StatementForm
from claims.admin.article_page import page_context
from claims.admin.dashboard import article_bar
from claims.admin.intake import in_words
from claims.admin.labels import claim_url
from claims.intake import read_article
from claims.models import Article
from claims.services.articles import add_article, publish_article, retry_extraction
from claims.services.claims import add_claim
from claims.tasks import extract_queued_articles
from factcheck.desk.marking import occurrences
from factcheck.desk.parts import PageAdmin
from factcheck.desk.templatetags.desk import bar, chip
from factcheck.doorbells import ring
from factcheck.errors import FactcheckError, InvalidInput

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.utils.safestring import SafeString


@admin.register(Article)
class ArticleAdmin(PageAdmin):
    """Articles under check."""

    page_template = "claims/article.html"
    list_display = ("title", "byline", "published_on", "clearance", "state")
    list_filter = ("extraction", "language")
    search_fields = ("title", "byline", "url")
    search_help_text = gettext_lazy("Words of the headline, the byline or the address.")
    show_facets = admin.ShowFacets.NEVER

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        """Return articles with their progress, in one query."""
        return super().get_queryset(request).with_progress()  # type: ignore[attr-defined,no-any-return]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whether the person's role includes bringing articles in."""
        return request.user.has_perm("claims.add_article")

    @admin.display(description=gettext_lazy("clearance"))
    def clearance(self, article: Article) -> SafeString:
        """Return the clearance bar with what is left."""
        line = article_bar(article)
        return format_html('{} <span class="row-detail">{}</span>', bar(line), line.note)

    @admin.display(description=gettext_lazy("extraction"), ordering="extraction")
    def state(self, article: Article) -> SafeString:
        """Return the extraction state as a chip."""
        return chip("extraction", article.extraction, article.get_extraction_display())

    def get_urls(self) -> list[Any]:
        """Add one address per button."""
        wrap = self.admin_site.admin_view
        mine = [
            path(
                "<uuid:pk>/statement/", wrap(self.statement_view), name="claims_article_statement"
            ),
            path("<uuid:pk>/published/", wrap(self.publish_view), name="claims_article_publish"),
            path("<uuid:pk>/extract/", wrap(self.retry_view), name="claims_article_retry"),
        ]
        return mine + super().get_urls()

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Bring an article in; its claims are proposed by a worker, never in this request."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = ArticleForm(request.POST or None, request.FILES or None)
        status = 200
        if request.method == "POST":
            status = 400
            if form.is_valid():
                try:
                    return self._add(request, form)
                except FactcheckError as error:
                    status = self.refuse(request, in_words(error))
        return self.page(
            request,
            None,
            status=status,
            template="claims/article_add.html",
            title=_("Add an article"),
            form=form,
        )

    def _add(self, request: HttpRequest, form: ArticleForm) -> HttpResponse:
        given = form.cleaned_data
        body, filename, charset = form.body()
        content = read_article(
            body, filename=filename, declared_charset=charset, max_bytes=settings.ARTICLE_MAX_BYTES
        )
        article, created = add_article(
            content=content,
            actor=request.user,
            title=given["title"],
            byline=given["byline"],
            author=given["author"],
            url=given["url"],
            language=given["language"],
            published_on=given["published_on"],
        )
        if created:
            ring(extract_queued_articles)
            self.log_addition(request, article, _("Article added"))
            messages.success(
                request,
                _("The article is in. Its claims are proposed in a moment: reload the page."),
            )
        else:
            messages.info(request, _("This very text is here already; nothing was added."))
        return HttpResponseRedirect(article_url(article))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the article. Looking changes nothing."""
        return self._show(request, self._article(request, object_id))

    @method_decorator(require_POST)
    def statement_view(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """Make a claim of a statement a person marked."""
        article = self._article(request, pk)
        form = StatementForm(request.POST)
        if not form.is_valid():
            return self._show(request, article, status=400, statement=form)
        try:
            if not request.user.has_perm("claims.add_claim"):
                raise PermissionDenied
            start, end = _span(article, form)
            claim = add_claim(
                article_id=article.pk,
                start=start,
                end=end,
                actor=request.user,
                wording=form.cleaned_data["wording"],
                kind=form.cleaned_data["kind"],
            )
        except FactcheckError as error:
            return self._show(request, article, status=self.refuse(request, error), statement=form)
        self.log_addition(request, claim, _("Proposed by hand"))
        messages.success(request, _("The statement is a claim now."))
        return HttpResponseRedirect(claim_url(claim.pk))

    @method_decorator(require_POST)
    def publish_view(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """Record that the article was published."""
        article = self._article(request, pk)
        if not request.user.has_perm("claims.publish_article"):
            raise PermissionDenied
        form = PublishForm(request.POST)
        if not form.is_valid():
            return self._show(request, article, status=400, publish=form)
        publish_article(article_id=article.pk, actor=request.user, **form.cleaned_data)
        self.done(request, article, _("Recorded: the article was published."))
        return HttpResponseRedirect(article_url(article))

    @method_decorator(require_POST)
    def retry_view(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """Queue a failed extraction again."""
        article = self._article(request, pk)
        if not request.user.has_perm("claims.add_article"):
            raise PermissionDenied
        retry_extraction(article_id=article.pk, actor=request.user)
        ring(extract_queued_articles)
        self.done(request, article, _("The extraction is queued again."))
        return HttpResponseRedirect(article_url(article))

    def _article(self, request: HttpRequest, pk: Any) -> Article:
        self.record(request, str(pk))
        article = Article.objects.select_related("author", "added_by").filter(pk=pk).first()
        if article is None:
            raise Http404
        return article

    def _show(
        self,
        request: HttpRequest,
        article: Article,
        *,
        status: int = 200,
        statement: StatementForm | None = None,
        publish: PublishForm | None = None,
    ) -> HttpResponse:
        return self.page(
            request,
            article,
            status=status,
            statement=statement or StatementForm(),
            publish=publish or PublishForm(initial={"public_url": article.public_url}),
            **page_context(article, request.user),
        )


def article_url(article: Article) -> str:
    """Return the address of an article's page."""
    return reverse("admin:claims_article_change", args=[article.pk])


def _span(article: Article, form: StatementForm) -> tuple[int, int]:
    """Find the statement in the article's latest text, and say so when it is not there."""
    revision = article.revisions.order_by("-number").first()
    text = revision.text if revision else ""
    typed = form.cleaned_data["statement"]
    for words in (typed, typed.replace("\r\n", "\n"), typed.strip().replace("\r\n", "\n")):
        found = occurrences(text, words)
        place = form.cleaned_data.get("occurrence") or 1
        if len(found) >= place:
            return found[place - 1], found[place - 1] + len(words)
    raise InvalidInput(
        _("These words do not stand in the article, or not that often."),
        field="statement",
        remedy=_("Copy them from the text, and say which time they occur."),
    )
