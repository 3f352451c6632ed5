from __future__ import annotations

import pytest

from sources.comparing.responses import (
    BeforeFacts,
    ResponseClass,
    ResponseState,
    classify_response,
    public_state,
)
from sources.reading import Reading, read_body

URL = "http://news.test/2024/03/story.html"
ARTICLE = "市の発表によると、昨年度に図書館を利用した人は約3万人で、前の年より減ったという。" * 40


def html(title: str, body: str, head: str = "") -> Reading:
    source = f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    return read_body(source.encode(), content_type="text/html; charset=utf-8", url=URL)


def classify(
    status: int | None = 200,
    reading: Reading | None = None,
    *,
    headers: dict[str, str] | None = None,
    requested: str = URL,
    final: str | None = None,
    error: str | None = None,
    before: BeforeFacts | None = None,
    redirects: list[tuple[int, str]] | None = None,
) -> ResponseClass:
    return classify_response(
        status=status,
        headers=headers or {},
        reading=reading,
        requested_url=requested,
        final_url=requested if final is None else final,
        error=error,
        before=before,
        redirects=redirects,
    )


GOOD = html("図書館の利用が減る | 新聞", f"<h1>図書館の利用が減る</h1><p>{ARTICLE}</p>")


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (200, "ok"),
        (203, "ok"),
        (204, "unknown"),
        (206, "unknown"),
        (304, "not_modified"),
        (401, "restricted"),
        (402, "restricted"),
        (403, "blocked"),
        (404, "missing"),
        (410, "gone"),
        (412, "unknown"),
        (429, "blocked"),
        (451, "restricted"),
        (500, "unreachable"),
        (502, "unreachable"),
        (503, "unreachable"),
        (None, "unknown"),
    ],
)
def test_each_status_has_its_class(status: int | None, state: str) -> None:
    found = classify(status, GOOD)
    assert found.state == state
    assert found.speaks_about_passages == (state == "ok")
    assert found.looks_dead == (state in ("gone", "missing", "soft_gone"))


@pytest.mark.parametrize(
    ("error", "state"),
    [
        ("dns", "unreachable"),
        ("tls", "unreachable"),
        ("total_timeout", "unreachable"),
        ("truncated", "unreachable"),
        ("robots", "robots"),
        ("robots_unreachable", "robots"),
        ("forbidden_address", "refused"),
        ("too_large", "refused"),
        ("too_many_redirects", "refused"),
        ("reading_timed_out", "unknown"),
        ("internal", "unknown"),
        ("something_new", "unknown"),
    ],
)
def test_each_error_has_its_class_and_says_nothing_about_passages(error: str, state: str) -> None:
    found = classify(200, GOOD, error=error)
    assert (found.state, found.reason) == (state, error)
    assert not found.speaks_about_passages
    assert not found.looks_dead


@pytest.mark.parametrize("status", [200, 403, 503, 404, 410])
def test_a_challenge_is_blocked_whatever_its_status(status: int) -> None:
    wall = html("Just a moment...", "<p>Checking your browser</p><script>1</script>")
    assert classify(status, wall).state is ResponseState.BLOCKED
    assert classify(status, GOOD, headers={"CF-Mitigated": "challenge"}).state == "blocked"


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Access Denied", "<p>Reference #18.2d351ab8.1557333295.a4e16ab</p>"),
        ("Pardon Our Interruption", "<p>As you were browsing</p>"),
        ("確認", "<p>あなたがロボットではないことを確認しています。</p>"),
        ("example.test", "<p>Verify you are human by completing the action below.</p>"),
    ],
)
def test_bot_walls_are_known_by_their_words(title: str, body: str) -> None:
    assert classify(200, html(title, body)).state is ResponseState.BLOCKED


def test_an_article_about_captchas_is_an_article() -> None:
    text = "Sites ask you to verify you are human, and people complete the captcha daily. " * 30
    assert classify(200, html("Blocked by captchas: a story", f"<p>{text}</p>")).state == "ok"


@pytest.mark.parametrize(
    "title",
    [
        "404 Not Found",
        "Page not found | News",
        "News - Page Not Found",
        "Sorry, we can't find that page",
        "ページが見つかりません | 新聞",
        "お探しのページは見つかりませんでした",
        "お探しの記事は削除されました",
        "掲載期間が終了しました",
        "この記事は掲載を終了しました",
    ],
)
def test_a_not_found_page_sent_with_200_is_soft_gone(title: str) -> None:
    found = classify(200, html(title, "<p>トップへ</p>"))
    assert found.state is ResponseState.SOFT_GONE
    assert found.looks_dead


def test_an_expired_article_is_known_by_its_few_words() -> None:
    body = "<nav>政治 経済</nav><p>この記事は掲載期間を終了しました。</p>"
    assert classify(200, html("新聞", body)).state is ResponseState.SOFT_GONE


@pytest.mark.parametrize(
    "title",
    ["404人が参加した集会", "ページが見つかりませんと出たら読む話", "Page not found: a history"],
)
def test_an_article_with_such_a_title_is_content(title: str) -> None:
    assert classify(200, html(title, f"<p>{ARTICLE}</p>")).state is ResponseState.OK


def test_a_page_that_always_had_this_title_is_content() -> None:
    reading = html("404 Not Found", "<p>短い作品。</p>")
    assert classify(200, reading, before=BeforeFacts(title="404 Not Found")).state == "ok"


@pytest.mark.parametrize(
    "home", ["http://news.test/", "http://www.news.test/index.html", "http://news.test/ja/"]
)
def test_a_deep_link_sent_home_is_soft_gone(home: str) -> None:
    assert classify(200, GOOD, final=home).state is ResponseState.SOFT_GONE


