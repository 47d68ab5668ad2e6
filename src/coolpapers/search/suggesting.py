"""What may come next while a query is typed: words of titles, and papers to read names from.

The last word is completed, commonest first; words before it say among which papers is counted.
Shorter beginnings than `SHORTEST` letters would have most of the vocabulary read. Those of two
letters begin thousands of words in a large library: without words before them the commonest are
remembered, with words before them they are read from the newest papers that have these.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from tantivy import Occur, Query

from coolpapers.records import Held
from coolpapers.search.failures import as_engine_error
from coolpapers.search.hits import Page
from coolpapers.search.lookups import Reading
from coolpapers.search.narrowing import silent
from coolpapers.search.query import FIELDS
from coolpapers.search.remembered import MOST_BEGUN, keep
from coolpapers.search.stopwords import UNSPOKEN
from coolpapers.search.texts import PLUSES, SIGNED, is_single_cjk, prepare_query

Texts = Callable[[Sequence[int]], Sequence[Held]]
"""The papers with these row numbers, as `store.papers.numbered` gives them."""

SHORTEST = 2
LONGEST = 200
KEPT = 20
"""Words remembered a beginning; fewer are ever shown."""
BEFORE = 3
WIDE = 2
"""Letters of a beginning whose words may be too many to count each; one more divides by ten."""
MANY = 300_000
"""From so many papers on they are: 10,000 words among a million generated papers, 20 ms."""
READ_AMONG = 100
"""Newest papers that are read for words with a wide beginning; most of their titles have none."""
NAMES_AMONG = 25
"""Papers whose authors are read for names."""
SPARE = 4
"""Words asked for beyond those shown: what is typed already, `the` and the like are not shown."""
MOST_AUTHORS = 200
"""Papers by more are left out: their names would take longer than all else."""
LONE_NAME = 3
"""Letters of a name that stands alone and may be a word as well."""
_NAME_PARTS = 3
_PARTS = re.compile(r"[a-z0-9]+")

_LAST = re.compile(r'[^\s"“”(),;:]*\Z')
_NAMED = re.compile(r"(\w+):\Z")

Field = Literal["title", "abstract", "authors"]
_COMPLETED: dict[str, Field] = {"title": "title", "abstract": "abstract", "authors": "authors"}


class Typed(NamedTuple):
    """What stands before the word being typed, its field, and the word itself."""

    head: str
    field: Field
    last: str


class Completion(NamedTuple):
    """A whole query with its last word completed, and how many papers have that word."""

    text: str
    papers: int


def typed(text: str) -> Typed | None:
    """The word that is being typed; None where nothing can be suggested."""
    text = text.encode("utf-8", "replace").decode("utf-8").lstrip()
    written = _LAST.search(text[:LONGEST])
    last = written[0].lstrip("-") if written else ""
    if text[LONGEST:] or len(last) < (1 if last and is_single_cjk(last[-1]) else SHORTEST):
        return None
    head = text[: len(text) - len(last)]
    opened = head.rfind('"') if head.count('"') % 2 else len(head)
    named = _NAMED.search(head[:opened])
    field = _COMPLETED.get(FIELDS.get(named[1].lower(), "")) if named else "title"
    return Typed(head, field, last) if field else None


def complete(reading: Reading, asked: Typed, limit: int, texts: Texts) -> list[Completion]:
    """The query with its last word completed, the word of most papers first.

    Raises:
        EngineError: The index cannot be read.
    """
    tokens = reading.analysers["words"].analyze(prepare_query(asked.last))
    if not tokens or asked.field == "authors" or not asked.last.lower().endswith(tokens[-1]):
        return []
    beginning, kept = tokens[-1], asked.last[: len(asked.last) - len(tokens[-1])]
    with as_engine_error("the search failed"):
        found = _begun(reading, asked, beginning, limit + SPARE, texts)
    unsaid = {beginning, PLUSES, *SIGNED, *UNSPOKEN}
    words = [(word, papers) for word, papers in found if word not in unsaid]
    return [Completion(f"{asked.head}{kept}{word}", papers) for word, papers in words[:limit]]


def papers_of_name(reading: Reading, asked: Typed) -> tuple[tuple[str, ...], list[int]]:
    """The parts of a name as far as it is typed, and newest papers of authors so called.

    Raises:
        EngineError: The index cannot be read.
    """
    parts = _name_parts(reading, asked)
    if not parts or (len(parts) == 1 and asked.field != "authors" and len(parts[0]) < LONE_NAME):
        return (), []
    searcher, schema = reading.searcher, reading.schema
    given = [(Occur.Must, Query.term_query(schema, "authors", part)) for part in parts[:-1]]
    among = Query.boolean_query(given) if given else None
    with as_engine_error("the search failed"):
        near = searcher.terms_with_prefix("authors", parts[-1], among, 3)
        if not near:
            return (), []
        any_name = [(Occur.Should, Query.term_query(schema, "authors", name)) for name, _ in near]
        query = Query.boolean_query([*given, (Occur.Must, Query.boolean_query(any_name))])
        hits = Page(searcher, NAMES_AMONG, 0).newest(silent(query)).hits
    return parts, [hit.number for hit in hits]


def is_named(reading: Reading, name: str, parts: Sequence[str]) -> bool:
    """Whether a name has these parts in this order, the last one as a beginning."""
    if name.isascii():  # ten times as fast, and the same
        tokens = iter(_PARTS.findall(name.lower()))
    else:
        tokens = iter(reading.analysers["words"].analyze(prepare_query(name)))
    return all(part in tokens for part in parts[:-1]) and any(
        token.startswith(parts[-1]) for token in tokens
    )


_Counted = list[tuple[str, int]]


def _begun(reading: Reading, asked: Typed, beginning: str, limit: int, texts: Texts) -> _Counted:
    """The commonest words that begin so, and how many papers have each with the words before."""
    among = _among(reading, asked.head)
    if among is None:
        return _commonest(reading, asked.field, beginning, limit)
    if len(beginning) <= WIDE and reading.searcher.num_docs >= MANY:
        found = _read_among(reading, asked.field, beginning, among, texts)[:limit]
        if found:
            return _counted(reading, asked.field, found, among)
    return reading.searcher.terms_with_prefix(asked.field, beginning, among, limit)


def _commonest(reading: Reading, field: str, beginning: str, limit: int) -> _Counted:
    """Remembered where counting takes long: there it hardly matters that a paper came since."""
    if reading.searcher.num_docs < MANY:
        return reading.searcher.terms_with_prefix(field, beginning, limit=limit)
    begun, key = reading.remembered.begun, (field, beginning)
    found = begun.get(key)
    if found is None:
        found = reading.searcher.terms_with_prefix(field, beginning, limit=KEPT)
        keep(begun, key, found, MOST_BEGUN)
    return found[:limit]


def _read_among(
    reading: Reading, field: Field, beginning: str, among: Query, texts: Texts
) -> list[str]:
    """Words that begin so in the newest of some papers, the commonest first."""
    newest = Page(reading.searcher, READ_AMONG, 0).newest(silent(among))
    analyse = reading.analysers["words"].analyze
    words = Counter(
        word
        for held in texts([hit.number for hit in newest.hits])
        for word in set(analyse(prepare_query(getattr(held.paper, field))))
        if word.startswith(beginning)
    )
    return sorted(words, key=lambda word: (-words[word], word))


def _counted(reading: Reading, field: Field, words: Sequence[str], among: Query) -> _Counted:
    """The words with how many of some papers have each, the commonest first."""
    page = Page(reading.searcher, 0, 0)
    found = []
    for word in words:
        having = silent(Query.term_query(reading.schema, field, word))
        both = Query.boolean_query([(Occur.Must, silent(among)), (Occur.Must, having)])
        found.append((word, page.best(both).total))
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))


def _name_parts(reading: Reading, asked: Typed) -> tuple[str, ...]:
    is_free = asked.field == "title" and not set(asked.head) & set('":()-')
    if not is_free and asked.field != "authors":
        return ()
    head = asked.head.rpartition(":")[2]
    tokens = reading.analysers["words"].analyze(prepare_query(f"{head} {asked.last}"))
    return tuple(tokens) if len(tokens) <= _NAME_PARTS else ()


def _among(reading: Reading, head: str) -> Query | None:
    """Papers with the words typed before; None if there are none."""
    parts = (part for part in re.split(r'[\s"“”(),;]+', head) if ":" not in part)
    words = [part for part in parts if part.lower() not in UNSPOKEN and not part.startswith("-")]
    stems = reading.analysers["stems"].analyze(prepare_query(" ".join(words)))[-BEFORE:]
    known = [stem for stem in stems if reading.searcher.doc_freq("stems", stem)]
    if not known:
        return None
    return Query.boolean_query(
        [(Occur.Must, Query.term_query(reading.schema, "stems", stem)) for stem in known]
    )
