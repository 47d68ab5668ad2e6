"""XML from the world, read as a stream in flat memory, with neither document types nor entities."""

import io
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import BinaryIO, cast

from lxml import etree

from coolpapers.errors import SourceFormatError

_CHUNK_BYTES = 1 << 18
_HEAD_BYTES = 1 << 12

Element = etree._Element  # noqa: SLF001 - lxml gives its element no other name


def elements(data: bytes | BinaryIO, tags: Collection[str], source: str) -> Iterator[Element]:
    """The whole elements with one of these names, `{namespace}name`, in the order of their ends.

    Each is valid only until the next is asked for.

    Raises:
        SourceFormatError: This is not XML, is cut off, or declares a document type; the whole
            elements before came first.
    """
    file = io.BytesIO(data) if isinstance(data, bytes) else data
    parser = etree.XMLPullParser(
        events=("end",), tag=list(tags), resolve_entities=False, no_network=True, load_dtd=False,
        huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        is_first = True
        while chunk := file.read(_CHUNK_BYTES):
            if is_first:
                _refuse_types(chunk, source)
            parser.feed(chunk)
            for _, element in cast("Iterable[tuple[str, Element]]", parser.read_events()):
                if is_first:
                    _refuse_type_of(element, source)
                    is_first = False
                yield element
                _forget(element)
            is_first = False
        parser.close()
    except (etree.LxmlError, ValueError, LookupError) as error:
        raise SourceFormatError(source, f"not XML: {error}") from error


def _refuse_types(head: bytes, source: str) -> None:
    """Refuses what looks like a document type, or is written so that one could hide."""
    head = head[:_HEAD_BYTES]
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head or b"\x00" in head[:8]:
        raise SourceFormatError(source, "not plain XML: it declares a document type or entities")


def _refuse_type_of(element: Element, source: str) -> None:
    if element.getroottree().docinfo.internalDTD is not None:
        raise SourceFormatError(source, "not plain XML: it declares a document type")


def _forget(element: Element) -> None:
    """Frees an element and what stands before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def document(data: bytes, source: str) -> Element:
    """The root of a small document, whole in memory.

    Raises:
        SourceFormatError: As for `elements`.
    """
    _refuse_types(data, source)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError, LookupError) as error:
        raise SourceFormatError(source, f"not XML: {error}") from error
    _refuse_type_of(root, source)
    return root


@lru_cache(maxsize=1024)
def _bare(tag: str) -> str:
    return tag.rpartition("}")[2]


def name_of(element: Element) -> str:
    """The element's name without its namespace."""
    return _bare(str(element.tag))


def text_of(element: Element | None) -> str:
    """The text directly in an element, or nothing."""
    return (element.text or "") if element is not None else ""


def texts(element: Element) -> dict[str, list[str]]:
    """The text of each child that has some, by name."""
    found: dict[str, list[str]] = {}
    for child in element:
        text = child.text
        if text and not text.isspace():
            found.setdefault(_bare(str(child.tag)), []).append(text)
    return found
