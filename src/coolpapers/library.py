"""Library: the opened parts of one library, handed to whoever needs them."""

from typing import NamedTuple

from coolpapers.search.tantivy_engine import TantivyEngine
from coolpapers.semantic.space import Space
from coolpapers.settings import Settings
from coolpapers.store import Store, open_store

INDEX_DIRECTORY = "index"
SPACE_DIRECTORY = "space"


class Library(NamedTuple):
    """A store (the truth), what is derived from it, and the settings they came from.

    The engine answers queries from the index, the space knows papers near in meaning.
    """

    settings: Settings
    store: Store
    engine: TantivyEngine
    space: Space


def open_library(settings: Settings) -> Library:
    """The library in the data directory, made or migrated where needed.

    The index may be missing or behind: whoever writes brings it up (`flows.reindex`).

    Raises:
        StoreError: The data directory cannot be used.
    """
    return Library(
        settings,
        open_store(settings.data),
        TantivyEngine(settings.data / INDEX_DIRECTORY),
        Space(settings.data / SPACE_DIRECTORY),
    )
