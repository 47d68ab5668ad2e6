"""What tantivy raises, as the errors of this program."""

from collections.abc import Iterator
from contextlib import contextmanager

from coolpapers.errors import EngineError


@contextmanager
def as_engine_error(what: str) -> Iterator[None]:
    """Anything tantivy raises inside becomes an EngineError that begins with `what`.

    On damaged files tantivy panics, which arrives as a BaseException without a public class.
    """
    try:
        yield
    except (ValueError, OSError, RuntimeError) as error:
        raise EngineError(f"{what}: {error}") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise EngineError(f"{what}: {error}") from error
