"""``manage.py compare_pages``: two files, one answer; never the database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

ROOT = Path(__file__).resolve().parents[2]
PARAGRAPHS = [
    "市は二十六日、昨年度に市立図書館を利用した人が延べ1003人増えたと発表した。",
    "増えたのは三年続けてで、佐藤市長は記者会見で「開館時間を延ばした成果だ」と述べた。",
    "反対する声は少なくなかった。市は来月、利用者に理由を尋ねる調査を始める。",
    "調査の結果は秋に公表される見込みで、予算は900万円とされている。",
]
QUOTE = "延べ1003人増えたと発表した"


def html(
    paragraphs: list[str], *, title: str = "図書館の利用が増える", ranking: str = "祭り"
) -> str:
    body = "".join(f"<p>{each}</p>" for each in paragraphs)
    return (
        f"<!doctype html><html lang=ja><meta charset=utf-8><title>{title} | 新聞</title>"
        f"<body><nav><a href=/>政治</a></nav><article><h1>{title}</h1>{body}</article>"
        f"<div class=ranking><ol><li><a href=/1>1位 {ranking}の話題</a></li></ol></div></body>"
    )


BEFORE = html(PARAGRAPHS)


@pytest.fixture
def compare(tmp_path: Path) -> Any:
    def run(after: str | bytes, *options: str, before: str | bytes = BEFORE) -> dict[str, Any]:
        for name, written in (("before.html", before), ("after.html", after)):
            body = written.encode() if isinstance(written, str) else written
            (tmp_path / name).write_bytes(body)
        out = StringIO()
        names = (str(tmp_path / "before.html"), str(tmp_path / "after.html"))
        call_command("compare_pages", *names, *options, stdout=out)
        found: dict[str, Any] = json.loads(out.getvalue())
        return found

    return run


def passage(found: dict[str, Any]) -> tuple[str, list[dict[str, str]]]:
    (only,) = found["passages"]
    return only["verdict"], only["tokens"]


def test_a_corrected_number_is_told_with_its_tokens(compare: Any) -> None:
    found = compare(BEFORE.replace("1003", "3003"), "--passage", QUOTE)
    assert (found["state"], found["changed"], found["kind"]) == ("ok", True, "correction")
    assert found["severity"] == "high"
    token = {"kind": "number", "before": "1003", "after": "3003"}
    assert passage(found) == ("altered", [token])
    assert found["diff"][0]["tokens"] == [token]


@pytest.mark.parametrize(
    "after",
    [
        BEFORE,
        html(PARAGRAPHS, ranking="相撲"),
        BEFORE.replace("1003", "<b>１００３</b>"),
        BEFORE.replace("図書館を", "<ruby>図書館<rt>としょかん</rt></ruby>を"),
        BEFORE.replace("1003人", "1&#48;03\n人&nbsp;"),
        BEFORE.replace("utf-8", "shift_jis").encode("cp932"),
        BEFORE.replace("utf-8", "euc-jp").encode("euc-jp"),
        BEFORE.encode("utf-16"),
    ],
)
def test_noise_of_every_sort_is_no_change(compare: Any, after: str | bytes) -> None:
    found = compare(after, "--passage", QUOTE)
    assert (found["state"], found["changed"], found["severity"]) == ("ok", False, "none")
    assert passage(found) == ("intact", [])


def test_charset_re_encoding_alone_is_no_change(compare: Any) -> None:
    body = BEFORE.replace("<meta charset=utf-8>", "")
    for one, other in (("cp932", "euc-jp"), ("euc-jp", "utf-8"), ("utf-8", "iso2022_jp")):
        found = compare(body.encode(other), "--passage", QUOTE, before=body.encode(one))
        assert (found["changed"], passage(found)[0]) == (False, "intact"), (one, other)


def test_a_headline_only_edit_is_seen_by_the_command(compare: Any) -> None:
    found = compare(html(PARAGRAPHS, title="図書館の利用が減る"), "--passage", QUOTE)
    assert (found["changed"], found["kind"], passage(found)[0]) == (True, "headline", "intact")


def test_a_deleted_passage_is_gone_and_the_page_updated(compare: Any) -> None:
    found = compare(html([PARAGRAPHS[0], *PARAGRAPHS[2:]]), "--passage", PARAGRAPHS[1])
    assert (found["changed"], found["kind"]) == (True, "update")
    assert passage(found)[0] == "gone"


@pytest.mark.parametrize(
    ("status", "after", "state", "changed", "kind"),
    [
        (410, BEFORE, "gone", True, "gone"),
        (404, "<title>404</title>", "gone", True, "gone"),
        (200, html([], title="ページが見つかりません"), "soft_gone", True, "gone"),
        (429, BEFORE, "blocked", None, None),
        (500, BEFORE, "unreachable", None, None),
        (401, BEFORE, "restricted", None, None),
        (200, "<title>Just a moment...</title><p>Checking your browser", "blocked", None, None),
        (200, "<body><div id=root></div><script src=/a.js></script>", "empty_shell", None, None),
    ],
)
def test_only_a_page_that_is_there_speaks_about_passages(
    compare: Any, status: int, after: str, state: str, changed: bool | None, kind: str | None
) -> None:
    options = ("--status", str(status), "--url", "https://news.example/a/1", "--passage", QUOTE)
    found = compare(after, *options)
    assert (found["state"], found["changed"], found["kind"]) == (state, changed, kind)
    assert passage(found) == ("cannot_tell", [])


def test_not_modified_means_that_before_still_stands(compare: Any) -> None:
    found = compare(b"", "--status", "304", "--passage", QUOTE)
    assert (found["state"], found["changed"], passage(found)[0]) == ("ok", False, "intact")


@pytest.mark.parametrize(
    "headers", ['{"CF-Mitigated": "challenge"}', "HTTP/2 200\r\ncf-mitigated: challenge\r\n"]
)
def test_headers_are_believed_in_either_form(compare: Any, tmp_path: Path, headers: str) -> None:
    (tmp_path / "headers").write_text(headers)
    found = compare(BEFORE, "--headers", str(tmp_path / "headers"), "--passage", QUOTE)
    assert (found["state"], found["changed"], passage(found)[0]) == ("blocked", None, "cannot_tell")


def test_a_short_quote_that_fared_differently_in_two_places_cannot_be_told(compare: Any) -> None:
    twice = [
        "東区では3人が反対した。騒音が理由だ。",
        "西区では3人が反対した。費用が理由だ。",
    ]
    before = html([*PARAGRAPHS, *twice])
    after = html([*PARAGRAPHS, twice[0].replace("3人", "5人"), twice[1]])
    found = compare(after, "--passage", "3人が反対", before=before)
    assert passage(found)[0] == "cannot_tell"
    found = compare(after, "--passage", "東区では3人が反対した", before=before)
    assert passage(found)[0] == "altered"


def test_a_quote_that_was_never_there_cannot_be_told(compare: Any) -> None:
    found = compare(BEFORE, "--passage", "橋の工事は秋まで続く見込みである")
    assert passage(found)[0] == "cannot_tell"


def test_an_article_after_a_page_that_said_not_found_is_back_again(compare: Any) -> None:
    missing = html(["お探しのページは見つかりませんでした。"], title="ページが見つかりません")
    found = compare(BEFORE, before=missing)
    assert (found["state"], found["changed"], found["kind"]) == ("ok", True, "back")
    still = compare(missing, before=missing)
    assert (still["changed"], still["kind"]) == (False, None)


@pytest.mark.parametrize(
    ("sentence", "other", "changed"),
    [
        ("The town had 48,200 people in 2021.[2]", "The town had 42,800 people in 2021.[2]", True),
        ("The town had 48,200 people in 2021.[2]", "The town had 48,200 people in 2021.[3]", False),
        ("町の人口は4万8200人である。[注 1]", "町の人口は4万2800人である。[注 1]", True),
        ("町の人口は4万8200人である。[注 1]", "町の人口は4万8200人である。[注 2]", False),
    ],
)
def test_a_sentence_before_a_footnote_mark_counts_and_the_mark_does_not(
    compare: Any, sentence: str, other: str, changed: bool
) -> None:
    def wiki(text: str) -> str:
        return (
            "<!doctype html><title>Riverton</title><div id=content><h1>Riverton</h1>"
            f"<p>{text}</p><h2>History<span>[edit]</span></h2>"
            "<p>Monks founded it in 1204.</p></div>"
        )

    found = compare(wiki(other), before=wiki(sentence))
    assert found["changed"] is changed


@pytest.mark.parametrize(("now", "kind"), [("53", "correction"), ("", "update")])
def test_a_cited_caption_that_differs_is_a_change_of_its_page(
    compare: Any, now: str, kind: str
) -> None:
    caption = "<figure><img src=a.jpg><figcaption>本を読む児童35人</figcaption></figure></article>"
    before = BEFORE.replace("</article>", caption)
    after = before.replace("35", now) if now else BEFORE
    found = compare(after, "--passage", "本を読む児童35人", before=before)
    assert passage(found)[0] == ("altered" if now else "gone")
    assert (found["changed"], found["kind"], found["severity"]) == (True, kind, "high")
    assert "本を読む児童35人" in [segment["before"] for segment in found["diff"]]


def test_the_text_form_is_for_people_and_passes_no_controls_on(tmp_path: Path) -> None:
    (tmp_path / "b.html").write_text(BEFORE)
    (tmp_path / "a.html").write_text(BEFORE.replace("1003", "3003").replace("900", "9\x1b[31m00"))
    out = StringIO()
    names = (str(tmp_path / "b.html"), str(tmp_path / "a.html"))
    call_command("compare_pages", *names, "--format", "text", "--passage", QUOTE, stdout=out)
    assert "number: 1003 → 3003" in out.getvalue()
    assert "changed:  yes" in out.getvalue()
    assert "\x1b" not in out.getvalue()


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["missing.html", "b.html"], "cannot be read"),
        (["b.html", "missing.html"], "cannot be read"),
        (["empty.html", "b.html"], "nothing in"),
        (["noise.bin", "b.html"], "no text"),
        (["-", "-"], "standard input"),
        (["b.html", "b.html", "--status", "7"], "three digits"),
        (["b.html", "b.html", "--url", "http://[::1"], "no web address"),
        (
            ["b.html", "b.html", "--url", "http://a.example/", "--final-url", "//["],
            "no web address",
        ),
        (["b.html", "b.html", "--passage", " "], "passage is empty"),
        (["b.html", "b.html", "--headers", "bad.json"], "no JSON object"),
        (["b.html", "b.html", "--headers", "bad.txt"], "line 2"),
    ],
)
def test_bad_input_is_refused_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], part: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("b.html").write_text(BEFORE)
    Path("empty.html").write_bytes(b"")
    Path("noise.bin").write_bytes(bytes(range(256)) * 40)
    Path("bad.json").write_text("[1]")
    Path("bad.txt").write_text("a: b\nnonsense\n")
    with pytest.raises(CommandError, match=part):
        call_command("compare_pages", *arguments, stdout=StringIO())


def test_it_runs_where_nothing_is_configured_and_makes_no_database(tmp_path: Path) -> None:
    (tmp_path / "b.html").write_text(BEFORE)
    place = tmp_path / "var"
    done = subprocess.run(
        [sys.executable, ROOT / "manage.py", "compare_pages", "b.html", "b.html"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "VAR_DIR": str(place)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout)["changed"] is False
    assert not list(place.rglob("*.sqlite3"))
