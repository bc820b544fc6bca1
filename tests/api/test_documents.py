"""The documents list every address, and load nothing from another host."""

from __future__ import annotations

import re

from tests.api.serving import Client

OPERATIONS = {
    "get /v1/search",
    "get /v1/films/{film_id}",
    "get /v1/films/{film_id}/similar",
    "get /v1/films/{film_id}/trailer",
    "get /v1/recommend",
    "post /v1/recommend",
    "get /v1/compare",
    "get /v1/browse",
    "get /v1/genres",
    "get /v1/statistics",
    "get /v1/for-you",
}
"""What clients rely on."""


def test_every_operation_that_clients_rely_on_is_there(client: Client) -> None:
    paths = client.get("/api/openapi.json").json()["paths"]
    assert {f"{method} {path}" for path, operations in paths.items() for method in operations} == OPERATIONS


def test_the_page_lists_every_operation_and_parameter(client: Client) -> None:
    page = client.get("/api/docs").text
    document = client.get("/api/openapi.json").json()
    assert document["servers"] == [{"url": "/api"}]
    assert len(document["paths"]) >= 10
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            assert f"<code>{method.upper()} /api{path}</code>" in page
            for parameter in operation.get("parameters", []):
                assert f"<code>{parameter['name']}" in page


def test_the_page_loads_only_its_own_styles(client: Client) -> None:
    answer = client.get("/api/docs")
    assert re.findall(r'(?:src|href)="([^"]*)"', answer.text) == ["docs.css", "openapi.json"]
    assert "<script" not in answer.text
    assert "<style" not in answer.text
    style = client.get("/api/docs.css")
    assert style.headers["content-type"].startswith("text/css")
    assert "url(" not in style.text
    assert "style-src 'self'" in answer.headers["content-security-policy"]


def test_every_operation_tells_its_problems_and_every_value_its_bounds(client: Client) -> None:
    document = client.get("/api/openapi.json").json()
    for operations in document["paths"].values():
        for operation in operations.values():
            assert operation["description"]
            assert {"200", "422", "429", "503"} <= set(operation["responses"])
            for parameter in operation.get("parameters", []):
                schema = parameter["schema"]
                for each in (schema, schema.get("items", {})):
                    if each.get("type") in ("integer", "number"):
                        assert {"minimum", "maximum"} <= set(each), parameter
                    if each.get("type") == "string":
                        assert {"enum", "maxLength", "pattern"} & set(each), parameter
                    if each.get("type") == "array":
                        assert "maxItems" in each, parameter
