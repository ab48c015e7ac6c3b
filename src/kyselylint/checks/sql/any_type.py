"""Queries that the compiler does not check."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.view import View
from kyselylint.finding import Report
from kyselylint.query.facts import Module, Untyped


def check_module(module: Module, _view: View) -> Iterator[Report]:
    """Every handle and every raw expression whose type is any."""
    for one in module.untyped:
        yield Report(message=_said(one), at=one.span, help=_help(one))


def _said(one: Untyped) -> str:
    if one.name == "sql" and not one.cast:
        return "this expression is `any`: what it is compared with, and what is done with its result, is not checked"
    handle = f"`{one.name}` is cast to `any`" if one.cast else f"`{one.name}<any>` knows no table"
    return f"{handle}: misspelt tables and columns, and values of the wrong type, are found when the query runs"


def _help(one: Untyped) -> str:
    if one.name == "sql" and not one.cast:
        return "say what the database gives: sql<number>, or sql<unknown> where that is not known"
    if one.cast:
        return "add what is missing to the database's type"
    return f"name the database's type, as in {one.name}<DB>"
