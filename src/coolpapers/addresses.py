"""Addresses of papers, two tables: from an address to the text of an id, and back.

Each site is one row or a few, hence the length. An address that no row knows is no error, only
unknown. Left out are pages without the paper's own number: virtual conferences number events,
and aaai.org names its papers by title.
"""

import re
from typing import NamedTuple
from urllib.parse import parse_qs, unquote

_URL = re.compile(
    r"(?:(?:https?|ftp):)?(?://)?(?P<host>[\w-]++(?:\.[\w-]+)*)?(?::\d{1,5})?"
    r"(?P<path>/[^?#]*)(?:\?(?P<query>[^#]*))?(?:#.*)?",
    re.ASCII | re.IGNORECASE | re.DOTALL,
)
_SLASHES = re.compile(r"/+")


class Site(NamedTuple):
    """What a site's paths mean: `text` is filled with the groups of `path`.

    With a `key`, the id is not in the path but is the value of that key in the query.
    """

    hosts: str
    path: str
    text: str
    key: str = ""


class Printed(NamedTuple):
    """Where the paper with such an id has its page and its PDF; nothing if that does not follow.

    The groups of `local` fill in the addresses, `{conf_lower}` in lower case.
    """

    local: str
    page: str
    pdf: str = ""


_ARXIV_ID = r"(?P<id>(?:arxiv:)?[\w.-]+(?:/\d+(?:v\d+)?)?)"
_NAME = r"(?P<name>[\w-][\w.-]*?)"
_CVF_FILE = (
    rf"{_NAME}_(?P<conf>[A-Z]{{4}})W?_(?P<year>\d{{4}})_(?:paper|supplemental)\.(?:html|pdf)"
)
_CVF_OLD = rf"{_NAME}_(?P<year>\d{{4}})_(?P<conf>[A-Z]{{4}})_(?:paper|supplemental)\.(?:html|pdf)"
_CVF_WORKSHOPS = (
    r"/(?:content/[A-Z]+\d{4}W|content_[A-Z]+W_\d{4}|content_[a-z]+_(?:\d{4}_)?workshops(?:_\d{4})?)"
    r"/(?:[\w-]+/){1,3}"
)

