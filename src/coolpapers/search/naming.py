"""Queries that say nothing but which papers are meant."""

from coolpapers.errors import PaperIdError
from coolpapers.ids import PaperId, find_ids

_FILTERS = ("id:", "-")  # of the query language: these ask for a search


def ids_alone(text: str) -> list[PaperId]:
    """The papers that a text names, if it names papers and says nothing else."""
    parts = text.replace(",", " ").split()
    found = find_ids(text)
    if any(part.lower().startswith(_FILTERS) for part in parts):
        return []
    return found if found and len(parts) <= len(found) else _one_id(text)


def _one_id(text: str) -> list[PaperId]:
    """The paper of a text that is one id in any spelling, such as `arXiv:1706.03762v5 [cs.CL]`."""
    try:
        return [PaperId.parse(text)]
    except PaperIdError:
        return []
