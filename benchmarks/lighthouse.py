"""`make lighthouse`: Lighthouse over a list of 25 papers, home and search of the demo library."""

import argparse
import json
import subprocess
import tempfile
from importlib.resources import files
from pathlib import Path

from tests.serving import serving

from coolpapers.ids import ARXIV, PaperId

RUNNER = Path(__file__).parent / "lighthouse" / "run.mjs"
PAPERS = 25


def pages() -> tuple[str, ...]:
    """A list of 25 of the demo papers, home, and a search."""
    lines = (files("coolpapers.demo") / "papers.jsonl").read_text("utf-8").splitlines()
    ids = [PaperId.parse(json.loads(line)["id"]) for line in lines]
    listed = ",".join([one.path for one in ids if one.branch == ARXIV][:PAPERS])
    return f"/arxiv/{listed}", "/", "/all/search?query=learning"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("addresses", nargs="*", help="pages of a running site, instead of the demo")
    parser.add_argument("--browser", required=True, help="the path of Chromium")
    chosen = parser.parse_args()
    if chosen.addresses:
        return judged(chosen.browser, chosen.addresses)
    with tempfile.TemporaryDirectory() as data, serving(Path(data), "--demo") as site:
        return judged(chosen.browser, [site.url + page for page in pages()])


def judged(browser: str, addresses: list[str]) -> int:
    """0 if all scores are at least 95."""
    return subprocess.run(["node", str(RUNNER), browser, *addresses], check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
