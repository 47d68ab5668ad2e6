"""Models behind OpenAI-style chat endpoints, through the official client."""

import re
import ssl
from collections.abc import AsyncIterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from coolpapers.endpoints import said_of, seconds_of
from coolpapers.errors import ModelBusyError, ModelError
from coolpapers.faq.configured import ModelSpec
from coolpapers.faq.model import Message, Usage, estimated_usage

if TYPE_CHECKING:
    import openai

CONNECT_S = 15.0
_LONGEST = 200_000
"""Characters of one answer: a model that goes on and on is cut off."""
_NO_KEY = "none"
_THOUGHT = re.compile(r"\s*<think>.*?(?:</think>\s*|\Z)", re.DOTALL)
_MAYBE_THOUGHT = "<think>"


class HttpModel:
    """A model over HTTP. Asks once: who waits for it retries, and says so to who waits for them."""

    def __init__(self, spec: ModelSpec) -> None:
        self.spec = spec

    async def answer(self, messages: Sequence[Message]) -> AsyncIterator[str | Usage]:
        """The answer as it streams in; see `Model`."""
        import openai  # noqa: PLC0415 half a second, for those who ask only

        try:
            # A client for each answer: it belongs to one event loop, and an answer takes so long
            # that opening a connection for it does not count. Whom to trust is read once.
            async with self._client() as client:
                stream = await client.chat.completions.create(**self._request(messages))
                async with stream:
                    async for piece in _pieces(stream, messages):
                        yield piece
        except openai.APIStatusError as error:
            raise self._refusal(error) from None
        except openai.APITimeoutError:
            raise ModelBusyError("silent") from None
        except openai.APIConnectionError as error:
            raise ModelBusyError(
                "unreachable", said_of(error.__cause__ or error, self.spec.key)
            ) from None
        except openai.APIError as error:
            raise ModelBusyError("busy", said_of(error, self.spec.key)) from None
        except (ValueError, TypeError, AttributeError, LookupError) as error:
            # What came is no chunk of the protocol.
            raise ModelBusyError("garbage", type(error).__name__) from None

    def _client(self) -> "openai.AsyncOpenAI":
        import openai  # noqa: PLC0415

        return openai.AsyncOpenAI(
            api_key=self.spec.key or _NO_KEY,
            base_url=self.spec.address,
            max_retries=0,
            timeout=openai.Timeout(self.spec.silence_s, connect=CONNECT_S),
            http_client=openai.DefaultAsyncHttpxClient(verify=_trusted()),
        )

    def _request(self, messages: Sequence[Message]) -> dict[str, Any]:
        spec = self.spec
        asked: dict[str, Any] = {
            "model": spec.model,
            "messages": [{"role": one.role, "content": one.text} for one in messages],
            "stream": True,
            "stream_options": {"include_usage": True},
            spec.limit: spec.longest_answer,
        }
        if spec.extra:
            asked["extra_body"] = dict(spec.extra)
        if spec.temperature is not None:
            asked["temperature"] = spec.temperature
        return asked

    def _refusal(self, error: "openai.APIStatusError") -> ModelError:
        status, said = error.status_code, said_of(error, self.spec.key)
        if status in (408, 409, 429) or status >= 500:
            wait = seconds_of(error.response.headers.get("retry-after", ""))
            return ModelBusyError("busy", f"{status} {said}", wait)
        if status == 400 and re.search(r"context|too long|maximum", said, re.IGNORECASE):
            return ModelError("too_long", said)
        return ModelError("refused", f"{status} {said}")


@cache
def _trusted() -> ssl.SSLContext:
    """The certificates that connections are checked by; reading them takes tens of milliseconds."""
    import httpx  # noqa: PLC0415

    return httpx.create_ssl_context()


async def _pieces(stream: Any, messages: Sequence[Message]) -> AsyncIterator[str | Usage]:
    """The text of a stream, then its usage.

    Raises:
        ModelBusyError: It broke off before the model had finished.
        ModelError: The model stopped for another reason than that all is said.
    """
    usage, finished = None, ""
    speech = _Speech()
    async for chunk in stream:
        usage = _usage(chunk) or usage
        for choice in (chunk.choices or [])[:1]:
            finished = choice.finish_reason or finished
            if piece := speech.take((choice.delta and choice.delta.content) or ""):
                yield piece
    if piece := speech.rest():
        yield piece
    if not finished:
        raise ModelBusyError("cut")
    if finished == "content_filter":
        raise ModelError("filtered")
    if finished not in ("stop", "eos", "end_turn"):
        raise ModelError("unfinished", finished[:40])
    if not speech.text.strip():
        raise ModelBusyError("garbage", "an empty answer")
    yield usage or estimated_usage(messages, speech.text)


class _Speech:
    """What a model says, without what it thinks aloud in front."""

    def __init__(self) -> None:
        self.text = ""
        self._given = 0

    def take(self, piece: str) -> str:
        """The new part of the answer."""
        self.text += piece
        if len(self.text) > _LONGEST:
            raise ModelError("unfinished", "no end")
        begin = self.text.lstrip()[: len(_MAYBE_THOUGHT)]
        if not self._given and _MAYBE_THOUGHT.startswith(begin):
            if begin != _MAYBE_THOUGHT or "</think>" not in self.text:
                return ""  # it may become a thought, or is one that goes on
            self.text = _THOUGHT.sub("", self.text, count=1)
            if not self.text:
                return ""
        return self._new()

    def rest(self) -> str:
        """What was held back; an unclosed thought is none of the answer."""
        self.text = self.text if self._given else _THOUGHT.sub("", self.text, count=1)
        return self._new()

    def _new(self) -> str:
        new, self._given = self.text[self._given :], len(self.text)
        return new


def _usage(chunk: Any) -> Usage | None:
    """The usage a chunk tells, as its own field or, with some servers, its choice's."""
    told = chunk.usage or next(
        (choice.model_extra["usage"] for choice in chunk.choices or []
         if (choice.model_extra or {}).get("usage")), None
    )  # fmt: skip
    if told is None:
        return None
    if isinstance(told, dict):
        cached = (told.get("prompt_tokens_details") or {}).get("cached_tokens", 0)
        read, written = told.get("prompt_tokens", 0), told.get("completion_tokens", 0)
    else:
        cached = told.prompt_tokens_details.cached_tokens if told.prompt_tokens_details else 0
        read, written = told.prompt_tokens, told.completion_tokens
    return Usage(int(read or 0), min(int(cached or 0), int(read or 0)), int(written or 0))
