"""Ids: every way of writing them, one way of printing them, nothing that is none."""

import json
import lzma
import string
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coolpapers.errors import PaperIdError
from coolpapers.ids import PaperId, find_ids, page_url, parse_versioned, pdf_url

HASH = "0123456789abcdef" * 2

ARXIV = [
    ("1706.03762", "1706.03762"),
    ("1406.2661", "1406.2661"),
    ("1406.02661", "1406.2661"),
    ("1501.1234", "1501.01234"),
    ("0704.0001", "0704.0001"),
    ("hep-th/9901001", "hep-th/9901001"),
    ("cs/0506078", "cs/0506078"),
    ("math.GT/0309136", "math/0309136"),
    ("cond-mat.mes-hall/0309136", "cond-mat/0309136"),
    ("Hep-Th/9901001", "hep-th/9901001"),
    ("cmp-lg/9404001", "cmp-lg/9404001"),
    ("arxiv:1706.03762", "1706.03762"),
    ("arXiv: 1706.03762", "1706.03762"),
    ("ARXIV 1706.03762", "1706.03762"),
    ("arXiv:1706.03762v5  [cs.CL]  6 Dec 2017", "1706.03762"),
    ("  [1706.03762]. ", "1706.03762"),
    ("“1706.03762”,", "1706.03762"),
    ("１７０６．０３７６２", "1706.03762"),
    ("hep\u2010th/9901001", "hep-th/9901001"),
    ("hep-th%2F9901001", "hep-th/9901001"),
    ("1706.03762.pdf", "1706.03762"),
    ("https://arxiv.org/abs/1706.03762", "1706.03762"),
    ("http://www.arxiv.org/abs/1706.03762v2", "1706.03762"),
    ("https://export.arxiv.org/pdf/1706.03762v2.pdf#page=3", "1706.03762"),
    ("arxiv.org/abs/1706.03762?context=cs.CL", "1706.03762"),
    ("https://arxiv.org/html/1706.03762v7/", "1706.03762"),
    ("https://arxiv.org/format/1706.03762", "1706.03762"),
    ("https://arxiv.org/e-print/1706.03762", "1706.03762"),
    ("https://arxiv.org/abs/arXiv:1706.03762", "1706.03762"),
    ("https://arxiv.org/abs/math.GT/0309136", "math/0309136"),
    ("http://xxx.lanl.gov/abs/hep-th/9901001", "hep-th/9901001"),
    ("https://arxiv.org/pdf/hep-th/9901001v3.pdf", "hep-th/9901001"),
    ("https://www.alphaxiv.org/abs/1706.03762v1", "1706.03762"),
    ("https://alphaxiv.org/overview/1706.03762", "1706.03762"),
    ("https://huggingface.co/papers/1706.03762", "1706.03762"),
    ("https://ar5iv.labs.arxiv.org/html/1706.03762", "1706.03762"),
    ("https://dblp.org/rec/journals/corr/abs-1706-03762.html", "1706.03762"),
    ("https://papers.cool/arxiv/1706.03762", "1706.03762"),
    ("https://papers.cool/arxiv/hep-th/9901001/feed?show=5", "hep-th/9901001"),
    ("http://127.0.0.1:8000/arxiv/hep-th%2F9901001", "hep-th/9901001"),
    ("http://localhost:8000/pdf/arxiv/1406.02661", "1406.2661"),
    ("/arxiv/1706.03762", "1706.03762"),
    ("https://api.semanticscholar.org/arXiv:1706.03762", "1706.03762"),
    ("https://doi.org/10.48550/arXiv.1706.03762", "1706.03762"),
    ("doi:10.48550/arxiv.hep-th/9901001", "hep-th/9901001"),
]
VENUE = [
    ("XYZ_-1@OpenReview", "XYZ_-1@OpenReview"),
    ("XYZ_-1%40openreview", "XYZ_-1@OpenReview"),
    ("venue:XYZ_-1@OpenReview", "XYZ_-1@OpenReview"),
    ("https://openreview.net/forum?id=XYZ_-1", "XYZ_-1@OpenReview"),
    ("https://openreview.net/forum?id=XYZ_-1&noteId=abc#discussion", "XYZ_-1@OpenReview"),
    ("https://openreview.net/pdf?id=-bZ_q1", "-bZ_q1@OpenReview"),
    ("https://api2.openreview.net/notes?id=XYZ_-1", "XYZ_-1@OpenReview"),
    ("https://papers.cool/venue/XYZ_-1%40OpenReview", "XYZ_-1@OpenReview"),
    ("2024.acl-long.1@ACL", "2024.acl-long.1@ACL"),
    ("2024.acl-long.1", "2024.acl-long.1@ACL"),
    ("p04-1014", "P04-1014@ACL"),
    ("https://aclanthology.org/2024.acl-long.1/", "2024.acl-long.1@ACL"),
    ("https://aclanthology.org/2024.acl-long.1v2.pdf", "2024.acl-long.1@ACL"),
    ("https://aclanthology.org/W06-1664.pdf", "W06-1664@ACL"),
    ("http://www.aclweb.org/anthology/P/P04/P04-1014.pdf", "P04-1014@ACL"),
    ("https://www.aclweb.org/anthology/P04-1014", "P04-1014@ACL"),
    ("10.18653/v1/2020.acl-main.9", "2020.acl-main.9@ACL"),
    ("https://dx.doi.org/10.3115/v1/P14-1001", "P14-1001@ACL"),
    ("123@2023@IJCAI", "123@2023@IJCAI"),
    ("0123@2023@ijcai", "123@2023@IJCAI"),
    ("https://www.ijcai.org/proceedings/2023/123", "123@2023@IJCAI"),
    ("https://www.ijcai.org/proceedings/2023/0123.pdf", "123@2023@IJCAI"),
    ("https://www.ijcai.org/Abstract/16/008", "8@2016@IJCAI"),
    ("10.24963/ijcai.2023/123", "123@2023@IJCAI"),
    ("doe24a@V235@pmlr", "doe24a@v235@PMLR"),
    ("https://proceedings.mlr.press/v235/doe24a.html", "doe24a@v235@PMLR"),
    ("https://proceedings.mlr.press/v235/doe24a/doe24a.pdf", "doe24a@v235@PMLR"),
    ("http://proceedings.mlr.press/v28/doe13.pdf", "doe13@v28@PMLR"),
    ("http://jmlr.org/proceedings/papers/v28/doe13.html", "doe13@v28@PMLR"),
    (
        "https://raw.githubusercontent.com/mlresearch/v235/main/assets/doe24a/doe24a.pdf",
        "doe24a@v235@PMLR",
    ),
    ("36974@AAAI", "36974@AAAI"),
    ("https://ojs.aaai.org/index.php/AAAI/article/view/36974/40936", "36974@AAAI"),
    ("https://cdn.aaai.org/ojs/36974/36974-13-1-1-2-20200101.pdf", "36974@AAAI"),
    ("10.1609/aaai.v39i11.36974", "36974@AAAI"),
    ("Doe_A_Title@CVPR2025@CVF", "Doe_A_Title@CVPR2025@CVF"),
    (
        "https://openaccess.thecvf.com/content/CVPR2025/papers/Doe_A_Title_CVPR_2025_paper.pdf",
        "Doe_A_Title@CVPR2025@CVF",
    ),
    (
        "https://openaccess.thecvf.com/content_CVPR_2020/html/Doe_A_Title_CVPR_2020_paper.html",
        "Doe_A_Title@CVPR2020@CVF",
    ),
    (
        "https://openaccess.thecvf.com/content_cvpr_2013/html/Doe_3D-Title_2013_CVPR_paper.html",
        "Doe_3D-Title@CVPR2013@CVF",
    ),
    (
        "https://openaccess.thecvf.com/content/CVPR2024W/WS/html/Doe_T_CVPRW_2024_paper.html",
        "Doe_T@CVPR2024W@CVF",
    ),
    (
        "https://openaccess.thecvf.com/content_CVPRW_2019/papers/WS/Doe_T_CVPRW_2019_paper.pdf",
        "Doe_T@CVPR2019W@CVF",
    ),
    (
        "https://openaccess.thecvf.com/content_cvpr_workshops_2013/W01/html/Doe_T_2013_CVPR_paper.html",
        "Doe_T@CVPR2013W@CVF",
    ),
    (
        "https://www.ecva.net/papers/eccv_2018/papers_ECCV/html/Doe_T_ECCV_2018_paper.php",
        "Doe_T@ECCV2018@ECVA",
    ),
    (
        "https://www.ecva.net/papers/eccv_2020/papers_ECCV/papers/123450001.pdf",
        "123450001@ECCV2020@ECVA",
    ),
    (
        "https://www.ecva.net/papers/eccv_2024/papers_ECCV/papers/00042.pdf",
        "42@ECCV2024@ECVA",
    ),
    ("xu-haichuan@usenixsecurity24@USENIX", "xu-haichuan@usenixsecurity24@USENIX"),
    (
        "https://www.usenix.org/conference/usenixsecurity24/presentation/xu-haichuan",
        "xu-haichuan@usenixsecurity24@USENIX",
    ),
    ("https://www.usenix.org/system/files/sec22-doe.pdf", "doe@usenixsecurity22@USENIX"),
    ("https://www.usenix.org/system/files/nsdi24-doe.pdf", "doe@nsdi24@USENIX"),
    (
        f"https://papers.nips.cc/paper_files/paper/1987/hash/{HASH}-Abstract.html",
        f"{HASH}@1987@NeurIPS",
    ),
    (
        f"https://proceedings.neurips.cc/paper/2023/file/{HASH}-Paper-Conference.pdf",
        f"{HASH}@2023@NeurIPS",
    ),
    ("https://ieeexplore.ieee.org/document/845353/", "845353@IEEE"),
    ("https://ieeexplore.ieee.org/stamp/stamp.jsp?tp=&arnumber=0845353", "845353@IEEE"),
    ("http://www.roboticsproceedings.org/rss01/p13.html", "p13@rss01@RSS"),
    (
        "https://www.isca-archive.org/interspeech_2023/doe23_interspeech.pdf",
        "doe23@interspeech2023@ISCA",
    ),
    ("doe23@interspeech_2023@ISCA", "doe23@interspeech2023@ISCA"),
    ("https://www.ndss-symposium.org/ndss-paper/a-slug/", "a-slug@NDSS"),
    ("10.1145/1833349.1778845", "1833349.1778845@ACM"),
    ("https://dl.acm.org/doi/pdf/10.1145/1833349.1778845", "1833349.1778845@ACM"),
    ("845353@ICRA2000@List", "845353@ICRA2000@List"),
    ("a_b.c-d@SIGGRAPH-Asia2024@list", "a_b.c-d@SIGGRAPH-Asia2024@List"),
]
NOTHING = [
    "", " ", "1706", "2017", "3.1415", "1413.1234", "1400.1234", "0703.0001", "9108.12345",
    "1406.12661", "1706.123", "1706.123456", "1706.00000", "1706.03762v0", "hep-th/0704001",
    "hep-th/9913001", "hep-th/9901000", "hep-xx/9901001", "cs.CL", "cs", "math-ph",
    "1706.03762,1406.2661", "https://papers.cool/arxiv/1706.03762,1406.2661",
    "https://papers.cool/arxiv/cs.CL", "https://papers.cool/venue/ICLR.2024",
    "https://arxiv.org/list/cs/recent", "https://example.org/1706.03762", "user@gmail.com",
    "a,b@ICLR2024@List", "../x@ICLR2024@List", "<b>@ICLR2024@List", "a b@OpenReview",
    "x@y@z@w@List", "arxiv:123@2023@IJCAI", "venue:1706.03762", "https://openreview.net/forum",
    "https://openreview.net/forum?id=<script>", "https://www.aaai.org/papers/00001-a-title/",
    "https://icml.cc/virtual/2024/poster/1", "x" * 201 + "@ICLR2024@List", "https://", "//", "@",
]  # fmt: skip
# What may be in an id: it stands in attributes and paths as it is.
SAFE = frozenset(string.ascii_letters + string.digits + "._@/-")

