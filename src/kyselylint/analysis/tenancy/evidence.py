"""What a query says about a table, for the one who has to repair it."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.predicate import bare, conjuncts, restrictions
from kyselylint.analysis.tenancy.classes import fixed, situation
from kyselylint.analysis.tenancy.model import Role, TenantTable
from kyselylint.analysis.tenancy.reasons import called
from kyselylint.analysis.tenancy.setting import Setting
from kyselylint.analysis.tenancy.verdict import Gap
from kyselylint.analysis.tenancy.world import Row
from kyselylint.finding import Span
from kyselylint.query.expression import Binary, Expression, Raw, Ref
from kyselylint.query.statement import Query, Source
from kyselylint.query.walk import walk
from kyselylint.schema.catalog import fold

EARLIER = "it was read before"  # what is assumed of rows that are judged elsewhere
LISTED = "it is one of the tenants that are listed"


def comparison_of(query: Query, table: TenantTable) -> Span | None:
    """Where the statement compares the tenant column, though not in a way that always holds."""
    for clause in (*query.where, *query.joins):
        for node in walk(clause):
            if isinstance(node, Binary):
                for side in (node.left, node.right):
                    if isinstance(side, Ref) and side.span is not None and fold(side.column) in table.columns:
                        return side.span
    return None


def names_tenant(query: Query, source: Source, table: TenantTable) -> bool:
    """Whether a condition of the statement mentions the tenant column of a source, in whatever way."""
    for node in walk((query.where, query.joins)):
        texts = [part for part in node.parts if isinstance(part, str)] if isinstance(node, Raw) else []
        own = isinstance(node, Ref) and fold(node.column) in table.columns
        if own and (not node.table or fold(node.table) == fold(source.name)):
            return True
        if table.spelled and any(table.spelled in text for text in texts):
            return True
    return False


def unusual(query: Query, table: TenantTable) -> str:
    """A condition that always holds and compares something made of the tenant column, not the column; else ""."""
    for term in map(bare, conjuncts(restrictions(query))):
        sides = (term.left, term.right) if isinstance(term, Binary) else ()
        if any(not isinstance(bare(side), Ref) and _holds(side, table) for side in sides):
            return f"it compares something made of `{table.spelled}`"
    return ""


def _holds(side: Expression, table: TenantTable) -> bool:
    for node in walk(side):
        texts = [part for part in node.parts if isinstance(part, str)] if isinstance(node, Raw) else []
        if any(table.spelled in text for text in texts) or (
            isinstance(node, Ref) and fold(node.column) in table.columns
        ):
            return bool(table.spelled)
    return False


def fixed_columns(row: Row | None, setting: Setting) -> Iterator[str]:
    """The folded columns of a row that equal a value which is not written in the code."""
    if row is None:
        return
    there = {one.id for one in setting.world.rows if not one.optional} | {row.id}
    found = fixed(situation(setting.facts, there).classes)
    yield from dict.fromkeys(node.name for node, _ in found.get(row.id, ()))


def tied_to(row: Row | None) -> str:
    """What a table hangs on that is judged itself: here, where it was read, or not at all, as one of the tenants."""
    if row is None:
        return "it is tied to a row whose own tenant is not proven"
    if row.assumed == LISTED:
        return f"it is read for every tenant that {called(row)} lists"
    name = f"the row of {called(row)} that was read before" if row.assumed == EARLIER else called(row)
    return f"it is tied to {name}, whose own tenant is not proven"


def looked_at(query: Query, source: Source, table: TenantTable, gap: Gap, names: tuple[str, ...]) -> str:
    """Why what the statement says does not scope the table."""
    column = f"`{source.name}.{table.spelled}`"
    if gap is Gap.ALTERNATIVE:
        return f"{column} is compared under `or` or `not`, or with `!=`, so rows of other tenants pass as well"
    if gap is Gap.CONDITIONAL:
        return f"{column} is compared on some paths only"
    if gap is Gap.UNDEFINED:
        return f"the comparison of {column} is left out when its value is undefined"
    subject = (
        f"nothing says which `{table.spelled}`"
        if table.role is Role.OWNED
        else f"nothing ties it to a tenant: {table.why}"
    )
    if gap is Gap.JOIN:
        return f"{subject}, and the join does not tie it to the row that is scoped"
    if names:
        return f"{subject}: it is read by {', '.join(f'`{_spelled(name, query)}`' for name in names)} alone"
    return (
        f"{subject}: {'its condition does not' if query.where else 'there is no where'}"
        if query.where
        else f"{subject}"
    )


def _spelled(name: str, query: Query) -> str:
    return next((node.column for node in walk(query) if isinstance(node, Ref) and fold(node.column) == name), name)
