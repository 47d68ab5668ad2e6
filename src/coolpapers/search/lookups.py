"""Words, phrases and names as clauses of tantivy.

Bare words are looked up in `stems`, one posting list a word, so that counting and intersecting
stay cheap; their exact forms in the title only add to the score of what matches.

Every lookup is paid from a budget before it is made, in postings read; what a query cannot pay
is left out and named in `skipped`. So any query is answered in bounded time in any library.
A few bare words are not metered: asking for their numbers of papers takes a third of planning.
"""

import re
from collections.abc import Iterator, Sequence
from math import log1p
from typing import NamedTuple

import tantivy
from tantivy import Occur, Query

from coolpapers.search.fields import Weights
from coolpapers.search.names import given_first, is_short, keys_of_initials, may_be_joined
from coolpapers.search.remembered import Remembered
from coolpapers.search.texts import divided, is_single_cjk, prepare_query
from coolpapers.search.tree import Phrase, Word

BUDGET = 100_000_000
"""Postings that one query may read: half a second (6 ns each in a union of terms)."""
COMPOUND, IN_ORDER, BEGINNING = 2, 30, 8
"""What each part of a compound and a phrase cost for every paper of their rarest word, and a
beginning for every paper of the library, in postings."""
UNMETERED_WORDS = 16
TOKENS = 32
VARIED_WORDS = 32
SHORT_IN_NAMES = 6
"""Letters of the shortest word that tells a name: initials with dots, or a particle."""
VARIANTS = 256
TEXT_FIELDS = ("title", "abstract", "authors")

_APART = re.compile(r"[=<>&|+]")  # `P=NP` is no `PnP`


class Reading(NamedTuple):
    """What clauses are made against: one state of the index and the table it was built by."""

    searcher: tantivy.Searcher
    schema: tantivy.Schema
    weights: Weights
    analysers: dict[str, tantivy.TextAnalyzer]
    fields: frozenset[str]
    remembered: Remembered


def any_of(queries: Sequence[Query]) -> Query:
    """A disjunction; its scores add up."""
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Should, query) for query in queries])