# In this order; the first row that matches says what the address means.
SITES = (
    # arXiv, its mirrors of the 1990s, and sites that show its papers
    Site(
        r"(?:[\w-]+\.)?arxiv\.org|xxx(?:\.[\w-]+)+",
        r"/(?:abs|pdf|html|format|e-print|src|ps|dvi|other|bibtex|cits|refs|show-email|"
        rf"list|tb|ftp/arxiv/papers/\d{{4}})/{_ARXIV_ID}(?:\.pdf|\.ps\.gz|\.gz)?",
        "{id}",
    ),
    Site(r"(?:www\.)?alphaxiv\.org", rf"/(?:\w+/)?(?:abs|pdf|overview|html)/{_ARXIV_ID}", "{id}"),
    Site(r"(?:www\.)?(?:huggingface\.co|hf\.co)", rf"/papers/{_ARXIV_ID}(?:\.md)?", "{id}"),
    Site(r"ar5iv(?:\.labs\.arxiv)?\.org", rf"/(?:abs|html)/{_ARXIV_ID}", "{id}"),
    Site(r"(?:www\.)?arxiv-vanity\.com", rf"/papers/{_ARXIV_ID}", "{id}"),
    Site(r"(?:www\.)?emergentmind\.com", rf"/papers/{_ARXIV_ID}", "{id}"),
    Site(
        r"dblp\.(?:org|uni-trier\.de)",
        r"/rec/journals/corr/abs-(?P<a>\d{4})-(?P<b>\d+)(?:\.html)?",
        "{a}.{b}",
    ),
    # DOIs
    Site(r"(?:(?:dx|www)\.)?doi\.org", r"/(?P<doi>10\.\d{4,9}/\S+)", "{doi}"),
    Site(
        r"(?:dl|portal)\.acm\.org",
        r"/doi/(?:(?:abs|pdf|full|fullHtml|epdf|pdfplus)/)?(?P<doi>10\.1145/[\d.]+)",
        "{doi}",
    ),
    # Conferences
    Site(
        r"(?:api2?\.|www\.)?openreview\.net",
        r"/(?:forum|pdf|notes|attachment)",
        "{id}@OpenReview",
        key="id",
    ),
    Site(
        r"(?:www\.)?aclanthology\.(?:org|info)|(?:www\.)?aclweb\.org|anthology\.aclweb\.org",
        r"(?:/anthology)?(?:/papers)?(?:/[A-Z])?(?:/[A-Z]\d\d)?/"
        r"(?P<id>[A-Z]\d\d-\d{4,5}|\d{4}\.[a-z0-9_]+-[a-z0-9_]+\.\d+)(?:v\d+)?(?:\.(?:pdf|bib|xml|endf))?",
        "{id}@ACL",
    ),
    Site(
        r"(?:www\.)?ijcai\.org",
        r"/proceedings/(?P<year>\d{4})/(?P<n>\d+)(?:\.pdf)?",
        "{n}@{year}@IJCAI",
    ),
    Site(
        r"(?:www\.)?ijcai\.org",
        r"/(?:Abstract|Proceedings)/(?P<yy>1[56])/(?:Papers/)?(?P<n>\d+)(?:\.pdf)?",
        "{n}@20{yy}@IJCAI",
    ),
    Site(
        r"proceedings\.mlr\.press|(?:www\.)?jmlr\.org|jmlr\.csail\.mit\.edu",
        r"(?:/proceedings/papers)?/(?P<volume>[vr]\d+)/(?P<name>[\w-]+)(?:/[\w.-]+)?(?:\.html|\.pdf)",
        "{name}@{volume}@PMLR",
    ),
    Site(
        r"raw\.githubusercontent\.com",
        r"/mlresearch/(?P<volume>[vr]\d+)/(?:refs/heads/)?[\w-]+/assets/(?P<name>[\w-]+)/[\w.-]+\.pdf",
        "{name}@{volume}@PMLR",
    ),
    Site(r"openaccess\.thecvf\.com", _CVF_WORKSHOPS + _CVF_FILE, "{name}@{conf}{year}W@CVF"),
    Site(r"openaccess\.thecvf\.com", _CVF_WORKSHOPS + _CVF_OLD, "{name}@{conf}{year}W@CVF"),
    Site(r"openaccess\.thecvf\.com", rf"/content[\w/]*/\w+/{_CVF_FILE}", "{name}@{conf}{year}@CVF"),
    Site(r"openaccess\.thecvf\.com", rf"/content[\w/]*/\w+/{_CVF_OLD}", "{name}@{conf}{year}@CVF"),
    Site(
        r"(?:www\.)?ecva\.net",
        rf"(?:/papers/eccv_\d{{4}})?/papers_ECCV/\w+/0*+{_NAME}_ECCV_(?P<year>\d{{4}})_paper\.(?:php|pdf)",
        "{name}@ECCV{year}@ECVA",
    ),
    Site(
        r"(?:www\.)?ecva\.net",
        r"/papers/eccv_(?P<year>\d{4})/papers_ECCV/papers/0*+(?P<name>\d+)(?:-supp)?\.pdf",
        "{name}@ECCV{year}@ECVA",
    ),
    Site(
        r"(?:www\.)?usenix\.org",
        r"/conference/(?P<conf>[\w-]+)/(?:presentation|technical-sessions/presentation)/(?P<name>[\w-]+)",
        "{name}@{conf}@USENIX",
    ),
    Site(
        r"(?:www\.)?usenix\.org",
        r"/system/files/sec(?P<yy>\d\d)-(?P<name>[\w-]+)\.pdf",
        "{name}@usenixsecurity{yy}@USENIX",
    ),
    Site(
        r"(?:www\.)?usenix\.org",
        r"/system/files/(?P<conf>[a-z]+\d\d)-(?P<name>[\w-]+)\.pdf",
        "{name}@{conf}@USENIX",
    ),
    Site(
        r"ojs\.aaai\.org|(?:www\.)?aaai\.org",
        r"(?:/ojs)?(?:/index\.php)?/AAAI/article/(?:view|download|viewFile)/(?P<n>\d+)(?:/\d+){0,2}",
        "{n}@AAAI",
    ),
    Site(r"cdn\.aaai\.org", r"/ojs/(?P<n>\d+)/[\w.-]+\.pdf", "{n}@AAAI"),
    Site(
        r"papers\.n(?:eur)?ips\.cc|proceedings\.neurips\.cc|datasets-benchmarks-proceedings\.neurips\.cc",
        r"/paper(?:_files/paper)?/(?P<year>\d{4})/(?:hash|file)/(?P<hash>[0-9a-f]{32})-[\w.-]+",
        "{hash}@{year}@NeurIPS",
    ),
    Site(
        r"ieeexplore\.ieee\.org",
        r"/(?:abstract/)?document/(?P<n>\d+)(?:/\w+)?",
        "{n}@IEEE",
    ),
    Site(
        r"ieeexplore\.ieee\.org",
        r"/(?:stamp/stamp|stampPDF/getPDF|xpl/articleDetails)\.jsp",
        "{arnumber}@IEEE",
        key="arnumber",
    ),
    Site(
        r"(?:www\.)?roboticsproceedings\.org",
        r"/(?P<volume>rss\d\d)/(?P<paper>p\d+)(?:\.html|\.pdf)?",
        "{paper}@{volume}@RSS",
    ),
    Site(
        r"(?:www\.)?isca-(?:archive|speech)\.org",
        r"(?:/archive)?(?:/pdfs)?/(?P<conf>[a-z0-9]+)_(?P<year>\d{4})/(?P<name>[\w-]+)_[a-z0-9]+\.(?:html|pdf)",
        "{name}@{conf}{year}@ISCA",
    ),
    Site(r"(?:www\.)?ndss-symposium\.org", r"/ndss-paper/(?P<slug>[\w-]+)", "{slug}@NDSS"),
    # Any instance of this program, the one it is modelled on, and sites that name arXiv alike
    Site(
        r"[\w.-]*",
        r"(?:/[\w-]+){0,2}?/(?P<branch>arxiv|venue)[/:](?P<id>[^/]+(?:/\d+(?:v\d+)?)?)(?:/feed)?",
        "{branch}:{id}",
    ),
)

