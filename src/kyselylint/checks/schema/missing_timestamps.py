"""Tables that do not say when a row was made or changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kyselylint.analysis.built import built_tables, folded
from kyselylint.analysis.names import is_small
from kyselylint.analysis.view import View
from kyselylint.finding import Report
from kyselylint.query.statement import Operation
from kyselylint.schema.catalog import Table, fold

_MADE = (
    "createdat",
    "created",
    "createdon",
    "insertedat",
    "createtime",
    "createdate",
    "datecreated",
    "timestamp",
    "occurredat",
)
_CHANGED = ("updatedat", "updated", "updatedon", "modifiedat", "lastmodified", "updatetime", "changedat", "dateupdated")

_NOW = re.compile(
    r"\b(?:now|current_timestamp|clock_timestamp|statement_timestamp|transaction_timestamp)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Which tables need none."""

    tables: tuple[str, ...] = field(default=(), metadata={"doc": "tables that need no timestamps"})


def check_project(view: View, options: Options) -> Iterator[Report]:
    """Each table that lacks created_at, and each that code updates and that lacks updated_at."""
    left_out = folded(options.tables)
    updated = _updated(view)
    for table, catalog in built_tables(view):
        if table.created is None or fold(table.name) in left_out or _needs_none(table):
            continue
        names = {fold(column.stored or column.name) for column in table.columns}
        filled = {fold(column.stored or column.name) for column in table.columns if _NOW.search(column.default)}
        names |= set(_MADE[:1]) if filled.difference(_CHANGED) else set()  # joined_at, charged_at
        wanted = [
            ("`created_at`", _MADE),
            *([("`updated_at`", _CHANGED)] if (catalog.types_from, fold(table.name)) in updated else []),
        ]
        missing = [said for said, known in wanted if names.isdisjoint(known)]
        if missing:
            yield Report(message=f"`{table.name}` has no {' and no '.join(missing)}", at=table.created)


def _updated(view: View) -> set[tuple[str, str]]:
    """Tables whose rows code changes after they are made, with the file that declares their database."""
    queries = (query for module in view.project.modules for query in module.queries)
    writes = (query for query in queries if query.operation is Operation.UPDATE or query.conflict is not None)
    return {(view.catalog(query).types_from, fold(source.table)) for query in writes for source in query.targets}


def _needs_none(table: Table) -> bool:
    """Tables that only join others, and lists that hardly change."""
    keys = {name for reference in table.foreign_keys for name in folded(reference.columns)}
    keys |= set(folded(table.primary_key.columns)) if table.primary_key else set()
    only_keys = all(fold(column.stored or column.name) in keys for column in table.columns)
    return only_keys or is_small(table.name)
