"""What all endpoints of models have in common: how long to wait, and what may be said of errors."""

import re

MOST_SAID = 300
LONGEST_S = 3_600.0
"""Nobody is believed who wants to be left alone for longer."""

_KEY = re.compile(r"\bsk-[\w*-]{4,}")


def seconds_of(retry_after: str) -> float | None:
    """The seconds that a `Retry-After` names, an hour at most; None if it names none."""
    try:
        return min(LONGEST_S, max(0.0, float(retry_after)))
    except ValueError:
        return None


def said_of(error: BaseException, key: str) -> str:
    """What an error says, for the log: never the key, never much."""
    text = " ".join(str(error).split())
    if key:
        text = text.replace(key, "(key)")
    return _KEY.sub("(key)", text)[:MOST_SAID]
