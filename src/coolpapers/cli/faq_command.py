"""`coolpapers faq`."""

import asyncio
from datetime import date
from pathlib import Path

import click

from coolpapers.cli.exits import Exit
from coolpapers.cli.options import data_option, desk_of, library_of
from coolpapers.errors import ModelError, PaperNotFoundError, SettingError, SubjectError
from coolpapers.faq.prompts import LANGUAGES
from coolpapers.flows.desk import Desk
from coolpapers.flows.questions import (
    PARTS,
    Question,
    Visitor,
    ask,
    progress_of,
    question_about,
)
from coolpapers.flows.work import work
from coolpapers.ids import PaperId
from coolpapers.library import Library
from coolpapers.records import Answer, DaySelection, Paper
from coolpapers.subjects import SubjectExpression
from coolpapers.web.faq.reasons import reason_said
from coolpapers.web.language import TEXTS

_OPERATOR = Visitor(is_operator=True)
_LOOK_S = 0.2


@click.command("faq")
@click.argument("paper", required=False)
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", help="Language of the answer.")
@click.option("--model", default="", help="One of the configured models; the first if not given.")
@click.option("--day", help="Prepare the newest day of these categories, such as cs.CL.")
@click.option("--date", "on", help="With --day: another day, YYYY-MM-DD.")
@click.option("--limit", type=click.IntRange(1), default=20, help="With --day: how many papers.")
@click.option("--renew", is_flag=True, help="Answer anew if the answer is of an older version.")
@data_option
def command(
    paper: str | None,
    lang: str,
    model: str,
    day: str | None,
    on: str | None,
    limit: int,
    renew: bool,
    data: Path | None,
) -> int:
    r"""Answer the six questions about a paper, or prepare the answers of a day.

    \b
    coolpapers faq 1706.03762 --lang zh
    coolpapers faq --day cs.CL --limit 20
    """
    if (paper is None) == (day is None):
        raise click.UsageError("Name a paper, or --day with categories.")
    library = library_of(data)
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
    texts, printed = TEXTS[question.language], dict.fromkeys(range(1, PARTS + 1), "")
    if desk.is_extractive:
        click.echo(texts("faq.quoted"), err=True)
    while True:
        found = await asyncio.to_thread(desk.store.answers.get, answer.number)
        progress = await asyncio.to_thread(progress_of, desk, found)
        for part in found.parts if found else ():
            if not printed[part.part]:
                click.secho(f"\nQ{part.part}: {texts(f'faq.q{part.part}')}\n", bold=True)
            elif not part.text.startswith(printed[part.part]):
                click.echo("\n…")  # it broke off and begins anew
                printed[part.part] = ""
            click.echo(part.text[len(printed[part.part]) :], nl=part.is_done)
            printed[part.part] = part.text
        if progress.state in ("done", "failed"):
            working.cancel()
            await asyncio.gather(working, return_exceptions=True)
            break
        await asyncio.sleep(_LOOK_S)
    if progress.state == "failed":
        raise ModelError(progress.reason, reason_said(texts, progress.reason))
    return Exit.DONE


async def _prepare(desk: Desk, papers: list[Paper], answers: list[Answer]) -> int:
    """Write all answers; a line for each."""
    await work(desk, lambda: False, until_empty=True)
    failed = 0
    for paper, answer in zip(papers, answers, strict=True):
        found = desk.store.answers.get(answer.number)
        progress = progress_of(desk, found)
        is_done = progress.state == "done"
        failed += not is_done
        said = f"{found.tokens:,} tokens" if found and is_done else progress.reason
        click.echo(f"{paper.id.local:<14} {progress.state:<7} {said}")
    return Exit.FAILED if failed else Exit.DONE
