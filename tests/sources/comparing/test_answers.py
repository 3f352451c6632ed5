"""What a page says it is, against what it is: many positives, and as many near misses."""

from __future__ import annotations

import pytest
from page_answers import (
    BLOCKED,
    EMPTY_SHELL,
    HTML,
    JA,
    OK,
    RESTRICTED,
    SOFT_GONE,
    UNREACHABLE,
    article,
    paragraphs,
)

from sources.comparing.responses import BeforeFacts, classify_response, public_state
from sources.reading import Reading, read_body

URL = "https://news.test/articles/2024/03/12/story-20240312.html"
BY_STATE = {
    "soft_gone": SOFT_GONE,
    "blocked": BLOCKED,
    "restricted": RESTRICTED,
    "empty_shell": EMPTY_SHELL,
    "unreachable": UNREACHABLE,
    "ok": OK,
}
CASES = [
    pytest.param(state, source, id=f"{state}: {name}")
    for state, sources in BY_STATE.items()
    for name, source in sources.items()
]
BEFORE = article("市長が会見 | 県民新聞", paragraphs(JA, 12))


def read(source: str) -> Reading:
    return read_body(source.encode(), content_type="text/html; charset=utf-8", url=URL)


def state(
    source: str,
    *,
    status: int = 200,
    headers: dict[str, str] | None = None,
    before: str | None = None,
    final: str = URL,
    url: str = URL,
) -> str:
    found = classify_response(
        status=status,
        headers={**HTML, **(headers or {})},
        reading=read(source),
        requested_url=url,
        final_url=final,
        before=BeforeFacts.of(read(before), final_url=url) if before is not None else None,
    )
    assert found.speaks_about_passages == (public_state(found) in ("ok", "moved"))
    return public_state(found)


@pytest.mark.parametrize(("expected", "source"), CASES)
def test_a_page_sent_with_200_has_its_state_on_first_sight(expected: str, source: str) -> None:
    assert state(source) == expected


@pytest.mark.parametrize(("expected", "source"), [case for case in CASES if case.values[0] != "ok"])
def test_a_page_that_was_an_article_has_its_state_too(expected: str, source: str) -> None:
    assert state(source, before=BEFORE) == expected


@pytest.mark.parametrize("source", OK.values(), ids=OK.keys())
def test_a_page_that_is_what_it_was_stays_content(source: str) -> None:
    assert state(source, before=source) == "ok"


@pytest.mark.parametrize("status", [403, 429, 503])
@pytest.mark.parametrize("source", BLOCKED.values(), ids=BLOCKED.keys())
def test_a_wall_is_a_wall_whatever_its_status(status: int, source: str) -> None:
    assert state(source, status=status) == "blocked"


@pytest.mark.parametrize("status", [404, 410])
@pytest.mark.parametrize("source", [*SOFT_GONE.values(), *OK.values()])
def test_a_clean_not_found_is_gone_whatever_it_says(status: int, source: str) -> None:
    assert state(source, status=status) == "gone"


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"CF-Mitigated": "challenge"}, "blocked"),
        ({"x-amzn-waf-action": "captcha"}, "blocked"),
        ({"x-amzn-waf-action": "challenge"}, "blocked"),
        ({"x-dd-b": "1"}, "blocked"),
        ({"x-sucuri-block": "1"}, "blocked"),
        ({"x-vercel-mitigated": "challenge"}, "blocked"),
        ({"server": "cloudflare", "cf-ray": "7d3f0a1b2c3d4e5f-NRT"}, "ok"),
        ({"x-datadome": "protected"}, "ok"),
        ({"server": "AkamaiGHost"}, "ok"),
        ({"x-sucuri-id": "12"}, "ok"),
        ({"x-iinfo": "1-2-3", "x-cdn": "Imperva"}, "ok"),
        ({"x-amz-cf-id": "x", "via": "1.1 cloudfront"}, "ok"),
    ],
)
def test_headers_of_a_refusal_are_told_from_those_of_every_answer(
    headers: dict[str, str], expected: str
) -> None:
    assert state(OK["article ja"], headers=headers) == expected


