"""`POST /preferences`: the language and the colours a reader wants, kept in cookies."""

from starlette.responses import Response

from coolpapers.web.language import COOKIE, TEXTS
from coolpapers.web.respond import see_other
from coolpapers.web.site import THEME_COOKIE, THEMES, Visit


def preferences(visit: Visit) -> Response:
    """Back to the page the reader came from, which is now as they want it."""
    cookies: dict[str, str] = {}
    if (language := visit.form.get("lang", "")) in TEXTS:
        cookies[COOKIE] = language
    if "theme" in visit.form:
        theme = visit.form["theme"]
        cookies[THEME_COOKIE] = theme if theme in THEMES else ""
    return see_other(_own_page(visit, visit.form.get("back", "")), cookies)


def _own_page(visit: Visit, back: str) -> str:
    """The page to return to, if it is one of ours; otherwise the home page."""
    is_path = back.startswith("/") and not back.startswith(("//", "/\\")) and back.isprintable()
    return back if is_path and back.isascii() else visit.addresses.at("/")
