"""One spelling for every venue, and tracks from what lists and volumes call them."""

import re

_SPELLINGS = (
    "3DV AAAI AACL ACL ACML ACMMM AISTATS AKBC ALTA AMTA ANLP AutoML BEA BioNLP BlackboxNLP "
    "BMVC BSNLP CCL CCS CHI CIKM CL ClinicalNLP CLPsych CMCL COLING COLM COLT CoNLL CoRL CVPR "
    "DepLing EACL EAMT EarlyMT ECCV EMNLP ENLG FSMNLP GEM GWC HLT ICASSP ICCV ICLR ICML ICON "
    "ICRA IJCAI IJCLCLP IJCNLP INLG Interspeech IROS IWCS IWPT IWSLT KDD KONVENS LAW LaTeCH "
    "LREC MICCAI MIDL MLSys MUC MWE NAACL NDSS NeurIPS NEJLT NLP4ConvAI NoDaLiDa PACLIC RANLP "
    "RECITAL RepL4NLP ROCLING RSS SCiL SemEval SIGDIAL SIGHAN SIGGRAPH SIGIR SIGMORPHON SSST "
    "StarSEM STIL TACL TAL TextGraphs TINLAP TIPSTER TMI TMLR TRAC UAI USENIX-Security VarDial "
    "WACV WANLP WASSA WAT WINLP WMT WNUT WSDM WWW"
)
_CANONICAL = {name.lower(): name for name in _SPELLINGS.split()} | {
    "nips": "NeurIPS",
    "siggraphasia": "SIGGRAPH-Asia",
    "siggraph asia": "SIGGRAPH-Asia",
    "*sem": "StarSEM",
    "ws": "Workshops",
    "findings": "Findings",
    "jeptalnrecital": "JEP-TALN-RECITAL",
    "mtsummit": "MT-Summit",
    "semeval": "SemEval",
    "acm mm": "ACMMM",
    "usenixsecurity": "USENIX-Security",
    "the web conference": "WWW",
}
# Of a joint meeting, the one under whose name it is remembered.
_FIRST_OF_JOINT = ("acl", "emnlp", "naacl", "eacl", "aacl", "coling", "semeval")
_UNSAFE = re.compile(r"[^A-Za-z0-9]+")
_ANTHOLOGY = re.compile(r"(?P<year>\d{4})\.(?P<venue>[a-z0-9_]+)-(?P<volume>[a-z0-9_]+)\.\d+")
_FINDINGS = re.compile(r"\d{4}\.findings-(?P<venue>[a-z]+)\.\d+")
_EDITION = re.compile(r"@(?P<name>[A-Za-z-]+)\d{4}@")

_VOLUMES = {
    "main": "Main", "long": "Long", "short": "Short", "demo": "Demo", "demos": "Demo",
    "demonstration": "Demo", "demonstrations": "Demo", "srw": "SRW", "industry": "Industry",
    "tutorial": "Tutorials", "tutorials": "Tutorials", "papers": "", "findings": "Findings",
}  # fmt: skip
_BOOKS = (
    ("System Demonstrations", "Demo"), ("Student Research", "SRW"), ("Short Papers", "Short"),
    ("Long Papers", "Long"), ("Industry", "Industry"), ("Tutorial", "Tutorials"),
    ("Findings", "Findings"),
)  # fmt: skip
_STATUSES = {
    "long main": "Long", "short main": "Short", "long findings": "Findings",
    "short findings": "Findings", "system demonstrations": "Demo", "highlighted": "Highlight",
}  # fmt: skip
_PLAIN_STATUSES = frozenset({"", "Poster", "Accept", "Technical"})
_TRACK_WORD = re.compile(r"\btrack\b")


def venue_name(text: str, local: str = "") -> str:
    """The canonical name, safe in an address: `nips` -> `NeurIPS`, `acl,ijcnlp` -> `ACL`.

    Args:
        text: The name in a list; several with commas for a joint meeting.
        local: The Anthology id, which says whose Findings they are.
    """
    names = [name.strip() for name in text.lower().split(",") if name.strip()]
    if "findings" in names and (found := _FINDINGS.match(local)):
        names = [found["venue"]]
    if len(names) > 1:
        names = [name for name in names if name not in ("ws", "syntaxfest")] or names
    joint = [name for name in _FIRST_OF_JOINT if name in names]
    name = (joint or names or [""])[0]
    return _CANONICAL.get(name) or _safe(name)


def _safe(name: str) -> str:
    safe = _UNSAFE.sub("-", name.upper()).strip("-")
    return safe if safe[:1].isalpha() or not safe else f"V{safe}"


def anthology_track(local: str, booktitle: str = "") -> str:
    """The track that an Anthology id or the title of its volume names, or nothing."""
    if _FINDINGS.match(local):
        return "Findings"
    if found := _ANTHOLOGY.match(local):
        volume = found["volume"]
        return _VOLUMES.get(volume, "" if volume.isdigit() else volume.capitalize())
    return next((track for words, track in _BOOKS if words in booktitle), "")


def list_track(track: str | None, status: str | None) -> str:
    """The track that a list's `track` and `status` amount to: `Oral`, `Datasets & Benchmarks`."""
    status = (status or "").strip()
    status = _STATUSES.get(status.lower(), status)
    track = _TRACK_WORD.sub("Track", (track or "").strip())
    if track.lower() in ("", "main"):
        return status
    return track if status in _PLAIN_STATUSES else f"{track} {status}"


def venue_in(local: str, booktitle: str) -> str:
    """The venue that the id of a paper or the title of its volume names, or nothing."""
    if found := _ANTHOLOGY.match(local):
        return venue_name(found["venue"], local)
    if found := _EDITION.search(local):
        return venue_name(found["name"])
    known = (_CANONICAL.get(word.lower()) for word in re.findall(r"[A-Za-z]{3,}", booktitle))
    return next((name for name in known if name not in (None, "LAW", "Findings")), None) or ""
