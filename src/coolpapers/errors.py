"""Every exception class of the package, one tree, one class per thing a caller does differently."""


class CoolPapersError(Exception):
    """Anything the package reports on purpose; its text is fit for a person."""


class PaperIdError(CoolPapersError):
    """A text is not the id or address of a paper."""

    def __init__(self, text: str) -> None:
        super().__init__(f"not a paper id: {text[:80]!r}")
        self.text = text


class SubjectError(CoolPapersError):
    """A subject expression names no known category."""

    def __init__(self, text: str, unknown: tuple[str, ...] = ()) -> None:
        named = ", ".join(unknown[:5]) or text[:80]
        super().__init__(f"no such category: {named}")
        self.text = text
        self.unknown = unknown


class SettingError(CoolPapersError):
    """A setting is unknown or has a value it cannot have."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(f"{name}: {message}")
        self.name = name


class FormatError(CoolPapersError):
    """A file or record is not in the format it should be in."""


class UnknownFormatError(FormatError):
    """No format recognises the beginning of a file."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name}: not a format this program reads")
        self.name = name


class RecordError(FormatError):
    """One record cannot be read; the others can."""


class StoreError(CoolPapersError):
    """The store could not do what was asked."""


class StoreDamagedError(StoreError):
    """A file is not what SQLite wrote."""


class StoreBusyError(StoreError):
    """Another process is writing; try again."""


class StoreVersionError(StoreError):
    """The store was written by a newer version of the program."""


class PaperNotFoundError(StoreError):
    """The library does not hold this paper."""

    def __init__(self, paper: str) -> None:
        super().__init__(f"not in this library: {paper}")
        self.paper = paper


class EngineError(CoolPapersError):
    """The search index could not do what was asked."""


class IndexLockedError(EngineError):
    """Another process is writing the index."""


class IndexMissingError(EngineError):
    """There is no index yet, or it was deleted."""


class SourceError(CoolPapersError):
    """A source could not give papers."""

    def __init__(self, source: str, message: str) -> None:
        super().__init__(f"{source}: {message}")
        self.source = source


class SourceUnavailableError(SourceError):
    """Try again later."""


class SourceFormatError(SourceError):
    """The answer changed shape; a person must look."""


class ServerError(CoolPapersError):
    """Another Cool Papers did not do what was asked of it; `status` is 0 if it did not answer."""

    def __init__(self, said: str, *, status: int = 0, kind: str = "") -> None:
        super().__init__(said)
        self.status = status
        self.kind = kind


class ServerBusyError(ServerError):
    """Another Cool Papers cannot answer now; `retry_after_s` says when to try again."""

    def __init__(self, said: str, *, status: int, kind: str = "", retry_after_s: int = 5) -> None:
        super().__init__(said, status=status, kind=kind)
        self.retry_after_s = retry_after_s


class PostError(CoolPapersError):
    """A digest could not be sent; its text names no secret."""


class PdfError(CoolPapersError):
    """A paper's PDF cannot be had; `reason` says why in a word.

    `no_address`, `unreachable` (try again), `refused`, `not_pdf`, `busy` (try again), `off`.
    """

    def __init__(self, reason: str, message: str = "") -> None:
        super().__init__(f"no PDF, {reason}: {message}" if message else f"no PDF, {reason}")
        self.reason = reason
        self.message = message


class PaperTextError(CoolPapersError):
    """A paper's PDF has no text for us; `reason` says why in a word.

    `not_pdf`, `encrypted`, `corrupt`, `too_long`, `scanned`, `too_heavy`.
    """

    def __init__(self, reason: str, message: str = "") -> None:
        super().__init__(f"no text, {reason}: {message}" if message else f"no text, {reason}")
        self.reason = reason


class ModelError(CoolPapersError):
    """A language model gave no answer, and asking again would change nothing.

    `reason`: `no_model`, `refused` (key, address or account), `too_long`, `bad_answer`.
    """

    def __init__(self, reason: str, message: str = "") -> None:
        super().__init__(f"model, {reason}: {message}" if message else f"model, {reason}")
        self.reason = reason


class ModelBusyError(ModelError):
    """Ask again later: `busy`, `unreachable`, `cut`, `silent`; after so many seconds if it said."""

    def __init__(self, reason: str, message: str = "", retry_after_s: float | None = None) -> None:
        super().__init__(reason, message)
        self.retry_after_s = retry_after_s


class EmbeddingsError(CoolPapersError):
    """A provider gave no vectors; ask again later, after so many seconds if it said."""

    def __init__(self, said: str, retry_after_s: float | None = None) -> None:
        super().__init__(f"embeddings: {said}")
        self.retry_after_s = retry_after_s


class AnswerRefusedError(CoolPapersError):
    """No answer is begun now; `reason` says why in a word.

    `visitor` and `day` (so many answers a day), `tokens` and `money` (the budget of the day),
    `off`, `queue` (too many wait).
    """

    def __init__(self, reason: str) -> None:
        super().__init__(f"no answer now, {reason}")
        self.reason = reason
