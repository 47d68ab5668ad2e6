"""`POST /preferences`: what a reader wants, kept in cookies: language, colours, words of taste."""

import re

from starlette.responses import Response

from coolpapers.web.language import COOKIE, TEXTS
from coolpapers.web.params import LEARNED, Whose, read_words
from coolpapers.web.respond import see_other
from coolpapers.web.site import THEME_COOKIE, THEMES, Visit
from coolpapers.web.taste import ACTS, COOKIES, changed, kept_words, words_of

_CARD = re.compile(r"[\w.@/-]{1,200}")


def preferences(visit: Visit) -> Response:
    """Back to the page the reader came from, which is now as they want it."""
    cookies: dict[str, str] = {}
    if (language := visit.form.get("lang", "")) in TEXTS:
        cookies[COOKIE] = language
    if "theme" in visit.form:
        theme = visit.form["theme"]
        cookies[THEME_COOKIE] = theme if theme in THEMES else ""
    if "prefer" in visit.form:
        cookies[COOKIES["mine"]] = kept_words(read_words(visit.form["prefer"]))
    return see_other(_own_page(visit, visit.form.get("back", "")), cookies | _acted(visit))


def _acted(visit: Visit) -> dict[str, str]:
    """The words of the list with one that counts more, or no longer."""
    whose: Whose = LEARNED if visit.form.get("whose") == LEARNED else "mine"
    words = words_of(visit, whose)
    acts = [(act, visit.form[act]) for act in ACTS if act in visit.form]
    for act, word in acts:
        words = changed(words, act, word)
    return {COOKIES[whose]: kept_words(words)} if acts else {}


def _own_page(visit: Visit, back: str) -> str:
    """The page to return to, if it is one of ours; otherwise the home page."""
    is_path = back.startswith("/") and not back.startswith(("//", "/\\")) and back.isprintable()
    if not (is_path and back.isascii()):
        return visit.addresses.at("/")
    card = visit.request.query_params.get("at", "")
    return f"{back.partition('#')[0]}#{card}" if _CARD.fullmatch(card) else back
