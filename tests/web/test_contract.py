"""CONTRACT.md, sections 1, 3 and 4: every address that clients ask, against the running app."""

import re
from collections.abc import Iterator
from html import unescape
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import anyio
import feedparser
import pytest

from coolpapers.faq.configured import ModelSpec
from coolpapers.faq.model import CannedModel
from coolpapers.flows.desk import Desk
from coolpapers.flows.pdfs import PdfCache, Pdfs
from coolpapers.flows.texts import Texts
from coolpapers.flows.work import work
from coolpapers.subjects import canonical
from coolpapers.web.app import create_app
from tests.flows.test_answering import PDF
from tests.web.browsing import HOST, Answer, Browser, browsing
from tests.web.conftest import fill
from tests.web.shelf import PAPERS

ANSWERED, UNASKED, UNKNOWN = "2401.00001", "2401.00002", "2401.99999"
SAID = "It is $x^2 < 3$ & **bold**."
HTML, TEXT, ATOM, PDF_KIND = "text/html", "text/plain", "application/atom+xml", "application/pdf"


class Row(NamedTuple):
    """An address, and the answer to it: status, kind, and a pattern that all of its text is.

    Of a redirect the text is where it leads. `papers` are the cards of a page, in order.
    """

    address: str
    status: int = 200
    kind: str = HTML
    text: str = r".*"
    papers: tuple[str, ...] | None = None
    method: str = "GET"
    form: tuple[tuple[str, str], ...] = ()


def leads(address: str, location: str, status: int = 301) -> Row:
    """The row of an address that has moved."""
    return Row(address, status, "", re.escape(location))


def post(address: str, text: str, status: int = 200, kind: str = TEXT, **form: str) -> Row:
    """The row of an action."""
    return Row(address, status, kind, text, method="POST", form=tuple(form.items()))


