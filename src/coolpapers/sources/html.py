"""HTML from the world, however it is written, as long as it is whole."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from lxml import etree, html

from coolpapers.errors import SourceFormatError
from coolpapers.sources.xml import Element

_TAIL_BYTES = 4096
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_INLINE = re.compile(
    r"</?(?:p|br|em|i|b|strong|sub|sup|tt|u|span|jats:[a-z-]+)(?:\s[^<>]*)?/?>", re.IGNORECASE
)


def read_page(data: bytes, url: str, source: str) -> Element:
    """The root of a page, its addresses absolute.

    Raises:
        SourceFormatError: It is no HTML page, or does not come to its end.
    """
    if b"</html>" not in data[-_TAIL_BYTES:].lower():
        raise SourceFormatError(source, f"{url}: not a whole HTML page")
    text = _CONTROLS.sub(" ", data.decode("utf-8", "replace"))
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text.encode(), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise SourceFormatError(source, f"{url}: not HTML: {error}") from error
    for link in root.iter("a"):
        link.set("href", _absolute(url, link.get("href") or ""))
    return root


def _absolute(base: str, address: str) -> str:
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return ""


def with_class(name: str) -> str:
    """The XPath condition that an element is of this class."""
    return f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')"


def find(root: Element, path: str) -> list[Element]:
    """The elements at an XPath, in the order of the page."""
    found = root.xpath(path)
    nodes = found if isinstance(found, list) else []
    return [one for one in nodes if isinstance(one, etree._Element)]  # noqa: SLF001


def text_in(element: Element | None) -> str:
    """All text within an element, with single spaces."""
    if element is None:
        return ""
    return " ".join("".join(map(str, element.itertext())).split())


def text_at(root: Element, path: str) -> str:
    """The text within the first element at an XPath, or nothing."""
    found = find(root, path)
    return text_in(found[0]) if found else ""


def links(root: Element, pattern: re.Pattern[str], path: str = ".//a") -> Iterator[str]:
    """The addresses of links that match, each once, without their fragments."""
    seen = set()
    for link in find(root, path):
        address = (link.get("href") or "").partition("#")[0]
        if pattern.fullmatch(address) and address not in seen:
            seen.add(address)
            yield address


def without_tags(text: str) -> str:
    """A text without the inline tags that some abstracts carry; `a < b` stays."""
    return _INLINE.sub("", text) if "<" in text else text


def read_list(root: Element) -> Iterator[tuple[str, str, list[Element]]]:
    """A list of papers as `dt` and `dd`: the address, the title, and what follows up to the next.

    Entries without an address or with nothing after the title are no papers.
    """
    for title in find(root, f"//dt[{with_class('ptitle')}]"):
        link = next(iter(find(title, ".//a[@href]")), None)
        parts = []
        for element in title.itersiblings():
            if element.tag != "dd":
                break
            parts.append(element)
        if link is not None and parts:
            yield link.get("href") or "", text_in(title), parts
