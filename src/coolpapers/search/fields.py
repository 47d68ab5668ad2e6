"""The tuning table: what is indexed, how text becomes tokens, what weighs how much.

`SPEC` is today's table. Each index keeps the table it was built by beside it as JSON, and is
read with that one; `Spec.fingerprint` tells whether an index would come out differently today.
`WEIGHTS` act when searching only, so they are not kept, and changing them needs no new index.
"""

import hashlib
from functools import lru_cache
from typing import Literal

import msgspec
import tantivy

SPEC_VERSION = 3
"""Goes up when `prepare` or the sources of `documents` change what is indexed."""


class Analyser(msgspec.Struct, frozen=True):
    """A tokenizer and the filters its tokens pass, by their names in tantivy."""

    tokenizer: Literal["simple", "raw"]
    filters: tuple[tuple[str | int, ...], ...] = ()


class Field(msgspec.Struct, frozen=True):
    """One field of the index and the sources its values come from, in `documents.SOURCES`.

    `keeps` is what text postings hold: `basic` documents only, `freq` counts too, `position` all.
    What `counts` can be counted by value among hits.
    """

    name: str
    sources: tuple[str, ...]
    kind: Literal["text", "integer"] = "text"
    analyser: str = "exact"
    keeps: Literal["basic", "freq", "position"] = "basic"
    counts: bool = False


class Weights(msgspec.Struct, frozen=True):
    """Factors on BM25, and how bare words are tried.

    `exact` is for a bare word as typed, `compound` for the parts of a compound side by side.
    Exact forms in the abstract as well cost a third more time and brought nothing on the judged
    collections.

    Up to `all_words_up_to` bare words, papers with every word come first; when `enough` papers
    have every word, the others are not listed.
    """

    stem: float = 1.0
    author: float = 1.5
    exact: tuple[tuple[str, float], ...] = (("title", 0.4),)
    compound: tuple[tuple[str, float], ...] = (("title", 0.4), ("abstract", 0.4))
    phrase: tuple[tuple[str, float], ...] = (("title", 2.0), ("abstract", 1.0), ("authors", 1.5))
    variant: float = 0.5
    all_words_up_to: int = 3
    enough: int = 100

    def within(self, spec: "Spec") -> "Weights":
        """These weights without the fields that a table does not have."""
        names = {field.name for field in spec.fields}
        rows = {
            row: tuple(pair for pair in getattr(self, row) if pair[0] in names)
            for row in ("exact", "compound", "phrase")
        }
        return msgspec.structs.replace(self, **rows)


WEIGHTS = Weights()


class Spec(msgspec.Struct, frozen=True):
    """The whole table; `msgspec.json` writes and reads it."""

    version: int
    analysers: dict[str, Analyser]
    fields: tuple[Field, ...]

    @property
    def fingerprint(self) -> str:
        """Twelve hex digits that change with whatever needs a new index."""
        indexed = msgspec.json.encode((self.version, self.analysers, self.fields), order="sorted")
        return hashlib.sha256(indexed).hexdigest()[:12]


_FOLDED = (("remove_long", 60), ("lowercase",), ("ascii_fold",))

SPEC = Spec(
    version=SPEC_VERSION,
    analysers={
        "exact": Analyser("raw"),
        "name": Analyser("raw", (("lowercase",), ("ascii_fold",))),
        "words": Analyser("simple", _FOLDED),
        "stems": Analyser("simple", (*_FOLDED, ("stemmer", "english"))),
    },
    fields=(
        Field("number", ("number",), "integer"),
        Field("when", ("when",), "integer"),
        Field("year", ("year",), "integer"),
        Field("id", ("id",)),
        Field("branch", ("branch",)),
        # tantivy counts fields of its own analyser `raw` only, which is the same as `exact`.
        Field("category", ("category",), analyser="raw", counts=True),
        Field("venue", ("venue",), analyser="name"),
        # As it is printed, for counting: the field above is folded and has the edition too.
        Field("series", ("series",), analyser="raw", counts=True),
        Field("has", ("has",)),
        Field("shadowed", ("shadowed",)),
        Field("title", ("title",), analyser="words", keeps="position"),
        Field("abstract", ("abstract",), analyser="words", keeps="position"),
        Field("authors", ("authors",), analyser="words", keeps="position"),
        Field("author_key", ("author_key",), analyser="name"),
        Field("comment", ("comment",), analyser="words", keeps="position"),
        # Bare words are looked up here: one posting list a word. The title twice is its weight.
        # Without positions, so the parts of `BERT4Rec` may stand behind the text.
        Field("stems", ("title", "title", "abstract", "parts"), analyser="stems", keeps="freq"),
    ),
)


def build_schema(spec: Spec) -> tantivy.Schema:
    """The schema of a table. Integers are fast fields; nothing is stored."""
    builder = tantivy.SchemaBuilder()
    for field in spec.fields:
        if field.kind == "integer":
            builder.add_integer_field(field.name, indexed=True, fast=True)
        else:
            builder.add_text_field(
                field.name,
                fast=field.counts,
                tokenizer_name=field.analyser,
                index_option=field.keeps,
            )
    return builder.build()


def build_analysers(spec: Spec) -> dict[str, tantivy.TextAnalyzer]:
    """The analysers of a table by name."""
    return _built(msgspec.json.encode(spec.analysers))


def register(index: tantivy.Index, spec: Spec) -> None:
    """Gives an opened index its analysers; tantivy forgets them when it closes."""
    for name, analyser in build_analysers(spec).items():
        index.register_tokenizer(name, analyser)


@lru_cache(maxsize=8)
def _built(analysers: bytes) -> dict[str, tantivy.TextAnalyzer]:
    rows = msgspec.json.decode(analysers, type=dict[str, Analyser])
    return {name: _analyser(row) for name, row in rows.items()}


def _analyser(row: Analyser) -> tantivy.TextAnalyzer:
    builder = tantivy.TextAnalyzerBuilder(getattr(tantivy.Tokenizer, row.tokenizer)())
    for name, *arguments in row.filters:
        builder = builder.filter(getattr(tantivy.Filter, str(name))(*arguments))
    return builder.build()
