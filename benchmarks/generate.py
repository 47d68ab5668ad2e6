"""A seeded library of any size: Zipf vocabulary, realistic lengths, categories and days.

Written as an arXiv metadata snapshot, so that the whole way from file to page is measured.
Shapes were read off a hundred thousand real records: titles of about 10 words, abstracts of about
150 (log-normal), 1.7 categories, 4 authors, a formula in every third abstract.
"""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np

from coolpapers.subjects import CATEGORIES

VOCABULARY = 200_000
ZIPF = 1.07
BLOCK = 5_000
FIRST_DAY = date(2007, 4, 2)
PAPERS_PER_DAY = 240

_CONSONANTS = (*"bcdfghklmnprstvwz", "ch", "st", "tr")
_SYLLABLES = [consonant + vowel for consonant in _CONSONANTS for vowel in "aeiou"]
_COMMON = ("the", "of", "and", "a", "in", "we", "to", "for", "is", "with", "on", "that")
_FORMULAS = ("$x_{i}$", "$O(n \\log n)$", "$\\alpha$", "$\\mathbb{R}^d$", "$p < 0.05$", "$k$")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def vocabulary(rng: np.random.Generator) -> list[str]:
    """Pronounceable words, the frequent ones shorter, each once."""
    words: dict[str, None] = dict.fromkeys(_COMMON)
    while len(words) < VOCABULARY:
        length = 2 + int(len(words) > 2_000) + int(rng.integers(0, 2)) + int(len(words) > 60_000)
        picked = rng.integers(0, len(_SYLLABLES), length)
        words["".join(_SYLLABLES[at] for at in picked)] = None
    return list(words)


class Generator:
    """An endless seeded stream of snapshot records."""

    def __init__(self, seed: int = 1) -> None:
        self._rng = np.random.default_rng(seed)
        # One language for every seed, so that queries and new papers are of the library's words.
        self.words = vocabulary(np.random.default_rng(1))
        weights = 1.0 / np.arange(1, VOCABULARY + 1) ** ZIPF
        self._cumulative = np.cumsum(weights / weights.sum())
        codes = list(CATEGORIES)
        self._rng.shuffle(codes)
        self._codes = np.array(codes)
        popularity = 1.0 / np.arange(1, len(codes) + 1) ** 0.9
        self._popularity = popularity / popularity.sum()
        self._made = 0

    def records(self, count: int) -> Iterator[dict[str, object]]:
        """The next records, in the order of their days."""
        while count > 0:
            size = min(BLOCK, count)
            yield from self._block(size)
            count -= size

    def query(self, words: int, *, common: int = 3_000) -> str:
        """A query of middling words, such as people type."""
        picked = self._rng.integers(60, common, words)
        return " ".join(self.words[at] for at in picked)

    def _draw(self, count: int) -> list[str]:
        at = np.searchsorted(self._cumulative, self._rng.random(count))
        words = self.words
        return [words[i] for i in at.clip(0, VOCABULARY - 1)]

    def _block(self, size: int) -> Iterator[dict[str, object]]:
        rng = self._rng
        titles = rng.integers(5, 15, size)
        abstracts = rng.lognormal(5.0, 0.35, size).astype(int).clip(30, 400)
        many = rng.integers(1, 4, size)
        people = rng.geometric(0.25, size).clip(1, 30)
        formulas = rng.random(size) < 1 / 3
        codes = rng.choice(self._codes, int(many.sum()), p=self._popularity)
        drawn = self._draw(int(titles.sum() + abstracts.sum()))
        named = rng.integers(100, 20_000, int(2 * people.sum()))
        at = name_at = code_at = 0
        for one in range(size):
            middle, end = at + titles[one], at + titles[one] + abstracts[one]
            title, abstract, at = drawn[at:middle], drawn[middle:end], end
            names = [self.words[i] for i in named[name_at : name_at + 2 * people[one]]]
            name_at += 2 * int(people[one])
            categories = dict.fromkeys(codes[code_at : code_at + many[one]])
            code_at += int(many[one])
            yield self._record(title, abstract, names, " ".join(categories), bool(formulas[one]))

    def _record(
        self,
        title: list[str],
        abstract: list[str],
        names: list[str],
        categories: str,
        formula: bool,
    ) -> dict[str, object]:
        number = self._made
        self._made += 1
        submitted = _moment(number)
        if formula:
            for n, place in enumerate(range(7, len(abstract), 29)):
                abstract[place] = _FORMULAS[(number + n) % len(_FORMULAS)]
        people = [f"{a.title()} {b.title()}" for a, b in zip(names[::2], names[1::2], strict=True)]
        return {
            "id": _identifier(number, submitted),
            "submitter": None,
            "authors": ", ".join(people),
            "title": " ".join(title).capitalize(),
            "comments": None,
            "journal-ref": None,
            "doi": None,
            "categories": categories,
            "license": None,
            "abstract": "  " + " ".join(abstract).capitalize() + ".\n",
            "versions": [{"version": "v1", "created": _stamp(submitted)}],
            "update_date": (submitted.date() + timedelta(days=1)).isoformat(),
        }


def _moment(number: int) -> datetime:
    day, at = divmod(number, PAPERS_PER_DAY)
    week, weekday = divmod(day, 5)
    start = datetime.combine(FIRST_DAY, datetime.min.time(), UTC)
    return start + timedelta(weeks=week, days=weekday, seconds=17 + at * 86_000 // PAPERS_PER_DAY)


def _identifier(number: int, submitted: datetime) -> str:
    # Sequence numbers restart each month; a month has at most 23 days of 240.
    month_start = submitted.replace(day=1, hour=0, minute=0, second=0)
    sequence = number - _first_of(month_start) + 1
    if submitted >= datetime(2015, 1, 1, tzinfo=UTC):
        return f"{submitted:%y%m}.{sequence:05d}"
    return f"{submitted:%y%m}.{sequence:04d}"


def _first_of(month_start: datetime) -> int:
    """The number of the first paper submitted in a month."""
    start = datetime.combine(FIRST_DAY, datetime.min.time(), UTC)
    days = max(0, (month_start - start).days)
    weeks, rest = divmod(days, 7)
    return (weeks * 5 + min(rest, 5)) * PAPERS_PER_DAY


def _stamp(moment: datetime) -> str:
    return (
        f"{_DAYS[moment.weekday()]}, {moment.day} {_MONTHS[moment.month - 1]} {moment.year} "
        f"{moment:%H:%M:%S} GMT"
    )


def write(path: Path, count: int, seed: int = 1) -> None:
    """A snapshot file of this many papers; left alone if it is there already."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".part")
    with partial.open("w", encoding="utf-8") as out:
        for record in Generator(seed).records(count):
            out.write(json.dumps(record) + "\n")
    partial.rename(path)
