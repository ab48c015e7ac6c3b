"""Text that is no constant, put into SQL as it is."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.texts import is_closed, is_given_constants, is_own, said_origin
from kyselylint.analysis.view import View
from kyselylint.finding import Confidence, Preset, Report, Severity, Span
from kyselylint.query.expression import RawText
from kyselylint.query.facts import Module, Project
from kyselylint.query.value import Origin, Value

# Other sinks are quoted, or refuse text that they do not know.
_VERBATIM = frozenset({"sql.raw", "CompiledQuery.raw"})


def check_module(module: Module, view: View) -> Iterator[Report]:
    """sql.raw() and its like with text that the visible code does not fix."""
    for raw in module.raw_texts:
        if raw.span is not None and _is_open(raw, view.project):
            yield _report(raw, raw.span)


def _is_open(raw: RawText, project: Project) -> bool:
    if raw.sink not in _VERBATIM or raw.text is not None or is_closed(raw.value):
        return False
    return not is_given_constants(raw.value, raw.functions, project)


def _report(raw: RawText, at: Span) -> Report:
    value = raw.value
    return Report(
        message=f"{raw.sink}() puts {said_origin(value)} into the SQL: whoever controls it controls the statement",
        at=at,
        help="bind values with ${…}, name columns with sql.ref(), tables with sql.table(), or look it up in a constant",
        confidence=Confidence.HIGH if _is_requested(value) else Confidence.MEDIUM,
        severity=None if _is_requested(value) else Severity.WARNING,  # a sink; who feeds it is for a person to find out
        # Whoever calls a private function is near, and most often gives it a name of the project's own.
        preset=Preset.STRICT if is_own(value) or (raw.private and not _is_requested(value)) else None,
    )


def _is_requested(value: Value) -> bool:
    return value.origin is Origin.REQUEST or any(map(_is_requested, value.parts))
