"""Frames: what a template makes of values that are set in later.

A template is rendered once with marks in the place of the values; to set them in afterwards is
many times faster than to render it again.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

import jinja2
from markupsafe import Markup, escape

from coolpapers.web.language import Texts

_FIRST = 0xE000
_MOST = 64
_MARKER = re.compile(f"([{chr(_FIRST)}-{chr(_FIRST + _MOST - 1)}])")


class Frame(NamedTuple):
    """HTML with `%s` for what is set in, and which values stand there in turn."""

    html: str
    places: Callable[[Sequence[object]], Any]

    def filled(self, values: Sequence[object]) -> str:
        """The HTML with these values, which must be HTML themselves."""
        return self.html % self.places(values)  # type: ignore[no-any-return]


def marker(at: int) -> Markup:
    """What stands for a value while a frame is made."""
    return Markup(chr(_FIRST + at))  # noqa: S704


def frame_of(html: str) -> Frame:
    """The frame that was rendered with marks."""
    pieces = _MARKER.split(html)
    text = "%s".join(piece.replace("%", "%%") for piece in pieces[::2])
    return Frame(text, _picker([ord(sign) - _FIRST for sign in pieces[1::2]]))


def _picker(places: list[int]) -> Callable[[Sequence[object]], Any]:
    """A function from all values to those at these places; `itemgetter` would unpack a single."""
    return (
        itemgetter(*places)
        if len(places) > 1
        else lambda values: tuple(values[at] for at in places)
    )


class Partials:
    """Parts of a page that hardly change, `{{ partial("_foot.html", t, {...}, ...) }}`.

    Each is rendered once for its name, the language and the values it is `given`, which must be
    few; what is different on every page is `set_in`. It sees nothing else of the page.
    """

    def __init__(self, environment: jinja2.Environment, **always: object) -> None:
        self._environment = environment
        self._always = always
        self._frames: dict[tuple[object, ...], Frame] = {}

    def __call__(self, name: str, t: Texts, set_in: Mapping[str, str], **given: object) -> Markup:
        """The part as HTML."""
        key = (name, t.code, *given.items())
        frame = self._frames.get(key) or self._made(key, name, t, set_in, given)
        return Markup(frame.filled([escape(value) for value in set_in.values()]))  # noqa: S704

    def _made(
        self,
        key: tuple[object, ...],
        name: str,
        t: Texts,
        set_in: Mapping[str, str],
        given: Mapping[str, Any],
    ) -> Frame:
        marks = {value: marker(at) for at, value in enumerate(set_in)}
        template = self._environment.get_template(name)
        frame = frame_of(template.render(t=t, **self._always, **given, **marks))
        self._frames[key] = frame
        return frame
