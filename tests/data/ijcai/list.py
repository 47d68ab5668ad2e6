"""What is on `list.html`."""

from coolpapers.ids import PaperId
from coolpapers.records import Author, Paper, Venue

EXPECTED = [
    Paper(
        id=PaperId.parse("venue:1@2023@IJCAI"),
        title="Agents That Brew",
        authors=(
            Author("Jane Doe"),
            Author("Li Wei"),
        ),
        pdf_url="https://www.ijcai.org/proceedings/2023/0001.pdf",
        page_url="https://www.ijcai.org/proceedings/2023/1",
        venue=Venue("IJCAI", 2023),
    ),
    Paper(
        id=PaperId.parse("venue:2@2023@IJCAI"),
        title="A Survey of Cups",
        authors=(Author("Ana Cup"),),
        pdf_url="https://www.ijcai.org/proceedings/2023/0002.pdf",
        page_url="https://www.ijcai.org/proceedings/2023/2",
        venue=Venue("IJCAI", 2023, track="Survey"),
    ),
]
