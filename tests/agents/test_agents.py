"""The library for agents, asked by the protocol's own client over both transports."""

import asyncio
import json
import re
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mcp import Client, StdioServerParameters
from mcp.server.mcpserver import MCPServer
from starlette.datastructures import Headers

from coolpapers.agents.bounded import (
    DEEPEST,
    MOST_PAPERS,
    PAGE_LETTERS,
    AgentMistakeError,
    position_of,
)
from coolpapers.agents.mistakes import told
from coolpapers.agents.server import TOOLS, make_server
from coolpapers.agents.tools import Tools, page_text
from coolpapers.faq.prompts import QUESTIONS
from coolpapers.flows.pdfs import PdfCache, Pdfs
from coolpapers.flows.texts import Texts
from coolpapers.library import Library
from coolpapers.settings import read_settings
from coolpapers.web.agents import is_ours
from tests.answered import SAID, answer_it, canned_pdfs, printed
from tests.serving import Served
from tests.web.conftest import fill
from tests.web.shelf import ATTENTIVE, PAPERS

LONGEST_MISTAKE = 700
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)
Ask = Callable[[Client], Awaitable[Any]]


@pytest.fixture(scope="module")
def places(demo: Served, demo_data: Path) -> dict[str, Any]:
    """A running site of the demo papers, and how to start a server on its data."""
    arguments = ["-m", "coolpapers", "mcp", "--data", str(demo_data)]
    command = StdioServerParameters(command=sys.executable, args=arguments)
    return {"http": f"{demo.url}/mcp", "stdio": command}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The shelf, with answers about one of its papers."""
    filled = fill(tmp_path_factory.mktemp("shelf"), PAPERS)
    answer_it(filled.store, str(ATTENTIVE.id))
    yield filled
    filled.store.database.close()


@pytest.fixture(scope="module")
def server(library: Library) -> MCPServer[Any]:
    """A server in this process; every paper's PDF has three pages."""
    return make_server(Tools(library, Texts(library.settings.data, canned_pdfs(library))))


def asked(place: Any, ask: Ask) -> Any:
    """What a question to a server gives."""

    async def run() -> Any:
        async with Client(place) as client:
            return await ask(client)

    return asyncio.run(run())


async def use(client: Client, tool: str, **given: Any) -> Any:
    """The answer of a tool, read back."""
    result = await client.call_tool(tool, given)
    text = result.content[0].text
    assert not result.is_error, text
    return json.loads(text) if text.startswith("{") else text


async def everything(client: Client) -> dict[str, Any]:
    """One answer of every kind."""
    tools = [tool.name for tool in (await client.list_tools()).tools]
    found = await use(client, "search_papers", query="attention is all you need", show=2)
    behind = await use(
        client, "search_papers", query="attention is all you need", show=2,
        cursor=found["next_cursor"],
    )  # fmt: skip
    day = await use(client, "list_day", categories="cs.CL")
    return {
        "tools": tools,
        "found": found,
        "behind": behind,
        "day": day,
        "papers": await use(client, "get_papers", ids=["1706.03762", "2401.99999", "nonsense"]),
        "related": await use(client, "related_papers", id="1706.03762", show=3),
        "keywords": await use(client, "paper_keywords", id="1706.03762"),
        "export": await use(client, "export_papers", ids=["1706.03762"], format="bibtex"),
        "resources": [str(one.uri) for one in (await client.list_resources()).resources],
        "library": (await client.read_resource("coolpapers://library")).contents[0].text,
        "paper": (await client.read_resource("coolpapers://papers/arxiv/1706.03762")).contents[0].text,
        "prompts": [one.name for one in (await client.list_prompts()).prompts],
        "brief": (
            await client.get_prompt("brief_me_on_today", {"categories": "cs.CL"})
        ).messages[0].content.text,
    }  # fmt: skip


