"""Complete Japanese: every string is translated, compiled, and shown."""

from __future__ import annotations

import gettext
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from desk.pages import inspect, urls_of
from django.utils.translation import override
from servers import missing

from claims.guards import ACTION_NAMES, GUARD_TEXTS
from claims.models.article import Extraction
from claims.models.claim import DISMISSAL_CHOICES, STATUS_CHOICES, Kind
from claims.models.evidence import Stance
from claims.models.recheck import Cause, Decision
from sources.models.change import ChangeKind
from sources.models.passage import PassageState
from sources.models.source import SourceHealth, SourceKind, SourceState

ROOT = Path(__file__).resolve().parents[2]
LOCALE = ROOT / "locale"
JAPANESE = re.compile("[぀-ヿ一-鿿]")
#: The same in both languages: names of formats and protocols.
UNTRANSLATABLE = {
    "TLS",
    "API",
    "ETag",
    "Last-Modified",
    "SHA-256",
    "UUIDv7.",
    "factcheck API",
    "robots.txt",
}

CHOICES = [
    *STATUS_CHOICES,
    *DISMISSAL_CHOICES,
    *(
        choice
        for kind in (
            Extraction,
            Kind,
            Stance,
            Cause,
            Decision,
            ChangeKind,
            PassageState,
            SourceHealth,
            SourceKind,
            SourceState,
        )
        for choice in kind.choices
    ),
]


def catalogue(language: str) -> dict:
    with (LOCALE / language / "LC_MESSAGES" / "django.mo").open("rb") as stored:
        return gettext.GNUTranslations(stored)._catalog  # type: ignore[attr-defined]


def identifiers(path: Path) -> dict[str, str]:
    """Key (context EOT id) → translation, read from a .po by the compiler itself."""
    compiled = path.with_suffix(".read")
    subprocess.run(
        ["msgfmt", "--use-fuzzy", "-o", str(compiled), str(path)], check=True, capture_output=True
    )
    with compiled.open("rb") as stored:
        found = gettext.GNUTranslations(stored)._catalog  # type: ignore[attr-defined]
    compiled.unlink()
    return {key if isinstance(key, str) else key[0]: text for key, text in found.items() if key}


@pytest.fixture(scope="module")
def extracted(tmp_path_factory) -> Path:
    """A copy of the tree in which the strings were collected anew."""
    if shutil.which("xgettext") is None or shutil.which("msgfmt") is None:
        missing("gettext")
    tree = tmp_path_factory.mktemp("tree")
    for room in ("factcheck", "claims", "sources"):
        for path in (ROOT / room).rglob("*"):
            if path.suffix in {".py", ".html", ".txt"} and "migrations" not in path.parts:
                target = tree / path.relative_to(ROOT)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, target)
    shutil.copytree(LOCALE, tree / "locale")
    code = (
        "from django.conf import settings; import django;"
        "settings.configure(LOCALE_PATHS=['locale'], USE_I18N=True); django.setup();"
        "from django.core.management import call_command;"
        "call_command('makemessages', locale=['ja'], no_location=True, no_wrap=True,"
        " no_obsolete=True, keep_pot=True, verbosity=0)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=tree, check=True, capture_output=True)
    return tree


def test_every_string_of_the_code_is_in_the_catalogue_and_none_is_left_over(extracted):
    text = (extracted / "locale/ja/LC_MESSAGES/django.po").read_text(encoding="utf-8")
    before = (LOCALE / "ja/LC_MESSAGES/django.po").read_text(encoding="utf-8")
    known = set(re.findall(r"^msgid .*$", before, re.MULTILINE))
    wanted = set(re.findall(r"^msgid .*$", text, re.MULTILINE))
    assert wanted - known == set(), "not in locale/ja: run makemessages and translate"
    assert known - wanted == set(), "no longer in the code"


def test_nothing_is_untranslated_or_fuzzy():
    for language in ("ja", "en"):
        text = (LOCALE / language / "LC_MESSAGES/django.po").read_text(encoding="utf-8")
        assert "fuzzy" not in text
        body = text.split("\n\n", 1)[1]
        assert not re.search(r'^msgstr(\[\d\])? ""$(?!\n")', body, re.MULTILINE), language


def test_the_compiled_catalogues_are_those_of_the_sources(extracted):
    for language in ("ja", "en"):
        stored = {
            key if isinstance(key, str) else key[0]: text
            for key, text in catalogue(language).items()
            if key
        }
        source = extracted / f"{language}.po"
        shutil.copy(LOCALE / language / "LC_MESSAGES/django.po", source)
        assert identifiers(source) == stored


def test_the_japanese_is_japanese_and_keeps_every_placeholder():
    for key, text in catalogue("ja").items():
        name = (key if isinstance(key, str) else key[0]).split("\x04")[-1]
        if not name:
            continue
        if name not in UNTRANSLATABLE:
            assert JAPANESE.search(text), name
        pattern = r"%\(\w+\)\w|\{\w+\}"
        assert sorted(re.findall(pattern, text)) == sorted(re.findall(pattern, name)), name


@pytest.mark.parametrize(("code", "label"), CHOICES)
def test_every_choice_has_its_own_japanese(code, label):
    with override("ja"):
        assert JAPANESE.search(str(label)), (code, str(label))


def test_every_action_and_every_refusal_speaks_japanese():
    with override("ja"):
        for name in ACTION_NAMES.values():
            assert JAPANESE.search(str(name))
        for why, remedy in GUARD_TEXTS.values():
            assert JAPANESE.search(str(why)) and JAPANESE.search(str(remedy))


def test_statuses_do_not_read_alike():
    with override("ja"):
        said = [str(label) for _code, label in STATUS_CHOICES]
        assert len(set(said)) == len(said)


def test_japanese_pages_show_no_english_of_ours(desk, browser):
    sentences = [
        (key if isinstance(key, str) else key[0]).split("\x04")[-1]
        for key in catalogue("en")
        if key
    ]
    sentences = [each for each in sentences if " " in each and "%" not in each and "{" not in each]
    client = browser("editor", "ja")
    for name, url in urls_of(desk).items():
        page = inspect(client.get(url))
        text = " ".join(page.words)
        shown = [each for each in sentences if each in text]
        assert shown == [], name
