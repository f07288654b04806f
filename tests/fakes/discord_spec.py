"""Holds a REST request against Discord's own OpenAPI document.

The document lies beside the checkout, not in it. JSON Schema lets unnamed properties pass, so those of the body's top
level are looked for by hand.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jsonschema_rs

DOCUMENT = Path(__file__).parents[2].parent / "shared" / "discord" / "openapi.json"
_URI = "urn:discord"
# Sent by discord.py with every edit of a message, and ignored by Discord.
_TOLERATED = frozenset({"tts"})


class DiscordSpec:
    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        self._registry = jsonschema_rs.Registry([(_URI, dict(document))])
        self._validators: dict[str, Any] = {}

    @classmethod
    def load(cls) -> DiscordSpec:
        return cls(json.loads(DOCUMENT.read_text(encoding="utf-8")))

    def problems(self, method: str, path: str, query: Mapping[str, str], body: Any) -> list[str]:
        template = self._template(method, path)
        if template is None:
            return [f"no operation {method} {path}"]
        operation = self._document["paths"][template][method.lower()]
        return [*self._query(template, operation, query), *self._body(template, method, operation, body)]

    def _template(self, method: str, path: str) -> str | None:
        """The path of the document that fits; the one with most literal segments first (`@me` before an id)."""
        given = path.strip("/").split("/")
        fits = [
            template
            for template, item in self._document["paths"].items()
            if method.lower() in item and _fits(template.strip("/").split("/"), given)
        ]
        return min(fits, key=lambda template: template.count("{"), default=None)

    def _query(self, template: str, operation: Mapping[str, Any], query: Mapping[str, str]) -> Iterator[str]:
        declared = [*self._document["paths"][template].get("parameters", []), *operation.get("parameters", [])]
        names = {self._at(parameter)["name"] for parameter in declared if self._at(parameter)["in"] == "query"}
        yield from (f"query parameter {name} is not in the document" for name in query if name not in names)

    def _body(self, template: str, method: str, operation: Mapping[str, Any], body: Any) -> Iterator[str]:
        wanted = operation.get("requestBody")
        if wanted is None:
            if body is not None:
                yield "a body where there should be none"
            return
        if body is None:
            if wanted.get("required"):
                yield "no body"
            return
        pointer = template.replace("~", "~0").replace("/", "~1").replace("{", "%7B").replace("}", "%7D")
        reference = f"{_URI}#/paths/{pointer}/{method.lower()}/requestBody/content/application~1json/schema"
        errors = self._validator(reference).iter_errors(body)
        yield from (f"{list(error.instance_path)}: {error.message[:300]}" for error in errors)
        schema = wanted["content"]["application/json"]["schema"]
        yield from (f"field {name} is not in the document" for name in self._unnamed(schema, body))

    def _validator(self, reference: str) -> Any:
        if reference not in self._validators:
            made = jsonschema_rs.validator_for({"$ref": reference}, registry=self._registry)
            self._validators[reference] = made
        return self._validators[reference]

    def _unnamed(self, schema: Mapping[str, Any], body: Any) -> set[str]:
        names = set(self._properties(schema))
        return set(body) - names - _TOLERATED if isinstance(body, dict) and names else set()

    def _properties(self, schema: Mapping[str, Any]) -> Iterator[str]:
        schema = self._at(schema)
        yield from schema.get("properties", ())
        for word in ("oneOf", "anyOf", "allOf"):
            for alternative in schema.get(word, ()):
                yield from self._properties(alternative)

    def _at(self, node: Mapping[str, Any]) -> Mapping[str, Any]:
        while "$ref" in node:
            target: Any = self._document
            for step in node["$ref"].removeprefix("#/").split("/"):
                target = target[step]
            node = target
        return node


def _fits(template: list[str], given: list[str]) -> bool:
    return len(template) == len(given) and all(
        t.startswith("{") or t == g for t, g in zip(template, given, strict=True)
    )
