"""`/<branch>/<id>`: one paper, with what reference managers and other sites read from its head."""

from collections.abc import Iterator

from starlette.responses import Response

from coolpapers.ids import PaperId
from coolpapers.records import Held, Paper
from coolpapers.web.card import outside_of, pdf_of, printed_moment, web_address
from coolpapers.web.notes import Note
from coolpapers.web.pages import Fact, Link, PaperPage
from coolpapers.web.params import read_list_request
from coolpapers.web.respond import render
from coolpapers.web.site import Visit
from coolpapers.web.views import missing

_DESCRIPTION_LENGTH = 300


def show_paper(visit: Visit, paper_id: PaperId, version: int | None) -> Response:
    """The page of a paper that the library holds."""
    found = visit.library.store.papers.get([paper_id])
    if not found:
        return missing.no_paper(visit, paper_id)
    return render(visit, "paper.html", _page(visit, found[0], version))


def _page(visit: Visit, held: Held, version: int | None) -> PaperPage:
    paper = held.paper
    address = visit.addresses.paper(paper.id)
    asked = read_list_request(visit.request.query_params, frozenset({"highlight"}))
    return PaperPage(
        body=paper.id.branch,
        title=f"{paper.title} – {visit.site.title}",
        description=_shortened(paper.abstract),
        canonical=address,
        notes=(*_version_notes(paper, version), *asked.notes),
        card=visit.site.cards.one(visit.texts, held, _pdf_of_version(paper, version)),
        paper=paper,
        meta=tuple(_highwire(paper)),
        graph=tuple(_open_graph(visit, paper, visit.absolute(address))),
        versions=_versions(visit, paper, version),
        facts=tuple(_facts(visit, paper)),
    )


def _pdf_of_version(paper: Paper, version: int | None) -> str:
    """The PDF of the version that is asked for, if it is known and at arXiv."""
    pdf = pdf_of(paper)
    known = version in {one.number for one in paper.versions}
    return f"{pdf}v{version}" if known and pdf.startswith("https://arxiv.org/pdf/") else ""


def _version_notes(paper: Paper, version: int | None) -> Iterator[Note]:
    newest = paper.versions[-1].number if paper.versions else None
    if version is None or version == newest:
        return
    if newest is None or version > newest:
        yield Note("note.no_version", {"asked": version})
    else:
        yield Note("note.other_version", {"asked": version, "newest": newest})


def _versions(visit: Visit, paper: Paper, version: int | None) -> list[Link]:
    newest = paper.versions[-1].number if paper.versions else 0
    return [
        Link(
            visit.addresses.paper(paper.id, one.number),
            visit.texts("paper.version", n=one.number),
            title=printed_moment(one.created_utc),
            is_current=one.number == (version or newest),
        )
        for one in paper.versions
    ]


def _highwire(paper: Paper) -> Iterator[tuple[str, str]]:
    """Names and contents of meta tags.

    Source: https://scholar.google.com/intl/en/scholar/inclusion.html
    """
    yield "citation_title", paper.title
    for author in paper.authors:
        yield "citation_author", author.name
    yield "citation_authors", "; ".join(author.name for author in paper.authors)
    yield from _dates(paper)
    yield "citation_pdf_url", pdf_of(paper)
    yield "citation_abstract", paper.abstract
    yield "citation_doi", paper.doi
    if paper.id.branch == "arxiv":
        yield "citation_arxiv_id", paper.id.local
    yield "citation_journal_title", paper.journal_ref
    yield from _proceedings(paper)
    yield "citation_keywords", "; ".join((*paper.keywords, *paper.subjects))
    yield "citation_public_url", outside_of(paper)


def _proceedings(paper: Paper) -> Iterator[tuple[str, str]]:
    venue = paper.venue
    if venue is None:
        return
    yield "citation_conference_title", venue.booktitle or f"{venue.name} {venue.year}"
    first, _, last = venue.pages.replace("--", "-").replace("–", "-").partition("-")
    yield "citation_firstpage", first.strip()
    yield "citation_lastpage", last.strip()


def _dates(paper: Paper) -> Iterator[tuple[str, str]]:
    day = paper.published_utc or paper.announced
    year = str(day.year) if day else str(paper.venue.year) if paper.venue else ""
    printed = f"{day:%Y/%m/%d}" if day else year
    yield "citation_publication_date", printed
    yield "citation_date", printed
    yield "citation_year", year


def _open_graph(visit: Visit, paper: Paper, address: str) -> Iterator[tuple[str, str]]:
    """Source: https://ogp.me/."""
    yield "og:type", "article"
    yield "og:title", paper.title
    yield "og:description", _shortened(paper.abstract)
    yield "og:url", address
    yield "og:site_name", visit.site.title
    if paper.published_utc:
        yield "article:published_time", f"{paper.published_utc:%Y-%m-%dT%H:%M:%SZ}"


def _facts(visit: Visit, paper: Paper) -> Iterator[Fact]:
    if paper.announced:
        day = paper.announced.isoformat()
        yield Fact(
            "paper.announced", visit.texts.day(paper.announced), _day_list(visit, paper, day)
        )
    if paper.updated_utc and paper.updated_utc != paper.published_utc:
        yield Fact("paper.updated", printed_moment(paper.updated_utc))
    if paper.journal_ref:
        yield Fact("paper.journal", paper.journal_ref)
    if paper.doi:
        yield Fact("paper.doi", paper.doi, web_address(f"https://doi.org/{paper.doi}"))
    yield from _book(visit, paper)
    if paper.keywords:
        yield Fact("paper.keywords", ", ".join(paper.keywords))
    if web_address(paper.code_url):
        yield Fact("paper.code", paper.code_url, paper.code_url)
    for same in paper.same_as:
        yield Fact("paper.same_as", same.local, visit.addresses.paper(same))
    if paper.licence:
        yield Fact("paper.licence", paper.licence, web_address(paper.licence))
    if outside := outside_of(paper):
        yield Fact("paper.outside", outside, outside)


def _book(visit: Visit, paper: Paper) -> Iterator[Fact]:
    venue = paper.venue
    if venue is None:
        return
    name = venue.booktitle or f"{venue.name} {venue.year}"
    pages = f", {visit.texts('paper.pages').lower()} {venue.pages}" if venue.pages else ""
    yield Fact("paper.book", name + pages, visit.addresses.edition(venue.name, venue.year))


def _day_list(visit: Visit, paper: Paper, day: str) -> str:
    if not paper.subjects:
        return ""
    return f"{visit.addresses.subjects(paper.subjects[0])}?date={day}"


def _shortened(text: str) -> str:
    if len(text) <= _DESCRIPTION_LENGTH:
        return text
    return text[:_DESCRIPTION_LENGTH].rpartition(" ")[0] + "…"
