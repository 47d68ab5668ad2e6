"""Papers like a paper: which paper, by which way, and the links to the other ways."""

from coolpapers.errors import PaperIdError
from coolpapers.flows.related import DEFAULT, MODES, Mode, NearPapers, Order, related
from coolpapers.ids import PaperId
from coolpapers.records import Held
from coolpapers.web.pages import Link
from coolpapers.web.params import ListRequest
from coolpapers.web.site import Visit


def paper_alike(visit: Visit, asked: ListRequest) -> Held | None:
    """The paper that papers like it are asked of; None if none is named or held."""
    try:
        found = visit.library.store.papers.get([PaperId.parse(asked.like)]) if asked.like else []
    except PaperIdError:
        return None
    return found[0] if found else None


def alike(
    visit: Visit, branch: str, like: Held, asked: ListRequest, order: Order | None
) -> NearPapers:
    """A page of the papers like a paper, each with what it shares with it."""
    return related(
        visit.library,
        like,
        mode=asked.mode or DEFAULT,
        branch=None if branch == "all" else branch,
        limit=asked.show,
        offset=asked.skip,
        order=order,
    )


def ways_of(visit: Visit, address: str, asked: ListRequest, like: Held) -> list[Link]:
    """The ways to find papers like one; without a vector it has none by meaning."""
    has_meaning = visit.library.space.has(like.number)
    usual: Mode = DEFAULT if has_meaning else "words"
    now = usual if asked.mode in ("", "blend") else asked.mode
    return [
        Link(
            address + asked.query_string(mode="" if mode == usual else mode, skip=0),
            f"search.mode_{mode}",
            is_current=mode == now,
        )
        for mode in MODES
        if has_meaning or mode != "blend"
    ]
