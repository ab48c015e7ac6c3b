"""Pools of connections that are opened once per request."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.view import View
from kyselylint.finding import Label, Report, Span
from kyselylint.query.facts import Lifetime, Module


def check_module(module: Module, view: View) -> Iterator[Report]:
    """`new Kysely` with a pool of its own in a handler, or in a function that one calls, kept by nothing."""
    for one in module.instances:
        if one.lifetime is Lifetime.CALL and one.opens_pool and one.handler:
            yield _report(one.handler, one.span)
    calls = [one for one in module.obtained if one.lifetime is Lifetime.CALL and one.handler]
    made = _made_for_callers(view) if calls else {}
    for call in calls:
        if call.maker in made:
            yield _report(call.handler, call.span, Label(made[call.maker], "made anew by each call"))


def _made_for_callers(view: View) -> dict[str, Span]:
    """The functions that open a pool and hand out an instance on it, and where they make that."""
    instances = (one for module in view.project.modules for one in module.instances)
    return {one.maker: one.span for one in instances if one.opens_pool and one.lifetime is Lifetime.RETURNED}


def _report(handler: str, at: Span, *related: Label) -> Report:
    return Report(
        message=f"{handler} opens a pool of connections of its own for each request",
        at=at,
        related=related,
        help="make the instance once, at the top level of a module, and import it here",
    )
