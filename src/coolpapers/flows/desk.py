"""The desk: everything that asking and answering need, opened once a process."""

import random
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from coolpapers.errors import AnswerRefusedError, ModelError
from coolpapers.faq.configured import EXTRACT, ModelSpec, configured_models
from coolpapers.faq.http_model import HttpModel
from coolpapers.faq.model import CannedModel, Model, Usage
from coolpapers.flows.pdfs import Pdfs
from coolpapers.flows.texts import Texts
from coolpapers.settings import Settings
from coolpapers.store import Store

LONGEST_BACKOFF_S = 300.0
_FIRST_BACKOFF_S = 4.0


def backoff(attempt: int) -> float:
    """How long to wait after so many attempts: twice as long each time, never all at once."""
    longest = min(LONGEST_BACKOFF_S, _FIRST_BACKOFF_S * 2.0 ** (attempt - 1))
    return float(longest) * random.uniform(0.6, 1.0)  # noqa: S311 no secret


def utc_now() -> datetime:
    """Now."""
    return datetime.now(UTC)


class Desk(NamedTuple):
    """The store, the texts, the models that are offered, and the settings of the FAQ.

    `make` opens a model; `wait` says how long to wait before another attempt, `now` what day it
    is: both are replaced in tests.
    """

    settings: Settings
    store: Store
    texts: Texts
    models: Mapping[str, ModelSpec]
    make: Callable[[ModelSpec], Model]
    wait: Callable[[int], float] = backoff
    now: Callable[[], datetime] = utc_now

    @property
    def data(self) -> Path:
        """The data directory, where an operator's prompts are."""
        return self.settings.data

    @property
    def day(self) -> str:
        """Today, in UTC: the day of limits and budgets."""
        return f"{self.now():%Y-%m-%d}"

    @property
    def default_model(self) -> str:
        """The model that answers if nobody chooses."""
        return next(iter(self.models))

    @property
    def is_extractive(self) -> bool:
        """Whether there is no model, so that the paper itself is quoted."""
        return EXTRACT in self.models


def open_desk(settings: Settings, store: Store, pdfs: Pdfs) -> Desk:
    """The desk of a library.

    Raises:
        SettingError: A model is configured that cannot be.
    """
    texts = Texts(
        settings.data,
        pdfs,
        keeps_own=settings.text("own_pdfs") == "keep",
        most_bytes=settings.number("text_cache_mb") * 1_000_000,
    )
    return Desk(settings, store, texts, configured_models(settings), make_model)


def make_model(spec: ModelSpec) -> Model:
    """A model as it is configured.

    Raises:
        ModelError: It quotes the paper and answers nothing else.
    """
    if spec.kind == "canned":
        return CannedModel(spec=spec, delay_s=0.1)
    if spec.kind == EXTRACT:
        raise ModelError("no_model")
    return HttpModel(spec)


def check_budget(desk: Desk) -> None:
    """Raise if the budget of the day is spent.

    Raises:
        AnswerRefusedError: `tokens` or `money`.
    """
    tokens, money = desk.settings.number("faq_tokens"), float(desk.settings["faq_money"].value)
    spent = desk.store.allowances.spent(desk.day)
    if tokens and spent.tokens >= tokens:
        raise AnswerRefusedError("tokens")
    if money and spent.money >= money:
        raise AnswerRefusedError("money")


def pay(desk: Desk, spec: ModelSpec, usage: Usage) -> None:
    """Note what an answer took."""
    desk.store.allowances.spend(desk.day, spec.name, usage.tokens, usage.cost(spec))