@pytest.mark.parametrize(
    ("asked", "final"),
    [
        ("http://news.test/", "http://news.test/index.html"),
        ("http://news.test/", "http://www.news.test/ja/"),
        ("http://short.test/abc", "http://news.test/"),
        (URL, "http://news.test/2024/03/story-moved.html"),
        (URL, "https://news.test/2024/03/story.html"),
    ],
)
def test_other_redirects_bring_content(asked: str, final: str) -> None:
    assert classify(200, GOOD, requested=asked, final=final).state is ResponseState.OK


def test_a_redirect_that_was_always_there_brings_content() -> None:
    before = BeforeFacts(final_url="http://news.test/")
    assert classify(200, GOOD, final="http://news.test/", before=before).state == "ok"


def test_a_home_page_is_never_soft_gone() -> None:
    reading = html("ページが見つかりません", "<p>短い。</p>")
    assert not classify(200, reading, requested="http://news.test/").looks_dead


@pytest.mark.parametrize(
    ("final", "state"),
    [
        ("http://id.news.test/login?next=x", "restricted"),
        ("http://consent.news.test/v2", "restricted"),
        ("http://news.test/error/404.html", "soft_gone"),
    ],
)
def test_where_a_redirect_ends_says_what_it_is(final: str, state: str) -> None:
    assert classify(200, GOOD, final=final).state == state


@pytest.mark.parametrize(
    "reading",
    [
        html("題", "<p>書き出しだけ。</p><p>続きを読むにはログインしてください。</p>"),
        html("題", '<p>書き出し</p><form><input type="password"></form>'),
        html("題", "<p>We value your privacy. Accept all cookies.</p>"),
        html(
            "題",
            "<p>書き出しだけ。</p>",
            '<script type="application/ld+json">{"isAccessibleForFree": false}</script>',
        ),
    ],
)
def test_a_wall_is_restricted_not_content(reading: Reading) -> None:
    assert classify(200, reading).state is ResponseState.RESTRICTED


def test_a_full_text_that_mentions_membership_is_content() -> None:
    head = '<script type="application/ld+json">{"isAccessibleForFree": false}</script>'
    body = f"<p>{ARTICLE}</p><p>続きを読むにはログインしてください。</p><input type=password>"
    reading = html("題", body, head)
    assert classify(200, reading).state is ResponseState.OK
    longer = BeforeFacts(text_length=3 * len(reading.text))
    assert classify(200, reading, before=longer).state is ResponseState.RESTRICTED


def test_a_refused_page_that_asks_for_an_account_is_restricted() -> None:
    reading = html("題", "<p>Subscribe to continue reading</p>")
    assert classify(403, reading).state is ResponseState.RESTRICTED


def test_an_empty_javascript_shell_cannot_tell() -> None:
    reading = html("題", '<div id="root"></div><script src=a.js></script>')
    assert classify(200, reading).state is ResponseState.EMPTY_SHELL


def test_an_unread_body_is_unknown() -> None:
    assert classify(200, None).state is ResponseState.UNKNOWN


PUBLIC = {
    "ok",
    "moved",
    "gone",
    "soft_gone",
    "restricted",
    "blocked",
    "unreachable",
    "robots",
    "empty_shell",
}


@pytest.mark.parametrize("state", ResponseState)
@pytest.mark.parametrize("moved", [False, True])
def test_every_state_has_a_public_name(state: ResponseState, moved: bool) -> None:
    assert public_state(ResponseClass(state, "x", moved=moved)) in PUBLIC


@pytest.mark.parametrize(
    ("status", "public"),
    [
        (200, "ok"),
        (304, "ok"),
        (404, "gone"),
        (410, "gone"),
        (401, "restricted"),
        (451, "restricted"),
        (403, "blocked"),
        (429, "blocked"),
        (999, "blocked"),
        (503, "unreachable"),
        (400, "unreachable"),
    ],
)
def test_each_status_has_its_public_name(status: int, public: str) -> None:
    assert public_state(classify(status, GOOD)) == public


MOVED = "http://news.test/archive/story-1.html"


def test_a_page_read_at_its_new_permanent_address_is_moved_and_speaks() -> None:
    for redirects in (None, [(301, URL)], [(302, URL), (308, "http://news.test/x")]):
        found = classify(200, GOOD, final=MOVED, redirects=redirects)
        assert public_state(found) == "moved"
        assert found.speaks_about_passages


@pytest.mark.parametrize(
    ("final", "redirects"),
    [
        (MOVED, [(302, URL)]),
        (MOVED, [(307, URL)]),
        (URL.replace("http:", "https:"), [(301, URL)]),
        (URL.replace("news", "www.news"), [(301, URL)]),
        (URL + "/", [(301, URL)]),
    ],
)
def test_a_passing_redirect_or_another_spelling_is_no_move(
    final: str, redirects: list[tuple[int, str]]
) -> None:
    assert public_state(classify(200, GOOD, final=final, redirects=redirects)) == "ok"


@pytest.mark.parametrize(
    ("location", "public"),
    [
        ("/archive/story-1.html", "moved"),
        ("https://other.test/2024/03/story.html", "moved"),
        ("/", "soft_gone"),
        ("/404.html", "soft_gone"),
        ("/login?next=/2024/03/story.html", "restricted"),
        ("", "unreachable"),
        ("javascript:alert(1)", "unreachable"),
        ("http://[", "unreachable"),
    ],
)
def test_a_redirect_nobody_followed_is_judged_by_where_it_points(
    location: str, public: str
) -> None:
    found = classify(301, None, headers={"Location": location} if location else {})
    assert public_state(found) == public
    assert not found.speaks_about_passages
