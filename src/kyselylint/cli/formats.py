"""`--format NAME[=FILE]`, repeated: which reports are wanted, and where each goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kyselylint.cli.console import save, write
from kyselylint.exits import Mistake, UsageError

Formats = tuple[tuple[str, str], ...]


def chosen(said: Sequence[str], known: Sequence[str], default: str) -> Formats:
    """Each format with the file it goes to, "" for standard output, which at most one may use."""
    pairs = tuple((name, path) for name, _, path in (one.partition("=") for one in said))
    for name, _ in pairs:
        if name not in known:
            raise UsageError(Mistake(f"unknown format `{name}`", "--format", help=f"one of: {', '.join(known)}"))
    if sum(not path for _, path in pairs) > 1:
        help_ = f"write the others to files: --format {pairs[-1][0]}=report.{pairs[-1][0]}"
        raise UsageError(Mistake("only one format can go to standard output", "--format", help=help_))
    return pairs or ((default, ""),)


def deliver(formats: Formats, render: Callable[[str, bool], str]) -> None:
    """Write each report; `render` is given the format's name, and whether it goes to a file."""
    for name, path in formats:
        if path:
            save(path, render(name, True))
        else:
            write(render(name, False))