class Lookups:
    """Makes the lookups of one query; a new one for each, as it counts what they cost."""

    def __init__(self, reading: Reading, words: int) -> None:
        self._searcher, self._schema, self._weights, analysers, *_ = reading
        self._words = analysers["words"].analyze
        self._stems = analysers["stems"].analyze
        self._names = analysers["name"].analyze
        self._is_metered = words > UNMETERED_WORDS
        self._budget = BUDGET
        self._varied = VARIED_WORDS
        self.skipped: list[str] = []

    def ways(self, node: Word) -> list[Query]:
        """Lookups of which any finds a word; none if nothing in it can be looked up, or paid."""
        text = prepare_query(node.text)
        tokens = self._words(text)[:TOKENS]
        if not tokens:
            return []
        if node.prefix or is_single_cjk(tokens[-1]):
            return _only(self._beginning(node, tokens))
        if node.field:
            return _only(self._in_field(node, tokens))
        stems = self._stems(text)[:TOKENS]
        if self._is_metered or len(tokens) > 1:
            each = COMPOUND * len(stems) if len(stems) > 1 else 1
            if not self._paid(node, each * self._rarest("stems", stems)):
                return []
        whole = self._parts(text, stems, tokens) if tokens[1:] else self._bare(stems[0], tokens[0])
        return [*whole, *self._apart(text)]

    def phrase(self, node: Phrase) -> Query | None:
        """Papers that have words in order; None if there are none, or no budget."""
        if node.field == "authors":
            return self._name(node)
        tokens = self._words(prepare_query(node.text))[:TOKENS]
        if not tokens:
            return None
        if len(tokens) == 1 and is_single_cjk(tokens[0]):
            return self._beginning(node, tokens)
        if not self._paid(node, self._cost_in_order(node.field or "abstract", tokens)):
            return None
        if node.field:
            return self._in_order(node.field, tokens)
        weighed = self._weights.phrase
        return any_of([boosted(self._in_order(field, tokens), by) for field, by in weighed])

    def exact(self, node: Word) -> Iterator[Query]:
        """What adds to the score: a bare word as typed, the parts of a compound together."""
        tokens = [] if node.field or node.prefix else self._words(prepare_query(node.text))[:TOKENS]
        if not tokens:
            return
        metered = self._is_metered or len(tokens) > 1
        if metered and not self._affords(self._cost_in_order("abstract", tokens)):
            return
        weighed = self._weights.exact if len(tokens) == 1 else self._weights.compound
        for field, weight in weighed:
            yield boosted(self._in_order(field, tokens), weight)

    # --- bare words ---

    def _bare(self, stem: str, token: str) -> list[Query]:
        found = [boosted(self._term("stems", stem), self._weights.stem)]
        if named := self._searcher.doc_freq("authors", token):
            weight = self._weights.author * self._share_as_name(named, stem)
            found.append(boosted(self._term("authors", token), weight))
        return found

    def _share_as_name(self, named: int, stem: str) -> float:
        """How much a name counts that is a word of texts as well: it is less rare, and less meant.

        Few authors are called Deep, so for `deep learning` their papers would come first.
        """
        papers = self._searcher.num_docs
        as_any = min(papers, named + self._searcher.doc_freq("stems", stem))
        return (_rarity(as_any, papers) / _rarity(named, papers)) ** 2

    def _parts(self, text: str, stems: list[str], tokens: list[str]) -> list[Query]:
        r"""`self-attention`: all of its parts anywhere, or written as one, or a name.

        The parts of `GPT-4` or `\ell_1` say something only side by side, those of `AdS_5/CFT_4`
        also with each number joined to what it counts.
        """
        found = [Query.boolean_query([(Occur.Must, self._term("stems", stem)) for stem in stems])]
        if any(len(token) == 1 or token.isdecimal() for token in tokens):
            found = self._side_by_side(tokens)
            counted = _counted(tokens)
            if 1 < len(counted) < len(tokens):
                found += self._side_by_side(counted)
        for joined in [] if _APART.search(text) else self._stems("".join(tokens)):
            if self._searcher.doc_freq("stems", joined):
                found += (self._term("stems", joined),)
        if self._rarest("authors", tokens):
            found.append(boosted(self._in_order("authors", tokens), self._weights.author))
        return [*found, *self._joined_name(tokens)]

    def _apart(self, text: str) -> list[Query]:
        """`AdS5`, `AdS5/CFT4`, `DeepWalk` and `BERT4Rec` written apart, in title or abstract."""
        found = [self._words(apart)[:TOKENS] for apart in divided(text.strip())]
        return [
            query
            for tokens in found
            if len(tokens) > 1 and self._affords(self._cost_in_order("abstract", tokens))
            for query in self._side_by_side(tokens, also_names=True)
        ]

    def _side_by_side(self, tokens: list[str], *, also_names: bool = False) -> list[Query]:
        fields = ["title", "abstract"]
        if also_names and self._rarest("authors", tokens):
            fields.append("authors")
        return [self._in_order(field, tokens) for field in fields]

    # --- words in a field ---

    def _in_field(self, node: Word, tokens: list[str]) -> Query | None:
        field = node.field
        if not self._paid(node, self._cost_in_order(field, tokens)):
            return None
        exact = self._in_order(field, tokens)
        if field == "authors":
            apart = [some for text in divided(node.text) if (some := self._words(text))]
            in_parts = [self._in_order(field, some) for some in apart]
            return any_of([exact, *self._joined_name(tokens), *in_parts])
        if len(tokens) > 1 or field not in ("title", "abstract"):
            return exact
        forms = [self._term(field, form) for form in self._variants(field, tokens[0])]
        return any_of([exact, *(boosted(form, self._weights.variant) for form in forms)])

    def _variants(self, field: str, token: str) -> list[str]:
        """Other words of the field with the same stem, the commonest first."""
        stem = self._stems(token)[0]
        beginning = stem[:-1] if stem[-1] in "ie" else stem
        if len(beginning) < 3 or self._varied == 0:
            return []
        self._varied -= 1
        near = self._searcher.terms_with_prefix(field, beginning, limit=VARIANTS)
        return [form for form, _ in near if form != token and self._stems(form) == [stem]]

    def _beginning(self, node: Word | Phrase, tokens: list[str]) -> Query | None:
        """Every word that begins so; the parts before the last of a compound as they are."""
        if not self._paid(node, BEGINNING * self._searcher.num_docs):
            return None
        fields = (node.field,) if node.field else TEXT_FIELDS
        pattern = re.escape(tokens[-1]) + ".*"
        found = [Query.regex_query(self._schema, field, pattern) for field in fields]
        clauses = [
            (Occur.Must, any_of([self._term(field, token) for field in fields]))
            for token in tokens[:-1]
        ]
        return Query.boolean_query([*clauses, (Occur.Must, any_of(found))])

    # --- names ---

    def _name(self, node: Phrase) -> Query | None:
        """`Yoshua Bengio` as printed, with a name between, or as `Y. Bengio`; and the reverse."""
        name = given_first(node.text)
        tokens = self._words(prepare_query(name))[:TOKENS]
        if not tokens or not self._paid(node, self._cost_in_order("authors", tokens)):
            return None
        if len(tokens) == 1:
            return self._term("authors", tokens[0])
        keys = [self._term("author_key", self._names(key)[0]) for key in keys_of_initials(name)]
        if is_short(name):
            return any_of(keys)
        in_full = Query.phrase_query(self._schema, "authors", list(tokens), slop=1)
        guesses = [boosted(key, self._weights.variant) for key in keys]
        found = [*guesses, in_full, *(self._joined_name(tokens) if may_be_joined(tokens) else ())]
        if len(tokens[-1]) > 1:
            found.append(self._in_order("authors", [tokens[0][0], tokens[-1]]))
        return any_of(found)

    def names(self, words: Sequence[Word]) -> Iterator[tuple[int, int, Query]]:
        """Which bare words side by side are a name, `le cun` or `Bengio Y`: from, to, a lookup."""
        if min(len(word.text) for word in words) > SHORT_IN_NAMES:
            return
        spans = {(at, at + 2) for at in range(len(words) - 1)} | {(0, len(words))}
        for start, end in sorted(spans):
            texts = [word.text for word in words[start:end]]
            found: list[Query] = []
            if may_be_joined(texts):
                found += self._joined_name(self._words(prepare_query(" ".join(texts))))
            for key in keys_of_initials(" ".join(texts)):
                found += self._of_key(key)
            if found:
                yield start, end, any_of(found)

    def _of_key(self, key: str) -> list[Query]:
        """The authors of a key such as `Y Bengio`; none if there are none."""
        folded, tokens = self._names(key)[0], self._words(prepare_query(key))
        if not tokens or not self._searcher.doc_freq("author_key", folded):
            return []
        return [boosted(self._term("author_key", folded), self._weight_as_name(tokens[-1]))]

    def _joined_name(self, tokens: Sequence[str]) -> list[Query]:
        """An author whose name is these words in one, `le cun` or `o'brien`; none without one."""
        name = "".join(tokens)
        if len(tokens) < 2 or not self._searcher.doc_freq("authors", name):
            return []
        return [boosted(self._term("authors", name), self._weight_as_name(name))]

    def _weight_as_name(self, token: str) -> float:
        named, stems = self._searcher.doc_freq("authors", token), self._stems(token)
        return self._weights.author * (self._share_as_name(named, stems[0]) if stems else 1.0)

    # --- terms and what they cost ---

    def _term(self, field: str, token: str) -> Query:
        return Query.term_query(self._schema, field, token)

    def _in_order(self, field: str, tokens: list[str]) -> Query:
        if len(tokens) == 1:
            return self._term(field, tokens[0])
        return Query.phrase_query(self._schema, field, list(tokens))

    def _rarest(self, field: str, tokens: Sequence[str]) -> int:
        return min(self._searcher.doc_freq(field, token) for token in tokens)

    def _cost_in_order(self, field: str, tokens: Sequence[str]) -> int:
        return self._rarest(field, tokens) * (IN_ORDER if len(tokens) > 1 else 1)

    def _affords(self, cost: int) -> bool:
        """Whether there is budget left, which is then spent; the last lookup may overdraw it."""
        if self._budget <= 0:
            return False
        self._budget -= cost
        return True

    def _paid(self, node: Word | Phrase, cost: int) -> bool:
        paid = self._affords(cost)
        if not paid:
            self.skipped.append(str(node))
        return paid


def _rarity(papers_with: int, papers: int) -> float:
    """What tantivy's BM25 counts for a word of so many papers."""
    return log1p(max(0.0, papers - papers_with + 0.5) / (papers_with + 0.5))


def _counted(tokens: Sequence[str]) -> list[str]:
    """The same words, numbers joined to the words before them."""
    found: list[str] = []
    for token in tokens:
        if found and token.isdecimal():
            found[-1] += token
        else:
            found.append(token)
    return found


def _only(query: Query | None) -> list[Query]:
    return [] if query is None else [query]


def boosted(query: Query, weight: float) -> Query:
    """The same papers, scored so many times as high."""
    return query if weight == 1.0 else Query.boost_query(query, weight)
