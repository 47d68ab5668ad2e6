"""Backups of a library: its store, which is the truth; all else is derived from it."""

from pathlib import Path

from coolpapers.errors import StoreError
from coolpapers.library import INDEX_DIRECTORY, Library
from coolpapers.search.index import open_writer
from coolpapers.search.upkeep import retire
from coolpapers.store.copies import Copied, Watch, copy_in, copy_out, examine
from coolpapers.store.migrations import migrate


def back_up(library: Library, path: Path, watch: Watch) -> Copied:
    """The library written to a file, which was looked over before it got its name.

    Raises:
        StoreError: The file cannot be written, or the store is damaged.
    """
    if path.is_dir() or not path.parent.is_dir():
        raise StoreError(f"{path} cannot be written: give the name of a file in a directory")
    if path.resolve() == library.store.database.path.resolve():
        raise StoreError(f"{path} is the library itself")
    return copy_out(library.store.database, path, watch)


def restore(library: Library, path: Path, watch: Watch, *, replace: bool = False) -> Copied:
    """The library as a backup has it; its index is built again.

    A kill at any moment leaves either what was there before or what the backup holds.

    Raises:
        StoreError: The backup is not sound, or the library holds papers and may not be replaced.
        IndexLockedError: A server is running on the library, or something else writes it.
    """
    found = examine(path)
    if library.store.listings.totals().papers and not replace:
        raise StoreError(f"{library.settings.data} holds papers already; --replace gives them up")
    index = library.settings.data / INDEX_DIRECTORY
    # Held until the end: whoever serves the library would follow a log that changes under it.
    writer = open_writer(index)
    try:
        retire(index)
        copy_in(path, library.store.database, watch)
        migrate(library.store.database)
        library.store.cards.forget()
    finally:
        writer.close()
    return found
