"""Whose an inserted row is that names no tenant itself: that of the rows it refers to."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.tenancy.classes import situation, values
from kyselylint.analysis.tenancy.model import Link, Tenancy, TenantTable
from kyselylint.analysis.tenancy.nodes import Column, Equal, Given
from kyselylint.analysis.tenancy.proof import Prover
from kyselylint.analysis.tenancy.reasons import Reason
from kyselylint.analysis.tenancy.setting import Setting
from kyselylint.analysis.tenancy.verdict import Kind
from kyselylint.analysis.tenancy.world import Row
from kyselylint.query.statement import Query, Source
from kyselylint.schema.catalog import fold


def child(setting: Setting, query: Query, table: TenantTable, tenancy: Tenancy) -> tuple[Kind, Reason]:
    """What is said of the row that a statement inserts into a table of no tenant's own.

    Every row that it refers to has to be the tenant's. `setting` is the statement, read for this alone: the inserted
    row, which is nobody's before it is there, must prove nothing.
    """
    target = next(iter(setting.frame.rows.values()), None)
    links = [link for link in table.links if _is_named(link, query)]
    if target is None or not links:
        shown = ", ".join(f"`{name}`" for link in table.links[:1] for name in link.columns)
        return Kind.UNKNOWN, Reason(f"{table.why}, and the values do not show which: {shown or 'its key'} is missing")
    reasons: list[Reason] = []
    for link in links:
        reason = _whose(setting, target, link, tenancy)
        if reason is None:
            return Kind.UNKNOWN, Reason(_unproven(setting, target, link, tenancy.tables[link.target].name))
        reasons.append(reason)
    first = tenancy.tables[links[0].target].name
    text = f"it refers to a row of `{first}`: {reasons[0].text}"
    exempt = next((one for one in reasons if one.exempt), None)
    return (Kind.EXEMPT, exempt) if exempt else (Kind.SCOPED, Reason(text, outside=reasons[0].outside))


def proven(setting: Setting, query: Query, table: TenantTable, tenancy: Tenancy) -> frozenset[str]:
    """The folded columns of an inserted row that refer to rows of the tenant; `setting` as for `child`."""
    target = next(iter(setting.frame.rows.values()), None)
    links = [link for link in table.links if _is_named(link, query)] if target else []
    found = (link for link in links if target and _whose(setting, target, link, tenancy) is not None)
    return frozenset(name for link in found for name in link.columns)


def _whose(setting: Setting, target: Row, link: Link, tenancy: Tenancy) -> Reason | None:
    """Why the row that the inserted one refers to is the tenant's."""
    target.table = None
    parent, same = _parent(setting, target, link, tenancy)
    return Prover(setting.world, (*setting.facts, *same)).prove(parent)


def _is_named(link: Link, query: Query) -> bool:
    named = {fold(name) for name in query.rows.columns} if query.rows is not None else set()
    return all(name in named for name in link.columns)


def _parent(setting: Setting, target: Row, link: Link, tenancy: Tenancy) -> tuple[Row, tuple[Given, ...]]:
    """The row that the inserted one refers to, where it does."""
    parent = setting.world.loose()
    parent.table = tenancy.tables[link.target]
    parent.source = Source(parent.table.name)
    pairs = zip(link.target_columns, link.columns, strict=False)
    same = (Equal(Column(parent.id, theirs), Column(target.id, own)) for theirs, own in pairs)
    return parent, tuple(map(Given, same))


def _unproven(setting: Setting, target: Row, link: Link, parent: str) -> str:
    rows = setting.frame.query.rows
    own = next((name for name in rows.columns if fold(name) == link.columns[0]), "") if rows is not None else ""
    given = ", ".join(f"`{text}`" for text in _given(setting, target, link.columns[0]) if text)
    said = f"is {given}" if given else "comes from elsewhere"
    return f"`{own}` {said}, and nothing shows whose row of `{parent}` that is"


def _given(setting: Setting, target: Row, name: str) -> Iterator[str]:
    there = {row.id for row in setting.world.rows if not row.optional} | {target.id}
    found = values(situation(setting.facts, there).classes).get(target.id, {})
    yield from dict.fromkeys(one.text for one in found.get(name, ()))
