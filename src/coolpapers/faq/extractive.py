"""A reading without a language model: the sentences of the paper closest to each question.

Sentences are weighed by the words that answers to a question tend to have, by the rarity of these
in the paper, and by the section they stand in.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from coolpapers.faq.document import Document
from coolpapers.faq.prompts import QUESTIONS

SHOWN = 5
_SHORTEST, _LONGEST = 40, 700
_WORD = re.compile(r"[a-z]{3,}|[\u4e00-\u9fff]{2}")
_END = re.compile(r"[.!?][\"”)\]]*(?:\s*\^\{[\d,]+\})?\s+(?=[\"“(\[]?[A-Z0-9])|[。！？]")
_ABBREVIATED = re.compile(
    r"(?:\b[A-Z]|\b(?:al|eqs?|cf|vs|figs?|refs?|secs?|tabs?|resp|e\.g|i\.e|approx|no))\Z",
    re.IGNORECASE,
)
# An opening bracket stays: escaped, it would begin a formula. Its end is enough against links.
_MARKDOWN = re.compile(r"([\\`*_{}\]<>#+!|$~-])")

# Per question: telling words with weights, and how much more its sections count.
_CUES: Mapping[str, tuple[str, str]] = {
    "problem": (
        ("problem challenge difficult lack issue question goal aim motivation understand unknown "
        "however need important limitation address investigate study"),
        "abstract introduction motivation",
    ),
    "related": (
        ("previous prior related existing earlier literature recent proposed studied work approach "
        "compare contrast unlike similar extend following"),
        "related background previous introduction",
    ),
    "method": (
        ("propose introduce define method approach algorithm model construct derive train "
        "objective procedure framework consists based step formula"),
        "method approach model theory framework algorithm construction",
    ),
    "experiments": (
        ("experiment result evaluate dataset measure observe compare accuracy performance show "
        "table figure obtain simulation data sample baseline error proof theorem"),
        "experiment result evaluation data analysis numerical application",
    ),
    "future": (
        ("future limitation further extend remain open explore improve work would could next "
        "assume drawback investigation"),
        "conclusion discussion limitation outlook future summary",
    ),
    "summary": (
        ("paper propose show present demonstrate result conclude find introduce work novel "
        "summary main contribution"),
        "abstract conclusion summary introduction",
    ),
}  # fmt: skip


class Sentence(NamedTuple):
    """A sentence of the paper: its place in it, its page, the section's heading, its words."""

    place: int
    page: int
    heading: str
    text: str
    words: frozenset[str]


def readings(document: Document) -> list[str]:
    """For each question, in Markdown: the sentences closest to it, with their pages."""
    sentences = list(_sentences(document))
    rarity = _rarity(sentences)
    return [_written(_closest(sentences, rarity, question)) for question in QUESTIONS]


def _sentences(document: Document) -> Iterator[Sentence]:
    place = 0
    for at, section in enumerate(document.sections):
        if section.kind == "references":
            continue
        heading = section.heading.lower() or ("abstract" if at == 0 else "")
        for paragraph in section.paragraphs:
            if paragraph.is_note:
                continue
            for text in _split(paragraph.text):
                if _SHORTEST <= len(text) <= _LONGEST and _is_prose(text):
                    words = frozenset(map(_stem, _WORD.findall(text.lower())))
                    yield Sentence(place, paragraph.page, heading, text, words)
                    place += 1


def _split(text: str) -> Iterator[str]:
    begin = 0
    for end in _END.finditer(text):
        if not _ABBREVIATED.search(text, max(begin, end.start() - 8), end.start()):
            yield text[begin : end.end()].strip()
            begin = end.end()
    yield text[begin:].strip()


def _is_prose(text: str) -> bool:
    """Whether it is a sentence and not what is left of a formula, a table or a list of names."""
    letters = sum(letter.isalpha() or letter.isspace() for letter in text)
    return letters > 0.8 * len(text) and text[0].isalnum() and "@" not in text


def _stem(word: str) -> str:
    """Good enough to tell `measures` and `measured` for `measure`."""
    for ending in ("ations", "ation", "ments", "ment", "ings", "ing", "ies", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) > 3:
            return word[: -len(ending)]
    return word


def _rarity(sentences: Sequence[Sentence]) -> Mapping[str, float]:
    seen = Counter(word for sentence in sentences for word in sentence.words)
    total = len(sentences) + 1
    return {word: math.log(1 + total / count) for word, count in seen.items()}


def _closest(
    sentences: Sequence[Sentence], rarity: Mapping[str, float], question: str
) -> list[Sentence]:
    """The best sentences that do not repeat one another, in the paper's order."""
    words, headings = ([_stem(word) for word in cue.split()] for cue in _CUES[question])
    cues = frozenset(words)
    scored = sorted(
        sentences,
        key=lambda one: (-_score(one, cues, headings, rarity, len(sentences)), one.place),
    )
    chosen: list[Sentence] = []
    for sentence in scored:
        if len(chosen) == SHOWN:
            break
        if all(_likeness(sentence, other) < 0.6 for other in chosen):
            chosen.append(sentence)
    return sorted(chosen)


def _score(
    sentence: Sentence,
    cues: frozenset[str],
    headings: Sequence[str],
    rarity: Mapping[str, float],
    total: int,
) -> float:
    hits = sum(rarity[word] for word in sentence.words & cues)
    length = 1 + abs(len(sentence.text) - 180) / 400
    in_section = any(heading in sentence.heading for heading in headings)
    is_early = "abstract" in headings and sentence.place < max(12, total // 12)
    return hits / length * (2.2 if in_section or is_early else 1.0)


def _likeness(one: Sentence, other: Sentence) -> float:
    both = one.words | other.words
    return len(one.words & other.words) / len(both) if both else 1.0


def _written(sentences: Sequence[Sentence]) -> str:
    lines = [f"- {_MARKDOWN.sub(_escaped, one.text)} [p. {one.page}]" for one in sentences]
    return "\n".join(lines) or "-"


def _escaped(sign: re.Match[str]) -> str:
    return f"\\{sign[1]}"
