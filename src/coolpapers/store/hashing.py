"""Records as bytes, and their fingerprints."""

from hashlib import blake2b

import msgspec

from coolpapers.records import Paper

HASH_BYTES = 8

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Paper).decode


def pack(paper: Paper) -> bytes:
    """A paper as MessagePack; equal papers give equal bytes."""
    return _encode(paper)


def unpack(record: bytes) -> Paper:
    """The paper that `pack` wrote."""
    return _decode(record)


def fingerprint(record: bytes) -> bytes:
    """Eight bytes that stand for a record (2^-64 that one change of a paper goes unseen)."""
    return blake2b(record, digest_size=HASH_BYTES).digest()
