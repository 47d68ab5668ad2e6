"""`POST /config`: the language of answers and the operator's token, as other clients send them."""

from starlette.responses import Response

from coolpapers.faq.prompts import LANGUAGES
from coolpapers.web.faq.asked import LANGUAGE_COOKIE
from coolpapers.web.faq.visitors import TOKEN_COOKIE, visitor_of
from coolpapers.web.respond import plain
from coolpapers.web.site import Visit

_KEPT_S = 400 * 24 * 3600


def config(visit: Visit) -> Response:
    """A sentence on what is kept now, in cookies."""
    language = visit.form.get("kimi_lang", "")
    token = visit.form.get("magic_token")
    said: list[str] = []
    cookies: dict[str, str] = {}
    if language in LANGUAGES:
        cookies[LANGUAGE_COOKIE] = language
        said.append(visit.texts(f"faq.config_{language}"))
    if token is not None:
        is_operator = bool(token) and visitor_of(visit).is_operator
        cookies[TOKEN_COOKIE] = token if is_operator else ""
        if token:
            said.append(visit.texts("faq.config_token" if is_operator else "faq.config_no_token"))
    response = plain(" ".join(said) or visit.texts("faq.config_nothing"))
    for name, value in cookies.items():
        response.set_cookie(
            name, value, max_age=_KEPT_S if value else 0, path="/", samesite="lax", httponly=True
        )
    return response
