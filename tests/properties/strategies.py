"""Queries over the tables of two tenants, of every shape that the proof claims to understand."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from random import Random

from kyselylint.analysis.columns import output_name
from kyselylint.query.expression import Aggregate, Aliased, And, Binary, Expression, Parens, Raw, Star, Subquery
from kyselylint.query.statement import Assignment, Bound, Join, Query, Selection, Source

from ..unit.analysis.build import (
    HERE,
    all_of,
    among,
    any_of,
    columns,
    cte,
    delete,
    eq,
    exists,
    no,
    operand,
    ref,
    select,
    table,
    union,
    update,
    use,
    value,
)
from .tenants import CATALOG

SETTING = "setting"  # with keys of its own, for upserts alone
TABLES = {
    one.name: tuple(column.name for column in one.columns) for one in CATALOG.tables.values() if one.name != SETTING
}
LINKS = {one.name: {key.columns[0]: key.target for key in one.foreign_keys} for one in CATALOG.tables.values()}
OWNED = tuple(name for name, names in TABLES.items() if "organization_id" in names)
WEIGHTED = (
    *("todo",) * 5,
    *("project",) * 3,
    *("comment",) * 3,
    "label",
    "label",
    "todo_label",
    "member",
    "user",
    "organization",
)
IDS = {"project": ":projectId", "todo": ":todoId", "comment": ":commentId", "label": ":labelId", "member": ":memberId"}
PARENTS = {"project_id": ":projectId", "todo_id": ":todoId", "label_id": ":labelId", "parent_id": ":todoId"}
INNER = ("inner", "inner", "inner", "left", "left", "right", "full", "cross")


@dataclass
class Names:
    """Aliases in sight by table name; `None` stands for a sub-query, whose columns are listed."""

    tables: dict[str, str] = field(default_factory=dict)
    derived: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def having(self, *wanted: str) -> list[str]:
        """`alias.column` for every column of one of these names."""
        found = [(alias, TABLES[name]) for alias, name in self.tables.items()]
        found += list(self.derived.items())
        return [f"{alias}.{column}" for alias, names in found for column in names if column in wanted or not wanted]


class Builder:
    """Makes one query by chance. `serial` makes aliases unique in the whole query."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.serial = 0

    def pick(self, options):
        """One of the options."""
        return self.random.choice(list(options))

    def upto(self, most: int, least: int = 0) -> int:
        """A number."""
        return self.random.randint(least, most)

    def chance(self, percent: int) -> bool:
        """True that often."""
        return self.random.random() * 100 < percent

    def alias(self) -> str:
        """A name that no other row has."""
        self.serial += 1
        return f"t{self.serial}"

    # Conditions

    def predicate(self, names: Names, outer: Names, depth: int) -> Expression:
        """A condition on the rows in sight."""
        kinds = (
            [self.tenant] * 5
            + [self.link] * 4
            + [self.by_id, self.plain, self.other_tenant, self.null, self.any_columns]
        )
        if depth:
            kinds += [
                self.group,
                self.group,
                self.group,
                self.negated,
                self.exists,
                self.exists,
                self.in_query,
                self.raw,
            ]
        return self.pick(kinds)(names, outer, depth)

    def tenant(self, names: Names, outer: Names, _depth: int) -> Expression:
        """The tenant column is the caller's."""
        found = names.having("organization_id")
        if not found:
            return self.plain(names, outer, 0)
        column = self.pick(found)
        kind = self.upto(5)
        if kind == 0:
            return among(column, ":organizationId")
        return eq(column, ":organizationId", "is not distinct from" if kind == 1 else "=")

    def other_tenant(self, names: Names, outer: Names, _depth: int) -> Expression:
        """The tenant column is compared in a way that scopes nothing."""
        found = names.having("organization_id")
        if not found:
            return self.plain(names, outer, 0)
        return eq(self.pick(found), ":organizationId", self.pick(["!=", ">=", "is distinct from"]))

    def null(self, names: Names, outer: Names, _depth: int) -> Expression:
        """A column is null, or is not."""
        found = names.having("organization_id", "project_id", "parent_id", "id", "assignee_id")
        if not found:
            return self.plain(names, outer, 0)
        return eq(self.pick(found), None, self.pick(["is", "is not"]))

    def link(self, names: Names, outer: Names, _depth: int) -> Expression:
        """A foreign key, between rows in sight."""
        every = {**outer.tables, **names.tables}
        pairs = [
            (f"{alias}.{column}", f"{other}.id")
            for alias, name in every.items()
            for column, target in LINKS[name].items()
            for other, parent in every.items()
            if parent == target and (alias in names.tables or other in names.tables)
        ]
        for alias, listed in names.derived.items():
            for other, name in every.items():
                pairs += [(f"{other}.{column}", f"{alias}.{column}") for column in listed if column in TABLES[name]]
                pairs += [(f"{alias}.{column}", f"{other}.id") for column in listed if column == f"{name}_id"]
        if not pairs:
            return self.tenant(names, outer, 0)
        one, two = self.pick(pairs)
        return eq(one, two) if self.chance(50) else eq(two, one)

    def any_columns(self, names: Names, outer: Names, _depth: int) -> Expression:
        """Two columns of one kind, which may prove something or nothing."""
        kind = self.pick(
            [("organization_id",), ("user_id", "assignee_id", "author_id", "owner_id"), ("title", "name", "body")]
        )
        here, there = names.having(*kind), [*names.having(*kind), *outer.having(*kind)]
        if not here:
            return self.plain(names, outer, 0)
        return eq(self.pick(here), self.pick(there))

    def by_id(self, names: Names, outer: Names, _depth: int) -> Expression:
        """An id that the client chose."""
        found = [(f"{alias}.id", IDS[name]) for alias, name in names.tables.items() if name in IDS]
        found += [(column, PARENTS[column.partition(".")[2]]) for column in names.having(*PARENTS)]
        return eq(*self.pick(found)) if found else self.plain(names, outer, 0)

    def plain(self, names: Names, _outer: Names, _depth: int) -> Expression:
        """Something that has nothing to do with tenants."""
        column = self.pick(names.having())
        return eq(column, self.pick([":text", ":state", ":author"]), self.pick(["=", "!=", "like", "<"]))

    def group(self, names: Names, outer: Names, depth: int) -> Expression:
        """And, or."""
        terms = [self.predicate(names, outer, depth - 1) for _ in range(self.upto(3, 1))]
        return self.pick([all_of, any_of])(*terms)

    def negated(self, names: Names, outer: Names, depth: int) -> Expression:
        """Not."""
        return no(Parens(self.predicate(names, outer, depth - 1)))

    def exists(self, names: Names, outer: Names, depth: int) -> Expression:
        """Exists, or not."""
        found = exists(self.subquery(names, outer, depth - 1))
        return no(found) if self.chance(25) else found

    def in_query(self, names: Names, outer: Names, depth: int) -> Expression:
        """In a sub-query on the parent, or on anything with such a column."""
        found = [column for column in names.having() if column.partition(".")[2].endswith("id")]
        if not found:
            return self.plain(names, outer, 0)
        column = self.pick(found)
        name = column.partition(".")[2]
        source = self.pick([one for one, listed in TABLES.items() if name in listed or name == f"{one}_id"] or ["todo"])
        inner = self.subquery(names, outer, depth - 1, source)
        own = next(iter(inner.sources)).name
        wanted = name if name in TABLES[source] else "id"
        return eq(
            column, replace(inner, selections=columns(f"{own}.{wanted}")), self.pick(["in", "in", "in", "not in"])
        )

    def raw(self, names: Names, outer: Names, depth: int) -> Expression:
        """Raw SQL, with or without parentheses around its `or`."""
        terms = [self.predicate(names, outer, 0) for _ in range(self.upto(2, 1))]
        parts = [part for term in terms for part in (self.pick([" or ", " and "]), *_texts(term))][1:]
        inner = Raw(tuple(parts), span=HERE)
        return Raw(("(", *parts, ")"), span=HERE) if depth > 1 or self.chance(50) else inner

    # Statements

    def subquery(self, names: Names, outer: Names, depth: int, source: str = "") -> Query:
        """A select inside another one, mostly correlated."""
        around = Names({**outer.tables, **names.tables}, {**outer.derived, **names.derived})
        return self.select(around, depth, source=source, joins=1)

    def select(self, outer: Names, depth: int, *, source: str = "", joins: int = 2) -> Query:
        """A select without limit and grouping."""
        names = Names()
        first = self.source(names, depth, source)
        found = [self.join(names, outer, depth) for _ in range(self.upto(joins))]
        where = [self.predicate(names, outer, depth) for _ in range(self.upto(3))]
        return select(first, *found, *where, select=tuple(self.selected(names)))

    def selected(self, names: Names) -> list[str]:
        """Two columns of text."""
        listed = names.having()
        return [f"{self.pick(listed)} as {name}" for name in ("one", "two")]

    def source(self, names: Names, depth: int, name: str = "") -> Source:
        """A table, or a sub-query in FROM."""
        alias = self.alias()
        if not name and depth and self.chance(12):
            inner = self.derived(depth - 1)
            names.derived[alias] = _listed(inner)
            return table(inner, alias)
        name = name or self.pick(WEIGHTED)
        names.tables[alias] = name
        return table(f"{name} as {alias}")

    def derived(self, depth: int) -> Query:
        """A select whose columns keep their names."""
        inner = self.select(Names(), depth)
        alias = inner.sources[0].name
        if inner.sources[0].query is not None:
            return inner
        every = TABLES[inner.sources[0].table]
        listed = self.random.sample(every, self.upto(min(4, len(every)), 1))
        kept = replace(inner, selections=columns(*(f"{alias}.{column}" for column in listed)))
        shape = self.upto(9)
        if shape == 0:
            return replace(kept, limit=Bound(operand(value("2")), span=HERE))
        if shape == 1:
            groups = tuple(Selection(one.expression) for one in kept.selections)
            counted = Selection(Aliased(Aggregate("count", (Star(),)), "many"))
            return replace(kept, group_by=groups, selections=(*kept.selections, counted))
        if shape == 2:
            other = self.derived_like(listed, inner.sources[0].table)
            return union(kept, other, operator=self.pick(["union", "union all", "except", "intersect"]))
        return kept

    def derived_like(self, listed: list[str], name: str) -> Query:
        """Another select of the same columns."""
        inner = self.select(Names(), 1, source=name)
        return replace(inner, selections=columns(*(f"{inner.sources[0].name}.{column}" for column in listed)))

    def join(self, names: Names, outer: Names, depth: int) -> Join:
        """A join on what ties the tables, or on anything."""
        kind = self.pick(INNER)
        before = Names(dict(names.tables), dict(names.derived))
        lateral = depth and self.chance(10)
        if lateral:
            inner = self.subquery(before, outer, depth - 1)
            alias = self.alias()
            names.derived[alias] = _listed(inner)
            return Join(
                self.pick(["lateral inner", "lateral left"]),
                table(inner, alias),
                operand(Raw(("true",), span=HERE)),
                span=HERE,
            )
        source = self.source(names, depth)
        if kind == "cross":
            return Join("cross", source, None, span=HERE)
        ons = [self.link(names, outer, 0)] if self.chance(75) else []
        if not ons or self.chance(35):
            ons.append(self.predicate(names, outer, min(depth, 1)))
        if kind == "full":  # PostgreSQL merges or hashes full joins, so it wants an equality of two sides
            ons = [eq(f"{source.name}.{_first(names, source.name)}", self.pick(before.having()))]
        return Join(kind, source, ons[0] if len(ons) == 1 else And(tuple(ons)), span=HERE)

    def write(self, depth: int) -> Query:
        """An update or a delete, perhaps with further tables."""
        names = Names()
        name = self.pick(["todo", "todo", "comment", "project", "label"])
        alias = self.alias()
        names.tables[alias] = name
        others = [self.source(names, depth)] if self.chance(40) else []
        where = [self.predicate(names, Names(), depth) for _ in range(self.upto(3, 1))]
        target = table(f"{name} as {alias}")
        if self.chance(50):
            return delete(target, *where, sources=tuple(others), returning=columns(f"{alias}.id as one"))
        text = {"todo": "title", "comment": "body"}.get(name, "name")
        return update(target, *where, sources=tuple(others), set=_sets(text), returning=columns(f"{alias}.id as one"))

    def tree(self, depth: int) -> Query:
        """A recursive expression over the parents of todos."""
        start, step = self.alias(), self.alias()
        first = [self.predicate(Names({start: "todo"}), Names(), depth) for _ in range(2)]
        base = select(f"todo as {start}", *first, select=(f"{start}.id", f"{start}.parent_id"))
        tie = self.pick(
            [
                eq(f"{step}.parent_id", "tree.id"),
                eq(f"{step}.id", "tree.parent_id"),
                eq(f"{step}.assignee_id", "tree.id"),
            ]
        )
        more = [self.predicate(Names({step: "todo"}), Names(), 1)] if self.chance(30) else []
        climb = select(
            f"todo as {step}",
            Join("inner", use("tree"), tie, span=HERE),
            *more,
            select=(f"{step}.id", f"{step}.parent_id"),
        )
        body = cte("tree", union(base, climb, operator="union"), recursive=True)
        names = Names(derived={"tree": ("id", "parent_id")})
        where = [self.predicate(names, Names(), 0)] if self.chance(30) else []
        return select(use("tree"), *where, ctes=(body,), select=("tree.id as one", "tree.parent_id as two"))

    def with_ctes(self, depth: int) -> Query:
        """A select from one or two uses of a common table expression, and a table."""
        inner = self.derived(depth)
        names, listed = Names(), _listed(inner)
        uses = []
        for _ in range(self.upto(2, 1)):
            alias = self.alias()
            names.derived[alias] = listed
            uses.append(use("x", alias))
        joins = [self.join(names, Names(), depth)] if self.chance(60) else []
        where = [self.predicate(names, Names(), depth) for _ in range(self.upto(3))]
        query = select(uses[0], *joins, *where, ctes=(cte("x", inner),), select=tuple(self.selected(names)))
        return replace(query, sources=tuple(uses))

    def query(self) -> Query:
        """Any query."""
        depth = 2
        shape = self.upto(19)
        if shape < 3:
            return self.write(depth)
        if shape < 6:
            return self.with_ctes(depth)
        if shape == 6:
            return self.tree(depth)
        found = self.select(Names(), depth)
        if shape == 7:
            return union(
                found, self.select(Names(), 1), operator=self.pick(["union", "union all", "except", "intersect"])
            )
        if shape == 8:
            counted = Selection(Aliased(Aggregate("count", (Star(),)), "many"))
            return replace(found, selections=(counted,))
        if shape == 9 and found.sources[0].query is None:
            inner = self.subquery(Names({found.sources[0].name: found.sources[0].table}), Names(), 1)
            counted = replace(inner, selections=(Selection(Aliased(Aggregate("count", (Star(),)), "many")),))
            return replace(found, selections=(*found.selections, Selection(Aliased(Subquery(counted), "many"))))
        return found


def _texts(term: Expression) -> tuple[str | Expression, ...]:
    """A comparison as the parts of a template."""
    if isinstance(term, Binary) and not isinstance(term.right, Parens):
        return (term.left, f" {term.operator} ", term.right)
    return ("1 = 1",)


def _listed(query: Query) -> tuple[str, ...]:
    return tuple(output_name(selection.expression) for selection in query.selections)


def _first(names: Names, alias: str) -> str:
    return TABLES[names.tables[alias]][0] if alias in names.tables else names.derived[alias][0]


def _sets(name: str):
    return (Assignment(ref(name), operand(value("changed"))),)
