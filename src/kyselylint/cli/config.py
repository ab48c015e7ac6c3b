"""`kyselylint config`: check configuration files, show what applies to a file, print the JSON schema."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from kyselylint.cli import options
from kyselylint.cli.console import write
from kyselylint.cli.project import open_project

if TYPE_CHECKING:
    from kyselylint.config.configuration import Configuration
    from kyselylint.settings import Settings


@click.group()
def config() -> None:
    """Check and show the configuration."""


@config.command("check")
@options.PATHS
@options.CONFIG
def check(paths: tuple[str, ...], config: str, no_config: bool) -> None:
    """Read the configuration of PATHS; exit code 2 and all mistakes if something is wrong."""
    configuration = open_project(paths, {"config": config, "no_config": no_config}).configuration
    files = configuration.read()
    shown = [configuration.sources.shown(file) for file in files]
    write("".join(f"{file}: right\n" for file in shown) or "no kyselylint.toml here: the defaults apply\n")


@config.command("show")
@click.argument("file", type=click.Path())
@options.CONFIG
def show(file: str, config: str, no_config: bool) -> None:
    """Show the settings that apply to FILE, and where each comes from."""
    configuration = open_project((file,), {"config": config, "no_config": no_config}).configuration
    for path in sorted(configuration.sources.wanted):
        write("".join(f"{line}\n" for line in _shown(configuration, path)))


def _shown(configuration: Configuration, path: str) -> Iterator[str]:
    file = configuration.file(path)
    resolved = configuration.resolved(file)
    origins = resolved.origins() if resolved else {}
    said_by = configuration.sources.shown(file) if file else "the defaults apply"
    yield f"# {configuration.sources.shown(path)}: {said_by}"
    settings = configuration.of(path)
    for key, value in _values(settings):
        yield f"{key} = {json.dumps(value)}  # {origins.get(key.partition('.')[0], 'default')}"
    yield f"# this file is among: {', '.join(sorted(settings.classify(path))) or 'no class of paths'}"


def _values(settings: Settings) -> Iterator[tuple[str, object]]:
    yield "dialect", settings.dialect or "the one that the code shows, else postgres"
    yield "preset", settings.preset.label
    yield "fail-on", settings.fail_on.value if settings.fail_on else "never"
    yield "select", [one.name for one in settings.selectors if one.selects]
    yield "ignore", [one.name for one in settings.selectors if not one.selects]
    yield "exclude", list(settings.exclude)
    for rule, severity in sorted(settings.severities.items()):
        yield f'rules."{rule}".severity', severity.value
    for rule, reason in sorted(settings.disabled.items()):
        yield f'overrides."{rule}"', reason or "disabled"
    for name in settings.tenancy.__slots__:
        yield f"tenancy.{name.replace('_', '-')}", list(getattr(settings.tenancy, name))


@config.command("schema")
def schema() -> None:
    """Print the JSON schema of kyselylint.toml, for editors that complete and check TOML."""
    from kyselylint.config.schema import schema as described

    write(json.dumps(described(), indent=2) + "\n")
