"""What a request about answers asks for: a paper or a visitor's own PDF, a language, a model."""

from typing import NamedTuple

from coolpapers.errors import PaperNotFoundError
from coolpapers.faq.prompts import LANGUAGES
from coolpapers.flows.questions import Question, question_about, question_about_own
from coolpapers.flows.texts import UPLOAD
from coolpapers.ids import PaperId
from coolpapers.records import Paper
from coolpapers.web.site import Visit

LANGUAGE_COOKIE = "kimi_lang"


class Asked(NamedTuple):
    """What is asked for, and the paper if it is one of the library."""

    question: Question
    title: str
    paper: Paper | None

    @property
    def query(self) -> dict[str, str]:
        """The same in the parameters of an address."""
        own = self.question.subject.removeprefix(UPLOAD)
        what = {"own": own} if self.paper is None else {"paper": self.paper.id.local}
        return {**what, "lang": self.question.language, "model": self.question.model}

    @property
    def branch(self) -> str:
        """The branch its addresses stand in."""
        return self.paper.id.branch if self.paper is not None else "arxiv"


def read_asked(visit: Visit) -> Asked:
    """What is asked for.

    Raises:
        PaperIdError: What is named is no paper.
        PaperNotFoundError: The library does not hold it, or a visitor's session is over.
    """
    given = {**visit.request.query_params, **visit.form}
    desk, language, model = visit.site.desk, language_of(visit), given.get("model", "")
    if token := given.get("own", ""):
        own = desk.texts.own(token)
        return Asked(question_about_own(desk, token, language, model), own.title, None)
    asked = PaperId.parse(given.get("paper", "") or str(visit.request.path_params.get("of", "")))
    found = visit.library.store.papers.get([asked])
    if not found:
        raise PaperNotFoundError(str(asked))
    paper = found[0].paper
    return Asked(question_about(desk, paper, language, model), paper.title, paper)


def language_of(visit: Visit) -> str:
    """The language in which answers are wanted: as said now, as said before, the page's."""
    given = {**visit.request.query_params, **visit.form}
    for wanted in (given.get("lang", ""), visit.request.cookies.get(LANGUAGE_COOKIE, "")):
        if wanted in LANGUAGES:
            return wanted
    return visit.texts.code
