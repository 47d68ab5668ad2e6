"""What every language model of the package keeps to, and what the one over HTTP does on top."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator, Sequence

import pytest

from coolpapers.errors import ModelBusyError, ModelError
from coolpapers.faq.configured import ModelSpec
from coolpapers.faq.http_model import HttpModel
from coolpapers.faq.model import CannedModel, Message, Model, Usage
from coolpapers.flows.answering import patiently
from tests.chat import LONG, Chat, ChatServer

QUESTION = [Message("system", "You read."), Message("user", "What is it?")]


@pytest.fixture
def server() -> Iterator[ChatServer]:
    """A chat server that answers well."""
    with ChatServer() as running:
        yield running


@pytest.fixture(params=["http", "canned"])
def model(request: pytest.FixtureRequest, server: ChatServer) -> Model:
    """Each model, answering the same text."""
    if request.param == "http":
        return HttpModel(server.spec())
    return CannedModel(lambda _: [LONG[:10], LONG[10:]])


def all_of(model: Model, messages: Sequence[Message] = QUESTION) -> list[str | Usage]:
    """Everything a model answers."""

    async def gathered() -> list[str | Usage]:
        return [piece async for piece in model.answer(messages)]

    return asyncio.run(gathered())


def test_an_answer_is_text_in_pieces_and_then_its_usage(model: Model) -> None:
    """The pieces joined are the answer; one usage comes last."""
    *pieces, usage = all_of(model)
    assert LONG == "".join(str(piece) for piece in pieces)
    assert all(isinstance(piece, str) and piece for piece in pieces)
    assert isinstance(usage, Usage)
    assert usage.read > 0
    assert usage.written > 0


def test_a_reader_may_leave(model: Model) -> None:
    """Who stops in the middle of an answer leaves nothing behind, and may ask again."""

    async def first() -> str | Usage:
        pieces = model.answer(QUESTION)
        found = await anext(pieces)
        await pieces.aclose()  # type: ignore[attr-defined]
        return found

    assert asyncio.run(first())
    assert 1 < len(all_of(model if isinstance(model, CannedModel) else HttpModel(model.spec)))


# --- over HTTP


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("429", "busy"),
        ("500", "busy"),
        ("503", "busy"),
        ("cut", "unreachable"),
        ("reset", "unreachable"),
        ("garbage", "garbage"),
        ("error event", "busy"),
        ("empty", "garbage"),
    ],
)
def test_faults_of_the_moment_are_worth_another_attempt(
    server: ChatServer, fault: str, reason: str
) -> None:
    """What may pass is told apart from what will not, and no text is given as whole."""
    server.chat.fault = lambda _: fault
    with pytest.raises(ModelBusyError) as busy:
        all_of(HttpModel(server.spec()))
    assert reason == busy.value.reason


def test_retry_after_is_heard(server: ChatServer) -> None:
    """A provider that says when to come again is believed."""
    server.chat.fault, server.chat.retry_after = lambda _: "429", "17"
    with pytest.raises(ModelBusyError) as busy:
        all_of(HttpModel(server.spec()))
    assert 17 == busy.value.retry_after_s


@pytest.mark.parametrize("status", ["400", "401", "403", "404"])
def test_refusals_are_final_and_keep_the_key(server: ChatServer, status: str) -> None:
    """A wrong key or address is said once, and the key is in no word of it."""
    server.chat.fault = lambda _: status
    with pytest.raises(ModelError) as refused:
        all_of(HttpModel(server.spec()))
    assert not isinstance(refused.value, ModelBusyError)
    assert "refused" == refused.value.reason
    assert "sk-" not in str(refused.value)


def test_an_answer_that_stops_for_want_of_room_is_none(server: ChatServer) -> None:
    """A model that was cut off at its longest answer has not answered."""
    server.chat.finish = "length"
    with pytest.raises(ModelError) as unfinished:
        all_of(HttpModel(server.spec()))
    assert "unfinished" == unfinished.value.reason


def test_a_stream_without_an_end_is_cut(server: ChatServer) -> None:
    """A stream that closes without saying that the answer is whole is no answer."""
    server.chat.finish = ""
    with pytest.raises(ModelBusyError) as cut:
        all_of(HttpModel(server.spec()))
    assert "cut" == cut.value.reason


def test_silence_is_not_waited_for_for_ever(server: ChatServer) -> None:
    """A model that says nothing for longer than it may has failed."""
    server.chat.fault = lambda _: "silent"
    spec = server.spec(silence_s=0.2)

    async def waited() -> AsyncIterator[str | Usage]:
        async for piece in patiently(HttpModel(spec), QUESTION, spec.silence_s):
            yield piece

    async def gathered() -> None:
        async for _ in waited():
            pass

    with pytest.raises(ModelBusyError) as silent:
        asyncio.run(gathered())
    assert "silent" == silent.value.reason


def test_usage_and_cost_are_the_providers(server: ChatServer) -> None:
    """Tokens come from the provider, costs from the operator's prices."""
    spec = server.spec(price_read=2.0, price_cached=0.5, price_written=10.0)
    usage = all_of(HttpModel(spec))[-1]
    assert Usage(1000, 600, 50) == usage
    assert isinstance(usage, Usage)
    assert pytest.approx((400 * 2 + 600 * 0.5 + 50 * 10) / 1e6) == usage.cost(spec)


