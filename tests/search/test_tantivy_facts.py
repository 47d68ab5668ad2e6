"""What this program relies on in tantivy, pinned: a new version that differs fails here."""

from pathlib import Path

import pytest
from tantivy import Document, Filter, Index, Query, SchemaBuilder, TextAnalyzerBuilder, Tokenizer


def _index(path: Path, builder: SchemaBuilder) -> Index:
    path.mkdir(exist_ok=True)
    return Index(builder.build(), str(path))


def _count(index: Index) -> int:
    index.reload()
    return index.searcher().num_docs


def test_deletes_need_a_signed_key(tmp_path: Path) -> None:
    """Deleting by an integer works for signed fields and does nothing for unsigned ones."""
    left = {}
    for kind in ("integer", "unsigned"):
        builder = SchemaBuilder()
        getattr(builder, f"add_{kind}_field")("number", indexed=True, fast=True)
        index = _index(tmp_path / kind, builder)
        writer = index.writer(15_000_000, 1)
        for number in range(3):
            document = Document()
            getattr(document, f"add_{kind}")("number", number)
            writer.add_document(document)
        writer.commit()
        writer.delete_documents_by_term("number", 1)
        writer.commit()
        writer.wait_merging_threads()
        left[kind] = _count(index)

    assert {"integer": 2, "unsigned": 3} == left


def test_collecting_garbage_removes_an_orphan(tmp_path: Path) -> None:
    """A file that a killed commit left behind, known but unused, goes when garbage is collected."""
    builder = SchemaBuilder()
    builder.add_integer_field("number", indexed=True, fast=True)
    index = _index(tmp_path / "index", builder)
    writer = index.writer(15_000_000, 1)
    document = Document()
    document.add_integer("number", 1)
    writer.add_document(document)
    writer.commit()
    managed = tmp_path / "index" / ".managed.json"
    name = "0123456789abcdef0123456789abcdef.7.del"
    managed.write_text(managed.read_text().replace("[", f'["{name}",', 1))
    (tmp_path / "index" / name).write_bytes(b"")
    writer.wait_merging_threads()

    again = Index.open(str(tmp_path / "index"))
    writer = again.writer(15_000_000, 1)
    writer.garbage_collect_files()
    writer.wait_merging_threads()

    assert not (tmp_path / "index" / name).exists()
    assert 1 == _count(again)


def test_a_second_writer_says_lock_busy(tmp_path: Path) -> None:
    """The error of a second writer is a ValueError that names LockBusy."""
    builder = SchemaBuilder()
    builder.add_integer_field("number", indexed=True)
    index = _index(tmp_path / "index", builder)
    writer = index.writer(15_000_000, 1)

    with pytest.raises(ValueError, match="LockBusy"):
        Index.open(str(tmp_path / "index")).writer(15_000_000, 1)
    writer.wait_merging_threads()


def test_a_manual_reader_sees_commits_only_when_told(tmp_path: Path) -> None:
    """With the manual policy a commit is seen after `reload`, not before."""
    builder = SchemaBuilder()
    builder.add_integer_field("number", indexed=True)
    index = _index(tmp_path / "index", builder)
    reader = Index.open(str(tmp_path / "index"))
    reader.config_reader("manual")
    assert 0 == reader.searcher().num_docs
    writer = index.writer(15_000_000, 1)
    writer.add_document(Document())
    writer.commit()
    writer.wait_merging_threads()

    assert 0 == reader.searcher().num_docs
    assert 1 == _count(reader)


def test_values_of_a_field_are_no_phrase(tmp_path: Path) -> None:
    """A phrase does not reach from one value of a field into the next."""
    builder = SchemaBuilder()
    builder.add_text_field("names")
    index = _index(tmp_path / "index", builder)
    writer = index.writer(15_000_000, 1)
    document = Document()
    document.add_text("names", "ada lovelace")
    document.add_text("names", "alan turing")
    writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()

    def found(*words: str) -> int:
        query = Query.phrase_query(index.schema, "names", list(words))
        return len(index.searcher().search(query, 1).hits)

    assert (1, 0) == (found("ada", "lovelace"), found("lovelace", "alan"))


def test_analysers_keep_their_words() -> None:
    """Words are cut at everything but letters and digits, lowered, folded and stemmed."""

    def folded() -> TextAnalyzerBuilder:
        builder = TextAnalyzerBuilder(Tokenizer.simple())
        return builder.filter(Filter.lowercase()).filter(Filter.ascii_fold())

    stemmed = folded().filter(Filter.stemmer("english")).build()
    plain = folded().build()
    assert ["schrodinger", "x", "1", "strasse"] == plain.analyze("Schrödinger x_1 Straße")
    assert ["theori", "theori", "imag"] == stemmed.analyze("theories theory imaging")
