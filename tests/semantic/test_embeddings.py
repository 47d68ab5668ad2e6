"""Vectors of a provider in the place of the library's own: the same contract, and its failures."""

import json
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from coolpapers.errors import EmbeddingsError
from coolpapers.flows.latent import Keeper, build_space, describe
from coolpapers.semantic import files
from coolpapers.semantic.embedded import KEPT
from coolpapers.semantic.embeddings import Endpoint, LocalModel, Provider, provider_of
from coolpapers.semantic.space import LOOK_S, Space
from coolpapers.settings import read_settings
from coolpapers.store import Store
from tests.semantic.test_space import TOPICS, papers

KEY = "sk-secretkey"
WORDS = " ".join(TOPICS).split()


def vector(text: str) -> list[float]:
    """How often each of the topics' words is in a text, and one entry that is never nothing."""
    return [0.1, *(float(text.count(word)) for word in WORDS)]


class Canned(ThreadingHTTPServer):
    """An embeddings endpoint that fails as it is told, `fault` at each request."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.fault = ""
        self.texts: list[str] = []

    @property
    def provider(self) -> Endpoint:
        return Endpoint("m", f"http://127.0.0.1:{self.server_address[1]}/v1", KEY, 16)

    def handle_error(self, *_: object) -> None:
        """Connections break here on purpose."""


class _Handler(BaseHTTPRequestHandler):
    server: Canned

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        assert f"Bearer {KEY}" == self.headers["Authorization"]
        fault, texts = self.server.fault, asked["input"]
        if fault == "one" and any("On quark" in text for text in texts):
            fault = "400"
        rows = [vector(text) for text in texts]
        if fault == "narrow":
            rows = [row[:5] for row in rows]
        elif fault == "ragged":
            rows[0] = rows[0][:3]
        elif fault == "few":
            rows = rows[1:]
        elif fault == "words":
            rows[0] = ["a"] * 3  # type: ignore[list-item]
        data = [
            {"index": at, "embedding": row, "object": "embedding"} for at, row in enumerate(rows)
        ]
        body = json.dumps({"object": "list", "model": "m", "data": data[::-1]})
        body = {"html": "<html>", "nan": body.replace("0.1", "NaN", 1), "null": "null"}.get(
            fault, body
        )
        self.send_response(int(fault) if fault.isdigit() else 200)
        self.send_header("Content-Type", "application/json")
        if fault == "429":
            self.send_header("Retry-After", "7")
        self.send_header("Content-Length", str(len(body) + (9 if fault == "cut" else 0)))
        self.end_headers()
        self.wfile.write(
            f"no, {KEY}".ljust(len(body)).encode() if fault.isdigit() else body.encode()
        )
        if not fault:
            self.server.texts += texts
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Canned]:
    """An endpoint that answers well."""
    with Canned() as running:
        threading.Thread(target=running.serve_forever, args=(0.02,), daemon=True).start()
        yield running
        running.shutdown()


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the space is; who reads it looks each time it is asked."""
    monkeypatch.setattr("coolpapers.semantic.space.LOOK_S", -LOOK_S)
    return tmp_path / "space"


@pytest.fixture
def local(monkeypatch: pytest.MonkeyPatch) -> LocalModel:
    """A model by a package of that name which counts words."""

    class Counting:
        def __init__(self, name: str) -> None:
            if name != "counting":
                raise OSError(name)

        def encode(self, texts: list[str]) -> np.ndarray:
            return np.array([vector(text) for text in texts])

    package = ModuleType("sentence_transformers")
    package.SentenceTransformer = Counting  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sentence_transformers", package)
    return LocalModel("counting", 16)


@pytest.fixture(params=["own words", "endpoint", "local"])
def provider(request: pytest.FixtureRequest, server: Canned, local: LocalModel) -> Provider | None:
    """Each way to come by vectors."""
    return {"own words": None, "endpoint": server.provider, "local": local}[request.param]


def test_any_space_knows_topics_and_takes_new_papers(
    store: Store, root: Path, provider: Provider | None
) -> None:
    """Whoever makes the vectors, the nearest share the topic and new papers join the same space."""
    store.papers.put(papers(90), source="test")
    build_space(store, root, provider=provider)
    space = Space(root)
    assert {0} == {one.number % 3 for one in space.neighbours(6, 10)}
    lengths = np.linalg.norm(space.vectors_of(range(1, 91)), axis=1)
    assert lengths == pytest.approx(np.ones(90), abs=1e-5)
    version = space.version
    store.papers.put(papers(3, first=91), source="test")
    build_space(store, root, provider=provider)
    assert space.has(93)
    assert version == space.version
    facts = describe(store, root)
    assert (provider.name if provider else files.OWN_WORDS) == facts["vectors_by"]
    assert 0 == facts["waiting"]
    assert 1 == len(files.spaces(root))


