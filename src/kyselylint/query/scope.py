"""Names of common table expressions are no tables, wherever in the statement they are selected from."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kyselylint.query.statement import Cte, Query, Source
from kyselylint.query.walk import inside, parts


def with_ctes_marked(query: Query, outer: frozenset[str] = frozenset()) -> Query:
    """The query with each source that is a common table expression of it, or of a query around it, marked as one."""
    ctes: list[Cte] = []
    names = outer
    for cte in query.ctes:
        seen = names | {one.name for one in query.ctes} if cte.recursive else names
        ctes.append(_marked(cte, seen))
        names = names | {cte.name}
    changes = {name: _marked(getattr(query, name), names) for name in parts(Query) if name != "ctes"}
    changed = replace(query, ctes=tuple(ctes), **changes)
    return replace(changed, subqueries=inside(changed)[0])


def _marked(node: Any, names: frozenset[str]) -> Any:  # noqa: ANN401  # any node or clause, or a tuple of them
    if isinstance(node, Query):
        return with_ctes_marked(node, names)
    if isinstance(node, tuple):
        marked = tuple(_marked(one, names) for one in node)
        return marked if any(new is not old for new, old in zip(marked, node, strict=True)) else node
    if isinstance(node, Source) and node.table in names and not node.schema and not node.cte:
        return replace(node, cte=True)
    kind: Any = type(node)
    found = {name: getattr(node, name) for name in parts(kind)}
    changes = {name: _marked(value, names) for name, value in found.items()}
    changes = {name: value for name, value in changes.items() if value is not found[name]}
    return replace(node, **changes) if changes else node