months = st.integers(0, 82).flatmap(
    lambda y: st.integers(1, 12).map(lambda m: 701 + 100 * y + m - 1)
)
new_ids = st.builds(
    lambda month, n: f"{month:04}.{n:04}" if month < 1501 else f"{month:04}.{n:05}",
    months.filter(lambda month: month >= 704),
    st.integers(1, 9999),
)
old_ids = st.builds(
    "{}/{:02}{:02}{:03}".format,
    st.sampled_from(["hep-th", "cs", "math", "math-ph", "quant-ph", "alg-geom"]),
    st.sampled_from([*range(91, 100), *range(7)]),
    st.integers(1, 12),
    st.integers(1, 999),
)
names = st.from_regex(r"[A-Za-z0-9_-][A-Za-z0-9_.-]{0,40}", fullmatch=True)
slugs = st.from_regex(r"[A-Za-z0-9_-]{3,20}", fullmatch=True)
numbers = st.integers(1, 9999).map(str)
venue_ids = st.one_of(
    st.builds("{}@OpenReview".format, slugs),
    st.builds("{}@ICLR{}@List".format, names, st.integers(1980, 2099)),
    st.builds("{}@v{}@PMLR".format, st.from_regex("[a-z]{2,9}[0-9]{2}[a-z]?", fullmatch=True),
              numbers),
    st.builds("{}@{}@IJCAI".format, numbers, st.integers(2015, 2099)),
    st.builds("{}@{}@CVF".format, slugs, st.sampled_from(
        ["CVPR2013", "ICCV2013", "CVPR2016", "ICCV2017", "CVPR2019", "WACV2020", "CVPR2025",
         "ICCV2023W", "ACCV2020"]
    )),
    st.builds("{}@ECCV{}@ECVA".format, st.from_regex("[A-Z][a-z]{2,9}_[A-Z]", fullmatch=True),
              st.integers(2018, 2030)),
    st.builds("{}@ECCV{}@ECVA".format, st.integers(100_000_000, 200_000_000), st.just(2022)),
    st.builds("{}@AAAI".format, numbers),
    st.builds("{}@IEEE".format, numbers),
    st.builds("2024.{}-long.{}@ACL".format, st.sampled_from(["acl", "emnlp"]), numbers),
    st.builds("{}@interspeech{}@ISCA".format, st.from_regex("[a-z]{3,9}", fullmatch=True),
              st.integers(2010, 2030)),
    st.builds("p{:02}@rss{:02}@RSS".format, st.integers(1, 200), st.integers(1, 30)),
    st.builds("{}@NDSS".format, st.from_regex("[a-z]{2,9}-[a-z]{2,9}", fullmatch=True)),
    st.builds("{}@nsdi{:02}@USENIX".format, st.from_regex("[a-z]{2,9}", fullmatch=True),
              st.integers(10, 40)),
    st.builds("{}@{}@NeurIPS".format, st.just(HASH), st.integers(1987, 2030)),
    st.builds("{}.{}@ACM".format, numbers, numbers),
)  # fmt: skip
papers = st.builds(PaperId, st.just("arxiv"), new_ids | old_ids) | st.builds(
    PaperId, st.just("venue"), venue_ids
)
hostile = st.text() | st.text("1706.037hepth/-@v%4F:, [(ACLarxiv?id=&#") | st.builds(
    "{}{}".format,
    st.sampled_from([
        "https://arxiv.org/abs/", "https://openreview.net/forum?id=", "http://[", "https://x:99999/",
        "/arxiv/", "/venue/", "10.1145/", "arxiv:", "https://openaccess.thecvf.com/content/",
    ]),
    st.text(),
)  # fmt: skip


