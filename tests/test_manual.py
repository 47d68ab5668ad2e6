"""The manual's examples: commands have the options they show, addresses answer, Python runs."""

import contextlib
import io
import json
import re
import shlex
import tomllib
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import click
import msgspec
import pytest

from coolpapers.agents.server import TOOLS
from coolpapers.cli import commands
from coolpapers.cli.digest_command import DEFAULT
from coolpapers.faq.configured import configured_models
from coolpapers.settings import ROWS, read_settings
from coolpapers.web.api import routes as api
from coolpapers.web.api.openapi import path_of
from tests.serving import Served

ROOT = Path(__file__).resolve().parents[1]
PAGES = {
    page.name: page.read_text("utf-8") for page in (ROOT / "README.md", *ROOT.glob("docs/*.md"))
}
FENCED = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`([^`\n]+)`")
OF_TESTS = {"COOLPAPERS_TEST_FIREFOX"}
LOCAL = "http://127.0.0.1:8000"


def fenced(page: str, language: str = "") -> list[str]:
    """The blocks of a page in a language."""
    return [text for name, text in FENCED.findall(PAGES[page]) if name == language]


def shown() -> Iterator[str]:
    """Every `coolpapers` command that the manual shows, in blocks and within sentences."""
    for page, text in PAGES.items():
        lines = [line for block in fenced(page) for line in block.splitlines()]
        for one in [*lines, *INLINE.findall(FENCED.sub("", text))]:
            if re.match(r"coolpapers [a-z]", one):
                yield one


@pytest.mark.parametrize("line", sorted(set(shown())))
def test_commands_take_what_the_manual_gives_them(line: str) -> None:
    """The command and its options exist; no file is opened and nothing is run."""
    words = shlex.split(line)[1:]
    command: click.Command = commands
    context = click.Context(command, info_name="coolpapers")
    while isinstance(command, click.Group) and words:
        found = command.get_command(context, words[0])
        if found is None:  # `coolpapers digest cs.CL`
            assert "digest" == context.info_name
            words, found = [DEFAULT, *words], command.get_command(context, DEFAULT)
        assert found is not None
        command, context, words = found, click.Context(found, context, words[0]), words[1:]
    command.make_parser(context).parse_args(words)


@pytest.mark.parametrize("line", [one for text in fenced("api.md") for one in text.splitlines()])
def test_addresses_of_the_api(demo: Served, line: str) -> None:
    """What the manual asks with curl is answered in JSON."""
    (tool, address) = shlex.split(line)
    assert "curl" == tool
    with urllib.request.urlopen(address.replace(LOCAL, demo.url), timeout=60) as answer:
        assert json.load(answer)


def test_the_client_of_the_manual(demo: Served) -> None:
    """The Python of docs/api.md runs against a running site."""
    said = io.StringIO()
    (code,) = fenced("api.md", "python")
    with contextlib.redirect_stdout(said):
        exec(code.replace(LOCAL, demo.url), {})
    assert "@misc{vaswani2017attention" in said.getvalue()


def test_settings_of_the_manual(tmp_path: Path) -> None:
    """Its tables of models are read as such; the variables it sets are settings."""
    (text,) = fenced("reading.md", "toml")
    (tmp_path / "key").write_text("secret")
    text = text.replace("/run/secrets/kimi", str(tmp_path / "key"))
    (tmp_path / "settings.toml").write_text(text)
    models = configured_models(read_settings({"data": str(tmp_path)}, environment={}))
    assert list(tomllib.loads(text)["models"]) == list(models)
    known = {f"COOLPAPERS_{row.name.upper()}" for row in ROWS}
    named = {
        name.removesuffix("_FILE")
        for text in PAGES.values()
        for name in re.findall(r"\bCOOLPAPERS_[A-Z_]+\b", text)
    }
    assert set() == named - known - OF_TESTS


def test_agents_of_the_manual() -> None:
    """The start of a server is JSON with a command of ours; every tool has its line."""
    (start,) = (json.loads(one) for one in INLINE.findall(PAGES["agents.md"]) if "command" in one)
    assert ("coolpapers", "mcp") == (start["command"], start["args"][0])
    assert list(TOOLS) == re.findall(r"^\| `(\w+)` \|", PAGES["agents.md"], re.MULTILINE)


FILLED = {
    "<categories>": "cs.CL", "<branch>": "arxiv", "<NAME>": "NeurIPS", "<YEAR>": "2017",
    "[,<id>...]": "", ",<id>,...": ",hep-th/9711200", "/venue/<id>": "/venue/2020.acl-main.1@ACL",
    "<format>?ids=": "bibtex?ids=1706.03762", "/opml?lists=": "/opml?lists=cs.CL",
    "<id>": "1706.03762", "<format>": "bibtex", "<list>": "arxiv/cs.CL", "query=...": "query=words",
    "ACL.2024": "NeurIPS.2017", "2024.acl-long.1@ACL": "hep-th/9711200",
}  # fmt: skip
"""What stands for anything in the manual's addresses, and what stands there for the demo's."""
FORMS = ("/feed", "/bibtex", "/biblatex", "/ris", "/json", "/plain", "/svg")
ELSEWHERE = ("/pdf", "/api", "/mcp", "/venue/...", "/venue/<id>")


def addresses() -> Iterator[str]:
    """Every address that the manual names on its pages about addresses."""
    for page in ("urls", "feeds", "citations", "digest", "map", "agents"):
        for one in INLINE.findall(PAGES[f"{page}.md"]):
            if re.match(r"/[a-z<]|/$", one) and not one.startswith(ELSEWHERE):
                yield one


@pytest.mark.parametrize("address", sorted(set(addresses())))
def test_addresses_of_the_manual(demo: Served, address: str) -> None:
    """Each is answered by a running site; those of forms stand behind a list's."""
    for anything, value in FILLED.items():
        address = address.replace(anything, value)
    base = "/arxiv/1706.03762" if address.startswith(FORMS) else ""
    base = "/arxiv/cs.CL/map" if address == "/svg" else base
    with urllib.request.urlopen(f"{demo.url}{base}{address}", timeout=60) as answer:
        assert 200 == answer.status


def test_every_address_of_the_api_is_in_the_manual() -> None:
    """The table of docs/api.md has the rows of the API, with parameters that these take."""
    first = re.findall(r"^\| (`/.*?) \|", PAGES["api.md"], re.MULTILINE)
    named = [
        one.replace("{id}", "{paper}").partition("?") for one in INLINE.findall(" ".join(first))
    ]
    rows = {path_of(row): row for row in api.ROWS}
    assert set(rows) == {path for path, _, _ in named}
    for path, _, query in named:
        taken = {field.encode_name for field in msgspec.structs.fields(rows[path].asked)}
        assert set(re.findall(r"(\w+)=", query)) <= taken
