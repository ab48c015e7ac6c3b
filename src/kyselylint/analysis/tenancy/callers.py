"""A query that its own function does not scope, looked at from every place that calls the function."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from kyselylint.analysis.tenancy.ground import Ground
from kyselylint.analysis.tenancy.intent import given_tenant
from kyselylint.analysis.tenancy.judge import Judge
from kyselylint.analysis.tenancy.verdict import Kind, Verdict
from kyselylint.finding import Span
from kyselylint.query.facts import Caller, Project
from kyselylint.settings import PATH_CLASSES, matches

_LONGEST_WAY = 3  # calls that are gone back
_MOST_WAYS = 40  # that are looked at for one query
_TESTS = (*PATH_CLASSES["tests"], *PATH_CLASSES["fixtures"])


def by_call(project: Project) -> dict[Span, Caller]:
    """What is bound at each call; of one that was read several times, what is the same each time."""
    found: dict[Span, Caller] = {}
    for callers in project.callers.values():
        for one in callers:
            found[one.span] = _both(found[one.span], one) if one.span in found else one
    return found


def _both(one: Caller, other: Caller) -> Caller:
    bound = tuple(pair for pair in one.bound if pair in other.bound)
    held = tuple(fact for fact in one.assumptions if fact in other.assumptions)
    return replace(one, entry=one.entry if one.entry == other.entry else "", bound=bound, assumptions=held)


def for_callers(judge: Judge, project: Project) -> tuple[Verdict, ...]:
    """The verdicts on a query; a table that every caller of its function sees to is not unscoped."""
    found = judge.verdicts()
    unscoped = frozenset(at for at, verdict in enumerate(found) if verdict.kind is Kind.UNSCOPED)
    # A tenant that is handed in for nothing was meant to be compared, whatever else the callers know.
    if not unscoped or judge.query.entry not in project.callers or given_tenant(judge.query, judge.tenancy, idle=True):
        return found
    guarded = _Ways(judge, project).guarded((), judge.query.entry, unscoped)
    return tuple(_guarded(verdict, guarded[at]) if at in guarded else verdict for at, verdict in enumerate(found))


def _guarded(verdict: Verdict, why: str) -> Verdict:
    return replace(
        verdict,
        kind=Kind.EXEMPT,
        gap=None,
        ground=Ground.CALLERS,
        guarded=True,
        why=f"every call of its function sees to it: {why}",
    )


@dataclass(slots=True)
class _Ways:
    """The ways to a query, and how many were looked at."""

    judge: Judge
    project: Project
    tried: int = 0

    def guarded(self, way: tuple[Span, ...], entry: str, wanted: frozenset[int]) -> dict[int, str]:
        """Those of the wanted verdicts that are right however `entry` is called, with a reason."""
        every = dict.fromkeys(one.span for one in self.project.callers.get(entry, ()))
        calls = [call for call in every if not matches(_TESTS, call.path)]
        reasons: dict[int, str] = {}
        for call in calls:
            self.tried += 1
            if self.tried > _MOST_WAYS:
                return {}
            found = self.through((*way, call), closed=entry in self.project.closed, wanted=wanted)
            wanted = wanted & found.keys()
            reasons = {**found, **reasons}
        return {at: reasons[at] for at in wanted} if calls else {}

    def through(self, way: tuple[Span, ...], *, closed: bool, wanted: frozenset[int]) -> dict[int, str]:
        """The same for one call. Where it is not known that all calls were seen, only a later comparison counts."""
        judge = self.judge
        caller = judge.caller if closed else _unbound(judge)
        good = Judge(judge.query, judge.tenancy, judge.earlier, judge.checks, way, caller).reasons(wanted)
        rest = wanted - good.keys()
        last = judge.caller(way[-1])
        if rest and closed and last is not None and len(way) < _LONGEST_WAY:
            good |= self.guarded(way, last.entry, rest)
        return good


def _unbound(judge: Judge) -> Callable[[Span], Caller | None]:
    def caller(call: Span) -> Caller | None:
        found = judge.caller(call)
        return None if found is None else replace(found, bound=(), assumptions=())

    return caller