PIECES = [
    "a", "1", "/", "a/", "-", "@", "a@", "1706.", "%", "[", "cs/ ", "_CVPR_", "http://",
    "https://arxiv.org/abs/", "ﷺ", "a\u0327\u0301", "1706.03762 ", "a_2013_CVPR_", "\u0000",
]  # fmt: skip


@pytest.mark.parametrize(("text", "local"), ARXIV)
def test_arxiv_ids_are_read_in_every_form(text: str, local: str) -> None:
    """Every way of naming an arXiv paper gives its one id."""
    assert PaperId("arxiv", local) == PaperId.parse(text)


@pytest.mark.parametrize(("text", "local"), VENUE)
def test_venue_ids_are_read_in_every_form(text: str, local: str) -> None:
    """Every way of naming a conference paper gives its one id."""
    assert PaperId("venue", local) == PaperId.parse(text)


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_no_id_is_refused(text: str) -> None:
    """Numbers, categories, lists, unsafe signs and addresses of no paper are refused."""
    with pytest.raises(PaperIdError):
        PaperId.parse(text)


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("1706.03762", None),
        ("1706.03762v3", 3),
        ("1706.03762V12", 12),
        ("math.GT/0309136v2", 2),
        ("https://arxiv.org/pdf/1706.03762v5.pdf", 5),
        ("http://localhost:8000/arxiv/2504.15371v3", 3),
        ("arXiv:1706.03762v5 [cs.CL]", 5),
        ("XYZ_v1@OpenReview", None),
    ],
)
def test_versions_are_split_off(text: str, version: int | None) -> None:
    """The version in a text comes beside the id, which has none."""
    assert (PaperId.parse(text), version) == parse_versioned(text)


