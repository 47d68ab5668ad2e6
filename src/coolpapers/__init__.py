"""Cool Papers: skim a day of science in ten minutes, on a machine of your own."""

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from coolpapers.notebook import (
        Papers,
        export_papers,
        get_papers,
        import_papers,
        list_papers,
        open_library,
        related_papers,
        search_papers,
    )

__all__ = [
    "Papers",
    "export_papers",
    "get_papers",
    "import_papers",
    "list_papers",
    "open_library",
    "related_papers",
    "search_papers",
]


def __getattr__(name: str) -> object:
    """The functions for notebooks, loaded when the first of them is asked for."""
    if name in __all__:
        return getattr(import_module("coolpapers.notebook"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
