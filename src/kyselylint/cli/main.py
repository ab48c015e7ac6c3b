"""The program: finds the command, and turns a user's mistake into a message and exit code 2."""

from __future__ import annotations

import gc
import os
import traceback
from importlib import import_module

import click

from kyselylint import __version__, exits
from kyselylint.cli.console import complain, write

# Each name is a module of this package with a function of that name; only the one that is called is imported.
COMMANDS = ("check", "queries", "schema", "rules", "explain", "init", "baseline", "config", "completion")
_OWN_OPTIONS = ("--help", "-h", "--version")


class Program(click.Group):
    """A group whose commands are imported when they are called, and `check` if none is named."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """In the order of their use, not of the alphabet."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"kyselylint.cli.{cmd_name}"), cmd_name)
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """`kyselylint src` is `kyselylint check src`."""
        if args[:1] and args[0] in (*COMMANDS, *_OWN_OPTIONS):
            return super().parse_args(ctx, args)
        if args[:1] and not args[0].startswith("-") and not os.path.exists(args[0]):  # noqa: PTH110  # a name too long raises there
            _refuse_misspelled(args[0], ctx)
        return super().parse_args(ctx, ["check", *args])

    def invoke(self, ctx: click.Context) -> object:
        """The only place that catches mistakes of the user's, and failures that nothing else has caught.

        Python would end with 1 after those, which means findings.
        """
        gc.disable()  # looking for cycles cost 8 % of a large run, and freed 1 % of its memory
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except exits.UsageError as error:
            complain(error)
            ctx.exit(exits.USAGE)
        except Exception:  # noqa: BLE001  # whatever it is, it must not look like a finding
            write(f"{traceback.format_exc()}\nerror: this is a bug in kyselylint\n", to_error=True)
            ctx.exit(exits.INCOMPLETE)
        finally:
            gc.enable()


def _refuse_misspelled(word: str, ctx: click.Context) -> None:
    """A first word that is no path, and almost a command, was meant to be one."""
    from difflib import get_close_matches

    for meant in get_close_matches(word, COMMANDS, n=1):
        raise click.UsageError(f"there is no path `{word}`; did you mean the command `{meant}`?", ctx)


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="kyselylint")
def main() -> None:
    """Lint TypeScript code that uses the Kysely query builder.

    Without a command: check. Nothing is sent anywhere, no code is run, no database is touched.
    """