# A DOI and the text of the id that it stands for.
DOIS = (
    (r"10\.48550/arXiv\.(?P<id>\S+)", "{id}"),
    (r"10\.(?:18653|3115)/v1/(?P<id>[A-Z]\d\d-\d{4,5}|\d{4}\.[\w.-]+)", "{id}@ACL"),
    (r"10\.1145/(?P<id>[\d.]+)", "{id}@ACM"),
    (r"10\.1609/aaai\.v\d+i\d+\.(?P<id>\d{1,6})", "{id}@AAAI"),
    (r"10\.24963/ijcai\.(?P<year>\d{4})/(?P<n>\d+)", "{n}@{year}@IJCAI"),
)

_CVF = "https://openaccess.thecvf.com"
_IEEE = "https://ieeexplore.ieee.org"
_IJCAI = "https://www.ijcai.org"
_NIPS = "https://papers.nips.cc/paper_files/paper"
_PMLR = "https://proceedings.mlr.press"
_PMLR_RAW = "https://raw.githubusercontent.com/mlresearch"
# Volumes whose files lie in one folder.
_PMLR_FLAT = r"v(?:2[89]|3\d|4\d|5[0-3]|63)"
# Volumes whose PDFs the site keeps in its source repositories.
_PMLR_ASSETS = r"v(?:235|244|2[5-9]\d|[3-9]\d\d)"
_ECVA = "https://www.ecva.net/papers/eccv_{year}/papers_ECCV"

