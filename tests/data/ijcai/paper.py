"""What is on `paper.html`."""

from coolpapers.ids import PaperId
from coolpapers.records import Author, Paper, Venue

EXPECTED = [
    Paper(
        id=PaperId.parse("venue:1@2023@IJCAI"),
        title="Agents That Brew",
        abstract="They brew on their own.",
        authors=(
            Author("Jane Doe"),
            Author("Li Wei"),
        ),
        doi="10.24963/ijcai.2023/1",
        pdf_url="https://www.ijcai.org/proceedings/2023/0001.pdf",
        page_url="https://www.ijcai.org/proceedings/2023/1",
        venue=Venue("IJCAI", 2023, pages="3-11"),
    ),
]
