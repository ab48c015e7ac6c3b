"""`kyselylint explain`: the page of a rule, in the terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator

import click

from kyselylint import registry
from kyselylint.cli.console import write
from kyselylint.exits import Mistake, UsageError
from kyselylint.registry import Page


@click.command()
@click.argument("rule")
@click.option("--format", "format_", default="text", type=click.Choice(("text", "markdown")), help="How to write it.")
def explain(rule: str, format_: str) -> None:
    """Say what RULE finds, why it matters, and what to do. Works without a network."""
    name = registry.canonical(rule)
    if name not in registry.pages():
        raise UsageError(_unknown(rule))
    write(registry.text(name) if format_ == "markdown" else _as_text(registry.pages()[name]))


def _unknown(rule: str) -> Mistake:
    meant = registry.nearest(rule, registry.pages())
    hint = f"did you mean `{meant}`? " if meant else ""
    return Mistake(f"unknown rule `{rule}`", help=f"{hint}`kyselylint rules` lists all rules")


def _as_text(page: Page) -> str:
    return (
        "\n".join((_headline(page), "", *_indented(registry.body(page.id)), "", *_options(page), *_facts(page))) + "\n"
    )


def _headline(page: Page) -> str:
    facts = (page.severity.value, f"{page.confidence.value} confidence", page.preset.label)
    since = (f"since {page.since}",) if page.since else ()
    return f"{page.id}: {page.summary}\n{' · '.join((*facts, *since))}"


def _indented(body: str) -> Iterator[str]:
    """Markdown as it is, except that code is indented instead of fenced."""
    fenced = False
    for line in body.splitlines():
        if line.startswith("```"):
            fenced = not fenced
        else:
            yield f"    {line}".rstrip() if fenced else line


def _options(page: Page) -> Iterator[str]:
    options = registry.options(page.id)
    if options:
        yield "Its options in kyselylint.toml, with their defaults:"
        yield from ("", f'    [rules."{page.id}"]')
        yield from (f"    {name} = {json.dumps(default)}" for name, default, _ in options)  # what TOML writes alike
        yield ""


def _facts(page: Page) -> Iterator[str]:
    if page.silent_in:
        yield f"Silent in: {', '.join(page.silent_in)}"
    yield f"Online: {page.url}"
