"""The models an operator has configured: presets, tables of settings, keys."""

import tomllib
from collections.abc import Callable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec

from coolpapers.errors import SettingError
from coolpapers.settings import Settings, variable

EXTRACT = "extract"
"""The name under which sentences are quoted where no model is configured."""


class ModelSpec(msgspec.Struct, frozen=True, kw_only=True):
    """A model: where it is, what it can take, what it costs per million tokens.

    `kind` is `chat` (an OpenAI-style endpoint), `canned` or `extract`. `limit` is how its provider
    calls the most tokens of an answer, `extra` what else goes into the body of each request.
    """

    name: str
    kind: str = "chat"
    label: str = ""
    model: str = ""
    address: str = ""
    key: str = ""
    context: int = 32_000
    longest_answer: int = 3_000
    temperature: float | None = None
    price_read: float = 0.0
    price_cached: float = 0.0
    price_written: float = 0.0
    silence_s: float = 600.0
    limit: str = "max_tokens"
    extra: Mapping[str, object] = {}

    def __repr__(self) -> str:
        """Without the key, so that no log shows it."""
        return f"ModelSpec({self.name!r}, {self.model!r}, {self.address!r})"

    @property
    def shown(self) -> str:
        """Its name for readers."""
        return self.label or self.model or self.name


_TEXTS = ("preset", "label", "model", "address", "key", "key_env", "key_file", "limit")
_NUMBERS = ("context", "longest_answer", "temperature", "price_read", "price_cached",
            "price_written", "silence_s")  # fmt: skip
_KINDS: dict[str, Any] = {
    **dict.fromkeys(_TEXTS, str),
    **dict.fromkeys(_NUMBERS, int | float),
    "extra": dict,
}


def presets() -> Mapping[str, Mapping[str, object]]:
    """What is known of well-known endpoints, by name."""
    return tomllib.loads((files("coolpapers.faq") / "presets.toml").read_text("utf-8"))


def configured_models(
    settings: Settings, variable: Callable[[str], str] = variable
) -> dict[str, ModelSpec]:
    """The models of an instance by name, in the operator's order; the first is the default.

    Without any there is one that quotes the paper itself.

    Raises:
        SettingError: A table says what cannot be.
    """
    tables: dict[str, Mapping[str, object]] = {}
    if name := settings.text("model"):
        given = {"model": "model_name", "address": "model_address", "key": "model_key"}
        tables[name] = {key: settings.text(row) for key, row in given.items() if settings.text(row)}
    tables |= {name: table for name, table in settings.models.items() if name not in tables}
    found = {name: _spec(name, table, variable) for name, table in tables.items()}
    return found or {EXTRACT: ModelSpec(name=EXTRACT, kind=EXTRACT)}


def _spec(name: str, table: Mapping[str, object], variable: Callable[[str], str]) -> ModelSpec:
    where = f"models.{name}"
    for key, value in table.items():
        kind = _KINDS.get(key)
        if kind is None:
            raise SettingError(f"{where}.{key}", "no such setting of a model")
        if not isinstance(value, kind) or isinstance(value, bool):
            raise SettingError(f"{where}.{key}", f"{value!r} cannot be")
    preset = str(table.get("preset", name if name in presets() else ""))
    if preset and preset not in presets():
        raise SettingError(f"{where}.preset", f"there is none called {preset!r}")
    merged = {**presets().get(preset, {}), **table}
    key = _key(where, merged, variable)
    fields = {k: v for k, v in merged.items() if k not in ("preset", "key_env", "key_file", "key")}
    spec = msgspec.convert({**fields, "name": name, "key": key}, ModelSpec, strict=False)
    if spec.kind == "chat" and not (
        spec.address.startswith(("http://", "https://")) and spec.model
    ):
        raise SettingError(where, "needs an address and the name of a model, or a preset")
    return spec


def _key(where: str, table: Mapping[str, object], variable: Callable[[str], str]) -> str:
    if key := str(table.get("key", "")):
        return key
    if path := str(table.get("key_file", "")):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingError(f"{where}.key_file", f"cannot read {path}: {error}") from error
    return variable(str(table.get("key_env", "")))
