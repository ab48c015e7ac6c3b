"""The columns that a select gives, for views and `create table as`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlglot import exp, parse_one
from sqlglot.errors import SqlglotError

from kyselylint.schema.sql.cursor import Cursor
from kyselylint.schema.sql.expressions import Find, keep_names, name_of, type_of
from kyselylint.schema.sql.state import State


@dataclass(frozen=True, slots=True)
class Output:
    """A column of a result. `type` is spelled as that of a table's column, "" where it cannot be told."""

    name: str
    type: str = ""


Outputs = tuple[Output, ...] | None
"""None when they cannot be told."""


def outputs_of(state: State, query: Cursor) -> Outputs:
    """The columns of a select's result."""
    if not query.words:
        return None
    text = query.source.text[query.words[0].start : query.words[-1].end]
    try:
        parsed = parse_one(text, read="postgres")
        keep_names(parsed, text)
        return _Query(state, {}).outputs(parsed.unnest() if isinstance(parsed, exp.Subquery) else parsed)
    except (SqlglotError, RecursionError):
        return None


def without_options(query: Cursor) -> Cursor:
    """Without `with data`, `with no data`, `with check option` at the end."""
    keys = [word.key for word in query.words[-4:]]
    cut = next((size for size in (2, 3, 4) if len(keys) >= size and keys[-size] == "WITH"), 0)
    return Cursor(query.source, query.words[:-cut] if cut else query.words)


@dataclass(frozen=True, slots=True)
class _Query:
    """A place in a query: the database, and the common table expressions that are seen there."""

    state: State
    ctes: Mapping[str, Outputs]

    def outputs(self, query: exp.Expr) -> Outputs:
        """Of a select, or of two that are put together."""
        inner = self._with_ctes(query)
        if isinstance(query, exp.SetOperation):
            return _together(inner.outputs(query.left.unnest()), inner.outputs(query.right.unnest()))
        if not isinstance(query, exp.Select):
            return None
        found: list[Output] = []
        for projection in query.expressions:
            part = inner.projected(query, projection)
            if part is None:
                return None
            found.extend(part)
        return tuple(found)

    def _with_ctes(self, query: exp.Expr) -> _Query:
        known: dict[str, Outputs] = dict(self.ctes)
        clause: exp.Expr | None = query.args.get("with_") or query.args.get("with")
        for cte in clause.expressions if clause is not None else ():
            body = cte.this
            if clause is not None and clause.args.get("recursive") and isinstance(body, exp.SetOperation):
                body = body.left.unnest()  # the rest names the expression itself
            known[cte.alias] = _Query(self.state, known).outputs(body)
            known[cte.alias] = renamed(known[cte.alias], [one.name for one in cte.args["alias"].columns or ()])
        return _Query(self.state, known)

    def projected(self, query: exp.Select, projection: exp.Expr) -> Outputs:
        """One entry of the select list: a column, or all of some tables."""
        sources = dict(self._sources(query))
        if isinstance(projection, exp.Star):
            merged = {name.name for join in query.args.get("joins") or () for name in join.args.get("using") or ()}
            return _starred(tuple(sources.values()), merged)
        if isinstance(projection, exp.Column) and isinstance(projection.this, exp.Star):
            return sources.get(projection.table)
        name = name_of(projection)
        return (Output(name, type_of(projection, _finder(sources))),) if name else None

    def _sources(self, query: exp.Select) -> Iterator[tuple[str, Outputs]]:
        source = query.args.get("from_") or query.args.get("from")
        if source is not None:
            yield source.this.alias_or_name, self._source(source.this)
        for join in query.args.get("joins") or ():
            natural = join.args.get("method") == "NATURAL"  # which columns it merges is not worked out
            yield join.this.alias_or_name, None if natural else self._source(join.this)

    def _source(self, source: exp.Expr) -> Outputs:
        if isinstance(source, exp.Subquery):
            return renamed(self.outputs(source.unnest()), source.alias_column_names)
        if isinstance(source, exp.Lateral) and isinstance(source.this, exp.Subquery):
            return self.outputs(source.this.unnest())
        if not isinstance(source, exp.Table):
            return None
        if not source.db and source.name in self.ctes:
            return self.ctes[source.name]
        draft = self.state.find((source.db, source.name))
        if draft is None or draft.open:
            return None
        return tuple(Output(column.stored, column.type) for column in draft.columns.values())


def _starred(sources: tuple[Outputs, ...], merged: set[str]) -> Outputs:
    """All columns of all tables; those that `using` merges come once, and first."""
    if not sources or None in sources:
        return None
    everything = [output for source in sources for output in source or ()]
    once = {output.name: output for output in reversed(everything) if output.name in merged}
    first = [once[output.name] for output in everything if output.name in once]
    return (*dict.fromkeys(first), *(output for output in everything if output.name not in merged))


def _together(left: Outputs, right: Outputs) -> Outputs:
    """The first select gives the names; a type is known where both agree."""
    if left is None:
        return None
    types = [output.type for output in right or ()]
    types += [""] * (len(left) - len(types))
    return tuple(
        Output(one.name, one.type if one.type == other else "") for one, other in zip(left, types, strict=False)
    )


def renamed(outputs: Outputs, names: list[str]) -> Outputs:
    """With other names for the first of them."""
    if outputs is None or not names:
        return outputs
    return (*(Output(name, one.type) for name, one in zip(names, outputs, strict=False)), *outputs[len(names) :])


def _finder(sources: Mapping[str, Outputs]) -> Find:
    """What type a column has that an expression names; "" where more than one table may have it."""

    def find(column: exp.Column) -> str:
        named = [sources.get(column.table)] if column.table else list(sources.values())
        types = [one.type for outputs in named for one in outputs or () if one.name == name_of(column)]
        return types[0] if len(set(types)) == 1 and None not in named else ""

    return find
