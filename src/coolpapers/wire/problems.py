"""Why a request was not answered."""

import msgspec


class Wrong(msgspec.Struct, frozen=True, gc=False):
    """A parameter that cannot be what it is, and why."""

    parameter: str
    reason: str


class Problem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why a request was not answered; RFC 9457.

    `retry_after_s` is there when the same request may be answered later, `errors` when
    parameters are to blame.
    """

    type: str
    title: str
    status: int
    detail: str = ""
    instance: str = ""
    retry_after_s: int | None = None
    errors: tuple[Wrong, ...] = ()
