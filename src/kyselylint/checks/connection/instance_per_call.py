"""Pools of connections that are opened once per request."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.view import View
from kyselylint.finding import Report
from kyselylint.query.facts import Lifetime, Module


def check_module(module: Module, _view: View) -> Iterator[Report]:
    """`new Kysely` with a pool of its own in a handler, where nothing keeps it for the next request."""
    for one in module.instances:
        if one.lifetime is Lifetime.CALL and one.opens_pool and one.handler:
            yield Report(
                message=f"{one.handler} opens a pool of connections of its own for each request",
                at=one.span,
                help="make the instance once, at the top level of a module, and import it here",
            )
