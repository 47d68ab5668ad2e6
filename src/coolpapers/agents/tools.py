"""The tools: plain functions over a shelf, described to agents by what they say of themselves."""

from datetime import date
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field

from coolpapers.agents.bounded import (
    LONGEST_PAGE,
    MOST_NAMED,
    MOST_PAPERS,
    PAGE_LETTERS,
    AgentMistakeError,
    brief,
    counted,
    paged,
    position_of,
    shortened,
    whole,
)
from coolpapers.errors import SubjectError
from coolpapers.faq.document import Document
from coolpapers.faq.prompts import QUESTIONS
from coolpapers.flows.asking import (
    Slice,
    answers_kept,
    days_selected,
    edition_named,
    facets_of,
    list_papers,
    paper_named,
    papers_named,
    related_papers,
    search_papers,
    weighted_keywords,
)
from coolpapers.flows.suggesting import meant
from coolpapers.flows.texts import Texts, on_page
from coolpapers.formats.citations import FORMS, written
from coolpapers.library import Library
from coolpapers.records import EditionSelection
from coolpapers.search.query import Query, parse
from coolpapers.subjects import SubjectExpression

Show = Annotated[int, Field(ge=1, le=MOST_PAPERS, description="Papers to answer")]
Cursor = Annotated[str, Field(description="next_cursor of the answer before; empty to begin")]
_ID = "arxiv:1706.03762"
Name = Annotated[
    str,
    Field(
        max_length=2_000, description=f"An id such as {_ID}, a DOI or an address", examples=[_ID]
    ),
]
Names = Annotated[
    list[str],
    Field(max_length=MOST_NAMED, description="Ids, DOIs or addresses", examples=[[_ID]]),
]

Text = Annotated[
    str,
    Field(
        max_length=2_000,
        description="What to look for",
        examples=['"attention" translation -survey'],
    ),
]


