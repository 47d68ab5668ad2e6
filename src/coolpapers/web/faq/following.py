"""Following answers while they are written: by whichever process, seen by every reader alike.

Each serving process looks a few times a second whether an answer that somebody watches has
changed, renders what is new once, and hands it to all who watch. A reader who is slow gets the
newest state of each block, not its history, so nobody makes anything grow.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import NamedTuple

from markupsafe import Markup

from coolpapers.flows.desk import Desk
from coolpapers.flows.questions import PARTS, Progress, progress_of
from coolpapers.records import Answer
from coolpapers.web.faq.blocks import shown_block
from coolpapers.web.markdown import MarkdownStream

POLL_S = 0.15
PROGRESS_S = 1.0
PATIENCE_S = 15.0
"""How long a reader hears nothing before a sign of life."""


class Event(NamedTuple):
    """What a reader's page is told: `reset` a part, a `block` of it, the `state` of the answer."""

    kind: str
    part: int = 0
    place: int = 0
    html: str = ""
    progress: Progress = Progress("none")


class _Block(NamedTuple):
    tick: int
    html: Markup


class _Part:
    """A part that grows: its text so far and its blocks."""

    def __init__(self, tick: int) -> None:
        self.text = ""
        self.is_closed = False
        self.begun = tick
        self.blocks: dict[int, _Block] = {}
        self.stream = MarkdownStream()


class _Shown:
    """An answer as the readers of this process see it."""

    def __init__(self) -> None:
        self.tick = 0
        self.revision = -1
        self.watchers = 0
        self.pdf = ""
        self.parts: dict[int, _Part] = {}
        self.gone: dict[int, int] = {}
        self.progress = Progress("none")
        self.progress_tick = 0
        self.changed = asyncio.Event()

    def update(self, answer: Answer, progress: Progress) -> None:
        """Take in what the store says now."""
        self.tick += 1
        self.revision = answer.revision
        for part in answer.parts:
            shown = self.parts.get(part.part)
            if shown is None or not part.text.startswith(shown.text):
                shown = self.parts[part.part] = _Part(self.tick)
            self._grow(shown, part.text, is_done=part.is_done)
        for number in set(self.parts) - {part.part for part in answer.parts}:
            del self.parts[number]
            self.gone[number] = self.tick
        if progress != self.progress:
            self.progress, self.progress_tick = progress, self.tick
        self.changed.set()
        self.changed = asyncio.Event()

    def _grow(self, shown: _Part, text: str, *, is_done: bool) -> None:
        updates = shown.stream.feed(text[len(shown.text) :]) if text != shown.text else []
        shown.text = text
        if is_done and not shown.is_closed:
            updates += shown.stream.close()
            shown.is_closed = True
        for update in updates:
            html = shown_block(update.html, self.pdf)
            shown.blocks[update.place] = _Block(self.tick, html)

    def events_since(self, tick: int) -> list[Event]:
        """What a reader has to be told who knows the state of a tick."""
        # Who comes new, or again after a break, may know parts that are no more.
        gone = self.gone if tick else dict.fromkeys(range(1, PARTS + 1), 1)
        events = [
            Event("reset", part)
            for part, when in gone.items()
            if when > tick and part not in self.parts
        ]
        for number, part in sorted(self.parts.items()):
            if part.begun > tick:
                events.append(Event("reset", number))
            events += [
                Event("block", number, place, str(block.html))
                for place, block in sorted(part.blocks.items())
                if block.tick > tick
            ]
        if self.progress_tick > tick:
            events.append(Event("state", progress=self.progress))
        return events


class Following:
    """Those who watch answers in this process; lives in one event loop.

    Args:
        desk: Whose answers.
        pause: Waits between two looks; replaced in tests.
    """

    def __init__(self, desk: Desk, pause: Callable[[float], object] = asyncio.sleep) -> None:
        self._desk = desk
        self._pause = pause
        self._shown: dict[int, _Shown] = {}
        self._task: asyncio.Task[None] | None = None
        self.is_over = False
        """Whether this process ends: readers go on with the next one."""

    def end(self) -> None:
        """Every reader is let go at once."""
        self.is_over = True
        for shown in self._shown.values():
            shown.changed.set()

    @property
    def watched(self) -> int:
        """How many answers somebody watches."""
        return len(self._shown)

    async def events(self, number: int, pdf: str) -> AsyncIterator[list[Event]]:
        """What changes in an answer, until it has ended; an empty list is a sign of life.

        The first list tells the whole state, so whoever comes late or again misses nothing.
        """
        shown = self._shown.setdefault(number, _Shown())
        shown.watchers += 1
        shown.pdf = pdf
        try:
            seen = 0
            if shown.revision < 0:
                await self._look(number)
            self._start()
            while True:
                waiting = shown.changed
                events = shown.events_since(seen)
                seen = shown.tick
                yield events
                if self.is_over or shown.progress.state in ("done", "failed", "none"):
                    return
                if shown.tick == seen:
                    await _until(waiting)
        finally:
            shown.watchers -= 1
            if not shown.watchers:
                self._shown.pop(number, None)

    def _start(self) -> None:
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._watch())

    async def _watch(self) -> None:
        """Look at what is watched until nothing is."""
        looked = 0.0
        while self._shown:
            await self._wait(POLL_S)
            looked += POLL_S
            numbers = list(self._shown)
            revisions = await asyncio.to_thread(self._desk.store.answers.revisions, numbers)
            for number in numbers:
                shown = self._shown.get(number)
                if shown is None:
                    continue
                is_due = looked >= PROGRESS_S and shown.progress.state == "waiting"
                if revisions.get(number) != shown.revision or is_due:
                    await self._look(number)
            looked = 0.0 if looked >= PROGRESS_S else looked

    async def _wait(self, seconds: float) -> None:
        await self._pause(seconds)  # type: ignore[misc]

    async def _look(self, number: int) -> None:
        answer, progress = await asyncio.to_thread(self._read, number)
        shown = self._shown.get(number)
        if shown is None:
            return
        if answer is None:
            shown.progress, shown.progress_tick = Progress("failed", reason="no_paper"), 10**12
            shown.changed.set()
        elif answer.revision != shown.revision or progress != shown.progress:
            shown.update(answer, progress)

    def _read(self, number: int) -> tuple[Answer | None, Progress]:
        answer = self._desk.store.answers.get(number)
        return answer, progress_of(self._desk, answer)


async def _until(event: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(PATIENCE_S):
            await event.wait()
    except TimeoutError:
        return
