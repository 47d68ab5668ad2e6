"""Long tasks and jumps while a long list is read: `python -m benchmarks.longlist ADDRESS`.

The page is loaded in Chromium, then turned to its end with the wheel, under the browser's own
trace. Parts of a task overlap: what one does within another counts for both.
"""

import argparse
import shutil
from collections import Counter
from typing import Any, NamedTuple

from playwright.sync_api import CDPSession, Page, sync_playwright

LONG_US = 50_000
SHOWN = 12
CATEGORIES = "devtools.timeline,disabled-by-default-devtools.timeline"
SHIFTS = """
window.jumps = [];
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) window.jumps.push(one.value);
}).observe({ type: "layout-shift", buffered: true });
"""

Event = dict[str, Any]


class Reading(NamedTuple):
    """What a page did while it was read."""

    cards: int
    jumps: float
    """Cumulative layout shift."""
    tasks: list[Event]
    events: list[Event]


def read(page: Page, session: CDPSession, address: str, turns: int) -> Reading:
    """Load a page and turn it to its end."""
    events: list[Event] = []
    complete: list[Event] = []
    session.on("Tracing.dataCollected", lambda part: events.extend(part["value"]))
    session.on("Tracing.tracingComplete", lambda end: complete.append(end))  # noqa: PLW0108 (no builtin)
    page.add_init_script(SHIFTS)
    session.send("Tracing.start", {"categories": CATEGORIES, "transferMode": "ReportEvents"})
    page.goto(address, wait_until="load")
    for _ in range(turns):
        page.mouse.wheel(0, 900)
        page.wait_for_timeout(60)
    cards = page.locator(".paper").count()
    jumps = page.evaluate("window.jumps.reduce((sum, one) => sum + one, 0)")
    session.send("Tracing.end")
    while not complete:
        page.wait_for_timeout(50)
    return Reading(cards, jumps, tasks_of(events), events)


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
    """What took the time of a task, in ms."""
    parts: Counter[str] = Counter()
    end = task["ts"] + task["dur"]
    for one in events:
        here = (one["pid"], one["tid"]) == (task["pid"], task["tid"]) and one is not task
        if here and "dur" in one and task["ts"] <= one["ts"] < end:
            parts[one["name"]] += one["dur"]
    return ", ".join(f"{name} {time / 1000:.0f}" for name, time in parts.most_common(5))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address", help="a list of a running site, such as …/arxiv/cs?show=1000")
    parser.add_argument("--browser", default=shutil.which("chromium"), help="the path of Chromium")
    parser.add_argument("--slower", type=float, default=1, help="how much slower the processor is")
    parser.add_argument("--turns", type=int, default=400, help="turns of the wheel, 900 px each")
    chosen = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chosen.browser, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        session = page.context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": chosen.slower})
        show(read(page, session, chosen.address, chosen.turns))
        browser.close()


def show(reading: Reading) -> None:
    longest = sorted(reading.tasks, key=lambda one: -one["dur"])
    long = [one for one in longest if one["dur"] > LONG_US]
    print(f"{reading.cards} cards, layout shift {reading.jumps:.4f}")
    print(f"{len(reading.tasks)} tasks, {len(long)} over 50 ms", end="")
    print(f", the longest {longest[0]['dur'] / 1000:.0f} ms")
    for one in long[:SHOWN]:
        print(f"  {one['dur'] / 1000:.0f} ms: {inside(one, reading.events)}")


if __name__ == "__main__":
    main()
