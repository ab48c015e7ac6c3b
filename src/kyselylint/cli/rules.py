"""`kyselylint rules`: all rules with their metadata."""

from __future__ import annotations

import json

import click

from kyselylint import registry
from kyselylint.cli.console import write
from kyselylint.registry import Page


@click.command()
@click.option("--format", "format_", default="text", type=click.Choice(("text", "json")), help="How to write them.")
def rules(format_: str) -> None:
    """List the rules: id, severity, the preset that shows it, and what is wrong."""
    pages = tuple(registry.pages().values())
    write(_as_json(pages) if format_ == "json" else _as_text(pages))


def _as_json(pages: tuple[Page, ...]) -> str:
    return json.dumps({"version": 1, "rules": [_object(page) for page in pages]}, indent=2) + "\n"


def _object(page: Page) -> dict[str, object]:
    return {
        "id": page.id,
        "group": page.group,
        "summary": page.summary,
        "severity": page.severity.value,
        "confidence": page.confidence.value,
        "preset": page.preset.label,
        "since": page.since,
        "tags": list(page.tags),
        "aliases": list(page.aliases),
        "needs": list(page.needs),
        "silent_in": list(page.silent_in),
        "sources": list(page.sources),
        "options": [{"name": name, "default": default, "doc": doc} for name, default, doc in registry.options(page.id)],
        "url": page.url,
    }


def _as_text(pages: tuple[Page, ...]) -> str:
    wide = max(len(page.id) for page in pages)
    return "".join(
        f"{page.id:<{wide}}  {page.severity.value:<7}  {page.preset.label:<11}  {page.summary}\n" for page in pages
    )