_ARXIV_PAGE, _ARXIV_PDF = "https://arxiv.org/abs/", "https://arxiv.org/pdf/"
PRINTED = (
    Printed(r"(?P<id>[\d.]+|[a-z-]+/\d+)", _ARXIV_PAGE + "{id}", _ARXIV_PDF + "{id}"),
    Printed(
        r"(?P<id>.+)@OpenReview",
        "https://openreview.net/forum?id={id}",
        "https://openreview.net/pdf?id={id}",
    ),
    Printed(
        r"(?P<id>.+)@ACL",
        "https://aclanthology.org/{id}/",
        "https://aclanthology.org/{id}.pdf",
    ),
    Printed(
        r"(?P<n>\d+)@20(?P<yy>1[56])@IJCAI",
        _IJCAI + "/Abstract/{yy}/{n:0>3}",
        _IJCAI + "/Proceedings/{yy}/Papers/{n:0>3}.pdf",
    ),
    Printed(
        r"(?P<n>\d+)@(?P<year>201[7-9]|20[2-9]\d)@IJCAI",
        _IJCAI + "/proceedings/{year}/{n}",
        _IJCAI + "/proceedings/{year}/{n:0>4}.pdf",
    ),
    Printed(
        rf"(?P<name>.+)@(?P<v>{_PMLR_FLAT})@PMLR",
        _PMLR + "/{v}/{name}.html",
        _PMLR + "/{v}/{name}.pdf",
    ),
    Printed(
        rf"(?P<name>.+)@(?P<v>{_PMLR_ASSETS})@PMLR",
        _PMLR + "/{v}/{name}.html",
        _PMLR_RAW + "/{v}/main/assets/{name}/{name}.pdf",
    ),
    Printed(
        r"(?P<name>.+)@(?P<v>[vr]\d+)@PMLR",
        _PMLR + "/{v}/{name}.html",
        _PMLR + "/{v}/{name}/{name}.pdf",
    ),
    Printed(
        r"(?P<name>.+)@(?P<conf>CVPR|ICCV)(?P<year>201[34]|(?<=CVPR)2015)@CVF",
        _CVF + "/content_{conf_lower}_{year}/html/{name}_{year}_{conf}_paper.html",
        _CVF + "/content_{conf_lower}_{year}/papers/{name}_{year}_{conf}_paper.pdf",
    ),
    Printed(
        r"(?P<name>.+)@ICCV2017@CVF",
        _CVF + "/content_iccv_2017/html/{name}_ICCV_2017_paper.html",
        _CVF + "/content_ICCV_2017/papers/{name}_ICCV_2017_paper.pdf",
    ),
    Printed(
        r"(?P<name>.+)@(?P<conf>CVPR|ICCV)(?P<year>201[5-8])@CVF",
        _CVF + "/content_{conf_lower}_{year}/html/{name}_{conf}_{year}_paper.html",
        _CVF + "/content_{conf_lower}_{year}/papers/{name}_{conf}_{year}_paper.pdf",
    ),
    Printed(
        r"(?P<name>.+)@(?P<conf>[A-Z]{4})(?P<year>2019|(?<!ACCV)2020)@CVF",
        _CVF + "/content_{conf}_{year}/html/{name}_{conf}_{year}_paper.html",
        _CVF + "/content_{conf}_{year}/papers/{name}_{conf}_{year}_paper.pdf",
    ),
    Printed(
        r"(?P<name>.+)@(?P<conf>[A-Z]{4})(?P<year>202\d|20[3-9]\d)@CVF",
        _CVF + "/content/{conf}{year}/html/{name}_{conf}_{year}_paper.html",
        _CVF + "/content/{conf}{year}/papers/{name}_{conf}_{year}_paper.pdf",
    ),
    Printed(r"(?P<n>\d{9})@ECCV(?P<year>\d+)@ECVA", "", _ECVA + "/papers/{n}.pdf"),
    Printed(
        r"(?P<n>\d+)@ECCV(?P<year>2024)@ECVA",
        _ECVA + "/html/{n}_ECCV_{year}_paper.php",
        _ECVA + "/papers/{n:0>5}.pdf",
    ),
    Printed(
        r"(?P<name>\d+)@ECCV(?P<year>\d+)@ECVA",
        _ECVA + "/html/{name}_ECCV_{year}_paper.php",
    ),
    Printed(
        r"(?P<name>.+)@ECCV(?P<year>2018)@ECVA",
        _ECVA + "/html/{name}_ECCV_{year}_paper.php",
        _ECVA + "/papers/{name}_ECCV_{year}_paper.pdf",
    ),
    Printed(
        r"(?P<name>.+)@(?P<conf>.+)@USENIX",
        "https://www.usenix.org/conference/{conf}/presentation/{name}",
    ),
    Printed(r"(?P<n>\d+)@AAAI", "https://ojs.aaai.org/index.php/AAAI/article/view/{n}"),
    # Later years have several kinds of pages, which the id does not tell apart.
    Printed(
        r"(?P<hash>\w+)@(?P<year>19\d\d|200\d|201\d|2020)@NeurIPS",
        _NIPS + "/{year}/hash/{hash}-Abstract.html",
        _NIPS + "/{year}/file/{hash}-Paper.pdf",
    ),
    Printed(r"(?P<n>\d+)@IEEE", _IEEE + "/document/{n}/"),
    Printed(
        r"(?P<paper>p\d+)@(?P<volume>rss\d+)@RSS",
        "https://www.roboticsproceedings.org/{volume}/{paper}.html",
        "https://www.roboticsproceedings.org/{volume}/{paper}.pdf",
    ),
    Printed(
        r"(?P<name>.+)@(?P<conf>.+?)(?P<year>\d{4})@ISCA",
        "https://www.isca-archive.org/{conf}_{year}/{name}_{conf}.html",
        "https://www.isca-archive.org/{conf}_{year}/{name}_{conf}.pdf",
    ),
    Printed(r"(?P<slug>.+)@NDSS", "https://www.ndss-symposium.org/ndss-paper/{slug}/"),
    Printed(r"(?P<id>[\d.]+)@ACM", "https://doi.org/10.1145/{id}"),
)

