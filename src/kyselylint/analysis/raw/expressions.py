"""From sqlglot's expressions to ours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlglot import exp

from kyselylint.analysis.raw.text import slot
from kyselylint.finding import Span
from kyselylint.query.expression import (
    Aliased,
    And,
    Between,
    Binary,
    Cast,
    Expression,
    Function,
    Inline,
    ItemList,
    Or,
    Parens,
    Ref,
    Star,
    Subquery,
    Unary,
)
from kyselylint.query.statement import Query

_OPERATORS: dict[type[exp.Expr], str] = {
    exp.EQ: "=",
    exp.NEQ: "!=",
    exp.GT: ">",
    exp.GTE: ">=",
    exp.LT: "<",
    exp.LTE: "<=",
    exp.NullSafeEQ: "is not distinct from",
    exp.NullSafeNEQ: "is distinct from",
    exp.Like: "like",
    exp.ILike: "ilike",
    exp.SimilarTo: "similar to",
    exp.RegexpLike: "~",
    exp.RegexpILike: "~*",
    exp.ArrayContainsAll: "@>",
    exp.ArrayContainedBy: "<@",
    exp.ArrayOverlaps: "&&",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """Reads the expressions of one template. `query` turns a statement into the model; `span` is the template's."""

    slots: list[Expression]
    span: Span | None
    query: Callable[[exp.Expr], Query | None]

    def of(self, node: exp.Expr) -> Expression:
        """The expression; what has no counterpart becomes a function of its parts, so that its columns are not lost."""
        if isinstance(node, exp.Column):
            return self.column(node)
        if isinstance(node, exp.Paren | exp.Alias):
            inner = self.of(node.this)
            return Aliased(inner, node.alias) if isinstance(node, exp.Alias) else Parens(inner)
        if isinstance(node, exp.And | exp.Or):
            terms = tuple(self.of(term) for term in node.flatten(unnest=False))
            return And(terms) if isinstance(node, exp.And) else Or(terms)
        if type(node) in _OPERATORS:
            return Binary(self.of(node.this), _OPERATORS[type(node)], self.of(node.expression), span=self.span)
        if isinstance(node, exp.Literal | exp.Null | exp.Boolean):
            return Inline(node.this if isinstance(node, exp.Literal | exp.Boolean) else None, self.span)
        return self.compound(node)

    def column(self, node: exp.Column) -> Expression:
        """A column, `*`, or what was spliced in."""
        filled = slot(node.name, self.slots) if not node.table else None
        if filled is not None:
            return filled
        if isinstance(node.this, exp.Star):
            return Star(node.table, span=self.span)
        return Ref(node.name, node.table, node.db, span=self.span)

    def compound(self, node: exp.Expr) -> Expression:
        """Operators with more than two plain sides, casts, sub-queries and functions."""
        if isinstance(node, exp.Not):
            return Unary("not", self.of(node.this))
        if isinstance(node, exp.Is):
            return Binary(self.of(node.this), "is", self.of(node.expression), span=self.span)
        if isinstance(node, exp.In):
            return Binary(self.of(node.this), "in", self.members(node), span=self.span)
        if isinstance(node, exp.Between):
            return Between(self.of(node.this), self.of(node.args["low"]), self.of(node.args["high"]), span=self.span)
        if isinstance(node, exp.Cast):
            return Cast(self.of(node.this), node.args["to"].sql())
        if isinstance(node, exp.Tuple):
            return ItemList(tuple(self.of(item) for item in node.expressions), span=self.span)
        if isinstance(node, exp.Star):
            return Star(span=self.span)
        if isinstance(node, exp.Exists):
            found = self.query(node.this)
            return Unary("exists", Subquery(found, self.span)) if found else self.function(node)
        if isinstance(node, exp.Subquery | exp.Select | exp.SetOperation):
            found = self.query(node)
            return Subquery(found, self.span) if found else self.function(node)
        return self.function(node)

    def members(self, node: exp.In) -> Expression:
        """The right side of `in`."""
        inside = node.args.get("query") or node.args.get("field")
        if inside is not None:
            return self.of(inside)
        return ItemList(tuple(self.of(item) for item in node.expressions), span=self.span)

    def function(self, node: exp.Expr) -> Expression:
        """Anything else by its name, with the columns and values that it is made of."""
        name = node.name if isinstance(node, exp.Anonymous) else node.key
        parts = [part for part in node.iter_expressions() if not isinstance(part, exp.DataType)]
        return Function(name, tuple(self.of(part) for part in parts), span=self.span)
