"""The API over the demo company."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.main import create_app

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def client(told_workspace: str) -> Iterator[TestClient]:
    with TestClient(create_app(Path(told_workspace))) as opened:
        yield opened


def test_it_lives_and_is_ready(client: TestClient) -> None:
    assert client.get("/healthz").json()["status"] == "alive"
    assert client.get("/readyz").json()["status"] == "ready"


def test_pages_list_each_record_once(client: TestClient) -> None:
    seen: list[str] = []
    after: dict[str, str] = {}
    while True:
        page = client.get(
            "/v1/feedback", params={"limit": 500, "channel": "ticket", **after}
        ).json()
        seen += [item["id"] for item in page["items"]]
        if page["next"] is None:
            break
        after = {"after": page["next"]}
    assert len(seen) == len(set(seen)) > 500
    assert client.get(f"/v1/feedback/{seen[0]}").json()["channel"] == "ticket"


def test_filters_choose(client: TestClient) -> None:
    params = {"stage": "pay", "sentiment": "negative", "solicited": "false", "from": "2026-05-01"}
    items = client.get("/v1/feedback", params={**params, "to": "2026-05-31"}).json()["items"]
    assert items
    for item in items:
        assert item["solicited"] is False
        assert "2026-05-01" <= item["occurred_at"][:10] <= "2026-05-31"
        assert any(
            p["stage"] == "pay" and p["sentiment_label"] == "negative" for p in item["passages"]
        )
        assert "pay" in {own["stage"] for own in item["stages"]}
        assert all(p["second_stage"] != p["stage"] for p in item["passages"])


def test_what_repeats_a_record_can_be_listed(client: TestClient) -> None:
    posts = client.get("/v1/feedback", params={"channel": "social", "limit": 500}).json()["items"]
    original = next(item["duplicate_of"] for item in posts if item["duplicate_of"])
    repeats = client.get("/v1/feedback", params={"duplicate_of": original}).json()["items"]
    assert repeats and {item["mark"] for item in repeats} == {"duplicate"}
    assert client.get(f"/v1/feedback/{original}").json()["mark"] is None


def test_every_claim_can_be_followed_to_its_records(client: TestClient) -> None:
    story = client.get("/v1/story").json()
    assert story["claims"]
    for claim in story["claims"]:
        found = client.get("/v1/feedback", params={**claim["query"], "limit": 1})
        assert found.status_code == 200, (claim["query"], found.text)
        assert found.json()["items"], claim["sentence"]
        for quote in claim["evidence"]:
            verbatim = client.get(f"/v1/feedback/{quote['record_id']}").json()["verbatim"]
            assert quote["text"] in verbatim


def test_the_story_is_a_page_for_a_browser(client: TestClient) -> None:
    page = client.get("/v1/story", headers={"accept": "text/html,application/xhtml+xml"})
    assert page.headers["content-type"].startswith("text/html")
    assert client.get("/v1/story").json()["headline"] in page.text.replace("&#39;", "'")


def test_journey_and_topics(client: TestClient) -> None:
    assert client.get("/v1/journey").json()["stages"][0]["id"] == "buy"
    topics = client.get("/v1/topics").json()
    assert topics == sorted(topics, key=lambda t: (-t["n_passages"], t["id"]))
    params = {"topic": topics[0]["id"], "limit": 1}
    assert client.get("/v1/feedback", params=params).json()["items"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/feedback/nope", 404),
        ("/v1/feedback?after=nope", 404),
        ("/v1/feedback?limit=0", 422),
        ("/v1/feedback?channel=pigeon", 422),
        ("/v1/feedback?from=yesterday", 422),
        ("/v1/nothing", 404),
    ],
)
def test_errors_are_problem_documents(client: TestClient, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status and problem["detail"] and problem["type"]


def test_a_missing_workspace_is_said_not_hidden(tmp_path: Path) -> None:
    with TestClient(create_app(tmp_path)) as client:
        assert client.get("/healthz").status_code == 200
        answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "voc init" in json.dumps(answer.json())