def test_how_an_id_is_printed() -> None:
    """An id prints with its branch; in addresses and attributes it stands as it is."""
    old, venue = PaperId.parse("hep-th/9901001"), PaperId.parse("XYZ_-1@OpenReview")

    assert ("arxiv:hep-th/9901001", "venue:XYZ_-1@OpenReview") == (str(old), str(venue))
    assert ("hep-th/9901001", "XYZ_-1@OpenReview") == (old.path, venue.path)
    assert ("hep-th/9901001", "XYZ_-1@OpenReview") == (old.html_id, venue.html_id)


@pytest.mark.parametrize(
    ("text", "page", "pdf"),
    [
        ("1706.03762", "https://arxiv.org/abs/1706.03762", "https://arxiv.org/pdf/1706.03762"),
        (
            "XYZ_-1@OpenReview",
            "https://openreview.net/forum?id=XYZ_-1",
            "https://openreview.net/pdf?id=XYZ_-1",
        ),
        (
            "7@2023@IJCAI",
            "https://www.ijcai.org/proceedings/2023/7",
            "https://www.ijcai.org/proceedings/2023/0007.pdf",
        ),
        ("36974@AAAI", "https://ojs.aaai.org/index.php/AAAI/article/view/36974", ""),
        ("Doe_T@CVPR2024W@CVF", "", ""),
        (f"{HASH}@2023@NeurIPS", "", ""),
        ("x@ICRA2024@List", "", ""),
    ],
)
def test_addresses_follow_from_ids_or_are_empty(text: str, page: str, pdf: str) -> None:
    """The outside page and the PDF are known where the id tells them, else nothing is said."""
    paper = PaperId.parse(text)

    assert (page, pdf) == (page_url(paper), pdf_url(paper))


