"""What the page about the API shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from coolpapers.web.pages import Page


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One parameter of an operation; `place` is `path` or `query`."""

    name: str
    place: str
    is_required: bool
    kind: str
    default: str
    said: str


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One address of the API: what it does, what it may be asked, what it answers."""

    path: str
    summary: str
    parameters: Sequence[Parameter]
    answer: str
    answer_said: str
    fields: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class ApiPage(Page):
    """The whole API."""

    server: str
    openapi: str
    operations: Sequence[Operation]
