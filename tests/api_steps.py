"""Steps of a desk's work through the API, and the addresses there are."""

from __future__ import annotations

import re
from functools import cache

from django.urls import get_resolver
from django.utils import timezone
from openapi_schema_validator import OAS31Validator, oas31_format_checker

from claims.services.extracting import extract_waiting_articles
from factcheck.api.documents import openapi_document
from sources.models import Body, Change, Passage, PassageReading, Snapshot

METHODS = ("GET", "POST", "PATCH", "PUT", "DELETE")
TEXT = "Harbour report\n\nThe harbour handled 412 ships in 2023. It was a good year.\n"
QUOTE = "412 ships called at the harbour"


@cache
def document():
    return openapi_document()


def assert_as_documented(method, path, response):
    """The answer has exactly the shape the OpenAPI document promises."""
    path = path.partition("?")[0].removeprefix("http://testserver").removeprefix("/api/v1/")
    template = "/api/v1/" + re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "{id}", path)
    answers = document()["paths"][template][method]["responses"]
    assert str(response.status_code) in answers, (method, template, response.status_code)
    content = answers[str(response.status_code)].get("content")
    if content is None:
        assert response.content == b""
        return
    kind = response["Content-Type"].partition(";")[0]
    schema = content[kind]["schema"] | {"components": document()["components"]}
    OAS31Validator(schema, format_checker=oas31_format_checker).validate(response.json())


def send(client, path, body=None, status=200, **headers):
    response = client.post(f"/api/v1/{path}", body or {}, format="json", **headers)
    assert response.status_code == status, response.content
    assert_as_documented("post", path, response)
    return response.json() if response.content else None


def read(client, path, status=200):
    response = client.get(path if path.startswith("http") else f"/api/v1/{path}")
    assert response.status_code == status, response.content
    assert_as_documented("get", path, response)
    return response.json()


def found_in_source(passage_id):
    """What a worker records when it reads the page and finds the passage."""
    passage = Passage.objects.get(pk=passage_id)
    body = Body.objects.create(sha256="a" * 64, size=1, data=b"")
    snapshot = Snapshot.objects.create(
        source=passage.source,
        fence=1,
        body=body,
        text=f"In 2023 {QUOTE}.",
        final_url=passage.source.url,
        status=200,
        reader_version="1",
        fetched_at=timezone.now(),
    )
    passage.cited_snapshot = snapshot
    passage.state = "intact"
    passage.save(update_fields=["cited_snapshot", "state"])
    return passage


def altered(passage):
    """What a worker records when the figure moved."""
    reading = PassageReading.objects.create(
        passage=passage,
        fence=2,
        state="altered",
        found=QUOTE.replace("412", "398"),
        diff=[["replace", "412", "398"]],
        read_at=timezone.now(),
    )
    passage.state = "altered"
    passage.save(update_fields=["state"])
    return Change.objects.create(
        source=passage.source,
        passage=passage,
        kind="passage_altered",
        before=QUOTE,
        after=reading.found,
        diff=reading.diff,
        reading=reading,
        fence=2,
        detected_at=timezone.now(),
    )


def checked_claim(checker, editor):
    """Take one claim from an article sent in to an approved verdict."""
    article = send(checker, "articles", {"text": TEXT, "published_on": "2024-03-26"}, 201)
    extract_waiting_articles()
    rows = read(checker, f"articles/{article['id']}/claims")["results"]
    [claim] = [row for row in rows if "412" in row["quote"] and row["parent"] is None]
    path = f"claims/{claim['id']}"
    send(checker, f"{path}/transitions", {"action": "queue"})
    send(checker, f"{path}/transitions", {"action": "take"})
    evidence = send(
        checker,
        f"{path}/evidence",
        {"url": "https://port.example/2023", "quote": QUOTE, "stance": "supports"},
        201,
    )
    passage = found_in_source(evidence["passage"]["id"])
    tag = checker.get(f"/api/v1/{path}")["ETag"]
    edited = checker.patch(
        f"/api/v1/{path}",
        {"rating": "true", "rationale": "The port's own figures say so."},
        format="json",
        HTTP_IF_MATCH=tag,
    )
    assert edited.status_code == 200, edited.content
    send(checker, f"{path}/transitions", {"action": "submit"})
    send(editor, f"{path}/transitions", {"action": "approve"})
    return article, claim, passage


def answered():
    """Yield every (method, address) some view of the API answers."""
    for group in get_resolver().url_patterns:
        if str(group.pattern) != "api/v1/":
            continue
        for each in group.url_patterns:
            view = getattr(each.callback, "cls", None)
            for method in METHODS:
                if view is not None and hasattr(view, method.lower()):
                    yield method, str(each.pattern).replace("<uuid:id>", "{id}")
