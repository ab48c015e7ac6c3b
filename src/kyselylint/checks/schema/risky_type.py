"""Column types that keep less than they seem to."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.built import built_tables, dialect_of
from kyselylint.analysis.names import words
from kyselylint.analysis.view import View
from kyselylint.finding import Report
from kyselylint.schema.catalog import Column

_MONEY = frozenset(
    {"price", "amount", "cost", "total", "subtotal", "balance", "fee", "tax", "salary", "payment", "refund"}
)
_COUNTED = frozenset({"count", "percent", "rate", "ratio", "score", "tokens", "items", "ms", "seconds", "kb", "mb"})
_SERIALS = ("serial", "serial4", "serial8", "bigserial", "smallserial", "serial2")
_INEXACT = ("real", "double precision")
_FIXED = "character("


def check_project(view: View) -> Iterator[Report]:
    """Timestamps without a zone, money in floating point, serial, and padded text. PostgreSQL only."""
    for table, catalog in built_tables(view):
        for column in table.columns if dialect_of(catalog, view) == "postgres" else ():
            said = _wrong(column)
            if said and column.created is not None:
                what, instead = said
                yield Report(message=f"`{table.name}.{column.name}` is {what}", at=column.created, help=instead)


def _wrong(column: Column) -> tuple[str, str] | None:
    base = column.type.removesuffix("[]")
    if base.startswith("timestamp") and base.endswith("without time zone"):
        return "a timestamp without a time zone: what moment it means depends on who reads it", "use timestamptz"
    if base in _INEXACT and _is_money(column.name):
        return f"money as `{column.declared}`, which cannot hold 0.10 exactly", "use numeric, or whole cents as bigint"
    if column.declared.lower() in _SERIALS:
        return (
            f"`{column.declared}`, whose sequence has rights and a name of its own",
            "use generated always as identity",
        )
    if base.startswith(_FIXED) and base != f"{_FIXED}1)":
        return f"`{column.declared}`: shorter values are filled up with blanks", "use text, with a check on its length"
    return None


def _is_money(name: str) -> bool:
    parts = set(words(name))
    return not parts.isdisjoint(_MONEY) and parts.isdisjoint(_COUNTED)
