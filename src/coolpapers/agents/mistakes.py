"""What is wrong with the arguments of a call, from the schema that the tool announces."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from coolpapers.agents.bounded import shortened
from coolpapers.wire.allowed import Schema, allowed, shown

MOST_TOLD = 4
LONGEST_NAME = 40


def unknown_names(given: Mapping[str, Any], schema: Schema) -> list[str]:
    """The arguments that a tool does not take."""
    return [name for name in given if name not in schema["properties"]]


def told(tool: str, names: Sequence[str], given: Mapping[str, Any], schema: Schema) -> str:
    """Which arguments are wrong, what each may be, and a call that is right."""
    known: Schema = schema["properties"]
    lines = [_wrong(name, given, known) for name in dict.fromkeys(names)]
    more = [f"and {len(lines) - MOST_TOLD} more."] if len(lines) > MOST_TOLD else []
    wanted = [name for name in known if name in names or name in schema.get("required", ())]
    example = json.dumps({name: _example(known[name]) for name in wanted})
    right = f"{tool} takes {', '.join(known)}. For example: {tool} {example}"
    return " ".join([*lines[:MOST_TOLD], *more, right])


def _wrong(name: str, given: Mapping[str, Any], known: Schema) -> str:
    if name not in known:
        return f"There is no argument {shortened(name, LONGEST_NAME)!r}."
    must = f"{name} must be {allowed(known[name])}"
    return f"{must}, not {shown(given[name])}." if name in given else f"{must}; it is missing."


def _example(schema: Schema) -> Any:
    return schema["default"] if "default" in schema else schema["examples"][0]
