"""`kyselylint completion`: the script that makes a shell complete commands and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from kyselylint.cli.console import write


@click.command()
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the completion script of a shell: eval "$(kyselylint completion bash)"."""
    found = get_completion_class(shell)
    assert found is not None  # click has a class for each of the choices
    write(found(ctx.find_root().command, {}, "kyselylint", "_KYSELYLINT_COMPLETE").source() + "\n")
