"""What is read of a paper: the answers of models, and its text by page."""

from datetime import datetime

import msgspec


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """What a model said to one of the questions about a paper, in Markdown.

    `about` is `problem`, `related`, `method`, `experiments`, `future` or `summary`.
    """

    number: int
    about: str
    question: str
    text: str


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """The answers of one model in one language; `version` is that of the paper which it read."""

    language: str
    model: str
    version: int
    written: datetime
    replies: tuple[Reply, ...] = ()


class Answers(msgspec.Struct, frozen=True, kw_only=True):
    """What was said about a paper so far, the newest first; asking here begins nothing."""

    id: str
    answers: tuple[Answer, ...] = ()


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """Paragraphs under a heading; `kind` is `front`, `body`, `references` or `appendix`."""

    heading: str
    kind: str
    paragraphs: tuple[str, ...] = ()


class TextPage(msgspec.Struct, frozen=True, kw_only=True):
    """The text that begins on one page of a paper's PDF, and how many pages it has."""

    id: str
    page: int
    pages: int
    next: str | None = None
    passages: tuple[Passage, ...] = ()
