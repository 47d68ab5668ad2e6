"""One star a reader: a loop cannot inflate the counts beside [PDF] and [FAQ]."""

import hashlib
import ipaddress
import secrets
import threading
from collections import OrderedDict
from typing import Literal, NamedTuple

from coolpapers.ids import PaperId

REMEMBERED = 50_000
"""Readers times papers; then the oldest are forgotten. About 10 MB."""

_HOME_NETWORK_BITS = 64  # one household may use any address of its IPv6 network

Key = Literal["pdf", "faq"]


class Star(NamedTuple):
    """Who starred what."""

    reader: bytes
    paper: PaperId
    key: Key


class Starring:
    """Remembers, in this process and without names, what each reader did last to a paper.

    Readers are known by a digest of their network address under a salt that is made anew at
    every start and written nowhere. Whatever else a loop changes, it has only its address.
    """

    def __init__(self, size: int = REMEMBERED) -> None:
        self._size = size
        self._salt = secrets.token_bytes(16)
        self._last: OrderedDict[Star, int] = OrderedDict()
        self._lock = threading.Lock()

    def reader(self, address: str) -> bytes:
        """What a reader is known by."""
        network = network_of(address).encode(errors="replace")
        return hashlib.blake2b(network, digest_size=12, key=self._salt).digest()

    def counts(self, star: Star, delta: int) -> bool:
        """Whether this step counts: the first star, or taking back one that counted."""
        with self._lock:
            last = self._last.pop(star, -1)
            self._last[star] = delta
            while len(self._last) > self._size:
                self._last.popitem(last=False)
        return last != delta


def network_of(address: str) -> str:
    """The network that counts as one reader: an address, or a household of IPv6."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return address
    return str(ipaddress.ip_network((parsed, _HOME_NETWORK_BITS), strict=False))
