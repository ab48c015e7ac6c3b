"""Suppression comments: what they take away, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from kyselylint.analysis.ignored import Use
from kyselylint.finding import Finding, Span
from kyselylint.query.facts import Ignore, Module
from kyselylint.registry import canonical, nearest, pages


def suppress(finding: Finding, ignores: Collection[Ignore]) -> Finding:
    """The finding, with the reason of the first comment that takes it away."""
    taken = next((ignore for ignore in ignores if takes(ignore, finding)), None)
    return finding if taken is None else replace(finding, suppressed=taken.reason)


def takes(ignore: Ignore, finding: Finding) -> bool:
    """Whether a comment names the finding's rule and stands on one of its places."""
    if finding.rule not in map(canonical, ignore.rules):
        return False
    if ignore.covers is None:
        return ignore.span.path == finding.span.path
    places = (finding.span, *(label.span for label in finding.related))
    return any(_touches(place, ignore.covers) for place in places)


def uses(module: Module, findings: Collection[Finding], ran: Collection[str]) -> Iterator[Use]:
    """What became of every rule that a comment of the module names. `findings` are all, whatever preset shows them."""
    for ignore in module.ignores:
        mine = {finding.rule for finding in findings if takes(ignore, finding)}
        for position, name in enumerate(ignore.rules):
            rule = canonical(name)
            known = rule in pages()
            yield Use(
                ignore=ignore,
                rule=name,
                at=ignore.rule_spans[position] if ignore.rule_spans else ignore.span,
                known=known,
                ran=rule in ran,
                matched=rule in mine,
                suggestion="" if known else nearest(name, pages()),
            )


def _touches(place: Span, covers: Span) -> bool:
    return place.path == covers.path and place.start < covers.end and covers.start <= place.end