_FLAGS = re.ASCII | re.IGNORECASE
_SITES = tuple((re.compile(s.hosts, _FLAGS), re.compile(s.path, _FLAGS), s) for s in SITES)
_KNOWN_HOST = re.compile("|".join(site.hosts for site in SITES[:-1]), _FLAGS)
_DOIS = tuple((re.compile(doi, _FLAGS), text) for doi, text in DOIS)
_PRINTED = tuple((re.compile(row.local, re.ASCII), row) for row in PRINTED)


def id_text_of(address: str) -> str:
    """The text of the id in an address or bare DOI; nothing if it is of no site we know."""
    return _id_text_of_doi(address) or _id_text_of_url(address)


def _id_text_of_doi(doi: str) -> str:
    if doi.startswith("10."):
        for pattern, text in _DOIS:
            if found := pattern.fullmatch(doi):
                return text.format(**found.groupdict())
    return ""


def _id_text_of_url(address: str) -> str:
    parts = _URL.fullmatch(address)
    if parts is None:
        return ""
    path = _SLASHES.sub("/", unquote(parts["path"])).rstrip("/")
    host = parts["host"] or ""
    for hosts, paths, site in _SITES if _KNOWN_HOST.fullmatch(host) else _SITES[-1:]:
        if hosts.fullmatch(host) and (found := paths.fullmatch(path)):
            fields = found.groupdict()
            if site.key:
                fields[site.key] = _in_query(parts["query"] or "", site.key)
            return _id_text_of_doi(fields["doi"]) if "doi" in fields else site.text.format(**fields)
    return ""


def _in_query(query: str, key: str) -> str:
    return parse_qs(query).get(key, [""])[0]


def page_address(local: str) -> str:
    """The outside page of the paper with this id, or nothing if it does not follow from it."""
    row, fields = _printed(local)
    return row.page.format_map(fields)


def outside_addresses(local: str) -> tuple[str, str]:
    """Both of them: the page, and the PDF."""
    # Most papers are of arXiv, and a list tells of many: a third of what the table takes.
    if _PRINTED[0][0].fullmatch(local):
        return _ARXIV_PAGE + local, _ARXIV_PDF + local
    row, fields = _printed(local)
    return row.page.format_map(fields), row.pdf.format_map(fields)


def pdf_address(local: str) -> str:
    """The PDF of the paper with this id, or nothing if it does not follow from it."""
    row, fields = _printed(local)
    return row.pdf.format_map(fields)


def _printed(local: str) -> tuple[Printed, dict[str, str]]:
    for pattern, row in _PRINTED:
        if found := pattern.fullmatch(local):
            return row, fields_of(found)
    return Printed(local, ""), {}


def fields_of(found: re.Match[str]) -> dict[str, str]:
    """The named groups of a match, and each in lower and upper case when asked: `conf_lower`."""
    return _Fields(found.groupdict(default=""))


class _Fields(dict[str, str]):
    """Few addresses need another case, so it is made when one asks for it."""

    def __missing__(self, name: str) -> str:
        field, _, case = name.rpartition("_")
        return {"lower": str.lower, "upper": str.upper}[case](self[field])
