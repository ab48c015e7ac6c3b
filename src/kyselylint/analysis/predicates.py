"""What a predicate implies: which equalities hold on every path, and what would have to change for more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from kyselylint.analysis.predicate import bare
from kyselylint.analysis.tenancy.nodes import (
    Absent,
    Cases,
    Equal,
    Fact,
    Given,
    Node,
    Opaque,
    Present,
    Weak,
    Weakness,
)
from kyselylint.query.expression import (
    And,
    Binary,
    Case,
    Choice,
    Expression,
    Function,
    Inline,
    ItemList,
    Maybe,
    Or,
    Param,
    Raw,
    RawText,
    Ref,
    Repeated,
    Subquery,
    Unary,
    Unknown,
)
from kyselylint.query.statement import Query

Facts = tuple[Given, ...]
_EQUAL = frozenset({"=", "==", "<=>"})
_UNEQUAL = frozenset({"!=", "<>", "not in", "is distinct from"})
_OPPOSITES = {
    "!=": "=",
    "<>": "=",
    "is distinct from": "is not distinct from",
    "is not": "is",
}
_ANY = frozenset({"any", "some"})


class Resolver(Protocol):
    """What the translation needs to know of the statement around a predicate."""

    def node(self, expression: Expression) -> tuple[Node | None, Facts]:
        """The column or value that an expression is, if it is one, and what holds where it is not null."""

    def members(self, expression: Expression) -> tuple[Node | None, Facts]:
        """As `node`, for a list or a sub-query of which one member is meant."""

    def witness(self, query: Query) -> Facts:
        """What holds because the query has a row."""

    def raw(self, expression: Raw | RawText) -> Expression | None:
        """The predicate that raw SQL stands for, if it can be read."""


def implied(predicate: Expression, resolver: Resolver) -> Facts:
    """The facts that hold for every row for which the predicate is true."""
    return _Reading(resolver).of(predicate)


@dataclass(frozen=True, slots=True)
class _Reading:
    resolver: Resolver

    def of(self, predicate: Expression) -> Facts:  # noqa: C901  # one case per kind of expression
        match bare(predicate):
            case And(terms):
                return self.conjunction(terms)
            case Or(terms):
                return self.disjunction(terms)
            case Choice(options):
                return _cases(tuple(self.of(option) for option in options), Weakness.CONDITIONAL)
            case Maybe(inner) | Repeated(inner):
                weakness = Weakness.UNDEFINED if _may_be_undefined(inner) else Weakness.CONDITIONAL
                return _weak(weakness, self.of(inner))
            case Unary() as node:
                return self.unary(node)
            case Binary() as node:
                return self.binary(node)
            case Raw() | RawText() as node:
                parsed = self.resolver.raw(node)
                return _facts(Opaque("raw SQL")) if parsed is None else self.of(parsed)
            case Unknown(hole):
                return _facts(Opaque(hole.reason))
            case Function(name):
                return _facts(Opaque(f"a condition that `{name}(…)` decides"))
            case Case():
                return _facts(Opaque("a condition that `case` decides"))
            case Inline(value) if value is False:
                return _facts(Cases(()))
            case Ref() as node:
                return self.nullness(node, null=False)
        return ()

    def every(self, terms: Iterable[Expression]) -> Facts:
        return tuple(fact for term in terms for fact in self.of(term))

    def conjunction(self, terms: tuple[Expression, ...]) -> Facts:
        # Kysely writes raw SQL without parentheses: `a or b` among other conditions takes them apart, as `and` binds
        # tighter.
        arms: list[list[Expression]] = [[]]
        for term in terms:
            read = self.resolver.raw(term) if isinstance(term, Raw | RawText) else None
            first, *others = read.terms if isinstance(read, Or) else (term,)
            arms[-1].append(first)
            arms.extend([other] for other in others)
        return _cases(tuple(self.every(arm) for arm in arms))

    def disjunction(self, terms: tuple[Expression, ...]) -> Facts:
        # A term that may be missing is one arm less, which only makes the rest stronger.
        shown = (term.inner if isinstance(term, Maybe | Repeated) else term for term in terms)
        return _cases(tuple(self.of(term) for term in shown))

    def unary(self, node: Unary) -> Facts:
        operand = bare(node.operand)
        if node.operator == "exists" and isinstance(operand, Subquery):
            return self.resolver.witness(operand.query)
        if node.operator == "not exists" and isinstance(operand, Subquery):
            return _weak(Weakness.NEGATED, self.resolver.witness(operand.query))
        return self.negated(operand) if node.operator == "not" else ()

    def negated(self, predicate: Expression) -> Facts:
        """What holds where the predicate is false: nothing is, where it is null."""
        match predicate:
            case Unary("not", inner):
                return self.of(inner)
            case Or(terms):
                return tuple(fact for term in terms for fact in self.negated(bare(term)))
            case And(terms):
                return _cases(tuple(self.negated(bare(term)) for term in terms))
            case Binary(_, operator) if operator in _OPPOSITES and predicate.operator_sql is None:
                return self.binary(replace(predicate, operator=_OPPOSITES[operator]))
        return _weak(Weakness.NEGATED, self.of(predicate))

    def binary(self, node: Binary) -> Facts:
        operator, left, right = node.operator, bare(node.left), bare(node.right)
        if node.operator_sql is not None:
            return _facts(Opaque("a raw operator"))
        if isinstance(left, Inline) and isinstance(right, Inline) and operator == "=":
            return () if left.value == right.value else (Given(Cases(())),)
        if operator in _EQUAL or operator == "is not distinct from":
            return self.equality(node, null_safe=operator not in _EQUAL)
        if operator == "in":
            return self.membership(node.left, node)
        if operator in _UNEQUAL:
            # Null is distinct from a value: only the plain comparisons turn it away.
            there = () if operator == "is distinct from" else self.not_null(node.left, node.right)
            return (*there, *_weak(Weakness.NEGATED, self.equality(node)))
        if operator in ("is", "is not") and isinstance(right, Inline):
            return self.nullness(node.left, null=(operator == "is") == (right.value is None))
        if operator == "is":  # of a bound value: SQLite compares, the others take null alone
            return self.equality(node, null_safe=True)
        return self.not_null(node.left, node.right)

    def nullness(self, operand: Expression, *, null: bool) -> Facts:
        found, facts = self.resolver.node(operand)
        return facts if found is None else (*facts, Given(Absent(found) if null else Present(found)))

    def not_null(self, *operands: Expression) -> Facts:
        found = [self.resolver.node(operand) for operand in operands if not isinstance(bare(operand), ItemList)]
        return tuple(Given(Present(node)) for node, _ in found if node is not None)

    def equality(self, node: Binary, *, null_safe: bool = False) -> Facts:
        left, right = bare(node.left), bare(node.right)
        if isinstance(left, ItemList) and isinstance(right, ItemList):
            pairs = zip(left.items, right.items, strict=False)
            return tuple(fact for one, other in pairs for fact in self.same(one, other, node))
        if isinstance(right, Function) and right.name.lower() in _ANY and right.args:
            return self.membership(left, Binary(left, "in", right.args[0], span=node.span))
        if isinstance(left, Function) and left.name.lower() in _ANY and left.args:
            return self.membership(right, Binary(right, "in", left.args[0], span=node.span))
        return self.same(left, right, node, null_safe=null_safe)

    def same(self, left: Expression, right: Expression, whole: Binary, *, null_safe: bool = False) -> Facts:
        one, first = self.resolver.node(left)
        other, second = self.resolver.node(right)
        facts = (*first, *second)
        if one is None or other is None:
            return (*facts, *(Given(Present(node)) for node in (one, other) if node is not None and not null_safe))
        return (*facts, Given(Equal(one, other, copy=null_safe, span=whole.span)))

    def membership(self, left: Expression, whole: Binary) -> Facts:
        left, right = bare(left), bare(whole.right)
        if isinstance(left, ItemList):
            rows = [item.items for item in getattr(right, "items", ()) if isinstance(item, ItemList)]
            columns = zip(left.items, *rows, strict=False) if rows else ()
            return tuple(
                fact
                for column, *values in columns
                for fact in self.member(column, ItemList(tuple(values), many=True), whole)
            )
        return self.member(left, right, whole)

    def member(self, column: Expression, group: Expression, whole: Binary) -> Facts:
        one, first = self.resolver.node(column)
        other, second = self.resolver.members(group)
        facts = (*first, *second)
        if one is None or other is None:
            return (*facts, *(() if one is None else (Given(Present(one)),)))
        return (*facts, Given(Equal(one, other, span=whole.span)))


def _facts(*facts: Fact) -> Facts:
    return tuple(Given(fact) for fact in facts)


def _cases(arms: tuple[Facts, ...], weakness: Weakness = Weakness.ALTERNATIVE) -> Facts:
    return arms[0] if len(arms) == 1 else _facts(Cases(arms, weakness))


def _weak(weakness: Weakness, facts: Facts) -> Facts:
    return _facts(Weak(weakness, facts)) if facts else ()


def _may_be_undefined(predicate: Expression) -> bool:
    """An entry of an object filter that Kysely leaves out when its value is undefined."""
    predicate = bare(predicate)
    if not isinstance(predicate, Binary):
        return False
    right = bare(predicate.right)
    return isinstance(right, Param) and right.value.optional
