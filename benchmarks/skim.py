"""A day skimmed as a person would: `python -m benchmarks.skim ADDRESS`, a day's list of a site.

Every paper of the list is read in Chromium with j, k and the wheel; on the way PDFs and answers
are opened and closed, papers starred, hidden and copied, related ones visited, words looked for on
the page, the colours switched, the list left, resumed and translated. The table says what that
took and whether anything complained. PDFs and answers need a site that has them: what could not be
opened is counted. `--log` names the file that the site logs to.
"""

import argparse
import shutil
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from playwright.sync_api import (
    BrowserContext,
    CDPSession,
    ConsoleMessage,
    Page,
    sync_playwright,
)
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from tests.browser.translator import SCRIPT

from benchmarks.table import Row, show

WATCHED = """
window.jumps = []; window.holds = [];
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) window.jumps.push(one.value);
}).observe({ type: "layout-shift", buffered: true });
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) window.holds.push(one.duration);
}).observe({ type: "longtask", buffered: true });
"""
PAUSE_MS = 80
OPENED_MS = 60_000
EVERY = 25
LONG_MS = 50
LEAST = 0.005
SHOWN = 8


class State(NamedTuple):
    """How large the page is after a collection of garbage."""

    heap_mb: float
    nodes: int


class Skim:
    """A reader in one tab, and what was seen of it."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.address = address
        self.requests = 0
        self.bytes = 0
        self.said: list[str] = []
        self.failed: list[str] = []
        self.jumps: dict[str, float] = {}
        self.holds: list[tuple[float, str]] = []
        context.on("console", self._heard)
        context.on("weberror", lambda error: self.failed.append(str(error.error)))
        self.page: Page = context.new_page()
        self.page.add_init_script(WATCHED)
        self.session: CDPSession = context.new_cdp_session(self.page)
        self.session.send("Network.enable")
        self.session.on("Network.requestWillBeSent", lambda _: self._count(1, 0))
        self.session.on(
            "Network.loadingFinished", lambda one: self._count(0, one["encodedDataLength"])
        )

    def _heard(self, message: ConsoleMessage) -> None:
        self.said.append(message.text)

    def _count(self, requests: int, size_bytes: float) -> None:
        self.requests += requests
        self.bytes += int(size_bytes)

    def go(self, address: str) -> None:
        """Load a page; a key is heard once its scripts have attached."""
        self.page.goto(address, wait_until="load")
        self.page.wait_for_timeout(10 * PAUSE_MS)
        self.gather("loading")

    def gather(self, what: str) -> None:
        """Take what the page has noted since the last time, and what the reader did."""
        jumps, holds = self.page.evaluate("[window.jumps ?? [], window.holds ?? []]")
        self.page.evaluate("window.jumps = []; window.holds = []")
        self.jumps[what] = self.jumps.get(what, 0.0) + sum(jumps)
        self.holds += [(one, what) for one in holds]

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.page.wait_for_timeout(PAUSE_MS)

    def opens(self, key: str, there: str, closing: str) -> None:
        """Open something under the card, look at it, and close it."""
        self.press(key)
        try:
            self.page.wait_for_selector(there, timeout=OPENED_MS)
        except PlaywrightTimeout as error:
            self.failed.append(str(error).splitlines()[0])
        self.page.wait_for_timeout(5 * PAUSE_MS)
        self.press(closing)

    def visits_related(self) -> None:
        with self.page.expect_navigation(url="**/search?**", wait_until="load"):
            self.page.keyboard.press("r")
        self.page.wait_for_timeout(5 * PAUSE_MS)
        self.gather("related papers")
        self.page.go_back(wait_until="load")
        self.page.wait_for_timeout(10 * PAUSE_MS)

    def finds(self) -> None:
        self.press("/")
        self.page.fill("#find-words", "learning, $x$")
        self.page.wait_for_timeout(5 * PAUSE_MS)
        self.press("Enter", "Enter")
        self.page.fill("#find-words", "")
        self.press("Escape")

    def resumes(self) -> None:
        """Leave the list and come again, to where it was left."""
        self.go(self.address)
        self.page.click("#toast button")

    def translates(self) -> None:
        self.page.evaluate(f"() => {{ {SCRIPT} window.translatePage(); }}")
        self.page.wait_for_timeout(10 * PAUSE_MS)

    def state(self) -> State:
        self.session.send("HeapProfiler.collectGarbage")
        used = self.session.send("Runtime.getHeapUsage")["usedSize"]
        return State(used / 1e6, self.session.send("Memory.getDOMCounters")["nodes"])

    def position(self) -> tuple[int, int]:
        """Where one is in the list, and how long that is."""
        words = self.page.inner_text("#position").replace(",", "").split()
        numbers = [int(word) for word in words if word.isdecimal()]
        return numbers[0], numbers[-1]


class Deed(NamedTuple):
    """Something done on the way."""

    name: str
    do: Callable[[], None]


def plan(skim: Skim) -> dict[int, Deed]:
    """What is done on the way, by the place in the list where it is done."""
    pdf = Deed("a PDF", lambda: skim.opens("o", ".pdf-reader canvas", "Escape"))
    answers = Deed("answers", lambda: skim.opens("f", '.faq[data-state="done"]', "f"))
    star = Deed("a star", lambda: skim.press("s"))
    copy = Deed("copying and hiding", lambda: skim.press("c", "k", "h", "u"))
    colours = Deed("other colours", lambda: skim.press("t"))
    back = Deed("coming back", skim.visits_related)
    return {
        **{5 + at * 2 * EVERY: pdf for at in range(8)},
        **{12 + at * 4 * EVERY: answers for at in range(4)},
        **{9 + at * EVERY: star for at in range(10)},
        **{17 + at * 2 * EVERY: copy for at in range(10)},
        60: back,
        220: back,
        100: colours,
        200: colours,
        80: Deed("words on the page", skim.finds),
        120: Deed("going on where one stopped", skim.resumes),
        320: Deed("translation", skim.translates),
    }


def read(skim: Skim, most: int) -> tuple[int, State, State]:
    """Read the list to its end; how many papers, and the page's size at either end."""
    skim.go(skim.address)
    first = skim.state()
    to_do = plan(skim)
    place, total = skim.position()
    end = min(total, most)
    held = 0
    while place < end and held < 20:
        if place % EVERY == 3:
            skim.page.mouse.wheel(0, 700)
            skim.page.wait_for_timeout(PAUSE_MS)
        skim.press("j")
        before, (place, _) = place, skim.position()
        held = held + 1 if place <= before else 0
        for at in [at for at in to_do if at <= place]:
            skim.gather("turning")
            deed = to_do.pop(at)
            deed.do()
            skim.gather(deed.name)
    skim.gather("turning")
    return place, first, skim.state()


