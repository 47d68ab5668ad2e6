"""Vectors from elsewhere: an OpenAI-style endpoint, or a sentence-transformers model right here."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from coolpapers.endpoints import said_of, seconds_of
from coolpapers.errors import EmbeddingsError
from coolpapers.settings import Settings

MOST_ENTRIES = 4_096
SILENCE_S = 60.0
_BAD_TEXT = (400, 413, 422)
_HARMLESS = "paper"


class Provider(Protocol):
    """Who gives texts their vectors; `name` tells it from others and holds no secret."""

    name: str
    batch: int

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One vector a text, all as long; zeros for a text that is refused by itself.

        Raises:
            EmbeddingsError: There are none now.
        """


def provider_of(settings: Settings) -> Provider | None:
    """The provider that is set; None is the space of the library's own words."""
    model, address = settings.text("embeddings_model"), settings.text("embeddings_address")
    batch = max(1, settings.number("embeddings_batch"))
    if not model:
        return None
    if not address:
        return LocalModel(model, batch)
    return Endpoint(model, address, settings.text("embeddings_key"), batch)


def checked(rows: Sequence[Sequence[float]], count: int) -> NDArray[np.float32]:
    """What came as vectors, if it is as many finite ones as were asked for, all as long.

    Raises:
        EmbeddingsError: It is not.
    """
    try:
        found = np.asarray(rows, dtype=np.float32)
    except (ValueError, TypeError, OverflowError):
        raise EmbeddingsError("garbage: no rows of numbers") from None
    if found.ndim != 2 or len(found) != count or not 0 < found.shape[1] <= MOST_ENTRIES:
        raise EmbeddingsError(f"garbage: {found.shape} for {count} texts")
    if not np.isfinite(found).all():
        raise EmbeddingsError("garbage: numbers that are not finite")
    return found


class LocalModel:
    """A model of the package sentence-transformers, which is not among our own requirements."""

    def __init__(self, model: str, batch: int) -> None:
        self.name, self.batch, self._model = f"{model} (local)", batch, model

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Provider`."""
        return checked(self._loaded.encode(list(texts)), len(texts))

    @cached_property
    def _loaded(self) -> Any:
        try:
            from sentence_transformers import (  # type: ignore[import-not-found,unused-ignore] # noqa: PLC0415
                SentenceTransformer,
            )

            return SentenceTransformer(self._model)
        except (ImportError, OSError, ValueError) as error:
            said = f"{self.name}: {type(error).__name__}: {said_of(error, '')}"
            raise EmbeddingsError(said) from None


class _Refused(NamedTuple):
    status: int
    said: str


class Endpoint:
    """An embeddings endpoint. Asks once: who waits retries."""

    def __init__(self, model: str, address: str, key: str, batch: int) -> None:
        self.name, self.batch = f"{model} at {address}", batch
        self._model, self._address, self._key = model, address, key

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Provider`."""
        found = self._ask(texts)
        if not isinstance(found, _Refused):
            return found
        # Either one text is at fault, or all requests are: a harmless one tells.
        harmless = self._ask([_HARMLESS])
        if isinstance(harmless, _Refused):
            raise EmbeddingsError(f"{harmless.status} {harmless.said}")
        nothing = np.zeros_like(harmless)
        each = [self._ask([text]) for text in texts]
        return np.vstack([nothing if isinstance(one, _Refused) else one for one in each])

    def _ask(self, texts: Sequence[str]) -> NDArray[np.float32] | _Refused:
        import openai  # noqa: PLC0415 half a second, for those who have an endpoint

        try:
            answer = self._client.embeddings.create(
                model=self._model, input=list(texts), encoding_format="float"
            )
            rows = sorted(answer.data, key=lambda one: one.index)
            return checked([one.embedding for one in rows], len(texts))
        except openai.APIStatusError as error:
            if error.status_code in _BAD_TEXT:
                return _Refused(error.status_code, said_of(error, self._key))
            wait = seconds_of(error.response.headers.get("retry-after", ""))
            raise EmbeddingsError(
                f"{error.status_code} {said_of(error, self._key)}", wait
            ) from None
        except openai.OpenAIError as error:
            raise EmbeddingsError(said_of(error, self._key)) from None
        except (ValueError, TypeError, AttributeError, LookupError) as error:
            raise EmbeddingsError(f"garbage: {type(error).__name__}") from None

    @cached_property
    def _client(self) -> Any:
        import openai  # noqa: PLC0415

        return openai.OpenAI(
            api_key=self._key or "none",
            base_url=self._address,
            max_retries=0,
            timeout=openai.Timeout(SILENCE_S, connect=15.0),
        )