@given(papers)
def test_every_printed_form_is_read_back(paper: PaperId) -> None:
    """An id is read back from its print, its path on any instance, quoted or not, and itself."""
    forms = (
        str(paper),
        paper.local,
        f"/{paper.branch}/{paper.path}",
        f"https://papers.example:8000/{paper.branch}/{quote(paper.local, safe='')}",
        f"  {paper.local}, ",
    )

    assert {paper} == {PaperId.parse(form) for form in forms}


@given(papers)
def test_addresses_lead_back_to_the_id(paper: PaperId) -> None:
    """What is printed as the page or PDF of an id is read as that id."""
    addresses = [address for address in (page_url(paper), pdf_url(paper)) if address]

    assert [paper] * len(addresses) == [PaperId.parse(address) for address in addresses]


@given(
    st.lists(papers, unique=True, max_size=6), st.sampled_from(["\n", ", ", ",", " ", "\t", "；"])
)
def test_lists_of_ids_are_found(listed: list[PaperId], between: str) -> None:
    """Ids in a list are found, in order, whatever separates them."""
    assert listed == find_ids(between.join(paper.local for paper in listed))


@given(hostile)
def test_any_text_is_an_id_or_refused(text: str) -> None:
    """A text is either refused or gives a safe id of limited length that is read as itself."""
    try:
        paper = PaperId.parse(text)
    except PaperIdError:
        return
    assert SAFE >= set(paper.local)
    assert 200 >= len(paper.local)
    assert paper == PaperId.parse(paper.local) == PaperId.parse(str(paper))


