"""From what was seen to what is told: one query per root call and execution, transactions, comments."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from kyselylint.evaluate.builder import Site
from kyselylint.evaluate.closed import closed
from kyselylint.evaluate.comments import ignores
from kyselylint.evaluate.interpreter import Interpreter
from kyselylint.evaluate.recorder import Sighting
from kyselylint.evaluate.untyped import untyped
from kyselylint.finding import Span
from kyselylint.project.modules import SourceModule
from kyselylint.query.facts import Module, Project, Transaction
from kyselylint.query.sql import render
from kyselylint.query.statement import Fate, Handle, HandleKind, Query

_MOST_FORMS = 12  # of one execution; a helper called in more ways than that is listed by its first ones


def module_facts(it: Interpreter, module: SourceModule, sites: Sequence[Site]) -> Module:
    """Everything that was found in one file; `sites` are its root calls."""
    path = module.path
    recorder = it.recorder
    queries = sorted(
        _queries(it, sites),
        key=lambda query: (query.root.start, query.run.span.start if query.run and query.run.span else 0),
    )
    return Module(
        path=path,
        queries=tuple(queries),
        transactions=tuple(sorted(_transactions(it, path), key=lambda one: one.method.start)),
        discarded=tuple(one for span, one in sorted(recorder.discarded.items()) if span.path == path),
        raw_texts=tuple(one for span, one in sorted(recorder.raw_texts.items()) if span.path == path),
        ignores=tuple(ignores(module)),
        syntax_errors=tuple(module.tree.errors()),
        holes=tuple(hole for hole in recorder.holes if hole.span.path == path),
        plugins=tuple(
            name for key, names in recorder.plugins.items() if key.rpartition(":")[0] == path for name in names
        ),
        instances=tuple(one for span, one in sorted(recorder.instances.items()) if span.path == path),
        obtained=tuple(one for span, one in sorted(recorder.obtained.items()) if span.path == path),
        untyped=tuple(untyped(module)),
        asserted=tuple(one for span, one in sorted(recorder.asserted.items()) if span.path == path),
    )


def project_facts(it: Interpreter, modules: list[Module], files: Iterable[str]) -> Project:
    """All modules together; `files` are those that may call what they hold."""
    plugins = tuple(dict.fromkeys(name for names in it.recorder.plugins.values() for name in names))
    callers = it.recorder.callers
    return Project(tuple(modules), plugins, callers.found(), closed(callers, it.modules, files))


def further(it: Interpreter, project: Project, functions: Collection[str], files: Iterable[str]) -> Project:
    """The project with the calls that were seen since; more of these functions may now be closed."""
    callers = it.recorder.callers
    checks = {query: tuple(found) for query, found in it.recorder.checks.items()}
    more = closed(callers, it.modules, files, functions)
    return replace(project, callers=callers.found(), closed=project.closed | more, checks=checks)


def _transactions(it: Interpreter, path: str) -> Iterable[Transaction]:
    for opened in it.recorder.transactions.values():
        if opened.transaction.method.path == path:
            yield replace(
                opened.transaction, calls=tuple(opened.calls.values()), catches=tuple(opened.catches.values())
            )


def sites_by_file(it: Interpreter) -> dict[str, list[Site]]:
    """The root calls of each file that were read."""
    found: dict[str, list[Site]] = {}
    for site in dict.fromkeys((*it.recorder.last, *it.recorder.sightings)):
        found.setdefault(site.root.path, []).append(site)
    return found


def _queries(it: Interpreter, sites: Sequence[Site]) -> Iterable[Query]:
    recorder = it.recorder
    listed = [
        (site, list(executed(it, recorder.sightings[site])))
        if site in recorder.sightings
        else (site, [finished(it, recorder.last[site])])
        for site in sites
    ]
    spans = sorted(
        {site.span for site, _ in listed if site in recorder.sightings or site not in recorder.embedded_sites}
    )
    for site, queries in listed:
        if site in recorder.sightings or not (site in recorder.embedded_sites and _inside(site, spans)):
            yield from (
                queries
                if site not in recorder.embedded_sites or site in recorder.sightings
                else (replace(query, fate=Fate.EMBEDDED) for query in queries)
            )


def _inside(site: Site, spans: list[Span]) -> bool:
    """Whether a sub-query is written inside the expression of another query."""
    return any(span.start <= site.span.start and site.span.end <= span.end and span != site.span for span in spans)


def finished(it: Interpreter, sighting: Sighting) -> Query:
    """The query of a sighting, with how it was run."""
    return sighting.builder.rooted(_proven(it, sighting)).query(
        id=sighting.id,
        run=sighting.run,
        fate=sighting.fate,
        transaction=sighting.transaction,
        entry=sighting.entry,
        assumptions=sighting.assumptions,
        checks=tuple(it.recorder.checks.get(sighting.id, ())),
    )


def _proven(it: Interpreter, sighting: Sighting) -> Handle:
    """The query's handle; one that the transaction around was opened on is none itself: Kysely opens none on those."""
    handle = _plugged(it, sighting.builder.handle)
    opened = it.recorder.transactions.get(sighting.transaction)
    same = opened is not None and handle.identity and handle.identity == opened.transaction.opener_identity
    uncertain = handle.kind in (HandleKind.EITHER, HandleKind.UNKNOWN)
    return replace(handle, kind=HandleKind.DATABASE) if same and uncertain else handle


