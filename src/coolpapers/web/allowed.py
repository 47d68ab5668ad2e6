"""What HTML a text of others may become: everything else is taken out at the end."""

from collections.abc import Callable

import nh3

_PROSE = (
    "p br hr h1 h2 h3 h4 h5 h6 em strong s u sub sup code pre blockquote ul ol li a span "
    "table thead tbody tr th td"
)
_MATHML = (
    "math semantics annotation mrow mi mn mo mtext ms mspace mpadded mphantom mstyle merror mfrac "
    "msqrt mroot msub msup msubsup munder mover munderover mmultiscripts mprescripts menclose "
    "mtable mtr mtd b i"
)
_ON_MATHML = {
    "class", "display", "displaystyle", "scriptlevel", "mathvariant", "accent", "accentunder",
    "stretchy", "symmetric", "fence", "separator", "form", "largeop", "movablelimits", "lspace",
    "rspace", "minsize", "maxsize", "width", "height", "depth", "voffset", "linethickness",
    "notation", "columnspan", "rowspan", "encoding",
}  # fmt: skip
_ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href"},
    "ol": {"start"},
    "span": {"class", "translate", "data-tex"},
    "code": {"class", "translate", "data-tex"},
    "th": {"class"},
    "td": {"class"},
} | dict.fromkeys(_MATHML.split(), _ON_MATHML)

_cleaner = nh3.Cleaner(
    tags=set(f"{_PROSE} {_MATHML}".split()),
    attributes=_ATTRIBUTES,
    url_schemes={"http", "https"},
    url_relative="deny",
    link_rel="noopener noreferrer",
)

sanitised: Callable[[str], str] = _cleaner.clean
"""The HTML with nothing in it but prose, tables, web links and MathML."""
