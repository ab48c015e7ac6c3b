"""Columns that are fetched and never read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from kyselylint.analysis.columns import output_name
from kyselylint.analysis.tables import subject
from kyselylint.analysis.view import View
from kyselylint.finding import Report
from kyselylint.query.expression import Ref
from kyselylint.query.facts import Module
from kyselylint.query.statement import Query
from kyselylint.query.walk import walk

_SHOWN = 5  # names in a message


def check_module(module: Module, _view: View) -> Iterator[Report]:
    """Selected columns that no code reads, where the rows stay in the function that asks for them."""
    for _, group in groupby(sorted(module.queries, key=_root), key=_root):
        runs = tuple(group)
        reads = [one.run.reads for one in runs if one.run is not None and one.run.reads is not None]
        if len(reads) == len(runs) and all(_is_judged(one) for one in runs):
            yield from _judge(runs[0], {name for names in reads for name in names})


def _root(query: Query) -> int:
    return query.root.start


def _is_judged(query: Query) -> bool:
    """Whether what is selected is chosen for these rows: not for other runs, other rows of a union, or their number."""
    here = query.run is not None and query.run.function == query.function and query.run.span is not None
    plain = not (query.set_operations or query.distinct or query.distinct_on or query.group_by)
    return here and plain and query.complete


def _judge(query: Query, read: set[str]) -> Iterator[Report]:
    selected = query.selections or query.returning
    used = read | _used_inside(query)
    unread = tuple(one for one in selected if (name := output_name(one.expression)) and name not in used)
    names = [output_name(one.expression) for one in unread]
    # That nothing at all is read asks whether there is a row; an id is chosen by habit, and costs nothing.
    if read and names not in ([], ["id"]) and unread[0].span is not None:
        yield Report(
            message=f"{_listed(names)} of {subject(query)} {'is' if len(names) == 1 else 'are'} fetched, and nothing "
            f"reads {'it' if len(names) == 1 else 'them'}: only {_listed(sorted(read))}",
            at=unread[0].span,
            help="leave out what is not read",
        )


def _used_inside(query: Query) -> set[str]:
    """Names of the select list that the statement itself orders by."""
    return {one.column for item in query.order_by for one in walk(item) if isinstance(one, Ref) and not one.table}


def _listed(names: list[str]) -> str:
    shown = ", ".join(f"`{name}`" for name in names[:_SHOWN])
    return shown if len(names) <= _SHOWN else f"{shown} and {len(names) - _SHOWN} more"
