"""The API described by itself: OpenAPI 3.1, made from the table of routes and its types."""

import re
from collections.abc import Sequence
from typing import Any

import msgspec

from coolpapers import __version__, wire
from coolpapers.web.api.problems import KIND as PROBLEM
from coolpapers.web.api.routes import BASE, JSON, ROWS, Row

_REFERENCE = "#/components/schemas/{name}"
_IN_PATH = re.compile(r"\{(\w+)(?::\w+)?\}")
_ERRORS = {
    "400": "A parameter is unknown or cannot be what it is.",
    "401": "The operator wants a key.",
    "404": "The library does not hold it.",
    "429": "Too many requests; `Retry-After` says when to come again.",
    "503": "Not ready; `Retry-After` says when to come again.",
}


def describe(
    title: str, site_url: str, *, needs_key: bool = False, rows: Sequence[Row] = ROWS
) -> dict[str, Any]:
    """The document, ready to be written as JSON."""
    answers = list({row.answer for row in rows if row.kind == JSON})
    _, schemas = msgspec.json.schema_components(
        [*sorted(answers, key=lambda kind: kind.__name__), wire.Problem], ref_template=_REFERENCE
    )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": title,
            "version": __version__,
            "description": "Papers, lists, search and what belongs to papers, for programs.",
        },
        "servers": [{"url": f"{site_url}{BASE}"}],
        "security": [{"key": []}] if needs_key else [],
        "paths": {path_of(row): {"get": operation(row)} for row in rows},
        "components": {
            "schemas": schemas,
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
    }


def path_of(row: Row) -> str:
    """The path of a row as the document has it."""
    return _IN_PATH.sub(r"{\1}", row.path)


def operation(row: Row) -> dict[str, Any]:
    """What a row may be asked and answers."""
    return {
        "operationId": f"{row.group}_{row.view.__name__}",
        "tags": [row.group],
        "summary": summary_of(row),
        "parameters": parameters(row),
        "responses": {"200": _answer(row), **{code: _problem(code) for code in _ERRORS}},
    }


def summary_of(row: Row) -> str:
    """What a row does, in its own words."""
    return (row.view.__doc__ or "").partition("\n")[0].rstrip(".")


def parameters(row: Row) -> list[dict[str, Any]]:
    """The parameters of a row, those of the path first, then those that are required."""
    in_path = _IN_PATH.findall(row.path)
    _, parts = msgspec.json.schema_components([row.asked], ref_template=_REFERENCE)
    schema = parts[row.asked.__name__]
    required = schema.get("required", [])
    found = []
    for name, one in schema["properties"].items():
        described = {key: value for key, value in one.items() if key != "description"}
        place = "path" if name in in_path else "query"
        parameter = {"name": name, "in": place, "required": name in required, "schema": described}
        if "description" in one:
            parameter["description"] = one["description"]
        found.append(parameter)
    return sorted(found, key=lambda one: (one["in"] != "path", not one["required"]))


def _answer(row: Row) -> dict[str, Any]:
    schema: dict[str, Any] = {}
    if row.kind == JSON:
        schema = {"$ref": _REFERENCE.format(name=row.answer.__name__)}
    return {"description": row.answer.__doc__ or "", "content": {row.kind: {"schema": schema}}}


def _problem(code: str) -> dict[str, Any]:
    schema = {"$ref": _REFERENCE.format(name="Problem")}
    return {"description": _ERRORS[code], "content": {PROBLEM: {"schema": schema}}}
