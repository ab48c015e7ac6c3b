"""Function names and literals that are no constants."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.texts import is_closed, is_own, said_origin
from kyselylint.analysis.view import View
from kyselylint.finding import Preset, Report, Severity
from kyselylint.query.facts import Module

_SINKS = {
    "fn": "becomes part of the SQL as a function's name: whoever controls it controls the statement",
    "sql.lit": "is written into the SQL as a literal: its quotes are escaped, but each value makes another statement",
}


def check_module(module: Module, _view: View) -> Iterator[Report]:
    """eb.fn(name, …), fn.agg(name, …) and sql.lit(value) with what the visible code does not fix."""
    for raw in module.raw_texts:
        value = raw.value
        if raw.sink not in _SINKS or raw.text is not None or raw.span is None:
            continue
        if not is_closed(value):
            name = raw.sink == "fn"
            # What a field or a function of the project gives is most often one of a few names of its own.
            likely = name and not (is_own(value) or value.path[:1] == ("this",))
            yield Report(
                message=f"{said_origin(value)} {_SINKS[raw.sink]}",
                at=raw.span,
                help="use a constant name, or look it up in a constant list" if name else "bind it: ${value}",
                severity=None if name else Severity.INFO,
                preset=None if likely else Preset.STRICT,
            )
