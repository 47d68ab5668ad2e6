"""How many tokens a text is about."""

import re

_LATIN_PER_TOKEN = 3.5
_OTHER_PER_TOKEN = 1.2
_OTHER = re.compile("[^\u0000-\u2e7f]")


def estimated_tokens(text: str) -> int:
    """About how many tokens a text has, rather too many than too few."""
    other = len(_OTHER.findall(text))
    return int((len(text) - other) / _LATIN_PER_TOKEN + other / _OTHER_PER_TOKEN) + 1
