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

from coolpapers.errors import SettingError
from coolpapers.settings.rows import ROWS, Row, Value

PREFIX = "COOLPAPERS_"
FILE_NAME = "settings.toml"


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
