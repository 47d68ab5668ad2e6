"""Questions and answers below abstracts in feeds: what is known already, nothing is begun."""

from collections.abc import Mapping, Sequence
from html import escape

from coolpapers.ids import PaperId
from coolpapers.records import Answer, Paper
from coolpapers.web.faq.blocks import shown_answer
from coolpapers.web.faq.panel import pdf_of
from coolpapers.web.language import TEXTS
from coolpapers.web.site import Visit


def answers_below(visit: Visit, papers: Sequence[Paper]) -> Mapping[PaperId, str]:
    """The whole answer about each paper that has one, as HTML that is safe to show.

    The reader's language comes before others, then the newest version of the paper.
    """
    best: dict[str, Answer] = {}
    for one in visit.library.store.answers.finished(str(paper.id) for paper in papers):
        best[one.subject] = max(one, best.get(one.subject, one), key=lambda a: _rank(visit, a))
    return {
        paper.id: _html(best[str(paper.id)], _pdf(visit, paper, best[str(paper.id)]))
        for paper in papers
        if str(paper.id) in best
    }


def _rank(visit: Visit, answer: Answer) -> tuple[bool, int, int]:
    return answer.language == visit.texts.code, answer.version, answer.number


def _pdf(visit: Visit, paper: Paper, answer: Answer) -> str:
    address = pdf_of(visit, paper, answer)
    return visit.absolute(address) if address else ""


def _html(answer: Answer, pdf: str) -> str:
    texts = TEXTS[answer.language]
    pairs = "".join(
        f"<h4>{escape(texts(f'faq.q{part.part}'))}</h4>\n{shown_answer(part.text, pdf)}\n"
        for part in answer.parts
        if part.is_done
    )
    return f'<div lang="{texts.html_lang}">\n{pairs}</div>'
