"""Instances that tell nobody which queries fail or are slow."""

from __future__ import annotations

from collections.abc import Iterator

from kyselylint.analysis.view import View
from kyselylint.finding import Report
from kyselylint.query.facts import Module


def check_module(module: Module, _view: View) -> Iterator[Report]:
    """`new Kysely` with a configuration that is visible and has no `log`."""
    for one in module.instances:
        if one.logs is False:
            yield Report(
                message="this instance logs no query: what is slow, or fails, is not seen in development",
                at=one.span,
                help="add log: ['query', 'error'] in development, or a function that reports what takes too long",
            )