@given(hostile)
def test_any_text_may_be_searched(text: str) -> None:
    """Finding ids never raises, and what is found is read as itself."""
    found = find_ids(text)

    assert found == [PaperId.parse(str(paper)) for paper in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see arXiv:1706.03762v5, and (hep-th/9901001).", "1706.03762 hep-th/9901001"),
        ("https://papers.cool/arxiv/1706.03762,1406.02661", "1706.03762 1406.2661"),
        ("[a](https://openreview.net/forum?id=XYZ_-1)", "XYZ_-1@OpenReview"),
        ("文献1706.03762。另见：2024.acl-long.1，", "1706.03762 2024.acl-long.1@ACL"),
        ("eprint=1706.03762; doi:10.48550/arXiv.1406.2661", "1706.03762 1406.2661"),
        ("1706.03762 1706.03762v2 arxiv.org/abs/1706.03762", "1706.03762"),
        ("see https://arxiv.org/abs/1706.03762.", "1706.03762"),
        ("123@2023@IJCAI\n36974%40AAAI", "123@2023@IJCAI 36974@AAAI"),
        ("arXiv:1501.1234", "1501.01234"),
        ("it costs $1106.5500 or 12.50, pi is 3.1415, in 2017, 1,204.1234 of 2012.1234", ""),
        ("cs.CL math.GT hep-th 10.1234/x.1706.03762 1.1706.03762.1 x1706.03762 1706.037621", ""),
        ("write to user@gmail.com, part T20-2021, https://example.org/1706.03762", ""),
        ("", ""),
    ],
)
def test_ids_are_found_in_prose(text: str, expected: str) -> None:
    """Ids and addresses in a text are found once each; prices, dates and codes are none."""
    assert expected.split() == [paper.local for paper in find_ids(text)]


@pytest.mark.parametrize("piece", PIECES)
def test_long_texts_are_read_in_one_pass(piece: str) -> None:
    """A hundred thousand characters of anything are read without hanging."""
    text = piece * (100_000 // len(piece))

    with pytest.raises(PaperIdError):
        PaperId.parse(text)
    find_ids(text)


@pytest.mark.shared
def test_addresses_of_real_papers_are_read(shared: Path) -> None:
    """Page and PDF of nearly all real conference papers at sites with ids give an id."""
    without_ids = (
        "aaai.org",
        "nips.cc",
        "icml.cc",
        "iclr.cc",
        "cvpr.thecvf.com",
        "eccv2024.ecva.net",
    )
    with lzma.open(shared / "data" / "corpus" / "venues.jsonl.xz", "rt") as lines:
        records = [json.loads(line) for line in lines]
    addresses = {r[key] for r in records for key in ("url", "pdf") if r.get(key)}
    asked = {a for a in addresses if urlsplit(a).netloc not in without_ids}
    missed = {a for a in asked if not _is_read(a)}

    assert 0.001 * len(asked) >= len(missed)


def _is_read(address: str) -> bool:
    try:
        paper = PaperId.parse(address)
    except PaperIdError:
        return False
    return paper.branch == "venue"
