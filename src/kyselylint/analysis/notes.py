"""What a run assumed, in sentences for its last lines."""

from __future__ import annotations

from collections.abc import Sequence

from kyselylint.analysis.tenancy.model import Role
from kyselylint.analysis.tenancy.overview import Overview

_FEW = 3  # columns or tables that a line names


def assumed(databases: Sequence[Overview]) -> tuple[str, ...]:
    """One line on the tenants of each database, or that there are none."""
    several = len(databases) > 1
    lines = dict.fromkeys(tenants_of(one, several=several) for one in databases if one.tenancy)
    hints = [one.tenancy.why for one in databases if one.tenancy.why and not one.tenancy]
    if hints and not lines:
        return (f"tenants: none found; {hints[0]}. If it names the tenant, set tenancy.columns",)
    return tuple(lines) or ("tenants: none found, so the rules of the group tenancy had nothing to look at",)


def tenants_of(one: Overview, *, several: bool = False) -> str:
    """The line on a database that has tenants; `several` when it must be told from others."""
    columns = _listed([f"`{column}`" for column in one.columns], "or")
    where = f" in `{one.catalog.name}`" if several and one.catalog.name else ""
    owned, children = len(one.of(Role.OWNED)), len(one.of(Role.CHILD))
    tables = "1 table belongs" if owned == 1 else f"{owned} tables belong"
    through = f", {children} more through foreign keys" if children else ""
    return f"tenants: {tables} to one by {columns}{where}{through} ({one.tenancy.why}){_habit(one)}"


def _habit(one: Overview) -> str:
    """How many uses of those tables are scoped, and which tables differ."""
    whole = one.whole
    if not whole.total:
        return ""
    low = _listed([f"`{table.name}` {habit.scoped} of {habit.total}" for table, habit in one.apart()], "and")
    done = f"inserts aside, the application's queries are scoped in {whole.scoped} of {whole.total} places"
    return f"; {done}{low and f', the least: {low}'}"


def _listed(names: Sequence[str], word: str) -> str:
    """`a, b and c`, or how many more there are."""
    shown = [*names[:_FEW], f"{len(names) - _FEW} more"] if len(names) > _FEW + 1 else list(names)
    return f"{', '.join(shown[:-1])} {word} {shown[-1]}" if len(shown) > 1 else "".join(shown)
