"""What a value may be, in words: for whoever gave another one."""

import json
from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any]
"""A JSON schema of a text, a whole number, yes or no, a day, or a list of texts."""

LONGEST_VALUE = 60


def allowed(schema: Schema) -> str:
    """What a schema allows: `a whole number from 1 to 20`."""
    if "anyOf" in schema:
        return " or ".join(allowed(one) for one in schema["anyOf"] if one.get("type") != "null")
    if "enum" in schema:
        return f"one of {', '.join(map(json.dumps, filter(None, schema['enum'])))}"
    match schema["type"]:
        case "integer":
            return f"a whole number from {schema['minimum']} to {schema['maximum']}"
        case "boolean":
            return "true or false"
        case "array":
            return f"a list of at most {schema['maxItems']} texts"
    if schema.get("format") == "date":
        return "a day such as 2025-12-01"
    longest = f" of at most {schema['maxLength']:,} characters" if "maxLength" in schema else ""
    return f"a text{longest}"


def shown(value: object) -> str:
    """A value that was given, as JSON, its end left out if it is long."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"
