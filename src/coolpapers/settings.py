"""Settings: one table of rows, read from file, environment and command line, in that order.

Nothing else in the package reads the environment. `docs/settings.md` describes every row; a test
ties the two together.
"""

import difflib
import os
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import platformdirs

from coolpapers.errors import SettingError

PREFIX = "COOLPAPERS_"
FILE_NAME = "settings.toml"

Value = str | int | float | bool


class Row(NamedTuple):
    """One setting: its name, default, unit and what it does, in a sentence."""

    name: str
    default: Value
    unit: str
    sentence: str
    secret: bool = False


ROWS: tuple[Row, ...] = (
    Row(
        "data",
        platformdirs.user_data_dir("coolpapers", appauthor=False),
        "directory",
        "Where the store, the index and everything else of a library lives.",
    ),
    Row("host", "127.0.0.1", "address", "The address the site listens on."),
    Row("port", 8000, "port", "The port the site listens on; 0 takes a free one."),
    Row("workers", 1, "processes", "How many processes serve pages; each reads, none writes."),
    Row("threads", 4, "threads", "How many pages one process makes at the same time."),
    Row(
        "base_path",
        "",
        "path",
        "The path under which a proxy shows the site, such as `/papers`; empty for its root.",
    ),
    Row(
        "site_url",
        "",
        "address",
        "The address by which readers know the site, for feeds; empty takes it from the request.",
    ),
    Row(
        "title",
        "Cool Papers",
        "text",
        "The name of the site, shown in its bar and in feeds.",
    ),
    Row(
        "language",
        "",
        "en or zh",
        "The interface's language; empty follows each reader's browser.",
    ),
    Row("stars", True, "yes or no", "Whether openings of PDF and FAQ are counted."),
    Row(
        "stars_per_visitor",
        500,
        "openings",
        "How many openings of one visitor count in a day; 0 sets no limit.",
    ),
    Row(
        "sync",
        True,
        "yes or no",
        "Whether `serve` keeps the library in step with its sources and fetches unknown papers.",
    ),
    Row(
        "sync_days",
        7,
        "days",
        "How far back the first harvest of arXiv goes; `coolpapers sync --history` has no limit.",
    ),
    Row(
        "contact",
        "",
        "address",
        "How sources can reach you, an e-mail or a page; sent with each request; else `site_url`.",
    ),
    Row(
        "fetch_interval_s",
        3.0,
        "seconds",
        "The pause between requests to one group of hosts; arXiv asks for three seconds.",
    ),
    Row(
        "fetch_mirror",
        "",
        "address",
        "An address through which everything is fetched, `MIRROR/host/path`; empty goes directly.",
    ),
    Row(
        "fetch_private",
        False,
        "yes or no",
        "Whether hosts that are not on the public internet may be fetched from; for a mirror.",
    ),
    Row("pdfs", True, "yes or no", "Whether PDFs are fetched from their sources to be read here."),
    Row(
        "trusted_proxies",
        "127.0.0.1 ::1",
        "addresses",
        "Proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed; networks as well.",
    ),
    Row("log_format", "text", "text or json", "How the log is written to standard error."),
    Row(
        "log_level",
        "warning",
        "debug, info, warning or error",
        "What is logged at least; `info` has a line for every request, without its query.",
    ),
    Row(
        "metrics",
        "local",
        "local, all or none",
        "Who may read `/metrics`: this machine and private networks, everybody, or nobody.",
    ),
    Row(
        "server",
        "",
        "address",
        "Another Cool Papers that `search`, `show`, `related` and `export` ask instead of here.",
    ),
    Row("server_key", "", "key", "The key that the other Cool Papers wants.", secret=True),
    Row(
        "api_rate",
        600,
        "requests a minute",
        "How often one reader may ask the API of each serving process; 0 sets no limit.",
    ),
    Row(
        "api_keys",
        "",
        "keys",
        "Keys, with spaces, one of which who asks the API must send; empty asks for none.",
        secret=True,
    ),
    Row(
        "api_origins",
        "",
        "addresses",
        "Sites, such as `https://example.org`, whose scripts may ask the API; `*` allows all.",
    ),
    Row("smtp_host", "", "host", "The mail server that digests are sent through."),
    Row("smtp_port", 587, "port", "The port of the mail server."),
    Row(
        "smtp_security",
        "starttls",
        "starttls, tls or none",
        "How the connection to the mail server is protected.",
    ),
    Row("smtp_user", "", "text", "The name to log in to the mail server with; empty logs not in."),
    Row("smtp_password", "", "text", "The password for it.", secret=True),
    Row("mail_from", "", "e-mail address", "Whom digests come from; empty takes `smtp_user`."),
    Row("pdf_cache_mb", 2000, "MB", "How much of the fetched PDFs is kept in the data directory."),
    Row("pdf_cache_days", 30, "days", "After how many days a PDF is fetched anew."),
    Row("text_cache_mb", 200, "MB", "How much of the texts read from PDFs is kept."),
    Row("faq", True, "yes or no", "Whether questions about papers are answered."),
    Row(
        "model",
        "",
        "name",
        "The language model that answers: a preset such as `kimi`, or a name of your own.",
    ),
    Row("model_name", "", "text", "What its provider calls that model; empty is the preset's."),
    Row("model_address", "", "address", "The base address of its endpoint; empty is the preset's."),
    Row("model_key", "", "secret", "The key of its endpoint.", secret=True),
    Row("faq_at_once", 4, "answers", "How many answers are written at the same time."),
    Row("faq_queue", 500, "answers", "How many answers may wait; then nobody may ask for more."),
    Row("faq_visitor", 20, "answers", "How many answers a visitor may start a day; 0 is no limit."),
    Row("faq_day", 1000, "answers", "How many answers may be started a day; 0 is no limit."),
    Row(
        "faq_tokens",
        50_000_000,
        "tokens",
        "How many tokens models may read and write a day; 0 is no limit.",
    ),
    Row(
        "faq_money",
        0.0,
        "money",
        "What models may cost a day, in the currency of their prices; 0 is no limit.",
    ),
    Row(
        "follow_ups",
        30,
        "questions",
        "How many further questions a visitor may ask a day; 0 switches them off.",
    ),
    Row(
        "own_pdfs",
        "session",
        "off, session or keep",
        "Whether visitors may have PDFs of their own read, and whether these outlast the session.",
    ),
    Row("own_pdf_mb", 20, "MB", "How large a visitor's own PDF may be."),
    Row("translations", True, "yes or no", "Whether titles and abstracts are translated."),
    Row(
        "translations_visitor",
        300,
        "papers",
        "How many titles and abstracts are translated for a visitor a day; 0 is no limit.",
    ),
    Row(
        "magic_token",
        "",
        "secret",
        "Who shows this token comes first in the queue and is not limited; empty is nobody.",
        secret=True,
    ),
)


