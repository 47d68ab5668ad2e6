"""The seam to language models: what is asked, what comes back, and a model that is none."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Literal, NamedTuple, Protocol

from coolpapers.faq.configured import ModelSpec
from coolpapers.faq.tokens import estimated_tokens

Role = Literal["system", "user", "assistant"]


class Message(NamedTuple):
    """One message of a conversation."""

    role: Role
    text: str


class Usage(NamedTuple):
    """What an answer took: tokens read, of these read from the provider's cache, and written."""

    read: int = 0
    cached: int = 0
    written: int = 0

    @property
    def tokens(self) -> int:
        """Read and written."""
        return self.read + self.written

    def cost(self, spec: ModelSpec) -> float:
        """What this costs at a model's prices, in the operator's currency."""
        fresh = self.read - self.cached
        millions = (
            fresh * spec.price_read
            + self.cached * (spec.price_cached or spec.price_read)
            + self.written * spec.price_written
        )
        return millions / 1_000_000


class Model(Protocol):
    """A language model."""

    spec: ModelSpec

    def answer(self, messages: Sequence[Message]) -> AsyncIterator[str | Usage]:
        """The answer in pieces of text as they are written, and at the end, once, its usage.

        An answer that ends without its usage did not end well: then this has raised.

        Raises:
            ModelBusyError: Ask again later.
            ModelError: Asking again would change nothing.
        """
        ...


def estimated_usage(messages: Sequence[Message], answer: str) -> Usage:
    """The usage of an answer whose model says nothing of it."""
    read = sum(estimated_tokens(message.text) for message in messages)
    return Usage(read=read, written=estimated_tokens(answer))


_TO_TRANSLATE = re.compile(r"<text \w+>\n(.*)\n</text ", re.DOTALL)

Script = Callable[[Sequence[Message]], Sequence[str | Exception]]
"""What is answered to a conversation: pieces of text, or what is raised instead."""


def echo(messages: Sequence[Message]) -> Sequence[str]:
    """A plain answer with a formula and a page; a text to translate comes back as it is."""
    if given := _TO_TRANSLATE.search(messages[-1].text):
        return [given[1]]
    asked = messages[-1].text.strip().rpartition("\n")[2][:120]
    return [
        "This is no model's answer, but the one ",
        "built in to try things out. It was asked:\n\n",
        f"> {asked}\n\n",
        "- With $E = mc^2$ on the first page [p. 1].\n",
        "- And **nothing** else.\n",
    ]


class CannedModel:
    """Answers from a script, without a network: for tests, and to try a site out.

    Args:
        script: What it answers.
        spec: What it claims to be.
        delay_s: How long it takes for each piece.
    """

    def __init__(
        self, script: Script = echo, spec: ModelSpec | None = None, delay_s: float = 0.0
    ) -> None:
        self.spec = spec or ModelSpec(name="canned", kind="canned", label="Canned")
        self.asked: list[Sequence[Message]] = []
        self._script = script
        self._delay_s = delay_s

    async def answer(self, messages: Sequence[Message]) -> AsyncIterator[str | Usage]:
        """The script's answer."""
        self.asked.append(messages)
        text = ""
        for piece in self._script(messages):
            await asyncio.sleep(self._delay_s)
            if isinstance(piece, Exception):
                raise piece
            text += piece
            yield piece
        yield estimated_usage(messages, text)