def _plugged(it: Interpreter, handle: Handle) -> Handle:
    """A handle whose instance is not visible has the plugins that every instance of the project has."""
    made = list(it.recorder.plugins.values())
    if handle.plugins or handle.kind is HandleKind.DATABASE or not made:
        return handle
    return replace(handle, plugins=tuple(name for name in made[0] if all(name in names for names in made)))


def executed(it: Interpreter, sightings: list[Sighting]) -> Iterable[Query]:
    """The distinct forms of one root call's executions.

    What a function does by itself is what counts; where that has holes, what it does for its visible callers.
    """
    if any(
        sighting.run is not None and sighting.run.sends for sighting in sightings
    ):  # compiled, then executed: one query
        sightings = [sighting for sighting in sightings if sighting.run is not None and sighting.run.sends]
    by_run: dict[Span | None, list[Sighting]] = {}
    for sighting in sightings:
        by_run.setdefault(sighting.run.span if sighting.run else None, []).append(sighting)
    for group in by_run.values():
        yield from _forms(it, group)


def _forms(it: Interpreter, group: list[Sighting]) -> Iterable[Query]:
    alone = [finished(it, one) for one in group if one.builder.site.depth == 0]
    called = [finished(it, one) for one in group if one.builder.site.depth > 0]
    chosen = _settled([query for query in alone if query.complete])
    if not chosen:
        best = [query for query in called if query.complete]
        return _distinct(best or called or alone)[:_MOST_FORMS]
    return [_in_transaction(query, called) for query in _distinct(chosen)[:_MOST_FORMS]]


def _settled(queries: list[Query]) -> list[Query]:
    """The forms without the one that chooses between tables, where each further reading of a closure names its own."""
    named = [query for query in queries if not any(source.dynamic for source, _ in query.tables())]
    return named if named and len(queries) - len(named) == 1 else queries


def _in_transaction(query: Query, called: list[Query]) -> Query:
    """The same statement as a caller runs it in a transaction, if the function by itself knows of none."""
    if query.transaction or query.handle.kind is HandleKind.DATABASE:
        return query
    text = render(query)
    same = (one for one in called if one.transaction and one.handle.kind is not HandleKind.DATABASE)
    return next((one for one in same if render(one) == text), query)


def _distinct(queries: list[Query]) -> list[Query]:
    """Queries of equal SQL once; the one seen in a transaction, or on a known handle, speaks for the others."""
    if len(queries) == 1:
        return queries
    kept: dict[str, Query] = {}
    for query in queries:
        text = render(query)
        if text not in kept or _rank(query) > _rank(kept[text]):
            kept[text] = query
    return list(kept.values())


def _rank(query: Query) -> tuple[bool, bool]:
    return bool(query.transaction), query.handle.kind is HandleKind.TRANSACTION
