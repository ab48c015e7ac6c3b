"""More shapes: rows that are written from queries, statements inside statements, tuples, and conditions of the code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from kyselylint.query.certainty import Certainty
from kyselylint.query.expression import And, Binary, Expression, Function, Inline, ItemList, Or, Raw
from kyselylint.query.statement import Assignment, Cte, Filter, Handle, HandleKind, Join, Operation, Query, Rows, When

from ..unit.analysis.build import HERE, columns, cte, operand, ref, table, use, value, when
from .strategies import TABLES, Builder, Names

_MOST_CHOICES = 3  # conditions of the code in one query; each doubles what it may be
_TEXT = {"todo": "title", "comment": "body"}


class Forms(Builder):
    """Makes queries of all the shapes of `Builder`, and of these."""

    def conditions(self) -> list:
        """Kinds of predicates beside those of the base."""
        return [self.pair, self.pair_of_query, self.any_of_query, self.switched]

    def predicate(self, names: Names, outer: Names, depth: int) -> Expression:
        """A condition on the rows in sight."""
        if self.chance(15):
            return self.pick(self.conditions())(names, outer, depth)
        return super().predicate(names, outer, depth)

    def pair(self, names: Names, outer: Names, _depth: int) -> Expression:
        """`(a, b) = ($1, $2)`, where one of them may be the tenant."""
        first, second = self.tenant(names, outer, 0), self.by_id(names, outer, 0)
        if not all(isinstance(one, Binary) and one.operator == "=" for one in (first, second)):
            return first
        sides = ((one.left, one.right) for one in (first, second))
        left, right = zip(*sides, strict=True)
        return Binary(ItemList(left), "=", ItemList(right), span=HERE)

    def pair_of_query(self, names: Names, outer: Names, depth: int) -> Expression:
        """`(a, b) in (select a, b from …)`."""
        found = self.in_query(names, outer, max(depth, 1))
        if not isinstance(found, Binary) or "in" not in found.operator or not names.tables:
            return found
        alias, name = self.pick(names.tables.items())
        inner = found.right.query
        own = inner.sources[0]
        shared = [column for column in TABLES[name] if column in TABLES.get(own.table, ())]
        if not shared:
            return found
        column = self.pick(shared)
        both = replace(inner, selections=(*inner.selections, *columns(f"{own.name}.{column}")))
        return Binary(ItemList((found.left, ref(f"{alias}.{column}"))), found.operator, operand(both), span=HERE)

    def any_of_query(self, names: Names, outer: Names, depth: int) -> Expression:
        """`a = any (select …)`."""
        found = self.in_query(names, outer, max(depth, 1))
        if not isinstance(found, Binary) or found.operator != "in":
            return found
        return Binary(found.left, "=", Function("any", (found.right,)), span=HERE)

    def switched(self, names: Names, outer: Names, depth: int) -> Expression:
        """A condition beside a constant: `x or 1 = 0`, `x and 1 = 1`."""
        term = super().predicate(names, outer, max(depth - 1, 0))
        true = self.chance(50)
        constant = Binary(Inline(1), "=", Inline(1 if true else 0), span=HERE)
        return Raw(("(", self.pick([And, Or])((term, constant)), ")"), span=HERE)

    # Statements

    def query(self) -> Query:
        """Any query; some of its conditions may be there on some paths only."""
        shape = self.upto(9)
        made = {0: self.inserted, 1: self.modifying, 2: self.merged}.get(shape, super().query)()
        return self.perhaps(made) if self.chance(15) else made

    def perhaps(self, query: Query) -> Query:
        """The query with one of its own conditions added on some paths only."""
        if not query.where:
            return query
        at = self.upto(len(query.where) - 1)
        return replace(query, where=(*query.where[:at], when(query.where[at].predicate), *query.where[at + 1 :]))

    def inserted(self) -> Query:
        """`insert into … select …`: what is read for it counts."""
        inner = self.select(Names(), 2)
        alias, listed = inner.sources[0].name, ["id", "organization_id", "name"]
        have = TABLES.get(inner.sources[0].table, ()) or tuple(_outputs(inner.sources[0].query))
        chosen = columns(*(f"{alias}.{self.pick(have)}" for _ in listed))
        rows = Rows(columns=tuple(listed), query=replace(inner, selections=chosen))
        back = columns(*(f"label.{name} as {name}_back" for name in listed))
        return _statement(Operation.INSERT, targets=(table("label"),), rows=rows, returning=back)

    def modifying(self) -> Query:
        """A statement that reads what another one inside it has changed."""
        inner = self.write(1)
        target = inner.targets[0]
        listed = [name for name in TABLES[target.table] if self.chance(60)] or ["id"]
        names, alias = Names(), self.alias()
        names.derived[alias] = tuple(listed)
        body = replace(inner, returning=columns(*(f"{target.name}.{name}" for name in listed)))
        joins = (self.join(names, Names(), 1),) if self.chance(70) else ()
        where = tuple(Filter(self.predicate(names, Names(), 1), span=HERE) for _ in range(self.upto(2)))
        selected = columns(*self.selected(names))
        found: tuple[Cte, ...] = (cte("changed", body),)
        return _statement(
            Operation.SELECT,
            ctes=found,
            sources=(use("changed", alias),),
            joins=joins,
            where=where,
            selections=selected,
        )

    def merged(self) -> Query:
        """A merge that updates, deletes or leaves alone what it meets."""
        names, name, alias = Names(), self.pick(["todo", "comment", "label"]), self.alias()
        names.tables[alias] = name
        source = self.source(names, 1)
        terms = [self.link(names, Names(), 0), *(self.predicate(names, Names(), 0) for _ in range(self.upto(2)))]
        on = And(tuple(terms)) if len(terms) > 1 else terms[0]
        changed = (Assignment(ref(_TEXT.get(name, "name")), operand(value("changed"))),)
        whens = [When("matched", None, "update", updates=changed, span=HERE)] if self.chance(75) else []
        if self.chance(25):
            whens.append(When("not matched by source", None, "delete", span=HERE))
        if self.chance(25) or not whens:
            own = names.having("id", "organization_id", *names.derived.get(source.name, ()))
            pair = tuple(ref(self.pick([one for one in own if one.startswith(f"{source.name}.")] or own)) for _ in "ab")
            whens.append(When("not matched", None, "insert", rows=Rows(("id", "organization_id"), (pair,)), span=HERE))
        return _statement(
            Operation.MERGE,
            targets=(table(f"{name} as {alias}"),),
            joins=(Join("using", source, on, span=HERE),),
            whens=tuple(whens),
        )


def _statement(operation: Operation, **facts: object) -> Query:
    return Query(operation=operation, handle=Handle(HandleKind.DATABASE, "db"), span=HERE, root=HERE, **facts)


def _outputs(query: Query) -> Iterator[str]:
    for selection in query.selections:
        expression = selection.expression
        yield getattr(expression, "name", "") or getattr(expression, "column", "")


def variants(query: Query) -> list[Query]:
    """What the query is on each path of the code."""
    sometimes = [at for at, one in enumerate(query.where) if one.certainty is not Certainty.ALWAYS][:_MOST_CHOICES]
    found = []
    for choice in product((True, False), repeat=len(sometimes)):
        left_out = {at for at, there in zip(sometimes, choice, strict=True) if not there}
        kept = (replace(one, certainty=Certainty.ALWAYS) for at, one in enumerate(query.where) if at not in left_out)
        found.append(replace(query, where=tuple(kept)))
    return found