class Tools(NamedTuple):
    """The tools of one library; `texts` reads papers, where that is allowed."""

    library: Library
    texts: Texts | None = None

    def search_papers(
        self,
        query: Text,
        branch: Annotated[Literal["all", "arxiv", "venue"], Field(description="Where")] = "all",
        order: Annotated[
            Literal["best", "recent", "date"],
            Field(description="Best first; best, new papers counting more; newest first"),
        ] = "best",
        facets: Annotated[bool, Field(description="Also count by category, year, venue")] = False,
        show: Show = 10,
        cursor: Cursor = "",
    ) -> dict[str, Any]:
        """Find papers for a query.

        Bare words are preferred, "phrases" in quotes required, -words excluded; au:name, ti:word,
        cat:cs.CL and year:2023..2025 narrow the search.
        """
        asked, begin = _query(query), position_of(cursor)
        part = Slice(begin, show, "" if order == "best" else order)
        where = None if branch == "all" else branch
        found = search_papers(self.library, asked, where, part)
        answer = paged([brief(one) for one in found.papers], found.reachable, begin, show)
        answer["total"] = found.total
        if facets:
            answer["facets"] = counted(facets_of(self.library, asked, where, part.order))
        if ignored := [*asked.ignored, *found.skipped]:
            answer["ignored"] = ignored
        if not begin and (better := meant(self.library, asked, found.total)):
            answer["meant"] = str(better)
        return answer

    def get_papers(self, ids: Names) -> dict[str, Any]:
        """Give papers by their ids, with whole abstracts and links; up to 50."""
        found = papers_named(self.library, ids)
        return {
            "papers": [whole(one) for one in found.held[:MOST_PAPERS]],
            "more": [str(one.paper.id) for one in found.held[MOST_PAPERS:]],
            "missing": [str(one) for one in found.missing],
            "not_ids": [shortened(one, 80) for one in found.invalid],
        }

    def list_day(
        self,
        categories: Annotated[
            str,
            Field(
                max_length=500,
                description="Such as cs.CL, or cs.AI+cs.LG-cs.CY",
                examples=["cs.CL+cs.LG"],
            ),
        ],
        day: Annotated[str, Field(description="YYYY-MM-DD; empty for the newest day")] = "",
        interests: Annotated[
            list[str], Field(max_length=30, description="Words; papers with them come first")
        ] = [],  # noqa: B006 never changed
        show: Show = 20,
        cursor: Cursor = "",
    ) -> dict[str, Any]:
        """List the papers announced in arXiv categories on a day."""
        subjects = SubjectExpression.parse(categories)
        chosen = days_selected(self.library, subjects, _day(day))
        if chosen is None:
            return {"categories": str(subjects), "total": 0, "papers": []}
        begin = position_of(cursor)
        part = Slice(begin, show, "words" if interests else "", interests)
        found = list_papers(self.library, chosen, part)
        before, after = self.library.store.listings.neighbours(subjects, chosen.first)
        answer = {
            "categories": str(subjects),
            "day": chosen.first.isoformat(),
            "day_before": before.isoformat() if before else None,
            "day_after": after.isoformat() if after else None,
        }
        return answer | paged([brief(one) for one in found.papers], found.total, begin, show)

    def list_venue(
        self,
        venue: Annotated[
            str,
            Field(
                max_length=100,
                description="ICLR.2024, or ICLR for its last",
                examples=["ICLR.2024"],
            ),
        ],
        track: Annotated[str, Field(max_length=100, description="Such as Oral; empty: all")] = "",
        show: Show = 20,
        cursor: Cursor = "",
    ) -> dict[str, Any]:
        """List the papers of an edition of a conference, or of one of its tracks."""
        edition = edition_named(self.library, venue)
        if edition is None:
            known = list(dict.fromkeys(e.venue for e in self.library.store.listings.editions()))
            raise AgentMistakeError(
                f"No edition of {venue!r} is held. Venues here: {', '.join(known[:60]) or 'none'}. "
                "Ask for one of them, alone or with a year, as NAME.YEAR."
            )
        tracks = self.library.store.listings.tracks(edition.venue, edition.year)
        named = {name.lower(): name for name in tracks}
        if track.lower() not in {"", *named}:
            raise AgentMistakeError(
                f"{edition.venue} {edition.year} has no track {track!r}; it has: "
                f"{', '.join(filter(None, tracks))}."
            )
        chosen = EditionSelection(edition.venue, edition.year, named.get(track.lower(), ""))
        begin = position_of(cursor)
        found = list_papers(self.library, chosen, Slice(begin, show))
        answer: dict[str, Any] = {"venue": edition.venue, "year": edition.year, "tracks": tracks}
        return answer | paged([brief(one) for one in found.papers], found.total, begin, show)

    def related_papers(self, id: Name, show: Show = 10, cursor: Cursor = "") -> dict[str, Any]:  # noqa: A002 agents say id
        """Find papers like a paper, the words both share, and how near they are in meaning."""
        held, begin = paper_named(self.library, id), position_of(cursor)
        likely, total = related_papers(self.library, held, Slice(begin, show))
        papers = [
            brief(one.held) | {"shared": list(one.shared), "cosine": round(one.cosine, 2)}
            for one in likely
        ]
        return paged(papers, total, begin, show)

    def paper_keywords(self, id: Name) -> dict[str, Any]:  # noqa: A002
        """Give the words that tell a paper from others, with their weights in bits."""
        held = paper_named(self.library, id)
        words = weighted_keywords(self.library, held)
        return {
            "id": str(held.paper.id),
            "words": {one.word: round(one.weight, 1) for one in words},
        }

    def read_paper(
        self,
        id: Name,  # noqa: A002
        page: Annotated[int, Field(ge=1, le=2_000, description="The page of the PDF")] = 1,
        cursor: Cursor = "",
    ) -> dict[str, Any]:
        """Read the text of a paper, a page of its PDF at a time."""
        if self.texts is None:
            raise AgentMistakeError(
                "This server does not fetch PDFs; use get_papers for the abstract."
            )
        held = paper_named(self.library, id)
        document = self.texts.of(held.paper)
        if page > document.pages:
            raise AgentMistakeError(f"The PDF has {document.pages} pages; ask for one of them.")
        text, begin = page_text(document, page), position_of(cursor, LONGEST_PAGE)
        answer: dict[str, Any] = {
            "id": str(held.paper.id),
            "page": page,
            "pages": document.pages,
            "text": text[begin : begin + PAGE_LETTERS],
        }
        if begin + PAGE_LETTERS < len(text):
            answer["next_cursor"] = str(begin + PAGE_LETTERS)
        elif page < document.pages:
            answer["next_page"] = page + 1
        return answer

    def paper_faq(
        self,
        id: Name,  # noqa: A002
        language: Annotated[Literal["en", "zh"], Field(description="Preferred")] = "en",
    ) -> dict[str, Any]:
        """Give the answers to six questions about a paper, if they were written before."""
        held = paper_named(self.library, id)
        done = answers_kept(self.library, held)
        if not done:
            raise AgentMistakeError(
                "No answers were written about this paper yet. Read it with read_paper, or let "
                "a person open its FAQ on the site."
            )
        answer = max(done, key=lambda one: (one.language == language, one.version, one.number))
        return {
            "id": str(held.paper.id),
            "language": answer.language,
            "model": answer.said_model or answer.model,
            "answers": [
                {
                    "about": QUESTIONS[part.part - 1],
                    "answer": shortened(part.text, PAGE_LETTERS // 3),
                }
                for part in answer.parts
            ],
        }

    def export_papers(
        self,
        ids: Names,
        format: Annotated[  # noqa: A002
            Literal["bibtex", "biblatex", "ris", "json", "plain"], Field(description="The form")
        ] = "bibtex",
    ) -> str:
        """Write papers as citations; json is CSL-JSON. Papers not held are left out."""
        found = papers_named(self.library, ids)
        if not found.held:
            raise AgentMistakeError("None of these papers is held; find ids with search_papers.")
        return b"".join(written([[one.paper for one in found.held]], FORMS[format])).decode()


def page_text(document: Document, page: int) -> str:
    """The paragraphs that begin on a page of a document, under their headings."""
    lines: list[str] = []
    for section in on_page(document, page):
        lines += [f"## {section.heading}"] if section.heading else []
        lines += [paragraph.text for paragraph in section.paragraphs]
    return "\n\n".join(lines)


def _query(text: str) -> Query:
    asked = parse(text)
    if asked.root is None:
        raise AgentMistakeError(
            "The query has nothing to look for: give some words, or list a day with list_day."
        )
    return asked


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise AgentMistakeError(
            f"{text[:20]!r} is no day: write YYYY-MM-DD, or leave it out for the newest day."
        ) from None


def advice_for(error: Exception) -> str:
    """What an agent should do after an error."""
    if isinstance(error, SubjectError):
        return f"{error}. Categories are arXiv's, such as cs.CL, stat.ML, hep-th, or archives."
    return str(error).removesuffix(".") + "."
