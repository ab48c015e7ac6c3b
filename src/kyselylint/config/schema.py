"""The JSON schema of `kyselylint.toml`."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from kyselylint import registry
from kyselylint.config.model import FileConfig, Rule
from kyselylint.settings import PATH_CLASSES


def schema() -> dict[str, Any]:
    """The schema with every rule and its options by name, so that an editor completes them."""
    described = FileConfig.model_json_schema(by_alias=True)
    properties = described["properties"]
    properties["rules"] = {"type": "object", "properties": _rules(), "additionalProperties": False}
    properties["paths"]["propertyNames"] = {"enum": list(PATH_CLASSES)}
    described["$defs"].pop("Rule", None)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **described, "title": "kyselylint.toml"}


def _rules() -> dict[str, Any]:
    return {page.id: _rule(page.id, page.summary) for page in registry.pages().values()}


def _rule(rule: str, summary: str) -> dict[str, Any]:
    severity = Rule.model_json_schema()["properties"]["severity"]
    options = registry.check(rule).options
    own = TypeAdapter(options).json_schema()["properties"] if options else {}
    named = {name.replace("_", "-"): described for name, described in own.items()}
    return {
        "type": "object",
        "description": summary,
        "properties": {"severity": severity, **named},
        "additionalProperties": False,
    }