@pytest.mark.parametrize("how", ["http", "stdio"])
def test_the_library_over_a_transport(places: dict[str, Any], how: str) -> None:
    """Tools, resources and prompts answer the protocol's own client."""
    said = asked(places[how], everything)
    assert list(TOOLS) == said["tools"]
    assert "Attention Is All You Need" in said["found"]["papers"][0]["title"]
    first, second = ({one["id"] for one in said[name]["papers"]} for name in ("found", "behind"))
    assert (2, 2, set()) == (len(first), len(second), first & second)
    assert 0 < said["day"]["total"]
    assert ["arxiv:2401.99999"] == said["papers"]["missing"]
    assert ["nonsense"] == said["papers"]["not_ids"]
    assert 3 == len(said["related"]["papers"])
    assert said["related"]["papers"][0]["shared"]
    assert all(0 <= one["cosine"] <= 1 for one in said["related"]["papers"])
    assert said["keywords"]["words"]
    assert said["export"].startswith("@misc{vaswani2017attention")
    assert {"coolpapers://library", "coolpapers://categories"} == set(said["resources"])
    assert 250 <= json.loads(said["library"])["papers"]
    assert "Attention Is All You Need" in said["paper"]
    assert {"brief_me_on_today", "compare_papers", "related_work"} == set(said["prompts"])
    assert "newest day of cs.CL" in said["brief"]


MISTAKES: list[tuple[str, dict[str, Any], str]] = [
    ("get_papers", {"ids": ["x"] * 51}, "ids must be a list of at most 50 texts"),
    ("get_papers", {"ids": 7}, 'get_papers {"ids": ["arxiv:1706.03762"]}'),
    ("get_papers", {}, "missing"),
    ("get_papers", {"ids": ["1706.03762"], "limit": 3}, "There is no argument 'limit'"),
    ("search_papers", {"query": " "}, "list_day"),
    ("find_papers", {"query": "x"}, "search_papers, get_papers"),
    ("search_papers", {"query": "x", "facets": "perhaps"}, "true or false"),
    ("search_papers", {"query": "x" * 2_001}, "at most 2,000 characters"),
    ("read_paper", {"id": "2401.00001", "page": 0}, "from 1 to 2000"),
    ("list_day", {"category": "cs.CL"}, '"categories": "cs.CL+cs.LG"'),
    ("related_papers", {"id": "2401.99999"}, "search_papers"),
    ("related_papers", {"id": "nonsense"}, "arxiv:1706.03762"),
    ("list_day", {"categories": "nonsense"}, "cs.CL"),
    ("list_day", {"categories": "cs.CL", "day": "yesterday"}, "YYYY-MM-DD"),
    ("list_venue", {"venue": "NONE.2024"}, "Venues here"),
    ("search_papers", {"query": "x", "show": MOST_PAPERS + 1}, f"not {MOST_PAPERS + 1}"),
    ("search_papers", {"query": "x", "cursor": "abc"}, "next_cursor"),
    ("search_papers", {"query": "x", "order": "oldest"}, '"best", "recent", "date"'),
    ("paper_faq", {"id": "2401.00002"}, "read_paper"),
    ("read_paper", {"id": "2401.00001", "page": 4}, "has 3 pages"),
    ("export_papers", {"ids": ["2401.99999"]}, "search_papers"),
]


def test_mistakes_are_told_with_what_to_do(server: MCPServer[Any]) -> None:
    """An error is an answer that names the way on."""

    async def ask(client: Client) -> list[tuple[bool, str]]:
        results = [await client.call_tool(tool, given) for tool, given, _ in MISTAKES]
        return [(bool(one.is_error), one.content[0].text) for one in results]

    for (tool, _, words), (is_error, text) in zip(MISTAKES, asked(server, ask), strict=True):
        assert is_error, tool
        assert words in text, tool
        assert len(text) < LONGEST_MISTAKE
        assert "pydantic" not in text
        assert not text.endswith(".."), tool


@given(st.dictionaries(st.sampled_from(["query", "show", "order"]) | st.text(), JSON, max_size=8))
def test_any_mistake_is_told_shortly(arguments: dict[str, Any]) -> None:
    """Whatever is given, the answer is short and shows a call that is right."""
    schema = {
        "properties": {
            "query": {"type": "string", "examples": ["x"]},
            "show": {"type": "integer", "minimum": 1, "maximum": 9, "default": 3},
            "order": {"type": "string", "enum": ["best", "date"], "default": "best"},
        },
        "required": ["query"],
    }
    text = told("search", [*arguments, "query"], arguments, schema)
    right = json.loads(text[text.rindex("search {") :].removeprefix("search "))
    assert "x" == right["query"]
    assert len(text) < LONGEST_MISTAKE


