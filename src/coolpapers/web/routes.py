"""Every address of the site, one table; the first row that matches answers."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple

from starlette.responses import Response

from coolpapers.settings import Settings
from coolpapers.web.api import reference
from coolpapers.web.api import routes as api
from coolpapers.web.site import Visit
from coolpapers.web.views import (
    answers,
    asking,
    branch,
    config,
    crawling,
    digest,
    edition,
    export,
    home,
    learning,
    opml,
    pdf,
    preferences,
    search,
    service,
    star,
    status,
    suggest,
    translation,
    unapi,
)

View = Callable[[Visit], Response | Awaitable[Response]]


class Row(NamedTuple):
    """A path, what answers it, and how it may be asked; GET also answers HEAD.

    `is_slow` views wait for other sites, in threads of their own; `is_async` ones wait in the
    event loop, and so are requests answered of which `is_short` says that a thread is not worth
    its price. `largest_body` says how many raw bytes a view takes that wants no form.
    """

    path: str
    view: View
    methods: tuple[str, ...] = ("GET",)
    is_slow: bool = False
    is_async: bool = False
    largest_body: Callable[[Settings], int] | None = None
    is_short: Callable[[Visit], bool] | None = None


POST = ("POST",)

ROWS = (
    Row("/", home.home),
    Row("/go", home.go),
    Row("/preferences", preferences.preferences, POST),
    Row("/health", service.health),
    Row("/status", status.status),
    Row("/healthz", service.alive),
    Row("/readyz", service.ready),
    Row("/metrics", service.counts),
    Row("/robots.txt", crawling.robots),
    Row("/sitemap.xml", crawling.sitemap),
    Row("/sitemap/{page}.xml", crawling.sitemap_page),
    Row("/llms.txt", crawling.llms),
    Row("/favicon.ico", service.icon),
    Row("/{branch:branch}/search", search.search),
    Row("/{branch:branch}/search/{form:path}", search.search_in_form),
    Row("/suggest", suggest.suggestions),
    Row("/suggest", suggest.suggestions, POST),
    Row(
        "/{branch:branch}/search/{form:path}",
        search.digest_by_post,
        POST,
        largest_body=digest.largest_skipped,
    ),
    Row("/taste", learning.learned, POST),
    Row("/{branch:branch}/star", star.star, POST),
    Row("/{branch:branch}/star", star.only_post),
    Row("/{branch:branch}/kimi", answers.cached_answer),
    Row("/{branch:branch}/kimi", asking.stream_answer, POST),
    Row("/{branch:branch}/progress", answers.progress),
    Row("/{branch:branch}/faq", answers.faq),
    Row("/{branch:branch}/faq", asking.start, POST),
    Row("/{branch:branch}/faq/events", answers.events),
    Row("/{branch:branch}/faq/prompt", answers.prompt),
    Row(
        "/{branch:branch}/faq/further",
        asking.further,
        POST,
        is_async=True,
        largest_body=asking.largest_conversation,
    ),
    Row(
        "/{branch:branch}/faq/own", asking.own, POST, is_slow=True, largest_body=asking.largest_pdf
    ),
    Row("/arxiv/{of:path}/faq", answers.faq),
    Row("/venue/{of:path}/faq", answers.faq),
    Row("/{branch:branch}/translate", translation.translated, POST, is_async=True),
    Row("/config", config.config, POST),
    Row("/pdf", pdf.pdf_by_address),
    Row("/pdf/{branch:branch}/{what:path}", pdf.pdf, is_slow=True),
    Row("/export/{format}", export.export),
    Row("/opml", opml.opml),
    Row("/unapi", unapi.unapi),
    Row("/venue/latest", edition.latest),
    Row("/venue/latest/{form}", edition.latest_in_form),
    Row("/arxiv", branch.arxiv),
    Row("/venue", branch.venue),
    Row("/arxiv/{what:path}", branch.arxiv),
    Row("/venue/{what:path}", branch.venue),
    Row("/arxiv/{what:path}", branch.digest_by_post, POST, largest_body=digest.largest_skipped),
    Row("/venue/{what:path}", branch.digest_by_post, POST, largest_body=digest.largest_skipped),
    Row("/api", reference.page),
    Row(api.BASE, reference.to_page),
    Row(f"{api.BASE}/openapi.json", reference.openapi),
    *(
        Row(api.BASE + row.path, api.answering(row), is_slow=row.is_slow, is_short=row.is_short)
        for row in api.ROWS
    ),
)
