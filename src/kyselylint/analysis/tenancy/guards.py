"""What the code has made sure of before, or right after, a query: else it throws or returns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from kyselylint.analysis.names import words
from kyselylint.analysis.tenancy import outputs
from kyselylint.analysis.tenancy.intent import names_tenant
from kyselylint.analysis.tenancy.model import Tenancy
from kyselylint.analysis.tenancy.nodes import Equal, Given, Present
from kyselylint.analysis.tenancy.world import Frame, Scope
from kyselylint.query.statement import Assumption, AssumptionKind
from kyselylint.query.value import Origin, RowColumn, Value
from kyselylint.schema.catalog import fold

if TYPE_CHECKING:
    from kyselylint.analysis.tenancy.reader import Reader

_CALL = re.compile(r"^(?:await )?([\w$.?!]+)\((.*)\)$", re.DOTALL)
_VERBS = frozenset({
    "allow", "assert", "authorise", "authorize", "can", "check", "demand", "enforce", "ensure", "guard", "has",
    "is", "may", "must", "permit", "require", "validate", "verify",
})  # fmt: skip
_ALONE = frozenset({"authorise", "authorize", "can", "enforce", "guard"})  # these say it without an object
_OBJECTS = frozenset({
    "ability", "access", "accessible", "admin", "allowed", "authorization", "authorized", "belongs", "delete",
    "edit", "editor", "in", "manage", "manager", "member", "membership", "of", "org", "organisation",
    "organization", "owned", "owner", "ownership", "owns", "permission", "permissions", "permitted", "policy",
    "privilege", "read", "rights", "role", "scope", "tenant", "update", "view", "viewer", "workspace", "write",
})  # fmt: skip
_FAILS = frozenset({"404", "fail", "forbid", "throw"})  # getRowOr404, findOrFail
# What holds for things that are not there as well, and what is only about the form of a value.
_ELSE = frozenset({
    "body", "empty", "format", "free", "input", "never", "no", "not", "schema", "shape", "unique", "uuid",
    "without",
})  # fmt: skip


def assume(reader: Reader, assumptions: Iterable[Assumption], scope: Scope) -> None:
    """Take in what the code has made sure of before a query, in the function that `scope` names or in one it called."""
    for one in assumptions:
        there = Scope(one.entry, (*one.via, *scope.via)) if one.via else scope
        if one.kind is AssumptionKind.EQUAL and one.left is not None and one.right is not None:
            same = Equal(reader.value(one.left, there), reader.value(one.right, there), span=one.span)
            reader.world.facts.append(Given(same))
        elif one.kind is AssumptionKind.ROW_EXISTS:
            found = one.left.row if one.left is not None else None
            row = reader.earlier_row(found or RowColumn(one.query, ""), there)
            if row is not None:
                row.optional = False
        elif one.kind is AssumptionKind.PRESENT and one.left is not None:
            reader.world.facts.append(Given(Present(reader.value(one.left, there))))
        _take_check(reader, one, there)


def _take_check(reader: Reader, one: Assumption, scope: Scope) -> None:
    """A call that checks access, and what it was given: `await assertProjectAccess(projectId, user)`."""
    callee = _callee(one)
    for value in checked_values(one, reader.world.tenancy):
        reader.world.checked.append((reader.value(value, scope), callee))
        row = reader.earlier_row(value.row, scope) if value.row is not None and not value.row.column else None
        if row is not None:
            row.checked = f"access to it was checked by `{callee}`"


def checked_values(one: Assumption, tenancy: Tenancy) -> tuple[Value, ...]:
    """What an access check received; nothing for other assumptions."""
    callee = _callee(one)
    if not is_check(callee) and not _must_find(callee):
        return ()
    arguments = _arguments(one)
    return arguments if is_check(callee) or _has_tenant(arguments, tenancy) else ()


def _callee(one: Assumption) -> str:
    """What was called; "" for other assumptions."""
    if one.kind is AssumptionKind.CALLED:
        return one.text
    found = _CALL.match(one.text) if one.kind is AssumptionKind.PRESENT else None
    return "" if found is None else found[1]


def _arguments(one: Assumption) -> tuple[Value, ...]:
    if one.kind is AssumptionKind.CALLED:
        return tuple(part for value in one.arguments for part in _parts(value))
    found = _CALL.match(one.text)
    return one.arguments or (() if found is None else tuple(_named(found[2])))


def _parts(value: Value) -> Iterator[Value]:
    """A value; of an object or list that is written in the call, the names in it as well."""
    yield value
    if not value.path and value.text[:1] in "{[":
        yield from _named(",".join(re.findall(r"[\w$]+(?:[?!]?\.[\w$]+)*(?!\s*:)", value.text)))


def _named(arguments: str) -> Iterator[Value]:
    for text in arguments.split(","):
        path = text.strip()
        if re.fullmatch(r"[\w$.?!]+", path):
            # Only the text of the name is known: it is told from values by its origin.
            yield Value(Origin.UNDEFINED, path, tuple(re.split(r"[?!]?\.", path)))


@cache
def is_check(callee: str) -> bool:
    """Whether a function checks access, by its name: a verb of checking, and what is checked."""
    last = callee.rpartition(".")[2]
    said = tuple(word for word in words(last) if word != "bulk")
    if not said or said[0] not in _VERBS:
        return False
    owner = words(callee.removesuffix(last))
    return (said[0] in _ALONE) or bool(_OBJECTS.intersection(said[1:])) or bool(_OBJECTS.intersection(owner))


@cache
def _must_find(callee: str) -> bool:
    """`await this.assertCampaign(workspaceId, campaignId)`: it has to find the one in the other, or throw."""
    said = words(callee.rpartition(".")[2])
    return not _ELSE.intersection(said) and bool(said) and (said[0] in _VERBS or (said[-1] in _FAILS and "or" in said))


def _has_tenant(arguments: tuple[Value, ...], tenancy: Tenancy) -> bool:
    return len(arguments) > 1 and any(value.path and names_tenant(value.path[-1], tenancy) for value in arguments)


def compared_later(reader: Reader, frame: Frame, query_id: str, checks: Iterable[Assumption]) -> None:
    """Take in what is checked of the rows of this query once they are loaded; a row that does not fit is dropped.

    A check in a function that called this one counts where that call is being looked at.
    """
    for one in checks:
        if one.kind is not AssumptionKind.EQUAL:
            _checked_later(reader, frame, one)
            continue
        for loaded, other in ((one.left, one.right), (one.right, one.left)):
            if loaded is None or other is None or loaded.row is None or loaded.row.query != query_id:
                continue
            scope = _where_compared(reader, loaded.row, frame.scope)
            if scope is None:
                continue
            position = outputs.names(frame.query).get(fold(loaded.row.column))
            node, facts = reader.output(frame, fold(loaded.row.column), position)
            if node is not None:
                frame.facts.extend((*facts, Given(Equal(node, reader.value(other, scope), span=one.span))))


def _checked_later(reader: Reader, frame: Frame, one: Assumption) -> None:
    """A call received the loaded row, or a row had to be there that is looked up by it."""
    row = one.right.row if one.right is not None else None
    scope = _where_compared(reader, row, frame.scope) if row is not None else None
    if row is not None and scope is not None:
        reader.take_for(frame, row, scope)
        assume(reader, (one,), scope)


def _where_compared(reader: Reader, row: RowColumn, scope: Scope) -> Scope | None:
    """The scope of the code that compares a row, if it is the function of the query or one on the way to it."""
    caller = reader.caller(row.via[-1]) if row.via else None
    if row.via and (caller is None or scope.via[: len(row.via)] != row.via):
        return None
    return Scope(caller.entry, scope.via[len(row.via) :]) if caller is not None else scope
