"""`python -m benchmarks.reading`: how long the text of a PDF takes, on the papers of ../shared."""

import argparse
from pathlib import Path
from time import process_time

from benchmarks.table import Row, show
from coolpapers.faq.pdf.reading import read

AIM_MS = 60
PDFS = Path("../shared/pdfs")


def rows(directory: Path) -> list[Row]:
    """A row a paper, if any: processor milliseconds a page, without the start of the process."""
    found: list[Row] = []
    for path in sorted(directory.glob("*.pdf")):
        data = path.read_bytes()
        read(data, 500)  # fonts and code are warm afterwards, as in the middle of a day
        started = process_time()
        document = read(data, 500)
        spent = (process_time() - started) * 1000 / document.pages
        name = f"{path.stem}, {document.pages} pages, a page"
        found.append(Row(name, spent, "ms", None, "", f"< {AIM_MS} ms"))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pdfs", type=Path, default=PDFS)
    show("Reading PDFs", rows(parser.parse_args().pdfs))


if __name__ == "__main__":
    main()