ORAL, POSTERS = "oral_-1@OpenReview", ("poster_-2@OpenReview", "poster_-3@OpenReview")
ICLR = (ORAL, *POSTERS)
BOTH = (ANSWERED, UNASKED)
TABLE = [
    # --- pages
    Row("/", text=r'.*<body id="home".*'),
    Row("/arxiv/cs.LG", papers=tuple(f"2401.{1000 + n:05}" for n in range(29, 4, -1))),
    Row("/arxiv/cs.LG+hep-ex?date=2024-01-05", papers=BOTH),
    Row("/arxiv/cs.LG,hep-ex?date=2024-01-05", papers=BOTH),
    Row("/arxiv/cs-cs.CY?date=2024-01-05", papers=(ANSWERED,)),
    Row("/arxiv/cs.LG+hep-ex-stat.ML-econ.GN?date=2024-01-05", papers=(UNASKED,)),
    Row("/arxiv/math-ph+hep-th", papers=("hep-th/9901001",)),
    Row("/arxiv/math", papers=(ANSWERED,)),
    Row("/arxiv/cs+hep-ex-cs.LG?date=2024-01-05", papers=(UNASKED,)),
    Row("/arxiv/astro-ph", papers=()),
    Row("/arxiv/astro-ph.CO+cond-mat.dis-nn-quant-ph", papers=()),
    Row("/arxiv/2401.00001", papers=(ANSWERED,)),
    Row("/arxiv/2401.00001v1", papers=(ANSWERED,)),
    Row("/arxiv/1406.2661", papers=("1406.2661",)),
    Row("/arxiv/hep-th/9901001", papers=("hep-th/9901001",)),
    Row("/arxiv/hep-th/9901001,2401.00001", papers=("hep-th/9901001", ANSWERED)),
    leads("/arxiv/1406.02661", "/arxiv/1406.2661"),
    leads("/arxiv/math.GT/0309136", "/arxiv/math/0309136"),
    Row("/venue/ICLR", papers=ICLR),
    Row("/venue/ICLR.2024", papers=ICLR),
    Row("/venue/ICLR.2024?group=Oral", papers=(ORAL,)),
    Row("/venue/latest", text=r".*/venue/ACL\.2024.*/venue/ICLR\.2023.*"),
    Row("/venue/oral_-1@OpenReview", papers=(ORAL,)),
    Row("/venue/oral_-1%40OpenReview", papers=(ORAL,)),
    Row("/venue/2024.acl-long.1@ACL,oral_-1@OpenReview", papers=("2024.acl-long.1@ACL", ORAL)),
    Row("/arxiv/search?query=crowd", papers=(UNASKED,)),
    Row("/venue/search?query=spoken", papers=(ORAL,)),
    Row("/arxiv/search?query=crowd,bound", papers=(UNASKED, ANSWERED)),
    Row("/all/search?query=spoken,crowd&sort=0", text=rf".*{UNASKED}.*"),
    # --- ids of every source: known addresses, papers that this library does not hold
    *(
        Row(f"/{path}", 404)
        for path in (
            "arxiv/2504.15371v3", "arxiv/cs/0506078", "venue/123@2023@IJCAI",
            "venue/name@v235@PMLR", "venue/36974@AAAI", "venue/Author_Title@CVPR2025@CVF",
            "venue/xu-haichuan@usenixsecurity24@USENIX",
        )
    ),
    # --- parameters
    Row("/arxiv/cs.LG?show=1", papers=("2401.01029",)),
    Row("/arxiv/cs.LG?skip=28", papers=("2401.01001", "2401.01000")),
    Row("/arxiv/hep-th/9901001,2401.00001?sort=0", papers=(ANSWERED, "hep-th/9901001")),
    Row("/arxiv/hep-ex+cs.LG?date=2024-01-05&sort=1", papers=BOTH),
    Row("/arxiv/hep-ex+cs.LG?date=2024-01-05&sort=particle,hands", papers=(UNASKED, ANSWERED)),
    Row("/arxiv/stat.ML?from=2013-12-01&to=2014-06-30", papers=("1406.2661",)),
    Row("/arxiv/search?query=crowd&highlight=1", text=r".*<mark.*"),
    Row("/arxiv/search?query=graph&show=2&skip=1", papers=("2401.01000", "2401.01001")),
    Row("/arxiv/search?query=weekend&show=1&sort=0", papers=("2401.01029",)),
    Row("/all/search?query=hung,crowd&sort=crowd", text=rf".*{UNASKED}.*"),
    Row("/venue/ICLR.2024?show=1&skip=1", papers=(POSTERS[0],)),
    Row("/venue/ICLR.2024?sort=1", papers=ICLR),
    Row("/venue/ICLR.2024?sort=hung", papers=(*POSTERS, ORAL)),
    Row("/arxiv/2401.00001,2401.00002?skip=1&show=1", papers=(UNASKED,)),
    # What cannot be meant on a page is passed over with a note, and the page is shown.
    Row("/venue/ICLR.2024?date=2024-01-05&query=hung", text=r".*: date, query\..*", papers=ICLR),
    # --- feeds of all of these
    *(
        Row(address, kind=ATOM, text=r".*<feed\b.*")
        for address in (
            "/arxiv/cs.LG/feed", "/arxiv/cs.LG+hep-ex-cs.CY/feed", "/arxiv/2401.00001/feed",
            "/arxiv/hep-th/9901001,2401.00001/feed", "/venue/ICLR.2024/feed?group=Oral",
            "/venue/ICLR/feed", "/venue/oral_-1@OpenReview/feed",
            "/arxiv/search/feed?query=crowd", "/venue/search/feed?query=spoken",
            "/all/search/feed?query=graphs", "/arxiv/cs.LG/feed?date=2024-01-05&show=1",
            "/arxiv/cs/feed?from=2024-01-01&to=2024-01-08",
        )
    ),
    leads("/venue/latest/feed", "/venue/ACL.2024/feed", 302),
    leads("/venue/latest/feed?show=5", "/venue/ACL.2024/feed?show=5", 302),
    # --- aliases
    *(
        leads(f"/arxiv/{alias}", f"/arxiv/{canonical(alias)}")
        for alias in ("cs.NA", "cs.SY", "math.IT", "math.MP", "q-fin.EC", "stat.TH")
    ),
    leads("/arxiv/cs.NA+cs.LG?date=2024-01-05", "/arxiv/math.NA+cs.LG?date=2024-01-05"),
    # --- PDFs
    Row(f"/pdf/arxiv/{ANSWERED}", kind=PDF_KIND),
    Row("/pdf/venue/oral_-1@OpenReview", kind=PDF_KIND),
    Row(f"/pdf/arxiv/{UNKNOWN}", 404, TEXT),
    leads(f"/pdf?url=https://arxiv.org/pdf/{ANSWERED}", f"/pdf/arxiv/{ANSWERED}", 302),
    leads(f"/pdf?url=https://openreview.net/pdf?id={ORAL[:7]}", f"/pdf/venue/{ORAL}", 302),
    Row(f"/pdf?url=https://arxiv.org/pdf/{UNKNOWN}", 404, TEXT),
    Row("/pdf?url=http://127.0.0.1/secret.pdf", 404, TEXT),
    # --- actions
    post(f"/arxiv/star?key=pdf&paper={UNASKED}&delta=1", "1"),
    post(f"/arxiv/star?key=pdf&paper={UNASKED}&delta=-1", "0"),
    post(f"/arxiv/star?key=kimi&paper={UNASKED}&delta=1", "1"),
    post(f"/arxiv/star?key=unstar&paper={UNASKED}&delta=1", r"-?\d+"),
    post(f"/venue/star?key=pdf&paper={ORAL}&delta=1", "1"),
    Row(f"/arxiv/star?key=pdf&paper={UNASKED}&delta=1", 405, TEXT),
    Row(f"/arxiv/kimi?paper={ANSWERED}", text=r'(<p class="faq-q">.*?</div>\n){6}'),
    post(f"/arxiv/kimi?paper={ANSWERED}", r'(<p class="faq-q">.*?</div>\n){6}', kind=HTML),
    Row(f"/arxiv/kimi?paper={UNASKED}", text=""),
    Row(f"/arxiv/kimi?paper={UNKNOWN}", text=""),
    post(f"/arxiv/kimi?paper={UNKNOWN}", "", kind=HTML),
    Row(f"/arxiv/progress?paper={ANSWERED}", kind=TEXT, text="1"),
    Row(f"/arxiv/progress?paper={UNASKED}", kind=TEXT, text="0"),
    Row(f"/arxiv/progress?paper={UNKNOWN}", kind=TEXT, text="0"),
    Row(f"/venue/kimi?paper={ORAL}", text=""),
    Row("/venue/kimi?paper=no%20id", text=""),
    Row(f"/venue/progress?paper={ORAL}", kind=TEXT, text="0"),
    post("/config", r"Answers .*\.", kimi_lang="en"),
    post("/config", r"Answers .*\.", kimi_lang="zh", magic_token="guess"),
]  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Browser, Desk]]:
    """The shelf, with six questions about one paper answered, and PDFs without a network."""
    data = tmp_path_factory.mktemp("contract")
    library = fill(data / "library", PAPERS)
    pdfs = Pdfs(PdfCache(data / "pdfs", 10**8), lambda _: PDF)
    spec = ModelSpec(name="m", kind="canned")
    texts, make = Texts(data / "library", pdfs), lambda spec: CannedModel(lambda _: [SAID], spec)
    desk = Desk(library.settings, library.store, texts, {"m": spec}, make, wait=lambda _: 0.0)
    with browsing(create_app(library, pdfs=pdfs, desk=desk)) as browser:
        browser.post("/arxiv/faq", {"paper": ANSWERED, "quiet": "1"})
        anyio.run(lambda: work(desk, lambda: False, until_empty=True))
        yield browser, desk
    library.store.database.close()


