"""Limits that the caller of an endpoint chooses freely, or that are no limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from kyselylint.analysis.expressions import sent
from kyselylint.analysis.predicate import options as each
from kyselylint.analysis.tables import subject
from kyselylint.analysis.texts import is_requested
from kyselylint.analysis.view import View
from kyselylint.finding import Preset, Report, Severity
from kyselylint.query.expression import Param
from kyselylint.query.statement import Operation, Query


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How many rows are a page."""

    max_limit: int = field(default=10_000, metadata={"doc": "the highest literal limit that is not reported"})


def check(query: Query, _view: View, options: Options) -> Iterator[Report]:
    """Limits taken from the request as they come, and literals above the maximum."""
    if query.operation is not Operation.SELECT or query.limit is None or not sent(query):
        return
    for value in (one.value for one in each(query.limit.value) if isinstance(one, Param)):
        literal = value.literal if isinstance(value.literal, int) else 0
        asked = is_requested(value)
        if not asked and literal <= options.max_limit:
            continue
        said = f"`{value.text}` comes from the request" if asked else f"a page of {literal} rows"
        yield Report(
            message=f"{said}: nothing keeps the number of rows of {subject(query)} small",
            at=query.limit.span or query.root,
            # A large constant may be the size of a batch.
            severity=None if asked else Severity.INFO,
            preset=None if asked else Preset.STRICT,
            help=f"cap it: .limit(Math.min({value.text}, 100)), or give the request's schema a maximum",
        )
