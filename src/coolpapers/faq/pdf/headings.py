"""Headings of sections: by their number, their names, their type."""

import re

from coolpapers.faq.pdf.order import Line

_NUMBER = r"(?:\d{1,2}(?:\.\d{1,2}){0,3}|[IVXL]{1,5}|[A-H](?:\.\d{1,2}){0,2})[.):]?\s+"
_NAMES = (
    r"abstract|introduction|related works?|background|preliminaries|methods?|methodology|"
    r"experiments?|experimental results|results|results and discussion|discussions?|"
    r"conclusions?|concluding remarks|conclusions? and (?:future work|outlook)|summary|"
    r"summary and conclusions?|limitations|acknowledge?ments?|appendix|appendices|"
    r"supplementary material|references|references and notes|bibliography|literature cited|"
    r"works cited|摘要|引言|结论|参考文献|致谢|附录"
)
_NAMED = re.compile(rf"(?:{_NUMBER})?(?:{_NAMES})\W*", re.IGNORECASE)
_NUMBERED = re.compile(rf"{_NUMBER}[^\W\d_]")
_APPENDIX = re.compile(r"(?:\w\s)?(?:appendi(?:x|ces)|supplementa(?:ry|l)|附录)\b", re.IGNORECASE)
_LETTERED = re.compile(r"[A-H](?:\.\d+)*[.):]?\s+[^\W\d_]")
_REFERENCES = re.compile(
    rf"(?:{_NUMBER})?(?:references(?: and notes)?|bibliography|literature cited|works cited|"
    r"参考文献)\W*",
    re.IGNORECASE,
)
_LONGEST = 100


def is_heading(line: Line, usual_size: float) -> bool:
    """Whether a line is the heading of a section."""
    text = line.text
    if not 2 < len(text) <= _LONGEST or text[-1] in ",;\u00ad-":
        return False
    if _NAMED.fullmatch(text) and not text[0].islower() and text[-1] != ".":
        return line.size > 0.85 * usual_size
    is_marked = line.is_bold or line.size > 1.08 * usual_size or _is_capitals(text)
    if _NUMBERED.match(text) or (_APPENDIX.match(text) and text[:1].isupper()):
        return is_marked and not text.endswith(".")
    return line.size > 1.15 * usual_size and sum(map(str.isalpha, text)) > 0.6 * len(text)


def is_references(heading: str) -> bool:
    """Whether the list of references stands under this heading."""
    return bool(_REFERENCES.fullmatch(heading))


def is_appendix(heading: str, *, after_references: bool) -> bool:
    """Whether an appendix stands under this heading."""
    return bool(_APPENDIX.match(heading)) or (
        after_references and bool(_LETTERED.match(heading) or not is_references(heading))
    )


def _is_capitals(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) > 4 and sum(map(str.isupper, letters)) > 0.8 * len(letters)
