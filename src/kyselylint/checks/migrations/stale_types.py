"""Generated types that are not those of the migrated database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from kyselylint.analysis.built import folded
from kyselylint.analysis.view import View
from kyselylint.finding import Label, Report, Span
from kyselylint.schema.catalog import Catalog, Contradiction, fold

_SHOWN = 5  # differences that a finding lists


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Which tables are left out of the comparison."""

    tables: tuple[str, ...] = field(
        default=(), metadata={"doc": "tables that the generator leaves out, or that no migration makes"}
    )


def check_project(view: View, options: Options) -> Iterator[Report]:
    """One finding for each generated file that differs from the migrations in tables, columns or nullability."""
    left_out = folded(options.tables)
    for catalog in view.schema.catalogs:
        differences = [
            one for one in catalog.contradictions if fold(one.table) not in left_out and _is_sure(one, catalog)
        ]
        if catalog.generator and differences:
            yield _report(catalog, differences)


def _is_sure(one: Contradiction, catalog: Catalog) -> bool:
    """A table that no migration makes may be made elsewhere, and then the migrations do not tell its columns."""
    table = catalog.table(one.table)
    if not one.column:
        return one.missing_in == "types"
    return table is not None and table.keys_known and not table.view


def _report(catalog: Catalog, differences: list[Contradiction]) -> Report:
    first, *others = differences
    more = f", and {len(others)} more {'difference' if len(others) == 1 else 'differences'}" if others else ""
    places = [(one, one.sql or one.types) for one in differences[:_SHOWN]]
    return Report(
        message=f"the types do not fit the migrations: {first.message}{more}",
        at=next((one.types for one in differences if one.types is not None), Span(catalog.types_from, 0, 0)),
        related=tuple(Label(place, one.message) for one, place in places if place is not None),
        help=f"write them anew: {catalog.regenerate or catalog.generator}",
    )
