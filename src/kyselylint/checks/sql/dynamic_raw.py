"""Text that is no constant, put into SQL as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kyselylint.analysis.texts import is_closed, said_origin
from kyselylint.analysis.view import View
from kyselylint.finding import Confidence, Preset, Report, Span
from kyselylint.query.expression import RawText
from kyselylint.query.facts import Module
from kyselylint.query.value import Origin, Value

# Other sinks are quoted, or refuse text that they do not know.
_VERBATIM = frozenset({"sql.raw", "CompiledQuery.raw"})
_CALL = re.compile(r"^(?:[\w$]+\??\.)*([\w$]+)\(")
# Of JavaScript: what they give is what they were given.
_PASSING = frozenset({"String", "at", "concat", "get", "join", "map", "slice", "toLowerCase", "toString", "trim"})


def check_module(module: Module, _view: View) -> Iterator[Report]:
    """sql.raw() and its like with text that the visible code does not fix."""
    for raw in module.raw_texts:
        if raw.span is not None and _is_open(raw):
            yield _report(raw, raw.span)


def _is_open(raw: RawText) -> bool:
    return raw.sink in _VERBATIM and raw.text is None and not is_closed(raw.value)


def _report(raw: RawText, at: Span) -> Report:
    value = raw.value
    return Report(
        message=f"{raw.sink}() puts {said_origin(value)} into the SQL as is: who controls it controls the statement",
        at=at,
        help="bind values with ${…}, name columns with sql.ref(), tables with sql.table(), or look it up in a constant",
        confidence=Confidence.HIGH if _is_requested(value) else Confidence.MEDIUM,
        # Whoever calls a private function is near, and most often gives it a name of the project's own.
        preset=Preset.STRICT if _is_own(value) or (raw.private and not _is_requested(value)) else None,
    )


def _is_requested(value: Value) -> bool:
    return value.origin is Origin.REQUEST or any(map(_is_requested, value.parts))


def _is_own(value: Value) -> bool:
    """The result of one of the project's functions, which most often gives a name out of the project itself."""
    if value.parts:
        return all(is_closed(part) or _is_own(part) for part in value.parts)
    call = _CALL.match(value.text)
    return value.origin is Origin.COMPUTED and call is not None and call.group(1) not in _PASSING