def ask(browser: Browser, row: Row) -> Answer:
    if row.method == "POST":
        return browser.post(row.address, dict(row.form))
    return browser.get(row.address)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.method} {row.address}")
def test_every_address(site: tuple[Browser, Desk], row: Row) -> None:
    """The address answers with the status, the kind, the words and the papers that it should."""
    answer = ask(site[0], row)
    kind = answer.headers.get("content-type", "").partition(";")[0]
    assert (row.status, row.kind) == (answer.status, kind)
    if kind == PDF_KIND:
        assert PDF == answer.bytes
    else:
        text = answer.location if row.status in (301, 302) else answer.text
        assert re.fullmatch(row.text, text, re.DOTALL)
    if row.papers is not None:
        assert list(row.papers) == answer.ids


def test_looking_begins_nothing(site: tuple[Browser, Desk]) -> None:
    """After every GET of the table nobody waits for an answer."""
    browser, desk = site
    for row in TABLE:
        if row.method == "GET" and ("kimi" in row.address or "progress" in row.address):
            ask(browser, row)
    assert [] == desk.store.answers.of(f"arxiv:{UNASKED}")


def test_questions_and_answers(site: tuple[Browser, Desk]) -> None:
    """Six pairs, numbered; each answer is Markdown as it was written, its signs escaped."""
    body = site[0].get(f"/arxiv/kimi?paper={ANSWERED}").text
    pairs = re.findall(
        r'<p class="faq-q"><strong>Q(\d)</strong>: ([^<]+)</p>\n<div class="faq-a">([^<]*)</div>',
        body,
    )
    assert ["1", "2", "3", "4", "5", "6"] == [number for number, _, _ in pairs]
    assert 6 == len({question for _, question, _ in pairs})
    assert {SAID} == {unescape(answer) for _, _, answer in pairs}


