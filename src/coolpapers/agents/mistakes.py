"""What is wrong with the arguments of a call, from the schema that the tool announces."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from coolpapers.agents.bounded import shortened

MOST_TOLD = 4
_LONGEST_NAME, _LONGEST_VALUE = 40, 60

Schema = Mapping[str, Any]


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
    shown = shortened(name, _LONGEST_NAME)
    if name not in known:
        return f"There is no argument {shown!r}."
    allowed = f"{shown} must be {_allowed(known[name])}"
    if name not in given:
        return f"{allowed}; it is missing."
    return f"{allowed}, not {shortened(json.dumps(given[name]), _LONGEST_VALUE)}."


def _allowed(schema: Schema) -> str:
    if "enum" in schema:
        return f"one of {', '.join(map(json.dumps, schema['enum']))}"
    match schema["type"]:
        case "integer":
            return f"a whole number from {schema['minimum']} to {schema['maximum']}"
        case "boolean":
            return "true or false"
        case "array":
            return f"a list of at most {schema['maxItems']} texts"
    longest = f" of at most {schema['maxLength']:,} characters" if "maxLength" in schema else ""
    return f"a text{longest}"


def _example(schema: Schema) -> Any:
    return schema["default"] if "default" in schema else schema["examples"][0]