def rows(skim: Skim, papers: int, took_s: float, ends: tuple[State, State]) -> list[Row]:
    first, last = ends
    holds = sorted(skim.holds, reverse=True)
    return [
        Row("papers read", papers, "papers"),
        Row("time", took_s, "s"),
        Row("requests", skim.requests, ""),
        Row("transferred", skim.bytes / 1e6, "MB"),
        Row("console messages", len(skim.said), "", aim="0"),
        Row("errors, and what did not open", len(skim.failed), "", aim="0"),
        Row("JS heap at the start", first.heap_mb, "MB"),
        Row("JS heap at the end", last.heap_mb, "MB"),
        Row("DOM nodes at the start", first.nodes, ""),
        Row("DOM nodes at the end", last.nodes, ""),
        Row("DOM nodes a paper", last.nodes / max(1, papers), ""),
        *(Row(f"layout shift: {what}", one, "") for what, one in skim.jumps.items() if one > LEAST),
        Row(f"tasks over {LONG_MS} ms by the clock", len(holds), ""),
        *(Row(f"longest task: {what}", one, "ms") for one, what in holds[:SHOWN]),
    ]


def warnings_in(log: Path, start: int) -> list[str]:
    """The lines that a site logged since its log was so long."""
    return [line for line in log.read_text()[start:].splitlines() if line.strip()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "address", help="a day of a running site, such as …/arxiv/cs?date=2026-02-03"
    )
    parser.add_argument("--browser", default=shutil.which("chromium"), help="the path of Chromium")
    parser.add_argument("--most", type=int, default=1000, help="papers to read at most")
    parser.add_argument("--log", type=Path, help="what the site logs to, at the level of warnings")
    chosen = parser.parse_args()
    start = len(chosen.log.read_text()) if chosen.log else 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chosen.browser, args=["--no-sandbox", "--disable-gpu"]
        )
        context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        skim = Skim(context, chosen.address)
        started = perf_counter()
        papers, *ends = read(skim, chosen.most)
        took_s = perf_counter() - started
        browser.close()
    logged = warnings_in(chosen.log, start) if chosen.log else []
    table = rows(skim, papers, took_s, (ends[0], ends[1]))
    show(chosen.address, [*table, Row("warnings logged", len(logged), "", aim="0")])
    print("\n".join([*skim.said, *skim.failed, *logged]))


if __name__ == "__main__":
    main()
