"""One transaction of `put`: what a batch of records changes, worked out first, written once."""

import json
import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from coolpapers.records import Counts, Paper
from coolpapers.store import hashing, rows, works
from coolpapers.store.announcements import UNHEARD, Heard, heard, mark_held
from coolpapers.store.merge import merge, rank


@dataclass(slots=True)
class _Origin:
    run: int
    hashes: bytes

    def has(self, fingerprint: bytes) -> bool:
        size = hashing.HASH_BYTES
        known = self.hashes
        return any(known[at : at + size] == fingerprint for at in range(0, len(known), size))


@dataclass(slots=True)
class _State:
    """A paper of this batch: as held before, as it will be, and who said what of it."""

    number: int
    before: Paper | None
    now: Paper | None = None
    record: bytes = b""
    hash: bytes = b""
    origins: dict[str, _Origin] = field(default_factory=dict)
    heard: bool = False


class Batch:
    """The work of one transaction."""

    def __init__(self, connection: sqlite3.Connection, source: str, run: int) -> None:
        self._connection = connection
        self._source = source
        self._run = run
        self._heard: dict[str, Heard] = {}

    def put(self, papers: Sequence[Paper]) -> Counts:
        """Take in some papers; the connection is inside a write transaction."""
        ids = [str(paper.id) for paper in papers]
        states = self._load(ids)
        tally: Counter[str] = Counter()
        for key, paper in zip(ids, papers, strict=True):
            tally[self._take(states, key, paper)] += 1
        self._write({key: state for key, state in states.items() if state.heard})
        return Counts(new=tally["new"], changed=tally["changed"], same=tally["same"])

    def _load(self, ids: Sequence[str]) -> dict[str, _State]:
        found = self._connection.execute(
            """SELECT id, number, record, source, run, hashes
               FROM papers JOIN origins ON origins.paper = number
               WHERE id IN (SELECT value FROM json_each(?))""",
            [json.dumps(ids)],
        )
        states: dict[str, _State] = {}
        for key, number, record, source, run, hashes in found:
            state = states.get(key)
            if state is None:
                held = hashing.unpack(record)
                state = states[key] = _State(number, held, held)
            state.origins[source] = _Origin(run, hashes)
        self._next = rows.next_number(self._connection)
        self._heard = heard(self._connection, ids)
        return states

    def _take(self, states: dict[str, _State], key: str, paper: Paper) -> str:
        record = hashing.pack(paper)
        fingerprint = hashing.fingerprint(record)
        state = states.get(key)
        announced = self._heard.get(key, UNHEARD)
        if state is None or state.now is None:
            origins = {self._source: _Origin(self._run, fingerprint)}
            if announced.new:
                paper = announced.dated(paper)
                record = hashing.pack(paper)
                fingerprint = hashing.fingerprint(record)
            states[key] = _State(self._next, None, paper, record, fingerprint, origins, heard=True)
            self._next += 1
            return "new"
        origin = state.origins.get(self._source)
        if origin is not None and origin.has(fingerprint):
            return "same"
        believed = rank(self._source) - max(rank(source) for source in state.origins)
        self._hear(state, fingerprint)
        merged = announced.dated(merge(state.now, paper, believed=believed))
        if merged == state.now:
            return "same"
        state.now, state.record = merged, hashing.pack(merged)
        state.hash = hashing.fingerprint(state.record)
        return "changed"

    def _hear(self, state: _State, fingerprint: bytes) -> None:
        """Remember what the source said: beside what it said in this run, instead of before."""
        origin = state.origins.get(self._source)
        said = origin.hashes if origin is not None and origin.run == self._run else b""
        state.origins[self._source] = _Origin(self._run, said + fingerprint)
        state.heard = True

    def _write(self, states: dict[str, _State]) -> None:
        new = {key: state for key, state in states.items() if state.before is None}
        changed = [
            state
            for state in states.values()
            if state.before is not None and state.before != state.now
        ]
        rows.insert(
            self._connection,
            [(state.number, key, state.record, state.hash) for key, state in new.items()],
        )
        rows.update(
            self._connection,
            [(state.record, state.hash, state.number) for state in changed],
        )
        rows.hear(
            self._connection,
            [
                (state.number, self._source, origin.run, origin.hashes)
                for state in states.values()
                if (origin := state.origins.get(self._source)) is not None
            ],
        )
        moved = {key: state for key, state in states.items() if state.before != state.now}
        rows.relist(self._connection, [self._move(key, state) for key, state in moved.items()])
        mark_held(self._connection, [key for key in new if key in self._heard])
        moves = [(state.number, state.before, state.now) for state in moved.values()]
        linked = works.link(self._connection, moves)
        rows.log(self._connection, [*(state.number for state in moved.values()), *linked])

    def _move(self, key: str, state: _State) -> rows.Move:
        said = self._heard.get(key, UNHEARD).said
        return rows.Move(state.number, state.before, state.now, said, said)
