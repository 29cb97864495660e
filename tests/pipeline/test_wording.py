"""A language model may propose labels: what it says is checked, logged, and asked for once."""

import json
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.store.store_examples import DIMENSIONS, a_passage, a_record, a_topic, an_analysis, birth
from voc.domain.analysis import Analyses
from voc.errors import SettingsInvalid, SourceUnavailable
from voc.nlp.language_model import LanguageModel
from voc.nlp.topics.proposed import objection, tidied
from voc.pipeline.curate import curating
from voc.pipeline.wording import ACTOR, Worded, word_topics
from voc.store import Placement, Store, create_or_migrate, open_store

TEXTS = {
    "a": "I was charged twice after the migration and nobody refunds the second charge.",
    "b": "The engineer never came and I waited for the whole afternoon.",
}
KEY = "k3y-of-a-customer"
Reply = tuple[int, dict[str, str], bytes]


def chat(said: Any) -> Reply:
    return 200, {}, json.dumps({"choices": [{"message": {"content": said}}]}).encode()


@dataclass
class Endpoint:
    """Answer what is in `replies`, in order; the last one goes on. `hang` never answers."""

    replies: list[Reply] = field(default_factory=lambda: [chat("Charged twice after migration")])
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)
    hang: threading.Event | None = None
    url: str = ""

    def model(self, **more: Any) -> LanguageModel:
        return LanguageModel(self.url, "small", key=KEY, wait=self.waited.append, **more)


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    state = Endpoint()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            """Say nothing."""

        def do_POST(self) -> None:
            state.paths.append(self.path)
            state.keys.append(self.headers["Authorization"])
            state.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            if state.hang is not None:
                state.hang.wait(30)
                return
            status, headers, body = state.replies[0]
            if len(state.replies) > 1:
                state.replies.pop(0)
            self.send_response(status)
            for name, value in ({"Content-Length": str(len(body))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{server.server_port}/v1/"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield state
    if state.hang is not None:
        state.hang.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Hold the topics a, of six records, and b, of five."""
    url = f"sqlite:///{tmp_path / 'voc.db'}"
    create_or_migrate(url)
    with open_store(url) as opened:
        ids = [f"{topic}{n}" for topic, size in (("a", 6), ("b", 5)) for n in range(size)]
        opened.upsert_records([a_record(id_, f"{TEXTS[id_[0]]} {id_}") for id_ in ids])
        analyses = tuple(an_analysis(id_, a_passage(0, len(TEXTS[id_[0]]) + 3)) for id_ in ids)
        vectors = np.eye(DIMENSIONS, dtype=np.float32)[[int(id_[0] == "b") for id_ in ids]]
        opened.save_analyses(Analyses(records=analyses, vectors=vectors), "v1")
        topics = [
            a_topic("a", label="second charge", n_passages=6),
            a_topic("b", label="engineer never came", n_passages=5),
        ]
        placed = [Placement(id_, 0, id_[0], id_[0], 0.5) for id_ in ids]
        opened.registry.log([birth(topic) for topic in topics], placed, considered=True)
        yield opened


def asked_of(store: Store, endpoint: Endpoint, **more: Any) -> list[Worded]:
    with endpoint.model(**more) as model:
        return list(word_topics(store, model))


def labels(store: Store) -> dict[str, str]:
    return {topic.id: topic.label for topic in store.topics()}


def test_a_label_in_the_customers_words_that_means_something_else_is_refused(
    store: Store, endpoint: Endpoint
) -> None:
    axes = np.eye(DIMENSIONS, dtype=np.float32)

    def embed(texts: Sequence[str]) -> np.ndarray:
        return np.stack([axes[0 if "charge" in text else 2] for text in texts])

    endpoint.replies = [chat("Nobody after migration")]
    with endpoint.model() as model:
        first, *_ = word_topics(store, model, embed=embed)
    assert "far from" in (first.objection or "")
    assert labels(store)["a"] == "second charge"


def test_a_label_near_to_what_customers_say_is_taken(store: Store, endpoint: Endpoint) -> None:
    axes = np.eye(DIMENSIONS, dtype=np.float32)
    with endpoint.model() as model:
        first, *_ = word_topics(store, model, embed=lambda texts: axes[[0] * len(texts)])
    assert first.objection is None


def test_a_supported_label_is_taken_and_asked_for_once(store: Store, endpoint: Endpoint) -> None:
    endpoint.replies = [chat("“Charged twice after migration.”\n"), chat("Engineer no-show")]
    done = asked_of(store, endpoint)
    assert labels(store) == {"a": "Charged twice after migration", "b": "engineer never came"}
    assert done[0].objection is None and "word: show" in (done[1].objection or "")
    assert {event.actor for event in store.topic_events()} == {"night", ACTOR}
    assert asked_of(store, endpoint) == [] and len(endpoint.asked) == 2
    [body, _] = endpoint.asked
    assert endpoint.paths[0] == "/v1/chat/completions" and endpoint.keys[0] == f"Bearer {KEY}"
    assert (body["model"], body["temperature"]) == ("small", 0)
    sent = json.dumps(body)
    assert "charged twice" in sent and sent.count("after the migration") <= 5


def test_a_label_can_be_taken_back_and_stays_so(store: Store, endpoint: Endpoint) -> None:
    asked_of(store, endpoint)
    number = next(e.number for e in store.topic_events("a") if e.actor == ACTOR)
    with curating(store, actor="ana") as curation:
        curation.undo(number)
    assert labels(store)["a"] == "second charge"
    assert asked_of(store, endpoint) == []


def test_what_a_person_locked_is_not_asked_for(store: Store, endpoint: Endpoint) -> None:
    with curating(store, actor="ana") as curation:
        curation.rename("a", "double charge")
    assert [one.topic_id for one in asked_of(store, endpoint)] == ["b"]
    assert labels(store)["a"] == "double charge"


def test_limits_and_outages_pass(store: Store, endpoint: Endpoint) -> None:
    endpoint.replies = [(429, {"Retry-After": "7"}, b""), (500, {}, b"oops"), *endpoint.replies]
    assert asked_of(store, endpoint)[0].objection is None
    assert endpoint.waited == [7.0, 4.0]


@pytest.mark.parametrize(
    "reply",
    [
        (200, {}, b"<html>not json"),
        (200, {}, b'{"choices": []}'),
        (200, {}, b'{"error": "x"}'),
        (200, {}, b"[" * 5_000),
        chat(None),
        chat("  \n "),
        chat({"a": 1}),
    ],
    ids=["html", "no choices", "error", "nested", "null", "blank", "object"],
)
def test_an_answer_that_cannot_be_read_changes_nothing(
    store: Store, endpoint: Endpoint, reply: Reply
) -> None:
    before = labels(store)
    endpoint.replies = [reply]
    done = asked_of(store, endpoint)
    assert [one.objection for one in done] == ["no answer that can be read"] * 2
    assert labels(store) == before and len(store.topic_events()) == 2
    endpoint.replies = [chat("charged twice")]
    assert len(asked_of(store, endpoint)) == 2, "it is asked for again"


@pytest.mark.parametrize("status", [401, 404, 500, 307])
def test_a_model_that_refuses_is_named_without_its_key(
    store: Store, endpoint: Endpoint, status: int
) -> None:
    endpoint.replies = [(status, {"Location": "http://127.0.0.1:9/"}, b"")]
    with pytest.raises(SourceUnavailable) as refused:
        asked_of(store, endpoint)
    assert str(status) in str(refused.value) and KEY not in str(refused.value)
    assert labels(store)["a"] == "second charge"


def test_a_model_that_never_answers_is_given_up(store: Store, endpoint: Endpoint) -> None:
    endpoint.hang = threading.Event()
    with pytest.raises(SourceUnavailable, match="ReadTimeout"):
        asked_of(store, endpoint, timeout_seconds=0.05)


def test_passages_go_nowhere_unencrypted() -> None:
    with pytest.raises(SettingsInvalid, match="https"):
        LanguageModel("http://api.example.com/v1", "m", key=None, wait=print)


@pytest.mark.parametrize(
    ("label", "why"),
    [
        ("charged twice after migration", None),
        ("Second charges", None),
        ("fraudulent billing", "fraudulent"),
        ("being charged twice after the migration by them", "longer"),
        ("it was", "no word"),
        ("Engineer never came", "another topic"),
    ],
)
def test_a_label_has_to_be_the_customers_own(label: str, why: str | None) -> None:
    found = objection(label, texts=[TEXTS["a"]], taken=["engineer never came"])
    assert (found is None) if why is None else (why in (found or ""))


def test_an_answer_is_tidied() -> None:
    assert tidied('\n **"Charged  twice"**.\nBecause …') == "Charged twice"
