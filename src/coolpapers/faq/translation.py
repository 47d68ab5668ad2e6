"""Titles and abstracts in another language, with their formulas untouched.

Formulas are taken out before a model sees the text, and set in again where it put their signs;
a translation that lost one, doubled one or made one up is refused.
"""

import hashlib
import re
from collections.abc import Sequence
from typing import NamedTuple

from coolpapers.errors import ModelBusyError
from coolpapers.faq.model import Message, Model, Usage
from coolpapers.faq.prompts import Prompt
from coolpapers.text import split_math

_SIGN = re.compile(r"⟦\s*(\d{1,4})\s*⟧")
_LONGEST_RATIO = 6
_SHORT = 200


class Sheltered(NamedTuple):
    """A text whose formulas are signs, and the formulas."""

    text: str
    formulas: Sequence[str]


def shelter(text: str) -> Sheltered:
    """The text with its formulas taken out."""
    parts: list[str] = []
    formulas: list[str] = []
    for span in split_math(text.replace("⟦", "[").replace("⟧", "]")):
        if span.kind == "text":
            parts.append(span.text)
        else:
            formulas.append(span.source)
            parts.append(f"⟦{len(formulas)}⟧")
    return Sheltered("".join(parts), tuple(formulas))


def restore(translated: str, formulas: Sequence[str]) -> str | None:
    """The text with its formulas in their new places; None if they are not all there once."""
    found = [int(number) for number in _SIGN.findall(translated)]
    if sorted(found) != list(range(1, len(formulas) + 1)) or "$" in translated:
        return None
    restored = _SIGN.sub(lambda sign: formulas[int(sign[1]) - 1], translated)
    return None if "⟦" in restored or "⟧" in restored else restored


async def translate(model: Model, prompt: Prompt, text: str) -> tuple[str, Usage]:
    """A text in the language of the prompt, formulas kept, and what that took.

    Raises:
        ModelBusyError: `garbage` if formulas were lost; or as the model says.
        ModelError: As the model says.
    """
    sheltered = shelter(text)
    mark = hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
    asked = prompt.paper.format(mark=mark, text=sheltered.text, title="", left_out="")
    messages = [Message("system", prompt.system.format(mark=mark)), Message("user", asked)]
    answer, usage = "", Usage()
    async for piece in model.answer(messages):
        if isinstance(piece, Usage):
            usage = piece
        else:
            answer += piece
    restored = restore(" ".join(answer.split()), sheltered.formulas)
    if restored is None or len(restored) > _LONGEST_RATIO * len(text) + _SHORT:
        raise ModelBusyError("garbage", "formulas or text were lost in translation")
    return restored, usage
