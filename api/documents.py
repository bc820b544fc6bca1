"""The documents of the API: OpenAPI as JSON, and a page of ours that lists the addresses. Nothing else is loaded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem;
       color: #0d1318; background: #fff; }
h1, h2 { line-height: 1.2; } h2 { margin-top: 2.5rem; font-size: 1.15rem; }
code { font: 0.9em ui-monospace, monospace; overflow-wrap: anywhere; }
h2 code { background: #f2f4f5; padding: 0.2rem 0.4rem; border-radius: 0.3rem; }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; }
td, th { text-align: left; padding: 0.3rem 0.6rem 0.3rem 0; border-top: 1px solid #d9dfe3; vertical-align: top; }
a { color: #0b7a75; }
@media (prefers-color-scheme: dark) {
  body { color: #e6e9ec; background: #101418; } h2 code { background: #1a2027; }
  td, th { border-color: #2b333c; } a { color: #5cc8c2; }
}
"""
_KEPT = {"Cache-Control": "public, max-age=300"}


def document_routes(openapi: Callable[[], dict[str, Any]]) -> list[Route]:
    """Return the addresses of the documents.

    Parameters
    ----------
    openapi
        Returns the OpenAPI document.

    """

    async def as_json(request: Request) -> Response:
        return JSONResponse(_at(openapi(), request), headers=_KEPT)

    async def as_page(request: Request) -> Response:
        return HTMLResponse(page_of(_at(openapi(), request)), headers=_KEPT)

    async def style(_request: Request) -> Response:
        return Response(_STYLE, headers=_KEPT, media_type="text/css")

    return [
        Route("/openapi.json", as_json, include_in_schema=False),
        Route("/docs", as_page, include_in_schema=False),
        Route("/docs.css", style, include_in_schema=False),
    ]


def _at(document: dict[str, Any], request: Request) -> dict[str, Any]:
    """Return a document that says where the API is mounted."""
    return document | {"servers": [{"url": request.scope.get("root_path") or "/"}]}


def page_of(document: dict[str, Any]) -> str:
    """Return a page that lists every operation of an OpenAPI document, with its parameters."""
    root = document["servers"][0]["url"].rstrip("/")
    parts = [
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>CineWatch API</title>',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<link rel="stylesheet" href="docs.css"></head><body><h1>CineWatch API</h1>',
        f"<p>{escape(document['info']['description'])} For programs, there is "
        'an <a href="openapi.json">OpenAPI document</a>. Errors are JSON, as RFC 9457 describes.</p>',
    ]
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            parts += _operation(method.upper(), f"{root}{path}", operation)
    return "\n".join([*parts, "</body></html>"])


def _operation(method: str, path: str, operation: dict[str, Any]) -> Iterator[str]:
    yield f"<h2><code>{escape(method)} {escape(path)}</code></h2><p>{escape(operation['description'])}</p>"
    parameters = operation.get("parameters", [])
    if parameters:
        rows = "".join(_row(parameter) for parameter in parameters)
        yield f"<table><tr><th>Parameter</th><th>Values</th><th>Meaning</th></tr>{rows}</table>"
    if "requestBody" in operation:
        yield "<p>Send JSON with the same names. The filters are an object of their own, <code>filters</code>.</p>"


def _row(parameter: dict[str, Any]) -> str:
    schema = parameter["schema"]
    name = parameter["name"] + ("" if parameter.get("required") else "?")
    meaning = parameter.get("description") or schema.get("description", "")
    return f"<tr><td><code>{escape(name)}</code></td><td>{escape(_values(schema))}</td><td>{escape(meaning)}</td></tr>"


def _values(schema: dict[str, Any]) -> str:
    """Return what a parameter may be, in a few words."""
    if schema.get("type") == "array":
        return f"list of up to {schema['maxItems']}: {_values(schema['items'])}"
    if "enum" in schema:
        return ", ".join(schema["enum"])
    low, high = schema.get("minimum"), schema.get("maximum")
    limits = f" {low:,} to {high:,}" if low is not None and high is not None else ""
    longest = f", at most {schema['maxLength']} characters" if "maxLength" in schema else ""
    default = f", {schema['default']} if left out" if schema.get("default") not in (None, [], "") else ""
    return f"{schema.get('type', 'value')}{limits}{longest}{default}"
