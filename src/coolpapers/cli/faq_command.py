"""`coolpapers faq`."""

import asyncio
import re
from datetime import date
from pathlib import Path

import click

from coolpapers.cli.exits import Exit
from coolpapers.cli.faq_there import show_kept
from coolpapers.cli.options import client_of, data_option, desk_of, server_option, settings_of
from coolpapers.errors import ModelError, PaperNotFoundError, SettingError, SubjectError
from coolpapers.faq.prompts import LANGUAGES
from coolpapers.flows.desk import Desk
from coolpapers.flows.questions import (
    Question,
    Visitor,
    ask,
    progress_of,
    question_about,
)
from coolpapers.flows.work import work
from coolpapers.ids import PaperId
from coolpapers.library import Library, open_library
from coolpapers.records import Answer, AnswerPart, DaySelection, Paper
from coolpapers.subjects import SubjectExpression
from coolpapers.web.faq.reasons import reason_said
from coolpapers.web.language import TEXTS, Texts

_OPERATOR = Visitor(is_operator=True)
_LOOK_S = 0.2
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


@click.command("faq")
@click.argument("paper", required=False)
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", help="Language of the answer.")
@click.option("--model", default="", help="One of the configured models; the first if not given.")
@click.option("--day", help="Prepare the newest day of these categories, such as cs.CL.")
@click.option("--date", "on", help="With --day: another day, YYYY-MM-DD.")
@click.option("--limit", type=click.IntRange(1), default=20, help="With --day: how many papers.")
@click.option("--renew", is_flag=True, help="Answer anew if the answer is of an older version.")
@server_option
@data_option
def command(
    paper: str | None,
    lang: str,
    model: str,
    day: str | None,
    on: str | None,
    limit: int,
    renew: bool,
    server: str | None,
    data: Path | None,
) -> int:
    """Answer the six questions about a paper, or prepare the answers of a day.

    Of another Cool Papers, what it keeps is shown; nothing is begun there.

    \b
    coolpapers faq 1706.03762 --lang zh
    coolpapers faq --day cs.CL --limit 20
    """
    if (paper is None) == (day is None):
        raise click.UsageError("Name a paper, or --day with categories.")
    settings = settings_of(data, server=server)
    if (client := client_of(settings)) is not None:
        if paper is None or renew:
            raise click.UsageError("--day and --renew are for the library here, not for --server")
        return show_kept(client, paper, lang, model)
    library = open_library(settings)
    desk = desk_of(library)
    if model and model not in desk.models:
        raise SettingError("model", f"{model!r} is not one of: {', '.join(desk.models)}")
    papers = [_paper(library, paper)] if paper else _of_day(library, str(day), on, limit)
    questions = [question_about(desk, one, lang, model) for one in papers]
    answers = [ask(desk, question, _OPERATOR, renew=renew) for question in questions]
    if paper:
        return asyncio.run(_stream(desk, questions[0], answers[0]))
    return asyncio.run(_prepare(desk, papers, answers))


def _paper(library: Library, text: str) -> Paper:
    asked = PaperId.parse(text)
    found = library.store.papers.get([asked])
    if not found:
        raise PaperNotFoundError(str(asked))
    return found[0].paper


def _of_day(library: Library, text: str, on: str | None, limit: int) -> list[Paper]:
    subjects = SubjectExpression.parse(text)
    try:
        day = date.fromisoformat(on) if on else library.store.listings.newest_day(subjects)
    except ValueError:
        raise click.UsageError(f"{on!r} is not a day.") from None
    if day is None:
        raise SubjectError(text)
    listing = library.store.listings.page(DaySelection(subjects, day, day), show=limit)
    return [held.paper for held in listing.papers]


async def _stream(desk: Desk, question: Question, answer: Answer) -> int:
    """Print an answer as it grows; another worker's as well as our own."""
    working = asyncio.create_task(work(desk, lambda: False, until_empty=True))
    texts = TEXTS[question.language]
    printing = _Printing(texts, desk)
    if desk.is_extractive:
        click.echo(texts("faq.quoted"), err=True)
    while True:
        found = await asyncio.to_thread(desk.store.answers.get, answer.number)
        progress = await asyncio.to_thread(progress_of, desk, found)
        for part in found.parts if found else ():
            printing.show(part)
        if progress.state in ("done", "failed"):
            break
        await asyncio.sleep(_LOOK_S)
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    if progress.state == "failed":
        raise ModelError(progress.reason, reason_said(texts, progress.reason))
    return Exit.DONE


class _Printing:
    """Prints what is new of each part."""

    def __init__(self, texts: Texts, desk: Desk) -> None:
        self._texts = texts
        self._is_quoted = desk.is_extractive
        self._printed: dict[int, str] = {}
        self._ended: set[int] = set()

    def show(self, part: AnswerPart) -> None:
        """A part as it is now: its question first, a line end when it is done."""
        if part.part in self._ended:
            return
        if part.part not in self._printed:
            click.secho(f"\nQ{part.part}: {self._texts(f'faq.q{part.part}')}\n", bold=True)
        elif not part.text.startswith(self._printed[part.part]):
            click.echo("\n…")  # it broke off and begins anew
            self._printed[part.part] = ""
        new = part.text[len(self._printed.get(part.part, "")) :]
        # Quotes are written as Markdown, with a stroke before every sign that it knows.
        click.echo(_ESCAPED.sub(r"\1", new) if self._is_quoted else new, nl=part.is_done)
        self._printed[part.part] = part.text
        if part.is_done:
            self._ended.add(part.part)


async def _prepare(desk: Desk, papers: list[Paper], answers: list[Answer]) -> int:
    """Write all answers; a line for each, when it has ended."""
    if not answers:
        click.echo("No papers on that day.", err=True)
    working = asyncio.create_task(work(desk, lambda: False, until_empty=True))
    waiting = list(zip(papers, answers, strict=True))
    failed = 0
    while waiting:
        is_last = working.done()  # what is open now stays so
        for paper, answer in list(waiting):
            found = await asyncio.to_thread(desk.store.answers.get, answer.number)
            progress = await asyncio.to_thread(progress_of, desk, found)
            is_done = progress.state == "done"
            if not (is_last or is_done or progress.state == "failed"):
                continue
            waiting.remove((paper, answer))
            failed += not is_done
            said = f"{found.tokens:,} tokens" if found and is_done else progress.reason
            click.echo(f"{paper.id.local:<14} {progress.state:<7} {said}")
        await asyncio.wait([working], timeout=_LOOK_S)
    await working
    return Exit.FAILED if failed else Exit.DONE
