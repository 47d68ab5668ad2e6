"""A reader's own words: kept in their browser, sent in a header, in no address and no log.

Browsers send a cookie that the page's scripts keep in step with what the reader wrote; a program
may send the header `X-Prefer`. `sort=~` orders a list by them, `order=learned` by those that were
learned from stars.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape
from typing import Literal
from urllib.parse import quote, unquote

from coolpapers.errors import EngineError
from coolpapers.search.taste import contributions, printed_taste, taste_of
from coolpapers.web.notes import Note
from coolpapers.web.params import (
    LEARNED,
    RECENT,
    ListRequest,
    Sort,
    Whose,
    read_list_request,
    read_words,
)
from coolpapers.web.site import Visit

HEADER = "x-prefer"
COOKIES: dict[Whose, str] = {"mine": "prefer", LEARNED: "learned"}
LONGEST_COOKIE = 3_000
TOLD_WORDS = 6
BOOST, MOST = 2.0, 16.0

_CARD = "@CARD@"  # a sign that no id has, filled in for each card

Act = Literal["boost", "mute"]
ACTS: tuple[Act, ...] = ("boost", "mute")
_TITLES: dict[Act, str] = {"boost": "card.boost_title", "mute": "card.mute_title"}


def list_request(visit: Visit, meant: frozenset[str]) -> ListRequest:
    """The typed request of a list, with the reader's own words where it asks for them."""
    asked = read_list_request(visit.request.query_params, meant)
    asked = replace(asked, mine=words_of(visit, "mine"))
    if asked.order == RECENT and "query" not in meant:
        note = Note("note.only_search", {"value": RECENT})
        asked = replace(asked, order="", notes=(*asked.notes, note))
    whose: Whose = LEARNED if asked.order == LEARNED and not asked.sort.kind else asked.sort.whose
    if not whose:
        return asked
    words = words_of(visit, whose)
    if not words:
        note = Note("note.not_learned" if whose == LEARNED else "note.no_words")
        return replace(asked, sort=Sort(), order="", notes=(*asked.notes, note))
    return replace(asked, sort=Sort("words", words, whose))


def words_of(visit: Visit, whose: Whose) -> tuple[str, ...]:
    """The words that the reader's browser or program sent."""
    given = visit.request.headers.get(HEADER, "") if whose == "mine" else ""
    return read_words(unquote(given or visit.request.cookies.get(COOKIES[whose], "")))


def kept_words(words: Sequence[str]) -> str:
    """Words as a cookie has them, as many as fit."""
    kept = list(words)
    while len(text := quote(",".join(kept), safe="")) > LONGEST_COOKIE:
        kept.pop()
    return text


def changed(words: Sequence[str], act: Act, word: str) -> tuple[str, ...]:
    """The words with one that counts twice as much, or without it."""
    text, weight = taste_of(word)
    others = [(one, taste_of(one)) for one in words]
    if act == "mute":
        return tuple(one for one, (known, _) in others if known != text)
    more = max(-MOST, min(MOST, weight * BOOST))
    return tuple(printed_taste(text, more) if known == text else one for one, (known, _) in others)


def why_here(
    visit: Visit, asked: ListRequest, numbers: Sequence[int], address: str
) -> dict[int, str]:
    """Why each paper stands where it does in an order by words, as HTML; nothing in others."""
    if asked.sort.kind != "words":
        return {}
    try:
        reading = visit.library.engine.reading
        found = contributions(reading, asked.sort.words, numbers)
    except EngineError:
        return {}
    held = visit.library.store.papers.numbered(list(found))
    by_number = {one.number: one.paper.id.html_id for one in held}
    acts = {word: _acts(visit, asked, address, word) for word in asked.sort.words}
    return {
        number: _said(visit, some[:TOLD_WORDS], acts, by_number[number])
        for number, some in found.items()
        if number in by_number
    }


def _said(
    visit: Visit, words: Sequence[tuple[str, float]], acts: Mapping[str, str], card: str
) -> str:
    shown = [(escape(taste_of(word)[0]), _signed(score), acts[word]) for word, score in words]
    lines = "".join(
        f'<li data-word="{text}"><span>{text} <b>{score}</b></span>{act}</li>'
        for text, score, act in shown
    ).replace(_CARD, card)
    why = visit.texts("card.why", words=", ".join(f"{text} {score}" for text, score, _ in shown))
    head = '<details class="metainfo why notranslate">'
    return f"{head}<summary>{why}</summary><ul>{lines}</ul></details>"


def _signed(score: float) -> str:
    return f"{score:+.1f}".replace("-", "−")


def _acts(visit: Visit, asked: ListRequest, address: str, word: str) -> str:
    """What changes a word: buttons for the reader's own words, links where the address has them."""
    text = taste_of(word)[0]
    return "".join(_act(visit, asked, address, word, text, act) for act in ACTS)


def _act(visit: Visit, asked: ListRequest, address: str, word: str, text: str, act: Act) -> str:
    title = escape(visit.texts(_TITLES[act], word=text))
    label = f'class="{act}" title="{title}" aria-label="{title}"'
    sign = "+" if act == "boost" else "×"
    if asked.sort.whose:
        at = escape(visit.addresses.at(f"/preferences?at={_CARD}"))
        place = f'type="submit" form="taste" formaction="{at}"'
        value = f'name="{act}" value="{escape(word)}"'
        return f"<button {place} {value} {label}>{sign}</button>"
    words = changed(asked.sort.words, act, word)
    sort = Sort("words", words) if words else Sort()
    href = escape(address + asked.query_string(sort=sort))
    return f'<a href="{href}#{_CARD}" rel="nofollow" {label}>{sign}</a>'
