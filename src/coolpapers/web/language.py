"""The interface's languages: which one a reader wants, and its texts, numbers and dates.

The texts stand in `texts/en.toml` and `texts/zh.toml`, one place per language.
"""

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from importlib.resources import files
from typing import Any

LANGUAGES = ("en", "zh")
COOKIE = "lang"

_PREFERENCE = re.compile(
    r"\s*([A-Za-z]{1,8})(?:-[\w-]*)?\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?))?\s*"
)
_MOST_PREFERENCES = 20


class Texts:
    """All texts of one language: `texts("site.tagline")`, `texts("papers", n=3)`.

    A text ending in `.one` is taken where `n` is 1. Whole numbers are grouped.
    """

    def __init__(self, code: str, table: Mapping[str, Any]) -> None:
        self.code = code
        self._calendar: Mapping[str, Any] = table["calendar"]
        self._texts: dict[str, str] = {
            f"{room}.{name}": text
            for room, texts in table.items()
            if room != "calendar"
            for name, text in texts.items()
        }

    def __call__(self, key: str, **values: object) -> str:
        """The text with its values."""
        if values.get("n") == 1 and f"{key}_one" in self._texts:
            key = f"{key}_one"
        if not values:
            return self._texts[key]
        shown = {name: self._shown(value) for name, value in values.items()}
        return self._texts[key].format_map(shown)

    def __contains__(self, key: str) -> bool:
        return key in self._texts

    def pattern(self, key: str) -> str:
        """The text with its braces."""
        return self._texts[key]

    @property
    def keys(self) -> frozenset[str]:
        """The names of all texts."""
        return frozenset(self._texts)

    @cached_property
    def html_lang(self) -> str:
        """The language as HTML names it."""
        return {"en": "en", "zh": "zh-Hans"}[self.code]

    def _shown(self, value: object) -> str:
        if isinstance(value, date):
            return self.day(value)
        return f"{value:,}" if isinstance(value, int) else str(value)

    def day(self, day: date) -> str:
        """A day in full, `Monday, 1 December 2025`."""
        return self._dated("day", day)

    def short_day(self, day: date, near: date) -> str:
        """A day without its year, `Mon 1 Dec`, unless another day nearby is of another year."""
        return self._dated("short_day" if day.year == near.year else "day_of_year", day)

    def month(self, day: date) -> str:
        """The month of a day, `December 2025`."""
        return self._dated("month", day)

    def weekday(self, day: date) -> str:
        """The name of the day of the week."""
        return str(self._calendar["weekdays"][day.weekday()])

    @property
    def weekday_heads(self) -> list[str]:
        """The heads of a calendar's columns, Monday first."""
        return list(self._calendar["heads"])

    def _dated(self, form: str, day: date) -> str:
        names: Mapping[str, Any] = self._calendar
        month = names["months"][day.month - 1]
        pattern: str = names[form]
        return pattern.format(
            weekday=names["weekdays"][day.weekday()],
            short_weekday=names["heads"][day.weekday()],
            day=day.day,
            month=month,
            short_month=month[:3] if self.code == "en" else month,
            year=day.year,
        )


def _read(code: str) -> Texts:
    text = (files("coolpapers.web") / "texts" / f"{code}.toml").read_text(encoding="utf-8")
    return Texts(code, tomllib.loads(text))


TEXTS: Mapping[str, Texts] = {code: _read(code) for code in LANGUAGES}


def choose(cookie: str, accepted: str, configured: str) -> Texts:
    """The texts for a reader: their own choice, the operator's, the browser's, English."""
    for wanted in (cookie, configured):
        if wanted in TEXTS:
            return TEXTS[wanted]
    return TEXTS[_preferred(accepted)]


def _preferred(accepted: str) -> str:
    """The language of ours that an Accept-Language header likes best."""
    best, liking = LANGUAGES[0], 0.0
    for part in accepted.split(",")[:_MOST_PREFERENCES]:
        found = _PREFERENCE.fullmatch(part)
        quality = float(found[2] or 1) if found else 0.0
        if found and found[1].lower() in TEXTS and quality > liking:
            best, liking = found[1].lower(), quality
    return best