def test_usage_is_guessed_where_nothing_is_told(server: ChatServer) -> None:
    """A provider that says nothing of tokens has its answer counted here."""
    server.chat.usage = None
    usage = all_of(HttpModel(server.spec()))[-1]
    assert isinstance(usage, Usage)
    assert usage.written > 5


@pytest.mark.parametrize("thought", ["<think>it is $x$\n</think>\n", "  <think></think>"])
def test_what_a_model_thinks_aloud_is_no_answer(server: ChatServer, thought: str) -> None:
    """Thoughts in front of an answer are left out, wherever the stream is cut."""
    server.chat.prefix = thought
    *pieces, _ = all_of(HttpModel(server.spec()))
    assert LONG == "".join(map(str, pieces))


def test_the_request_is_the_protocols(server: ChatServer) -> None:
    """Model, messages, stream and key arrive as the protocol has them."""
    all_of(HttpModel(server.spec(temperature=0.3, longest_answer=77)))
    asked = server.chat.asked[0]
    assert ("m-1", True, 77, 0.3) == tuple(
        asked.body[name] for name in ("model", "stream", "max_tokens", "temperature")
    )
    assert [
        {"role": "system", "content": "You read."},
        {"role": "user", "content": "What is it?"},
    ] == (asked.body["messages"])
    assert "Bearer sk-secretkey" == asked.headers["authorization"]


def test_what_a_provider_wants_besides_goes_along(server: ChatServer) -> None:
    """Fields of the operator's stand in the body, and the limit has the provider's name."""
    spec = server.spec(extra={"thinking": {"type": "disabled"}}, limit="max_completion_tokens")
    all_of(HttpModel(spec))
    body = server.chat.asked[0].body
    assert {"type": "disabled"} == body["thinking"]
    assert spec.longest_answer == body["max_completion_tokens"]
    assert "max_tokens" not in body


def test_the_key_is_in_no_log(server: ChatServer, caplog: pytest.LogCaptureFixture) -> None:
    """Neither the client's log nor a printed model shows the key."""
    caplog.set_level(logging.DEBUG)
    all_of(HttpModel(server.spec()))
    assert "secretkey" not in caplog.text
    assert "secretkey" not in repr(server.spec())


def test_a_chat_without_faults_needs_one_request(server: ChatServer) -> None:
    """Nothing is asked twice by the client behind our back."""
    all_of(HttpModel(server.spec()))
    assert 1 == len(server.chat.asked)
    server.chat.fault = lambda _: "500"
    with pytest.raises(ModelBusyError):
        all_of(HttpModel(ModelSpec(name="x", model="m", address=server.address)))
    assert 2 == len(server.chat.asked)
    assert Chat().asked == []
