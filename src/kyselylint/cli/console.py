"""Writing to the terminal, to files, and saying what is wrong."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import TracebackType
from typing import TextIO

import click

from kyselylint.exits import Mistake, UsageError


def write(text: str, *, to_error: bool = False) -> None:
    """Text as it is; what a terminal's encoding lacks is escaped, never an exception."""
    stream = sys.stderr if to_error else sys.stdout
    encoding = getattr(stream, "encoding", None) or "utf-8"
    safe = text.encode(encoding, "backslashreplace").decode(encoding)
    click.echo(safe, nl=False, err=to_error, color=True)


def save(path: str, text: str) -> None:
    """Write a report to a file, making its directory."""
    target = Path(path)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8", errors="backslashreplace", newline="\n")
    except OSError as error:
        raise UsageError(Mistake(f"`{path}` cannot be written: {error.strerror or error}")) from None


def wants_color(choice: str, stream: TextIO) -> bool:
    """NO_COLOR (no-color.org) and FORCE_COLOR decide only where the option does not."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or stream.isatty()


class Progress:
    """One line on a terminal that says what is being done, gone when it is done. Silent everywhere else."""

    def __init__(self, text: str, *, wanted: bool) -> None:
        self._text = text if wanted and sys.stderr.isatty() and not os.environ.get("CI") else ""

    def __enter__(self) -> None:
        write(self._text, to_error=True)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        write("\r\x1b[K" if self._text else "", to_error=True)


def complain(error: UsageError) -> None:
    """All mistakes, each with its place, its line and what to do."""
    write("\n".join(map(_said, error.mistakes)), to_error=True)


def _said(mistake: Mistake) -> str:
    lines = [f"error: {mistake.message}"]
    if mistake.where:
        lines.append(f"  --> {mistake.where}")
    lines.extend(mistake.frame)
    if mistake.help:
        lines.append(f"   = help: {mistake.help}")
    return "\n".join(lines) + "\n"
