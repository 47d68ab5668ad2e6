"""Long tasks and jumps while a long list is read: `python -m benchmarks.longlist ADDRESS`.

The page is loaded in Chromium, then turned to its end with the wheel, under the browser's own
trace; loading and turning are told apart. A task has two times: by the clock, in which other
processes of the machine have their share, and of the processor. Parts of a task overlap: what one
does within another counts for both. `--plain` replaces formulas by their source: the difference is
what mathematics costs.
"""

import argparse
import re
import shutil
from collections import Counter
from typing import Any, NamedTuple

from playwright.sync_api import Browser, CDPSession, Page, Route, sync_playwright

LONG_US = 50_000
SHOWN = 5
CATEGORIES = "devtools.timeline,disabled-by-default-devtools.timeline"
SHIFTS = """
window.jumps = [];
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) window.jumps.push(one.value);
}).observe({ type: "layout-shift", buffered: true });
"""
FORMULA = re.compile(r'<(span|code) class="math[^>]*data-tex="([^"]*)"[^>]*>.*?</\1>', re.DOTALL)
SETTLED_MS = 1500

Event = dict[str, Any]


class Traced(NamedTuple):
    """What the page's main thread did for a while."""

    tasks: list[Event]
    events: list[Event]


class Reading(NamedTuple):
    """What a page did while it was loaded and read."""

    cards: int
    jumps: float
    """Cumulative layout shift."""
    loading: Traced
    turning: Traced


def read(page: Page, session: CDPSession, address: str, turns: int) -> Reading:
    """Load a page and turn it to its end."""
    page.add_init_script(SHIFTS)
    events: list[Event] = []
    ends: list[Event] = []
    session.on("Tracing.dataCollected", lambda part: events.extend(part["value"]))
    session.on("Tracing.tracingComplete", lambda end: ends.append(end))  # noqa: PLW0108 (no builtin)
    start(session)
    page.goto(address, wait_until="load")
    page.wait_for_timeout(SETTLED_MS)
    loading = end(page, session, events, ends)
    start(session)
    for _ in range(turns):
        page.mouse.wheel(0, 900)
        page.wait_for_timeout(60)
    turning = end(page, session, events, ends)
    cards = page.locator(".paper").count()
    jumps = page.evaluate("window.jumps.reduce((sum, one) => sum + one, 0)")
    return Reading(cards, jumps, loading, turning)


def start(session: CDPSession) -> None:
    session.send("Tracing.start", {"categories": CATEGORIES, "transferMode": "ReportEvents"})


def end(page: Page, session: CDPSession, events: list[Event], ends: list[Event]) -> Traced:
    session.send("Tracing.end")
    while not ends:
        page.wait_for_timeout(50)
    traced = Traced(tasks_of(events), list(events))
    events.clear()
    ends.clear()
    return traced


def tasks_of(events: list[Event]) -> list[Event]:
    """The tasks of the page's main thread."""
    threads = {
        (one["pid"], one["tid"])
        for one in events
        if one["name"] == "thread_name" and one["args"]["name"] == "CrRendererMain"
    }
    return [
        one
        for one in events
        if one["name"] == "RunTask" and "dur" in one and (one["pid"], one["tid"]) in threads
    ]


def inside(task: Event, events: list[Event]) -> str:
    """What took the time of a task, in ms of the processor."""
    parts: Counter[str] = Counter()
    end = task["ts"] + task["dur"]
    for one in events:
        here = (one["pid"], one["tid"]) == (task["pid"], task["tid"]) and one is not task
        if here and "dur" in one and task["ts"] <= one["ts"] < end:
            parts[one["name"]] += one.get("tdur", 0)
    return ", ".join(f"{name} {time / 1000:.0f}" for name, time in parts.most_common(5))


def without_formulas(route: Route) -> None:
    answer = route.fetch()
    route.fulfill(response=answer, body=FORMULA.sub(r"\2", answer.text()))


def reading(browser: Browser, chosen: argparse.Namespace) -> Reading:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    if chosen.plain:
        page.route(re.compile(r"/(arxiv|venue|all)/"), without_formulas)
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": chosen.slower})
    read_so = read(page, session, chosen.address, chosen.turns)
    page.context.close()
    return read_so


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address", help="a list of a running site, such as …/arxiv/cs?show=1000")
    parser.add_argument("--browser", default=shutil.which("chromium"), help="the path of Chromium")
    parser.add_argument("--slower", type=float, default=1, help="how much slower the processor is")
    parser.add_argument("--turns", type=int, default=400, help="turns of the wheel, 900 px each")
    parser.add_argument("--runs", type=int, default=1, help="how often")
    parser.add_argument("--plain", action="store_true", help="show the source of formulas")
    chosen = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chosen.browser, args=["--no-sandbox", "--disable-gpu"]
        )
        for _ in range(chosen.runs):
            show(reading(browser, chosen))
        browser.close()


def show(reading: Reading) -> None:
    print(f"{reading.cards} cards, layout shift {reading.jumps:.4f}")
    for name, traced in (("loading", reading.loading), ("turning", reading.turning)):
        by_clock = sorted((one["dur"] for one in traced.tasks), reverse=True)
        by_processor = sorted((one.get("tdur", 0) for one in traced.tasks), reverse=True)
        long = [sum(time > LONG_US for time in times) for times in (by_clock, by_processor)]
        print(
            f"  {name}: {sum(by_processor) / 1e6:.1f} s of processor, over 50 ms {long[0]} tasks"
            f" ({long[1]} of processor), the longest {by_clock[0] / 1000:.0f}"
            f" ({by_processor[0] / 1000:.0f}) ms"
        )
        longest = sorted(traced.tasks, key=lambda one: -one.get("tdur", 0))
        for one in [one for one in longest if one["dur"] > LONG_US][:SHOWN]:
            times = f"{one['dur'] / 1000:.0f} ({one.get('tdur', 0) / 1000:.0f}) ms"
            print(f"    {times}: {inside(one, traced.events)}")


if __name__ == "__main__":
    main()
