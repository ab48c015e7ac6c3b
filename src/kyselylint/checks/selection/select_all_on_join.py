"""Columns of the same name that overwrite each other in a joined row."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.columns import collisions, columns_of, output_name
from kyselylint.analysis.expressions import sent
from kyselylint.analysis.tables import title
from kyselylint.analysis.view import View
from kyselylint.finding import Confidence, Label, Report
from kyselylint.query.certainty import Certainty
from kyselylint.query.expression import Star
from kyselylint.query.statement import Operation, Query, Selection

_SHOWN = 4  # names in a message


def check(query: Query, view: View) -> Iterator[Report]:
    """An unqualified selectAll() over two or more tables, in selects that are executed."""
    if query.operation is not Operation.SELECT or not sent(query):
        return
    sources = tuple(source for source, _ in query.tables() if source.certainty is Certainty.ALWAYS)
    if not sources[1:]:
        return
    known = [columns_of(source, query, view.catalog(query)) for source in sources]
    # What a function in `from` returns is its writer's choice: nothing says that its names are a table's.
    unknown = any(columns is None and one.expression is None for one, columns in zip(sources, known, strict=True))
    for index, selection in enumerate(query.selections):
        if _is_star(selection):
            # A column that is named after the star overwrites what the star brought.
            named = {output_name(later.expression) for later in query.selections[index + 1 :]}
            clashes = tuple(name for name in collisions(query, known) if name not in named)
            if clashes or unknown:
                yield _report(query, selection, clashes, [title(source) for source in sources])


def _is_star(selection: Selection) -> bool:
    return isinstance(selection.expression, Star) and not selection.expression.table


def _report(query: Query, selection: Selection, clashes: tuple[str, ...], tables: list[str]) -> Report:
    what = _named(clashes) or "columns of the same name (often `id`, `created_at`)"
    first = query.sources[0].name or "table"
    joins = [join.source for join in query.joins] or list(query.sources[1:])
    return Report(
        message=f"selectAll() over {' and '.join(tables)}: {what} overwrite each other, the last table wins",
        at=selection.span or query.root,
        related=tuple(Label(join.span, "joined here") for join in joins[:1] if join.span is not None),
        help=f"select one table, .selectAll('{first}'), and name the others' columns: .select(['t.column as name'])",
        confidence=None if clashes else Confidence.MEDIUM,
        rests_on=("select", "join", "from"),
    )


def _named(clashes: tuple[str, ...]) -> str:
    names = ", ".join(f"`{name}`" for name in clashes[:_SHOWN])
    return f"{names} and {len(clashes) - _SHOWN} more" if len(clashes) > _SHOWN else names
