"""What models are asked: files by language and version, which an operator may replace.

A file `prompts/faq.en.2.toml` in the data directory comes before version 1 that the package
brings; the highest number counts. What was changed there is part of its version's name, so every
answer tells what was asked.
"""

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import msgspec

from coolpapers.errors import SettingError
from coolpapers.faq.document import Document
from coolpapers.faq.fitting import Fitted, fit
from coolpapers.faq.model import Message
from coolpapers.faq.tokens import estimated_tokens

LANGUAGES = ("en", "zh")
QUESTIONS = ("problem", "related", "method", "experiments", "future", "summary")
DIRECTORY = "prompts"
_NAME = re.compile(r"(faq|translate)\.(en|zh)\.(\d{1,6})\.toml")
_MARGIN = 500


class Prompt(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a model is told in one language: its role, how the paper is given, what is asked.

    `system` and `paper` are templates with `{mark}`, and `{title}`, `{text}`, `{left_out}`.
    """

    system: str
    paper: str
    questions: tuple[str, ...] = ()
    follow_up: str = ""
    version: str = ""


def find_prompt(kind: str, language: str, data: Path | None = None) -> Prompt:
    """The newest prompt of a kind (`faq` or `translate`) and language.

    Raises:
        SettingError: A file of the operator's cannot be.
    """
    found = list(_files(files("coolpapers.faq") / DIRECTORY, kind, language))
    if data is not None and (data / DIRECTORY).is_dir():
        found += [(n, path, True) for n, path, _ in _files(data / DIRECTORY, kind, language)]
    number, path, is_own = max(found, key=lambda row: (row[0], row[2]))
    text = path.read_text(encoding="utf-8")
    version = str(number)
    if is_own:
        version += "-" + hashlib.blake2b(text.encode(), digest_size=4).hexdigest()
    return _parsed(path.name, text, kind, version)


def _files(
    directory: Traversable | Path, kind: str, language: str
) -> Iterator[tuple[int, Traversable | Path, bool]]:
    for path in directory.iterdir():
        name = _NAME.fullmatch(path.name)
        if name and name[1] == kind and name[2] == language:
            yield int(name[3]), path, False


def _parsed(name: str, text: str, kind: str, version: str) -> Prompt:
    try:
        table: Mapping[str, object] = tomllib.loads(text)
        prompt = msgspec.convert({**table, "version": version}, Prompt)
        for template in (prompt.system, prompt.paper):
            template.format(mark="", title="", text="", left_out="")
    except (ValueError, LookupError, msgspec.ValidationError) as error:
        raise SettingError(f"{DIRECTORY}/{name}", str(error)) from error
    if kind == "faq" and len(prompt.questions) != len(QUESTIONS):
        raise SettingError(f"{DIRECTORY}/{name}", f"has to ask {len(QUESTIONS)} questions")
    return prompt


class Asking(msgspec.Struct, frozen=True):
    """A paper as it is put before a model: what every question begins with, what was left out."""

    prompt: Prompt
    system: str
    paper: str
    fitted: Fitted

    def question(self, number: int) -> list[Message]:
        """The conversation that asks question 1, 2, ...

        All begin alike, so that a provider may keep what it has read.
        """
        asked = f"{self.paper}\n\n{self.prompt.questions[number - 1]}"
        return [Message("system", self.system), Message("user", asked)]

    def conversation(self, turns: list[Message]) -> list[Message]:
        """Further questions, after the paper and what was said before."""
        first = Message("user", f"{self.paper}\n\n{self.prompt.follow_up}")
        ready = Message("assistant", "OK.")
        return [Message("system", self.system), first, ready, *turns]


def asking(prompt: Prompt, title: str, document: Document, room: int) -> Asking:
    """A paper fitted into a model's context.

    Args:
        prompt: What is asked.
        title: Of the paper.
        document: Its text.
        room: Tokens for everything that is asked, the answer not included.
    """
    # Its own digest, which no author can put into the text: the text cannot end its own bounds.
    mark = hashlib.blake2b(document.text.encode(), digest_size=8).hexdigest()
    around = estimated_tokens(prompt.system + prompt.paper + title + max(prompt.questions, key=len))
    fitted = fit(document, room - around - _MARGIN)
    left_out = "; ".join(omission.said for omission in fitted.left_out)
    paper = prompt.paper.format(mark=mark, title=title, text=fitted.text, left_out=left_out or "-")
    return Asking(prompt, prompt.system.format(mark=mark), paper, fitted)
