"""Names of authors as they are printed and as people type them."""

import re
from collections.abc import Sequence

_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_PARTICLES_OF_NAMES = """
    al bin da dal de del della den der di do dos du el la le los ten ter van von zu
"""
_PARTICLES = frozenset(_PARTICLES_OF_NAMES.split())
_BEGINNINGS = _PARTICLES | {"mac", "mc", "o", "d", "st"}
_JOINTS = re.compile("['’‘ʼ‐‑-]")
_INITIALS = re.compile(r"(?:[^\W\d_\u2e80-\U0003ffff]\.?-?){1,3}")  # none is Chinese


def given_first(name: str) -> str:
    """`Bengio, Yoshua` as it is printed, `Yoshua Bengio`; other names as they are."""
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}" if comma else name


def name_key(name: str) -> str:
    """First letter and last name, `Y Bengio`, the same for `Yoshua Bengio` and `Y. Bengio`."""
    words = _without_suffixes(name)
    return f"{words[0][0]} {words[-1]}" if words else ""


def joined(name: str) -> str:
    """`O’Brien` as `OBrien`, `Jean-Luc` as `JeanLuc`: the parts of each word as one."""
    # Most names have none: to look for the signs takes a third of the time.
    if name.isascii() and "-" not in name and "'" not in name:
        return name
    return _JOINTS.sub("", name)


def may_be_joined(words: Sequence[str]) -> bool:
    """Whether a last name may be written in two words or in one, as `Le Cun` and `LeCun`."""
    return len(words) == 2 and words[0].lower().rstrip("'’.") in _BEGINNINGS


def keys_of_initials(name: str) -> list[str]:
    """The keys that a name with initials may mean, on whichever side of the last name these are.

    `Y. Bengio`, `Bengio Y` and `van der Maaten L` have one; `Yoshua Bengio` has none. Those
    of `Wei LI` and `GE Hinton` are guesses: capitals alone may be a name as well.
    """
    words = _without_suffixes(given_first(name))
    found = []
    if _are_initials(words[:-1]):
        found.append(f"{_main(words[:-1])[0][0]} {words[-1]}")
    for at in range(1, len(words)):
        if _are_initials(words[at:]) and len(_main(words[:at])) == 1:
            found.append(f"{words[at][0]} {words[at - 1]}")
            break
    return found


def is_short(name: str) -> bool:
    """Whether all given names of a name are initials, without doubt."""
    given = _main(_without_suffixes(given_first(name))[:-1])
    return _are_initials(given) and all(len(one) == 1 or "." in one for one in given)


def _without_suffixes(name: str) -> list[str]:
    words = name.split()
    while len(words) > 1 and words[-1].rstrip(".").lower() in _SUFFIXES:
        words.pop()
    return words


def _main(words: Sequence[str]) -> list[str]:
    return [word for word in words if word.lower() not in _PARTICLES]


def _are_initials(words: Sequence[str]) -> bool:
    """Whether these are initials, `G. E.`, `GE` or `y`, beside nothing but particles."""
    main = _main(words)
    return bool(main) and all(
        _INITIALS.fullmatch(one) and (len(one) == 1 or "." in one or one.isupper()) for one in main
    )
