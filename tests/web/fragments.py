"""What a piece of HTML says, for tests: whether it nests, its formulas, its readable text."""

from html.parser import HTMLParser

from lxml import html
from lxml.etree import _Element

VOID = {"br", "hr", "img", "input", "mspace", "mprescripts"}


class _Nesting(HTMLParser):
    """Notes each tag that does not close what is open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "style", "iframe", "object"}:
            self.faults.append(tag)
        self.faults += [f"{tag} {name}" for name, _ in attrs if name.startswith("on")]
        self.faults += [f"{tag} style" for name, _ in attrs if name == "style"]
        if tag not in {"br", "hr"}:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.faults.append(f"{tag}/")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"/{tag}")


def faults(fragment: str) -> list[str]:
    """Tags that do not nest, and elements or attributes that could run or style anything."""
    parser = _Nesting()
    parser.feed(fragment)
    parser.close()
    return parser.faults + parser.open


def parsed(fragment: str) -> _Element:
    """The fragment in a `div`."""
    return html.fragment_fromstring(fragment, create_parent="div")


def formulas(fragment: str) -> list[tuple[str, bool]]:
    """TeX of each formula in order, and whether it is display."""
    found = parsed(fragment).cssselect(".math")
    return [(one.get("data-tex", ""), "display" in one.get("class", "").split()) for one in found]


def readable(fragment: str, *, formulas: bool = True) -> str:
    """The text a reader sees, with or without that of formulas."""
    root = parsed(fragment)
    for hidden in root.cssselect("annotation" if formulas else "annotation, .math"):
        hidden.drop_tree()
    return str(root.text_content())