class Setting(NamedTuple):
    """A row with the value it has here, and where that value comes from."""

    row: Row
    value: Value
    origin: str

    @property
    def shown(self) -> str:
        """The value as it may be printed: secrets are hidden."""
        if self.row.secret and self.value:
            return "(hidden)"
        return str(self.value)


class Settings(Mapping[str, Setting]):
    """All settings by name, in the table's order."""

    def __init__(
        self,
        settings: Mapping[str, Setting],
        models: Mapping[str, Mapping[str, object]] | None = None,
    ) -> None:
        self._settings = dict(settings)
        self.models = dict(models or {})
        """The tables `[models.NAME]` of the settings file, as they stand there."""

    def __getitem__(self, name: str) -> Setting:
        return self._settings[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._settings)

    def __len__(self) -> int:
        return len(self._settings)

    def text(self, name: str) -> str:
        """A setting's value as text."""
        return str(self[name].value)

    def number(self, name: str) -> int:
        """A setting's value as a whole number."""
        return int(self[name].value)

    def decimal(self, name: str) -> float:
        """A setting's value as a number."""
        return float(self[name].value)

    def flag(self, name: str) -> bool:
        """A setting's value as yes or no."""
        return bool(self[name].value)

    @property
    def data(self) -> Path:
        """The directory of the library."""
        return Path(self.text("data")).expanduser()


