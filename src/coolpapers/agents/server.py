"""The server of one library: its tools, resources and prompts, whatever carries them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import msgspec
from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import CallToolResult, InputRequiredResult, ToolAnnotations
from pydantic import ValidationError

from coolpapers import __version__
from coolpapers.agents.bounded import shortened, whole
from coolpapers.agents.mistakes import told, unknown_names
from coolpapers.agents.tools import Tools, advice_for
from coolpapers.errors import (
    CoolPapersError,
    EngineError,
    PaperIdError,
    PaperNotFoundError,
    PdfError,
    StoreBusyError,
)
from coolpapers.flows.asking import paper_named
from coolpapers.subjects import CATEGORIES, canonical

INSTRUCTIONS = """A library of scientific papers: arXiv by category and day, conferences by edition.
Find papers with search_papers, list_day or list_venue; ids from there go into get_papers,
related_papers, read_paper, paper_faq and export_papers. Answers are short: pass next_cursor on as
cursor for more. Formulas are LaTeX between dollars."""
TOOLS = (
    "search_papers", "get_papers", "list_day", "list_venue", "related_papers", "paper_keywords",
    "read_paper", "paper_faq", "export_papers",
)  # fmt: skip
_ADVICE: dict[type[CoolPapersError], str] = {
    PaperNotFoundError: " Find papers with search_papers.",
    PaperIdError: " Ids look like arxiv:1706.03762 or venue:2024.acl-long.1@ACL.",
    EngineError: " Search is being prepared: list_day, list_venue and get_papers work already.",
    StoreBusyError: " Try again in some seconds.",
    PdfError: " Its abstract is in get_papers.",
}


class _Server(MCPServer[Any]):
    """A server that says of a wrong call how a right one looks."""

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None = None
    ) -> CallToolResult | InputRequiredResult:
        """The answer of a tool; an argument it does not take is a mistake, not passed over."""
        schemas = {tool.name: tool.input_schema for tool in await self.list_tools()}
        if name not in schemas:
            known = ", ".join(schemas)
            raise ToolError(f"There is no tool {shortened(name, 60)!r}; there are {known}.")
        if unknown := unknown_names(arguments, schemas[name]):
            raise ToolError(told(name, unknown, arguments, schemas[name]))
        try:
            return await super().call_tool(name, arguments, context)
        except ToolError as error:
            if not isinstance(error.__cause__, ValidationError):
                raise
            names = [str(one["loc"][0]) for one in error.__cause__.errors(include_url=False)]
            raise ToolError(told(name, names, arguments, schemas[name])) from None


def make_server(tools: Tools) -> MCPServer[Any]:
    """The server of a library."""
    server = _Server(
        "coolpapers", title="Cool Papers", instructions=INSTRUCTIONS, version=__version__,
        log_level="WARNING",
    )  # fmt: skip
    reading = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
    for name in TOOLS:
        server.add_tool(_advised(getattr(tools, name)), name=name, annotations=reading)
    _add_resources(server, tools)
    _add_prompts(server)
    return server


def _advised(tool: Callable[..., Any]) -> Callable[..., Any]:
    """A tool whose errors tell an agent what to do."""

    @wraps(tool)
    def advised(*given: Any, **named: Any) -> Any:
        try:
            return tool(*given, **named)
        except CoolPapersError as error:
            kinds = type(error).__mro__
            advice = next((_ADVICE[kind] for kind in kinds if kind in _ADVICE), "")
            raise ToolError(advice_for(error) + advice) from error

    return advised


def _add_resources(server: MCPServer[Any], tools: Tools) -> None:
    library = tools.library

    @server.resource("coolpapers://library", mime_type="application/json")
    def about() -> str:
        """How many papers there are, the newest day, and the newest editions of venues."""
        listings = library.store.listings
        totals = listings.totals()
        return _json(
            {
                "papers": totals.papers,
                "arxiv": totals.arxiv,
                "venue": totals.venue,
                "newest_day": totals.newest,
                "editions": [f"{e.venue}.{e.year}" for e in listings.editions()[:100]],
            }
        )

    @server.resource("coolpapers://categories", mime_type="application/json")
    def categories() -> str:
        """ArXiv's categories by code, with their names."""
        named = {code: one.name for code, one in CATEGORIES.items() if canonical(code) == code}
        return _json(named)

    @server.resource("coolpapers://papers/{branch}/{local}", mime_type="application/json")
    def paper(branch: str, local: str) -> str:
        """A paper: coolpapers://papers/arxiv/1706.03762; a slash in an id is written %2F."""
        return _json(whole(paper_named(library, f"{branch}:{local}")))


def _add_prompts(server: MCPServer[Any]) -> None:
    @server.prompt(title="Brief me on today")
    def brief_me_on_today(categories: str = "cs.CL+cs.LG", interests: str = "") -> str:
        """What the newest day brought in some categories, for my interests."""
        taste = (
            f" My interests: {interests}. Pass them to list_day as interests." if interests else ""
        )
        return (
            f"Brief me on the newest day of {categories}.{taste} Use list_day and follow "
            "next_cursor until the list ends or papers no longer matter to me. Group the papers "
            "by theme, one sentence each, the most important first, with their ids; then name "
            "the three I should read and why. Say which day it was and how many papers it had."
        )

    @server.prompt(title="Compare papers")
    def compare_papers(ids: str) -> str:
        """How some papers differ in problem, method and evidence."""
        return (
            f"Compare these papers: {ids}. Fetch them with get_papers, read what the abstracts "
            "leave open with read_paper, and put problem, method, evidence and limits of each "
            "side by side. Quote page numbers for what you take from the text."
        )

    @server.prompt(title="Find related work")
    def related_work(topic: str) -> str:
        """A related-work paragraph with citations."""
        return (
            f"Write a paragraph of related work on: {topic}. Find papers with search_papers, "
            "widen with related_papers, keep those you can justify by their abstracts, and end "
            "with their BibTeX from export_papers. Cite only papers that the tools gave."
        )


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
