"""Titles and abstracts in another language: once for everybody."""

import asyncio
import hashlib
import re
from collections.abc import Awaitable, Sequence
from typing import NamedTuple

from coolpapers.errors import AnswerRefusedError, ModelBusyError, ModelError
from coolpapers.faq.configured import EXTRACT
from coolpapers.faq.model import Model
from coolpapers.faq.prompts import LANGUAGES, Prompt, find_prompt
from coolpapers.faq.translation import translate
from coolpapers.flows.desk import Desk, check_budget, pay
from coolpapers.flows.questions import Visitor
from coolpapers.records import Paper

KIND = "translation"
ATTEMPTS = 3
LONGEST_WAIT_S = 8.0
_CJK = re.compile("[\u4e00-\u9fff]")


class Translated(NamedTuple):
    """A title and an abstract, formulas as TeX."""

    title: str
    abstract: str


class Translator:
    """Translates, keeps what it has translated, and does nothing twice at a time.

    Lives in one event loop.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._running: dict[tuple[bytes, str], asyncio.Task[str]] = {}

    async def of(self, paper: Paper, language: str, visitor: Visitor) -> Translated:
        """A paper's title and abstract in a language.

        Raises:
            AnswerRefusedError: They would have to be translated, and may not be now.
            ModelError: The model could not, or there is none.
        """
        texts = [paper.title, paper.abstract]
        missing = [one for one in texts if not await self._is_at_hand(one, language)]
        if missing:
            await asyncio.to_thread(self._check, visitor)
        title, abstract = await asyncio.gather(*(self._text(one, language) for one in texts))
        return Translated(title, abstract)

    async def _is_at_hand(self, text: str, language: str) -> bool:
        return is_in(text, language) or await self._kept(text, language) is not None

    def _kept(self, text: str, language: str) -> Awaitable[str | None]:
        return asyncio.to_thread(self._desk.store.answers.translation, _digest(text), language)

    async def _text(self, text: str, language: str) -> str:
        if is_in(text, language):
            return text
        if (kept := await self._kept(text, language)) is not None:
            return kept
        key = (_digest(text), language)
        if key not in self._running:
            self._running[key] = asyncio.create_task(self._make(text, language))
            self._running[key].add_done_callback(lambda _: self._running.pop(key, None))
        # One reader who leaves does not stop what others wait for.
        return await asyncio.shield(self._running[key])

    async def _make(self, text: str, language: str) -> str:
        desk = self._desk
        spec = desk.models[desk.default_model]
        prompt = await asyncio.to_thread(find_prompt, "translate", language, desk.data)
        made = await self._patiently(desk.make(spec), prompt, text)
        await asyncio.to_thread(
            desk.store.answers.keep_translation,
            _digest(text),
            language,
            made,
            spec.model or spec.name,
            prompt.version,
        )
        return made

    async def _patiently(self, model: Model, prompt: Prompt, text: str) -> str:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                made, usage = await translate(model, prompt, text)
            except ModelBusyError as error:
                wait = error.retry_after_s or self._desk.wait(attempt)
                if attempt == ATTEMPTS or wait > LONGEST_WAIT_S:
                    raise
                await asyncio.sleep(wait if error.reason != "garbage" else 0)
                continue
            await asyncio.to_thread(pay, self._desk, model.spec, usage)
            return made
        raise ModelError("refused")

    def _check(self, visitor: Visitor) -> None:
        desk = self._desk
        if not desk.settings.flag("translations"):
            raise AnswerRefusedError("off")
        if desk.default_model == EXTRACT:
            raise ModelError("no_model")
        check_budget(desk)
        if visitor.is_operator:
            return
        most = desk.settings.number("translations_visitor")
        if refused := desk.store.allowances.ask(desk.day, KIND, visitor.name, most, 0):
            raise AnswerRefusedError(refused)


def is_in(text: str, language: str) -> bool:
    """Whether a text is in a language already, by its letters; an empty text is in every one."""
    letters = sum(map(str.isalpha, text))
    chinese = len(_CJK.findall(text))
    return not letters or (chinese * 4 > letters) == (language == "zh")


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode(errors="replace"), digest_size=16).digest()


def languages_of(desk: Desk) -> Sequence[str]:
    """The languages that papers can be translated into; none without a model to do it."""
    is_on = desk.settings.flag("translations") and desk.default_model != EXTRACT
    return LANGUAGES if is_on else ()