def test_a_search_is_counted_and_ordered(server: MCPServer[Any]) -> None:
    """Facets come when asked for, with the total; new papers come first where they count more."""

    async def ask(client: Client) -> list[Any]:
        ways = ({"facets": True}, {"order": "date"}, {"order": "recent"})
        return [await use(client, "search_papers", query="result", show=20, **one) for one in ways]

    counted, dated, recent = asked(server, ask)
    assert counted["total"] == sum(counted["facets"]["years"].values())
    assert {"categories", "years", "venues"} == set(counted["facets"])
    assert "facets" not in dated
    assert "meant" not in dated
    assert sorted(days := [one["announced"] for one in dated["papers"]], reverse=True) == days
    assert {one["id"] for one in recent["papers"]} <= {one["id"] for one in dated["papers"]} | {
        one["id"] for one in counted["papers"]
    }


def test_a_paper_is_read_by_page(server: MCPServer[Any]) -> None:
    """Each page of a PDF comes by itself and names the next one, the last names none."""

    async def ask(client: Client) -> list[Any]:
        return [await use(client, "read_paper", id="2401.00001", page=page) for page in (1, 2, 3)]

    pages = asked(server, ask)
    assert [(1, 3, 2), (2, 3, 3), (3, 3, None)] == [
        (one["page"], one["pages"], one.get("next_page")) for one in pages
    ]
    for one in pages:
        assert {str(one["page"])} == set(re.findall(r"Page (\d), line", one["text"]))


def test_a_long_page_is_read_in_pieces(library: Library, tmp_path: Path) -> None:
    """A page longer than an answer goes on behind a cursor, nothing lost."""
    long = printed([150], size=4)
    texts = Texts(tmp_path, Pdfs(PdfCache(tmp_path / "pdfs", 10**8), lambda _: long))

    async def ask(client: Client) -> list[Any]:
        pieces = [await use(client, "read_paper", id="2401.00001")]
        while cursor := pieces[-1].get("next_cursor"):
            pieces.append(await use(client, "read_paper", id="2401.00001", cursor=cursor))
        return pieces

    pieces = asked(make_server(Tools(library, texts)), ask)
    assert [PAGE_LETTERS, True] == [len(pieces[0]["text"]), len(pieces) > 1]
    assert page_text(texts.of(ATTENTIVE), 1) == "".join(one["text"] for one in pieces)


def test_answers_that_were_kept_are_given(server: MCPServer[Any]) -> None:
    """`paper_faq` has every finished part, and the model that wrote it."""

    async def ask(client: Client) -> Any:
        return await use(client, "paper_faq", id="2401.00001", language="zh")

    found = asked(server, ask)
    assert ("en", "a-model") == (found["language"], found["model"])
    assert SAID == [one["answer"] for one in found["answers"]]
    assert list(QUESTIONS) == [one["about"] for one in found["answers"]]


@pytest.mark.parametrize("cursor", ["-1", "x", "٣", "9" * 30, str(DEEPEST + 1)])
def test_foreign_cursors_are_refused(cursor: str) -> None:
    """Only cursors that this server gave are read."""
    with pytest.raises(AgentMistakeError):
        position_of(cursor)


@pytest.mark.parametrize(
    ("origin", "host", "settings", "is_allowed"),
    [
        (None, "papers.test", {}, True),
        ("http://127.0.0.1:8000", "127.0.0.1:8000", {}, True),
        ("http://evil.test", "127.0.0.1:8000", {}, False),
        ("http://evil.test:8000", "evil.test:8000", {}, False),
        ("https://papers.test", "x", {"site_url": "https://papers.test"}, True),
        ("https://tools.test", "x", {"api_origins": "https://tools.test"}, True),
    ],
)
def test_pages_of_other_sites_are_kept_out(
    origin: str | None, host: str, settings: dict[str, str], is_allowed: bool
) -> None:
    """Agents send no origin; a page must be ours, even if its name leads to this machine."""
    headers = Headers({"host": host} | ({"origin": origin} if origin else {}))
    assert is_allowed == is_ours(headers, read_settings(settings, {}))