def test_entries_of_a_feed(site: tuple[Browser, Desk]) -> None:
    """An entry has its permanent id, the link by the paper's id, moments, names and subjects."""
    entry = feedparser.parse(site[0].get("/arxiv/cs.LG/feed?date=2024-01-05").bytes).entries[0]
    assert f"{HOST}/arxiv/{ANSWERED}" == entry.id
    assert ANSWERED == entry.link.rpartition("/")[2]
    assert "Attentive graphs" in entry.title
    assert "We bound" in entry.summary
    assert ["2024-02-01T08:00:00Z", "2024-01-04T12:30:00Z"] == [entry.updated, entry.published]
    assert ["Ada Lovelace", "Émilie du Châtelet", "王小明"] == [a.name for a in entry.authors]
    assert ["cs.LG", "math.NA", "stat.ML"] == [tag.term for tag in entry.tags]


# What a card begins with, tag by tag, attributes in order; and what it ends with.
CARD = (
    r'<div id="ID" class="panel paper" keywords="[^"]*">\s*'
    r'<h2 class="title">\s*<a href="https://[^"]+"[^>]*>'
    r'<span class="index notranslate">#\d+</span></a>\s*'
    r'<a id="title-ID" class="title-link" href="/arxiv/ID">.*?</a>\s*'
    r'<a id="pdf-ID" class="title-pdf[^"]*"[^>]* data="https://[^"]+"[^>]*>\[PDF'
    r'<sup id="pdf-stars-ID">\d*</sup>\]</a>\s*'
    r'<a id="copy-ID" class="title-copy[^"]*"[^>]*>.*?</a>\s*'
    r'<a id="kimi-ID" class="title-kimi[^"]*"[^>]*>.*?<sup id="kimi-stars-ID">\d*</sup>\]</a>\s*'
    r'<a id="rel-ID" class="title-rel[^"]*" href="/arxiv/search\?query=[^"]+"[^>]*>.*?</a>\s*</h2>'
    r'.*<p id="authors-ID" class="metainfo authors[^"]*">'
    r'.*<p id="summary-ID" class="summary">'
    r'.*<p id="subjects-ID" class="metainfo subjects[^"]*">'
    r'.*<p id="date-ID" class="metainfo date[^"]*">.*<span class="date-data">'
    r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC</span>"
    r'.*<div id="pdf-container-ID" class="pdf-container"></div>'
    r'.*<div id="kimi-container-ID" class="kimi-container notranslate"></div>'
    r'.*<hr id="fold-ID"[^>]*>\s*</div>'
)


@pytest.mark.parametrize("address", ["/arxiv/cs.LG?date=2024-01-05", f"/arxiv/{ANSWERED}"])
def test_a_card_tag_by_tag(site: tuple[Browser, Desk], address: str) -> None:
    """Clients that read with patterns find the tags of a card and their attributes in order."""
    pattern = CARD.replace("ID", re.escape(ANSWERED))
    assert re.search(pattern, site[0].get(address).text, re.DOTALL)


@pytest.mark.parametrize(
    "name",
    [
        "]-stared-", "[Unstar]-", "wordCloud", "Prefer", "Categories", "exCategories", "KimiLang",
        "MagicToken", "appSearchKeywords", "appSearchKeywords-Excluded",
    ],
)  # fmt: skip
def test_state_is_kept_under_known_names(name: str) -> None:
    """Section 5: our scripts name what the browser keeps as other clients do."""
    scripts = Path(str(files("coolpapers.web") / "static")).rglob("*.js")
    assert any(name in script.read_text(encoding="utf-8") for script in scripts)
