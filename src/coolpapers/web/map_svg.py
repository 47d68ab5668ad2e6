"""A map as an SVG file: a picture to keep, and what a page shows without scripts."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape

from coolpapers.flows.listmap import Group, ListMap, Place
from coolpapers.formats.feeds import sayable

WIDTH, HEIGHT, MARGIN, FOOT = 1200, 900, 60, 40
KIND = "image/svg+xml"
SANS = "system-ui, sans-serif"
INK = {"light": ("#fcfbf8", "#211f1b"), "dark": ("#181715", "#e7e2d9")}


class Look(NamedTuple):
    """How points are coloured: the class of each row number, a colour for each class."""

    theme: str
    classes: Mapping[int, int]
    colours: Sequence[str]


def svg_of(
    drawn: ListMap, title: str, names: Mapping[int, str], chosen: Collection[int], look: Look
) -> str:
    """The map as SVG; each point has its paper's title, those of the digest a ring."""
    paper, ink = INK[look.theme]
    at = _Fitted(drawn.places)
    points = "".join(_point(one, at(one), names, chosen, look, ink) for one in drawn.places)
    labels = "".join(_label(group, at(group), paper, ink) for group in drawn.groups)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'font-family="{SANS}" role="img"><title>{_said(title)}</title>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{paper}"/>{points}{labels}'
        f'<text x="{MARGIN}" y="{HEIGHT - 16}" fill="{ink}" font-size="16">{_said(title)}</text>'
        "</svg>\n"
    )


class _Fitted:
    """Places in the plane to places in the picture, both directions on one scale."""

    def __init__(self, places: Sequence[Place]) -> None:
        xs, ys = [one.x for one in places] or [0.0], [one.y for one in places] or [0.0]
        wide, high = max(xs) - min(xs), max(ys) - min(ys)
        room = WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN - FOOT
        self._scale = min(room[0] / max(wide, 1e-6), room[1] / max(high, 1e-6))
        self._middle = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2

    def __call__(self, one: Place | Group) -> tuple[float, float]:
        """Where a place or a group's middle is drawn."""
        x, y = self._middle
        across, along = (one.x - x) * self._scale, (one.y - y) * self._scale
        return WIDTH / 2 + across, (HEIGHT - FOOT) / 2 + along


def _point(
    one: Place,
    at: tuple[float, float],
    names: Mapping[int, str],
    chosen: Collection[int],
    look: Look,
    ink: str,
) -> str:
    ring = f' stroke="{ink}" stroke-width="2"' if one.number in chosen else ""
    radius = 7 if one.number in chosen else 4
    return (
        f'<circle cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="{radius}" fill-opacity="0.8" '
        f'fill="{look.colours[look.classes[one.number]]}"{ring}>'
        f"<title>{_said(names[one.number])}</title></circle>"
    )


def _label(group: Group, at: tuple[float, float], paper: str, ink: str) -> str:
    said = _said(", ".join(group.words))
    return (
        f'<text x="{at[0]:.0f}" y="{at[1]:.0f}" text-anchor="middle" font-size="17" '
        f'font-weight="600" fill="{ink}" stroke="{paper}" stroke-width="4" '
        f'stroke-linejoin="round" paint-order="stroke">{said}</text>'
    )


def _said(text: str) -> str:
    """Text in XML, without what no XML may hold."""
    return escape(sayable(text))