@pytest.mark.parametrize(
    ("final", "expected"),
    [
        ("https://news.test/", "soft_gone"),
        ("https://www.news.test/index.html", "soft_gone"),
        ("https://news.test/ja/", "soft_gone"),
        ("https://news.test/top.html", "soft_gone"),
        ("https://other.test/", "soft_gone"),
        ("https://news.test/articles/2024/03/", "soft_gone"),
        ("https://news.test/articles/", "soft_gone"),
        ("https://news.test/news/", "soft_gone"),
        ("https://news.test/archive", "soft_gone"),
        ("https://news.test/404", "soft_gone"),
        ("https://news.test/error/404.html", "soft_gone"),
        ("https://news.test/page-not-found", "soft_gone"),
        ("https://news.test/notfound.html", "soft_gone"),
        ("https://news.test/article_expired.html", "soft_gone"),
        ("https://news.test/?error=404", "soft_gone"),
        ("https://news.test/login?next=%2Farticles", "restricted"),
        ("https://id.news.test/signin", "restricted"),
        ("https://consent.news.test/collect?url=x", "restricted"),
        ("https://news.test/privacy-gate/?return=x", "restricted"),
        ("https://www.google.test/sorry/index?continue=x", "blocked"),
        ("https://geo.captcha-delivery.com/captcha/", "blocked"),
        ("https://news.test/captcha?next=x", "blocked"),
        ("https://news.test/articles/2024/03/12/story-20240312.html?page=2", "moved"),
        ("https://news.test/archive/story-20240312.html", "moved"),
        ("https://new.test/2024/03/story-20240312", "moved"),
        ("https://news.test/articles/2024/03/12/bridge-closed", "moved"),
        ("https://news.test/articles/2024/03/12/why-he-is-gone", "moved"),
        ("https://www.news.test/articles/2024/03/12/story-20240312.html", "ok"),
        ("http://news.test/articles/2024/03/12/story-20240312.html", "ok"),
    ],
)
def test_where_a_redirect_ended_is_judged(final: str, expected: str) -> None:
    assert state(OK["article en"], final=final) == expected


def test_a_section_shown_with_the_article_itself_is_a_move() -> None:
    final = "https://news.test/articles/2024/03/"
    assert state(OK["article ja"], final=final) == "moved"
    assert state(BEFORE, final=final, before=BEFORE) == "moved"


@pytest.mark.parametrize(
    ("url", "final"),
    [
        ("https://news.test/story/amp", "https://news.test/story"),
        ("https://news.test/a/12345/print", "https://news.test/a/12345"),
        ("https://news.test/a/12345/comments", "https://news.test/a/12345"),
        ("https://short.test/Ab3", "https://news.test/"),
    ],
)
def test_a_dropped_decoration_or_a_short_link_is_no_loss(url: str, final: str) -> None:
    assert state(OK["article en"], url=url, final=final) in ("ok", "moved")


def test_a_text_cut_by_a_new_paywall_is_restricted_and_a_shortened_article_is_not() -> None:
    wall = "<p>続きを読むには、会員登録が必要です。</p>"
    cut = article("市長が会見 | 県民新聞", paragraphs(JA, 8) + wall)
    assert state(cut, before=BEFORE) == "restricted"
    assert state(article("市長が会見 | 県民新聞", paragraphs(JA, 8)), before=BEFORE) == "ok"
    banner = article(
        "市長が会見 | 県民新聞", paragraphs(JA, 8), "<p>コメントにはログインが必要です。</p>"
    )
    assert state(banner, before=BEFORE) == "ok"
    assert state(BEFORE.replace("</article>", wall + "</article>"), before=BEFORE) == "ok"


def test_a_not_found_page_under_the_site_s_one_title_is_known_by_its_words() -> None:
    before = article("県民新聞", paragraphs(JA, 12)).replace("<h1>県民新聞</h1>", "")
    after = "<title>県民新聞</title><p>この記事は掲載期間を終了しました。</p>"
    assert state(after, before=before) == "soft_gone"


def test_a_not_found_page_in_plain_text_or_json_is_no_content() -> None:
    for body, media in (
        (b"404 Not Found", "text/plain"),
        (b'{"error": "Not found"}', "application/json"),
    ):
        reading = read_body(body, content_type=media, url=URL)
        found = classify_response(
            status=200, headers={}, reading=reading, requested_url=URL, final_url=URL
        )
        assert public_state(found) == "soft_gone"