def read_settings(
    given: Mapping[str, object] | None = None,
    environment: Mapping[str, str] | None = None,
    rows: tuple[Row, ...] = ROWS,
) -> Settings:
    """Settings from `settings.toml` in the data directory, the environment, and what was given.

    The later wins. `COOLPAPERS_NAME_FILE` names a file that holds the value, for secrets.

    Raises:
        SettingError: A name is unknown or a value cannot be what it should be.
    """
    environment = os.environ if environment is None else environment
    given = {name: value for name, value in (given or {}).items() if value is not None}
    told = {row.name: _from_environment(row, environment) for row in rows}
    first = _resolve(rows, {}, told, given)
    filed, models = _from_file(first.data / FILE_NAME, rows)
    return Settings(_resolve(rows, filed, told, given), models)


def variable(name: str) -> str:
    """A variable that belongs to another program, such as the key of a model's provider."""
    return os.environ.get(name, "")


def unknown_names(environment: Mapping[str, str], rows: tuple[Row, ...] = ROWS) -> list[str]:
    """Variables that look like ours and are none: most likely misspelt."""
    known = {PREFIX + row.name.upper() for row in rows}
    known |= {name + "_FILE" for name in known}
    return sorted(name for name in environment if name.startswith(PREFIX) and name not in known)


def as_environment(settings: Settings) -> dict[str, str]:
    """Settings as variables, so that a process started with them reads the same."""
    return {PREFIX + name.upper(): str(one.value) for name, one in settings.items()}


def _resolve(
    rows: tuple[Row, ...],
    filed: Mapping[str, tuple[object, str]],
    told: Mapping[str, tuple[object, str] | None],
    given: Mapping[str, object],
) -> Settings:
    settings: dict[str, Setting] = {}
    for row in rows:
        value, origin = row.default, "default"
        if row.name in filed:
            value, origin = _typed(row, filed[row.name][0]), filed[row.name][1]
        if (found := told[row.name]) is not None:
            value, origin = _typed(row, found[0]), found[1]
        if row.name in given:
            value, origin = _typed(row, given[row.name]), "command line"
        settings[row.name] = Setting(row, value, origin)
    return Settings(settings)


def _from_environment(row: Row, environment: Mapping[str, str]) -> tuple[object, str] | None:
    name = PREFIX + row.name.upper()
    if name in environment:
        return environment[name], name
    if f"{name}_FILE" in environment:
        path = Path(environment[f"{name}_FILE"])
        try:
            return path.read_text(encoding="utf-8").strip(), f"{name}_FILE"
        except (OSError, UnicodeDecodeError) as error:
            raise SettingError(row.name, f"cannot read {path}: {error}") from error
    return None


Models = dict[str, Mapping[str, object]]


def _from_file(path: Path, rows: tuple[Row, ...]) -> tuple[dict[str, tuple[object, str]], Models]:
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}, {}
    except (OSError, ValueError) as error:
        raise SettingError(str(path), f"cannot be read: {error}") from error
    models = found.pop("models", {})
    if not isinstance(models, dict) or not all(isinstance(one, dict) for one in models.values()):
        raise SettingError("models", f"in {path}: write [models.NAME]")
    names = [row.name for row in rows if row.name != "data"]
    for name in found:
        if name not in names:
            near = difflib.get_close_matches(name, names, 1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise SettingError(name, f"no such setting in {path}{hint}")
    return {name: (value, str(path)) for name, value in found.items()}, models


def _typed(row: Row, value: object) -> Value:
    kind = type(row.default)
    try:
        if kind is bool:
            return _yes_or_no(value)
        if kind is int:
            return int(str(value))
        if kind is float:
            return float(str(value))
    except ValueError:
        raise SettingError(row.name, f"{value!r} is not {row.unit}") from None
    return str(value)


def _yes_or_no(value: object) -> bool:
    words = {"yes": True, "true": True, "1": True, "on": True}
    words |= {"no": False, "false": False, "0": False, "off": False, "": False}
    try:
        return words[str(value).strip().lower()]
    except KeyError:
        raise ValueError from None
