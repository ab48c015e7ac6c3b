"""More shapes: rows that are written, upserts, statements inside statements, tuples, and conditions of the code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from kyselylint.query.certainty import Certainty
from kyselylint.query.expression import (
    And,
    Binary,
    Expression,
    Function,
    Inline,
    ItemList,
    Maybe,
    Or,
    Parens,
    Raw,
)
from kyselylint.query.statement import (
    Assignment,
    Conflict,
    Cte,
    Filter,
    Handle,
    HandleKind,
    Join,
    Operation,
    Query,
    Rows,
    Selection,
    When,
)

from ..unit.analysis.build import HERE, RUN, columns, cte, exists, operand, ref, table, use, value, when
from .strategies import SETTING, TABLES, Builder, Names
from .tenants import KEYS

_MOST_CHOICES = 3  # conditions of the code in one query; each doubles what it may be
_TEXT = {"todo": "title", "comment": "body"}


class Forms(Builder):
    """Makes queries of all the shapes of `Builder`, and of these."""

    def conditions(self) -> list:
        """Kinds of predicates beside those of the base."""
        return [self.pair, self.pair_of_query, self.any_of_query, self.switched, self.counted]

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

    def counted(self, names: Names, outer: Names, depth: int) -> Expression:
        """`exists (select count(*) …)`, which is always true but for groups."""
        found = self.subquery(names, outer, max(depth - 1, 0))
        source = next(iter(found.sources))
        count = Selection(Function("count", (Inline(1),), span=HERE), span=HERE)
        keys = (Selection(ref(f"{source.name}.id"), span=HERE),) if source.table in TABLES and self.chance(30) else ()
        plain = {"order_by": (), "set_operations": (), "distinct_on": (), "limit": None, "offset": None}
        return exists(replace(found, selections=(count,), group_by=keys, **plain))

    # Statements

    def query(self) -> Query:
        """Any query; some of its conditions may be there on some paths only."""
        shape = self.upto(11)
        forms = {0: self.inserted, 1: self.modifying, 2: self.merged, 3: self.attached, 4: self.upserted}
        made = forms.get(shape, super().query)()
        made = self.filtered(made) if self.chance(15) else made
        return self.perhaps(made) if self.chance(15) else made

    def filtered(self, query: Query) -> Query:
        """The query with an object filter, `eb.and({ … })`, of which an entry is left out where it is undefined."""
        if len(query.where) < 2:
            return query
        first, second, *others = query.where
        terms = [first.predicate, Maybe(second.predicate)]
        self.random.shuffle(terms)
        return replace(query, where=(Filter(Parens(And(tuple(terms))), span=HERE), *others))

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

    def attached(self) -> Query:
        """A row without a tenant of its own, inserted with ids of the client or those that a query returns."""
        listed = ("todo_id", "label_id")
        target = {"targets": (table("todo_label"),), "returning": columns(*(f"todo_label.{name}" for name in listed))}
        if self.chance(25):
            rows = Rows(listed, (tuple(operand(value(name)) for name in ("todoId", "labelId")),))
            return _statement(Operation.INSERT, rows=rows, **target)
        names = Names()
        todo, label = self.source(names, 0, "todo"), self.source(names, 0, "label")
        kind = self.pick(["inner", "left"])
        tie = self.predicate(names, Names(), 0)
        where = tuple(Filter(self.predicate(names, Names(), 1), span=HERE) for _ in range(self.upto(3, 1)))
        shown = (f"{todo.name}.{self.pick(['id', 'id', 'parent_id'])}", f"{label.name}.id")
        inner = _statement(
            Operation.SELECT,
            sources=(todo,),
            joins=(Join(kind, label, tie, span=HERE),),
            where=where,
            selections=columns(*(f"{column} as {name}" for column, name in zip(shown, listed, strict=True))),
        )
        return _statement(Operation.INSERT, rows=Rows(listed, query=inner), **target)

    def upserted(self) -> Query:
        """An upsert by one of several keys, perhaps with a condition on what it meets."""
        given = {"id": ["newId", "settingId"], "organization_id": ["organizationId"], "project_id": ["projectId"]}
        given |= {"key": ["key", "text"], "slot": ["slot", "text"], "value": ["text"]}
        row = tuple(operand(value(self.pick(names))) for names in given.values())
        mine = Binary(ref(f"{SETTING}.organization_id"), "=", operand(value("organizationId")), span=HERE)
        loose = Binary(ref(f"{SETTING}.value"), "=", operand(value("text")), span=HERE)
        either = Parens(Or((mine, loose)))
        conflict = Conflict(
            columns=self.pick(KEYS[SETTING]),
            updates=(Assignment(ref("value"), operand(value("state"))),),
            update_where=tuple(Filter(one, span=HERE) for one in self.pick([(), (), (mine,), (loose,), (either,)])),
            span=HERE,
        )
        return _statement(
            Operation.INSERT,
            targets=(table(SETTING),),
            rows=Rows(tuple(given), (row,)),
            conflict=conflict,
            returning=columns(f"{SETTING}.id as one"),
        )

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
    handle = Handle(HandleKind.DATABASE, "db", database="DB")
    return Query(operation=operation, handle=handle, span=HERE, root=HERE, run=RUN, **facts)


def _outputs(query: Query) -> Iterator[str]:
    for selection in query.selections:
        expression = selection.expression
        yield getattr(expression, "name", "") or getattr(expression, "column", "")


def variants(query: Query) -> list[Query]:
    """What the query is on each path of the code, and with each value of an object filter defined or not."""
    sometimes = [at for at, one in enumerate(query.where) if _may_be_missing(one)][:_MOST_CHOICES]
    found = []
    for choice in product((True, False), repeat=len(sometimes)):
        left_out = {at for at, there in zip(sometimes, choice, strict=True) if not there}
        kept = (_on_path(one, there=at not in left_out) for at, one in enumerate(query.where))
        found.append(replace(query, where=tuple(one for one in kept if one is not None)))
    return found


def _may_be_missing(one: Filter) -> bool:
    return one.certainty is not Certainty.ALWAYS or any(isinstance(term, Maybe) for term in _entries(one))


def _entries(one: Filter) -> tuple[Expression, ...]:
    inner = one.predicate.inner if isinstance(one.predicate, Parens) else one.predicate
    return inner.terms if isinstance(inner, And) else ()


def _on_path(one: Filter, *, there: bool) -> Filter | None:
    """A condition where it is added, or all of its entries are defined; None, or its other entries, where not."""
    entries = tuple(term for term in _entries(one) if there or not isinstance(term, Maybe))
    if not there and one.certainty is not Certainty.ALWAYS:
        return None
    kept = Parens(And(entries)) if len(entries) < len(_entries(one)) else one.predicate
    return replace(one, predicate=kept, certainty=Certainty.ALWAYS)
