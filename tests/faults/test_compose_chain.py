"""The commands of docker-compose.yml as processes on real servers, driven through the API alone."""

from __future__ import annotations

import json
import shlex
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from local_site import LocalSite
from processes import ROOT, Processes, compose_command
from servers import PrivatePostgres, PrivateRedis, free_port

pytestmark = pytest.mark.server

ARTICLE = (
    "Harbour report\n\n"
    "The harbour handled 412 ships in 2023. The mayor said the bridge cost 31 million crowns."
)
PASSAGE = "In 2023 the harbour handled 412 ships in total."


class Desk:
    """The desk as one tool sees it: an address and a token."""

    def __init__(self, port: int, token: str) -> None:
        self.base = f"http://127.0.0.1:{port}/api/v1"
        self.token = token

    def call(
        self, method: str, path: str, body: dict[str, Any] | None = None, **headers: str
    ) -> tuple[int, Any, dict[str, str]]:
        request = urllib.request.Request(
            self.base + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={
                "Authorization": f"Bearer {self.token}",
                "Content-Type": "application/json",
                **{name.replace("_", "-"): value for name, value in headers.items()},
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, json.load(answer), dict(answer.headers)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.loads(error.read() or b"null"), dict(error.headers)

    def get(self, path: str) -> Any:
        status, body, _headers = self.call("GET", path)
        assert status == 200, body
        return body

    def post(self, path: str, body: dict[str, Any]) -> Any:
        status, answer, _headers = self.call("POST", path, body)
        assert status in (200, 201), answer
        return answer

    def act(self, claim: str, action: str, **more: str) -> Any:
        return self.post(f"/claims/{claim}/transitions", {"action": action, **more})


@pytest.fixture
def site(local_site: LocalSite) -> LocalSite:
    local_site.robots("User-agent: *\nAllow: /\n")
    local_site.html("/harbour", "Harbour figures", PASSAGE, "Tides are as tides are.")
    return local_site


@pytest.fixture
def processes(
    private_postgres: PrivatePostgres,
    private_redis: PrivateRedis,
    migrated_template: str,
    site: LocalSite,
    tmp_path: Path,
) -> Iterator[Processes]:
    database = private_postgres.new_database(template=migrated_template)
    running = Processes(
        tmp_path,
        DATABASE_URL=private_postgres.database(database),
        REDIS_URL=private_redis.url,
        FETCH_ALLOW=site.host_key,
        RECHECK_FLOOR_SECONDS="2",
        RECHECK_DEFAULT_SECONDS="3",
        RECHECK_CEILING_SECONDS="4",
        STATIC_ROOT=str(tmp_path / "static"),
    )
    yield running
    running.end_all()


def start_compose(processes: Processes) -> int:
    """Every service of ours in docker-compose.yml; only the web's port differs."""
    processes.manage("collectstatic", "--noinput")
    processes.run(*compose_command("migrate"))
    port = free_port()
    web = [word.replace("0.0.0.0:8000", f"127.0.0.1:{port}") for word in compose_command("web")]
    processes.start("web", web)
    for service in ("worker", "worker-extract", "worker-archive", "beat"):
        processes.start_service(service)

    def ready() -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    processes.wait("web, worker, beat, database and Redis are ready", ready)
    return port


def token_of(processes: Processes, person: str) -> str:
    processes.manage("create_person", person, "--role", person, "--language", "en")
    said = processes.manage("issue_token", person, "--name", "compose test")
    (token,) = [word for word in said.split() if word.startswith("fct_")]
    return token


def test_the_compose_commands_carry_the_chain_from_article_to_recheck(
    processes: Processes, site: LocalSite
) -> None:
    port = start_compose(processes)
    checker = Desk(port, token_of(processes, "checker"))
    editor = Desk(port, token_of(processes, "editor"))

    status, article, _headers = checker.call("POST", "/articles", {"text": ARTICLE})
    assert status == 201
    assert article["extraction"] in ("queued", "running", "done")
    article_path = f"/articles/{article['id']}"
    processes.wait("extraction", lambda: checker.get(article_path)["extraction"] == "done")
    assert checker.call("POST", "/articles", {"text": ARTICLE})[0] == 200
    claims = checker.get(f"{article_path}/claims")["results"]
    (claim,) = [each["id"] for each in claims if "412 ships" in each["quote"]]

    checker.act(claim, "queue")
    checker.act(claim, "take")
    evidence = checker.post(
        f"/claims/{claim}/evidence",
        {"quote": PASSAGE, "stance": "supports", "url": site.url("/harbour")},
    )
    _status, _body, headers = checker.call("GET", f"/claims/{claim}")
    status, body, _headers = checker.call(
        "PATCH",
        f"/claims/{claim}",
        {"rating": "true", "rationale": "The harbour's own figure."},
        If_Match=headers["ETag"],
    )
    assert status == 200, body
    processes.wait(
        "the first look",
        lambda: "intact" in json.dumps(checker.get(f"/evidence/{evidence['id']}")),
    )
    checker.act(claim, "submit")
    refused, problem, _headers = checker.call(
        "POST", f"/claims/{claim}/transitions", {"action": "approve"}
    )
    assert refused == 409, problem
    assert editor.act(claim, "approve")["status"] == "checked"

    site.html("/harbour", "Harbour figures", PASSAGE.replace("412", "398"), "Tides are tides.")
    rechecks = f"/claims/{claim}/rechecks"
    processes.wait("the recheck", lambda: checker.get(rechecks)["results"])
    (recheck,) = checker.get(rechecks)["results"]
    assert recheck["cause"] == "passage_altered"
    assert checker.get(f"/claims/{claim}")["status"] == "checked"
    assert checker.get(article_path)["clearance"]["clear"] is False
    checker.post(
        f"/rechecks/{recheck['id']}/decisions",
        {"decision": "verdict_changes", "comment": "The harbour corrected its figure."},
    )
    assert checker.get(f"/claims/{claim}")["status"] == "checking"
    processes.wait(
        "the events of the chain are sealed",
        lambda: "recheck.decided" in json.dumps(checker.get("/events?limit=100")),
    )
    processes.manage("verify_ledger")


def test_every_command_of_the_compose_file_is_plain_words() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    assert set(services) == {
        "migrate",
        "web",
        "worker",
        "worker-extract",
        "worker-archive",
        "beat",
        "postgres",
        "redis",
    }
    for name, service in services.items():
        if name != "migrate":
            assert "healthcheck" in service, name
        words = shlex.split(service.get("command", ""))
        assert not {"&&", "|", ";", "sh", "-c"} & set(words), name
