"""`/<branch>/kimi` and `/<branch>/progress`: what is known of a paper's FAQ.

No language model answers yet, so there is nothing cached and nothing under way.
"""

from starlette.responses import Response

from coolpapers.web.respond import plain
from coolpapers.web.site import Visit


def cached_answer(_visit: Visit) -> Response:
    """The cached FAQ of a paper; an empty body while there is none. Never starts one."""
    return plain("")


def progress(_visit: Visit) -> Response:
    """How far the FAQ of a paper is: 0 is not begun."""
    return plain("0")