FAULTS = ["400", "401", "404", "429", "500", "ragged", "few", "words", "nan", "html", "null", "cut"]


@pytest.mark.parametrize("fault", FAULTS)
def test_while_an_endpoint_fails_the_own_space_serves(
    store: Store, root: Path, server: Canned, fault: str
) -> None:
    """It is asked again with longer pauses, then building says why without the key; papers have
    vectors all the while, and the endpoint's once it answers.
    """
    store.papers.put(papers(30), source="test")
    server.fault, pauses, clock = fault, list[float](), [0.0]

    def no_pause(seconds: float) -> None:
        pauses.append(seconds)
        clock[0] += seconds

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("coolpapers.flows.latent.time.monotonic", lambda: clock[0])
        with pytest.raises(EmbeddingsError) as told:
            build_space(store, root, provider=server.provider, sleep=no_pause)
        assert "secretkey" not in str(told.value)
        waited = [one for one in pauses if one]
        assert waited == sorted(waited)
        assert (7.0 if fault == "429" else 1.0) == waited[0]
        assert Space(root).has(30)
        assert files.OWN_WORDS == describe(store, root)["vectors_by"]
        server.fault = ""
        build_space(store, root, provider=server.provider, sleep=no_pause)
    assert server.provider.name == describe(store, root)["vectors_by"]


def test_vectors_of_another_length_are_not_mixed_in(
    store: Store, root: Path, server: Canned
) -> None:
    """Where an endpoint's model was exchanged, new papers wait and the others keep theirs."""
    store.papers.put(papers(30), source="test")
    build_space(store, root, provider=server.provider)
    before = Space(root).vectors_of(range(1, 31))
    store.papers.put(papers(1, first=31), source="test")
    server.fault = "narrow"
    keeper = Keeper(store, root, provider=server.provider)
    while keeper.step():
        pass
    assert "5 entries" in str(keeper.pause.error)
    assert not Space(root).has(31)
    assert np.array_equal(before, Space(root).vectors_of(range(1, 31)))


def test_a_refused_text_keeps_no_other_from_its_vector(
    store: Store, root: Path, server: Canned
) -> None:
    """A text the endpoint will not have has no vector; those sent with it have theirs."""
    some = papers(30)
    store.papers.put(some, source="test")
    server.fault = "one"
    build_space(store, root, provider=server.provider)
    refused = ["On quark" in one.title for one in some]
    assert any(refused)
    assert refused == [not Space(root).has(number) for number in range(1, 31)]


def test_no_text_is_sent_twice(store: Store, root: Path, server: Canned) -> None:
    """A killed build goes on behind what it has, and one made anew asks for nothing it knows."""
    store.papers.put(papers(60), source="test")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("coolpapers.semantic.fitting.put_vectors", _failing_at(4))
        with pytest.raises(InterruptedError):
            build_space(store, root, provider=server.provider)
    build_space(store, root, provider=server.provider)
    build_space(store, root, provider=server.provider, anew=True)
    sent = [text for text in server.texts if text != "paper"]
    assert len(set(sent)) == len(sent)
    assert {f"{one.title}\n{one.abstract}" for one in papers(60)} == set(sent)
    assert KEY.encode() not in (root / KEPT).read_bytes()


def _failing_at(call: int) -> object:
    from coolpapers.semantic.vectors import put_vectors

    calls = [0]

    def put(*given: object) -> None:
        calls[0] += 1
        if calls[0] == call:
            raise InterruptedError
        put_vectors(*given)  # type: ignore[arg-type]

    return put


def test_without_the_setting_the_own_words_come_back(
    store: Store, root: Path, server: Canned
) -> None:
    """The endpoint's space serves until one of the library's own words is complete."""
    store.papers.put(papers(30), source="test")
    build_space(store, root, provider=server.provider)
    keeper = Keeper(store, root)
    assert Space(root).has(30)
    while keeper.step():
        assert Space(root).has(30)
    assert files.OWN_WORDS == describe(store, root)["vectors_by"]


def test_settings_choose_the_provider(tmp_path: Path, local: LocalModel) -> None:
    """A model with an address is an endpoint, without one it is local, no model is none."""
    given = {"data": str(tmp_path), "embeddings_model": "m", "embeddings_key": KEY}
    assert provider_of(read_settings({"data": str(tmp_path)}, {})) is None
    assert isinstance(provider_of(read_settings(given, {})), LocalModel)
    found = provider_of(read_settings({**given, "embeddings_address": "http://127.0.0.1:1/v1"}, {}))
    assert isinstance(found, Endpoint)
    assert KEY not in found.name
    with pytest.raises(EmbeddingsError, match="Connection"):
        found.embed(["a"])
    with pytest.raises(EmbeddingsError, match="OSError"):
        LocalModel("missing", 1).embed(["a"])
