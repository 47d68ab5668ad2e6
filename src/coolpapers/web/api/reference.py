"""The API's description: for programs as OpenAPI, for people as a page."""

from functools import lru_cache
from typing import Any

import msgspec
from starlette.responses import Response

from coolpapers.web.api.openapi import describe
from coolpapers.web.api.pages import ApiPage, Operation, Parameter
from coolpapers.web.api.routes import BASE, JSON
from coolpapers.web.respond import packed, redirect, render
from coolpapers.web.site import Visit


def openapi(visit: Visit) -> Response:
    """The OpenAPI document."""
    return packed(visit, msgspec.json.encode(_document(visit)), JSON)


def page(visit: Visit) -> Response:
    """The same to read."""
    title = visit.texts("api.title")
    document = _document(visit)
    found = ApiPage(
        body="home",
        title=f"{title} – {visit.site.title}",
        canonical=visit.addresses.at("/api"),
        server=visit.absolute(visit.addresses.at(BASE)),
        openapi=visit.addresses.at(f"{BASE}/openapi.json"),
        operations=[
            _operation(path, item["get"], document["components"]["schemas"])
            for path, item in document["paths"].items()
        ],
    )
    return render(visit, "api.html", found)


def to_page(visit: Visit) -> Response:
    """From the API's root to the page about it."""
    return redirect(visit.addresses.at("/api"))


def _document(visit: Visit) -> dict[str, Any]:
    needs_key = bool(visit.library.settings.text("api_keys"))
    return _described(visit.site.title, visit.site_url, needs_key=needs_key)


@lru_cache(maxsize=8)
def _described(title: str, site_url: str, *, needs_key: bool) -> dict[str, Any]:
    return describe(title, site_url, needs_key=needs_key)


def _operation(path: str, found: dict[str, Any], schemas: dict[str, Any]) -> Operation:
    content = found["responses"]["200"]["content"]
    reference = next(iter(content.values()))["schema"].get("$ref", "")
    name = reference.rpartition("/")[2]
    return Operation(
        path=path,
        summary=found["summary"],
        parameters=[
            Parameter(
                name=one["name"],
                place=one["in"],
                is_required=one["required"],
                kind=_kind(one["schema"]),
                default=_default(one["schema"]),
                said=one.get("description", ""),
            )
            for one in found["parameters"]
        ],
        answer=name or "text",
        answer_said=schemas.get(name, {}).get("description", ""),
        fields=list(schemas.get(name, {}).get("properties", ())),
    )


def _kind(schema: dict[str, Any]) -> str:
    if "enum" in schema:
        return " | ".join(schema["enum"])
    kinds = [one.get("type", "") for one in schema.get("anyOf", [schema])]
    return " | ".join(kind for kind in kinds if kind and kind != "null")


def _default(schema: dict[str, Any]) -> str:
    found = schema.get("default")
    if isinstance(found, bool):
        return "true" if found else "false"
    return "" if found in (None, "") else str(found)
