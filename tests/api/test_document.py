"""The OpenAPI document is valid, warns of nothing, and is the one kept in docs/."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from django.contrib.staticfiles import finders
from drf_spectacular.drainage import GENERATOR_STATS
from openapi_spec_validator import OpenAPIV31SpecValidator

from claims.workflow import Guard
from factcheck.api.documents import openapi_document, openapi_yaml

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def document():
    with GENERATOR_STATS.silence():
        return openapi_document()


def test_it_is_openapi_3_1_and_valid(document):
    assert document["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(document).validate()


def test_it_is_made_without_a_warning():
    GENERATOR_STATS.reset()
    with GENERATOR_STATS.silence():
        openapi_document()
    assert not GENERATOR_STATS._warn_cache
    assert not GENERATOR_STATS._error_cache


def test_the_copy_in_docs_is_current():
    kept = (ROOT / "docs/openapi.yaml").read_bytes()
    assert kept == openapi_yaml(), "run: python manage.py write_openapi"


def test_every_operation_says_what_it_does_and_how_it_refuses(document):
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            assert operation["summary"], (path, method)
            assert operation["description"], (path, method)
            refusals = [code for code in operation["responses"] if code.startswith("4")]
            assert {"400", "429"} <= set(refusals), (path, method)
            for code in refusals:
                content = operation["responses"][code]["content"]
                assert list(content) == ["application/problem+json"], (path, method, code)


def test_no_id_is_a_number(document):
    for name, schema in document["components"]["schemas"].items():
        found = schema.get("properties", {}).get("id", {})
        # An event's id is its position, and meant to be counted.
        if name != "Event":
            assert found.get("type") != "integer", name


#: Putting a proposal right and taking a version down are done on the desk's pages only.
ONLY_ON_THE_DESK = {"already_removed", "in_review", "settled"}
#: Said to operators by commands, or written into reports; no call of the API meets them.
ONLY_ON_THE_COMMAND_LINE = {
    "body_removed",
    "body_unavailable",
    "body_unknown",
    "cannot_fit",
    "missing",
    "no_root",
    "not_in_tree",
    "storage_unavailable",
    "too_few_decisions",
}


def test_the_guide_names_every_call(document):
    guide = (ROOT / "docs/api.md").read_text(encoding="utf-8")
    for path, methods in document["paths"].items():
        for method in methods:
            call = f"`{method.upper()} {path.removeprefix('/api/v1')}`"
            assert call in guide, call


def test_the_guide_explains_every_code_and_every_guard():
    """Codes are written as code="…" or code = "…" where they are raised."""
    guide = (ROOT / "docs/api.md").read_text(encoding="utf-8")
    rooms = ("claims/services", "claims/api", "sources/services", "sources/api", "factcheck/api")
    files = [path for room in rooms for path in (ROOT / room).rglob("*.py")]
    files.append(ROOT / "factcheck/errors.py")
    codes = {
        code
        for path in files
        for code in re.findall(r"\bcode ?= ?\"([a-z_]+)\"", path.read_text(encoding="utf-8"))
    }
    codes |= {guard.value for guard in Guard}
    missing = {code for code in codes if f"`{code}`" not in guide}
    # Base classes nobody raises bare, and what the shapes of input keep from ever being reached.
    assert (
        missing
        <= {
            "error",
            "conflict",
            "permission",
            "unknown_action",
            "unknown_reason",
            "reading_of_another_passage",
        }
        | ONLY_ON_THE_COMMAND_LINE
        | ONLY_ON_THE_DESK
    )


@pytest.mark.django_db
def test_it_is_served_to_anybody_as_json_and_as_yaml(client):
    assert client.get("/api/v1/schema").json()["openapi"].startswith("3.1")
    kind = "application/vnd.oai.openapi"
    answer = client.get("/api/v1/schema", HTTP_ACCEPT=kind)
    assert yaml.safe_load(answer.content)["info"]["title"] == "factcheck API"


@pytest.mark.django_db
def test_its_page_needs_no_inline_code_and_its_policy_allows_none(client):
    page = client.get("/api/v1/docs")
    assert page.status_code == 200
    html = page.content.decode()
    assert "unsafe" not in page["Content-Security-Policy"]
    assert not re.search(r"<style|style=|\son[a-z]+=|<script(?![^>]*\ssrc=)", html)
    files = re.findall(r'(?:src|href)="/static/([^"]+)"', html)
    assert len(files) == 5
    assert all(finders.find(name) for name in files)
