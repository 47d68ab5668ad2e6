"""The built-in demo papers, put into a library."""

from coolpapers.demo import open_demo
from coolpapers.flows.imports import Importer
from coolpapers.formats import ByteStream, Record, read
from coolpapers.records import Counts

SOURCE = "demo"
"""What the store knows demo papers by: real records of the same papers replace them."""


def add_demo_papers(importer: Importer) -> Counts:
    """The demo papers kept and made searchable; doing it again changes nothing."""
    with ByteStream(open_demo(), name="demo papers") as stream:
        papers = [record.paper for record in read(stream) if isinstance(record, Record)]
    counts = importer.store.papers.put(papers, source=SOURCE)
    if importer.reindexer is not None:
        importer.reindexer.catch_up()
    return counts
