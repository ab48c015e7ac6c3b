"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import click

from kyselylint.settings import DIALECTS

F = TypeVar("F", bound=Callable[..., object])


def together(*options: Callable[[F], F]) -> Callable[[F], F]:
    """Several decorators as one, shown in --help in the order given."""

    def apply(command: F) -> F:
        for option in reversed(options):
            command = option(command)
        return command

    return apply


def choice(name: str, values: tuple[str, ...], help_: str) -> Callable[[F], F]:
    """An option with a few values; "" where it is not given, so that the configuration decides."""
    shown = "|".join(values)
    return click.option(name, default="", type=_Choice(values), metavar=f"[{shown}]", help=help_)


class _Choice(click.Choice[str]):
    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return super().convert(value, param, ctx) if value else value


PATHS = click.argument("paths", nargs=-1, type=click.Path(), metavar="[PATHS]...")
CONFIG = together(
    click.option(
        "--config", default="", metavar="FILE", envvar="KYSELYLINT_CONFIG", help="Use only this configuration."
    ),
    click.option("--no-config", is_flag=True, help="Use no configuration file."),
)
PRESET = choice("--preset", ("recommended", "strict", "audit"), "How much to show.")
DIALECT = choice("--dialect", DIALECTS, "The SQL to show.")
DEBUG = click.option("--debug", is_flag=True, help="Stop at a failure of kyselylint itself and show its traceback.")
COLOR = click.option(
    "--color",
    default="auto",
    type=click.Choice(("auto", "always", "never")),
    help="Colour, by default on a terminal only.",
)
CACHE = click.option("--no-cache", is_flag=True, help="Work everything out anew, and remember nothing.")
