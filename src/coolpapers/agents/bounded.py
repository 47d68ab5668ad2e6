"""What an agent is told: short enough for its memory, with a cursor for what comes after."""

from collections.abc import Sequence
from typing import Any

from coolpapers.errors import CoolPapersError
from coolpapers.ids import page_url, pdf_url
from coolpapers.records import Held
from coolpapers.search.engine import Facets

MOST_PAPERS = 20
MOST_NAMED = 50
MOST_AUTHORS = 8
BRIEF_LETTERS, WHOLE_LETTERS = 500, 4_000
PAGE_LETTERS = 12_000
DEEPEST = 10_000
LONGEST_PAGE = 5_000_000


class AgentMistakeError(CoolPapersError):
    """An agent asked for what cannot be; the text says what to ask instead."""


def position_of(cursor: str, deepest: int = DEEPEST) -> int:
    """Where a cursor stands; the beginning without one.

    Raises:
        AgentMistakeError: It is none of ours.
    """
    if not cursor:
        return 0
    is_number = cursor.isascii() and cursor.isdigit() and len(cursor) < 9
    if is_number and int(cursor) <= deepest:
        return int(cursor)
    raise AgentMistakeError(
        f"The cursor {cursor[:20]!r} is none of this server's: pass next_cursor of an earlier "
        "answer unchanged, or leave it out to begin."
    )


def paged(papers: Sequence[dict[str, Any]], total: int, begin: int, show: int) -> dict[str, Any]:
    """A page of papers, and the cursor of the next one if there is one."""
    found: dict[str, Any] = {"total": total, "papers": list(papers)}
    if begin + show < min(total, DEEPEST):
        found["next_cursor"] = str(begin + show)
    return found


def counted(facets: Facets) -> dict[str, dict[str, int]]:
    """How many papers have each category, year and venue, the commonest first."""
    kinds = {"categories": facets.categories, "years": facets.years, "venues": facets.venues}
    return {kind: dict(values[:MOST_PAPERS]) for kind, values in kinds.items()}


def brief(held: Held) -> dict[str, Any]:
    """A paper in a list."""
    return _told(held, BRIEF_LETTERS)


def whole(held: Held) -> dict[str, Any]:
    """A paper by itself."""
    paper = held.paper
    found = _told(held, WHOLE_LETTERS) | {
        "comment": paper.comment,
        "doi": paper.doi,
        "journal": paper.journal_ref,
        "code": paper.code_url,
        "pdf": paper.pdf_url or pdf_url(paper.id),
        "page": paper.page_url or page_url(paper.id),
        "versions": len(paper.versions),
        "same_as": [str(other) for other in paper.same_as],
    }
    return {name: value for name, value in found.items() if value}


def shortened(text: str, letters: int) -> str:
    """A text that fits, its cut marked."""
    return text if len(text) <= letters else f"{text[: letters - 1].rstrip()}…"


def _told(held: Held, letters: int) -> dict[str, Any]:
    paper = held.paper
    names = [author.name for author in paper.authors]
    more = [f"and {len(names) - MOST_AUTHORS} more"] if len(names) > MOST_AUTHORS else []
    venue = paper.venue
    found = {
        "id": str(paper.id),
        "title": paper.title,
        "authors": [*names[:MOST_AUTHORS], *more],
        "abstract": shortened(paper.abstract, letters),
        "subjects": list(paper.subjects),
        "venue": f"{venue.edition} {venue.track}".strip() if venue else "",
        "announced": paper.announced.isoformat() if paper.announced else "",
        "keywords": list(held.keywords or paper.keywords),
    }
    return {name: value for name, value in found.items() if value}
