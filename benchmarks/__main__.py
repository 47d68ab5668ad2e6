"""`make bench`: generate papers, import them, serve them, and print one table."""

import argparse
from pathlib import Path

from benchmarks import api, feeds, generate, importing, pages, readers, reading, searching, semantic
from benchmarks.table import show


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1_000_000, help="papers to generate")
    parser.add_argument("--work", type=Path, default=Path("benchmarks/results"), help="where to")
    parser.add_argument("--keep", action="store_true", help="measure the library made before")
    chosen = parser.parse_args()
    file = chosen.work / f"papers-{chosen.count}.jsonl"
    data = chosen.work / f"library-{chosen.count}"
    generate.write(file, chosen.count)
    if not (chosen.keep and data.is_dir()):
        show(f"Importing {chosen.count:,} generated papers", importing.run(file, data))
    show(f"Latent space of {chosen.count:,} papers", semantic.run(data))
    show(f"Pages over {chosen.count:,} papers", pages.run(data))
    show(f"Searches over {chosen.count:,} papers", searching.run(data))
    show(f"The API over {chosen.count:,} papers", api.run(data))
    show(f"Feeds and files over {chosen.count:,} papers", feeds.run(data))
    show(f"{readers.READERS} readers of {readers.PAPERS} papers", readers.rows())
    if found := reading.rows(reading.PDFS):
        show("Reading PDFs", found)


if __name__ == "__main__":
    main()
