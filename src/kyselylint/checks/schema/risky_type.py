"""Column types that keep less than they seem to."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.built import built_tables, dialect_of
from kyselylint.analysis.names import words
from kyselylint.analysis.view import View
from kyselylint.finding import Label, Report, Span
from kyselylint.schema.catalog import Column

_MONEY = frozenset(
    {"price", "amount", "cost", "total", "subtotal", "balance", "fee", "tax", "salary", "payment", "refund"}
)
_COUNTED = frozenset({"count", "percent", "rate", "ratio", "score", "tokens", "items", "ms", "seconds", "kb", "mb"})
_SERIALS = ("serial", "serial4", "serial8", "bigserial", "smallserial", "serial2")
_INEXACT = ("real", "double precision")
_FIXED = "character("


def check_project(view: View) -> Iterator[Report]:
    """Timestamps without a zone, money in floating point, serial, and padded text. PostgreSQL only.

    Once for each table and reason: all timestamps of a project are mostly one decision.
    """
    for table, catalog in built_tables(view):
        found: dict[tuple[str, str], list[tuple[Column, Span]]] = {}
        for column in table.columns if dialect_of(catalog, view) == "postgres" else ():
            said = _wrong(column)
            if said and column.created is not None:
                found.setdefault(said, []).append((column, column.created))
        for (what, instead), columns in found.items():
            (first, at), *others = columns
            listed = (
                f"`{table.name}.{first.name}` is" if not others else f"{_named(columns)} of `{table.name}` are each"
            )
            related = tuple(Label(place, f"`{column.name}` too") for column, place in others)
            yield Report(message=f"{listed} {what}", at=at, help=instead, related=related)


def _named(columns: list[tuple[Column, Span]]) -> str:
    return ", ".join(f"`{column.name}`" for column, _ in columns)


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
