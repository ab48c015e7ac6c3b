"""What the expressions of a statement stand for: columns of rows, and values from outside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kyselylint.analysis.predicate import bare
from kyselylint.analysis.predicates import Facts
from kyselylint.analysis.raw.read import predicate, says_nothing
from kyselylint.analysis.tenancy import outputs
from kyselylint.analysis.tenancy.nodes import Column, Given, Node, Opaque, Outside
from kyselylint.analysis.tenancy.values import computed, raw_value, some
from kyselylint.analysis.tenancy.world import Frame, Row, derived_facts, find
from kyselylint.query.expression import (
    Aliased,
    Cast,
    Choice,
    Expression,
    Inline,
    ItemList,
    JsonPath,
    Param,
    Raw,
    RawText,
    Ref,
    Subquery,
    Unknown,
)
from kyselylint.query.statement import Query
from kyselylint.schema.catalog import fold

if TYPE_CHECKING:
    from kyselylint.analysis.tenancy.reader import Reader

NOTHING = Inline(True)  # the literal true


def _is_out_of_sight(frame: Frame, ref: Ref) -> bool:
    """Whether a column may be one of a table of the statement whose name is not known."""
    sources = (row.source for row in frame.rows.values())
    return bool(ref.table) and any(one is not None and one.dynamic and not one.table for one in sources)


@dataclass(frozen=True, slots=True)
class InFrame:
    """What expressions of one statement stand for."""

    reader: Reader
    frame: Frame

    def node(self, expression: Expression) -> tuple[Node | None, Facts]:
        """The column or value that an expression is, and what holds where it is not null."""
        match bare(expression):
            case Aliased(inner) | Cast(inner):
                return self.node(inner)
            case Ref() as ref:
                return self.reference(ref)
            case Param(value):
                return self.reader.value(value, self.frame.scope), ()
            case Inline(value):
                return Outside(f"literal:{value!r}", repr(value), literal=True), ()
            case Subquery(query):
                return self.member_of(query)
            case Raw() | RawText() as raw:
                return self.raw_operand(raw)
            case JsonPath(Ref() as root, _, legs) if legs and legs[-1][0] == "key":
                return self.inside(root, str(legs[-1][1]))
            case Unknown(hole):
                return None, (Given(Opaque(hole.reason)),)
            case Choice(options):
                return self.one_of(options)
            case other:
                return computed(other), ()

    def raw_operand(self, raw: Raw | RawText) -> tuple[Node | None, Facts]:
        """A value, or what the text is when it is read."""
        found = raw_value(raw, self.frame.scope)
        parsed = None if found else predicate(raw)
        if found is not None:
            return found, ()
        return (None, (Given(Opaque("raw SQL")),)) if parsed is None else self.node(parsed)

    def inside(self, root: Ref, key: str) -> tuple[Node | None, Facts]:
        """A property of a JSON column, which is a column like any other."""
        node, facts = self.reference(root)
        return (Column(node.row, f"{node.name}.{fold(key)}") if isinstance(node, Column) else None), facts

    def reference(self, ref: Ref) -> tuple[Node | None, Facts]:
        """What a column refers to; None if nothing in sight has it, or if its name is not constant."""
        if ref.dynamic:
            return None, (Given(Opaque("a column whose name is not constant")),)
        row = find(self.frame, ref.table, ref.column)
        if row is not None:
            return self.reader.export(row, ref.column), ()
        return None, (Given(Opaque("a table that is chosen at run time")),) if _is_out_of_sight(self.frame, ref) else ()

    def one_of(self, options: Iterable[Expression]) -> tuple[Node | None, Facts]:
        """One of several values; a column among them is none that can be told."""
        found = [self.node(option)[0] for option in options]
        values = [one for one in found if isinstance(one, Outside)]
        return (some(one.text for one in values) if len(values) == len(found) else None), ()

    def members(self, expression: Expression) -> tuple[Node | None, Facts]:
        """One member of a list or of a sub-query."""
        group = bare(expression)
        if isinstance(group, Subquery):
            return self.member_of(group.query)
        if isinstance(group, Param):
            return self.reader.value(replace(group.value, many=True), self.frame.scope), ()
        if isinstance(group, ItemList) and len(group.items) == 1:
            return self.members(group.items[0]) if group.many else self.node(group.items[0])
        return self.one_of(group.items) if isinstance(group, ItemList) else self.node(group)

    def witness(self, query: Query) -> Facts:
        """What holds because a sub-query has a row."""
        row = self.row_of(query)
        return tuple(derived_facts(row))

    def member_of(self, query: Query) -> tuple[Node | None, Facts]:
        """The first column of a row of a sub-query."""
        row = self.row_of(query)
        name = next(iter(outputs.names(query)), "")
        node = self.reader.export(row, name) if name else None
        return node, tuple(derived_facts(row))

    def row_of(self, query: Query) -> Row:
        """A row of what a query inside the condition returns."""
        row = self.reader.world.loose()
        self.reader.arms(row, query, self.frame, self.frame.bodies)
        return row

    def raw(self, expression: Raw | RawText) -> Expression | None:
        """The predicate that raw SQL stands for; one that cannot matter stands for nothing."""
        return NOTHING if says_nothing(expression) else predicate(expression)
