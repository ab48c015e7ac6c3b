"""`kyselylint completion`: the script that makes a shell complete commands and options."""

from __future__ import annotations

import click
from click.shell_completion import BashComplete, FishComplete, ZshComplete

from kyselylint.cli.console import write

_SCRIPTS = {"bash": BashComplete, "zsh": ZshComplete, "fish": FishComplete}


@click.command()
@click.argument("shell", type=click.Choice(tuple(_SCRIPTS)))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the completion script of a shell: eval "$(kyselylint completion bash)"."""
    script = _SCRIPTS[shell](ctx.find_root().command, {}, "kyselylint", "_KYSELYLINT_COMPLETE").source()
    write(script + "\n")
