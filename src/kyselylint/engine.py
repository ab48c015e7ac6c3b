"""The way of a run, end to end."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from time import perf_counter

from kyselylint import registry
from kyselylint.analysis.notes import assumed
from kyselylint.analysis.view import View
from kyselylint.attempt import Attempts
from kyselylint.finding import Finding, Preset, Span
from kyselylint.grade import distinct, identified, shown
from kyselylint.judge import judge
from kyselylint.outcome import Counts, Outcome
from kyselylint.query.facts import Module, Project
from kyselylint.query.statement import Query
from kyselylint.registry import Page
from kyselylint.schema.catalog import Schema
from kyselylint.settings import Settings
from kyselylint.source.sources import Sources
from kyselylint.suppress import suppress, uses

SettingsFor = Callable[[str], Settings]
_PROJECT = Module(path="")  # stands for no file: the rules about the whole project are asked with it


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that was read, before anything is judged."""

    project: Project = Project()
    schema: Schema = Schema()


def run(sources: Sources, settings_for: SettingsFor, *, debug: bool = False) -> Outcome:
    """Read the project, judge what was read, take away what is suppressed or hidden, and count."""
    started = perf_counter()
    attempt = Attempts(debug)
    facts = read(sources, attempt)
    court = _Court(sources, facts, settings_for, attempt)
    found = court.suppressed(distinct(court.findings()))
    found = (*found, *distinct(court.about_ignores(found)))
    return court.conclude(tuple(sorted(identified(found, sources.text))), perf_counter() - started)


def read(sources: Sources, attempt: Attempts) -> Facts:
    """The facts of the project; without a file that may use Kysely nothing is imported that could read one."""
    if not sources.candidates:
        return Facts()
    from kyselylint.evaluate.read import read_project
    from kyselylint.schema.read import read_schema

    project = attempt("reading the code", partial(read_project, sources), Project())
    schema = attempt("reading the schema", partial(read_schema, sources, project), Schema())
    return Facts(project, schema)


def queries_of(facts: Facts, sources: Sources) -> tuple[Query, ...]:
    """The queries of the files that the user asked about, in the order of the text; variants of one query once."""
    asked = (module for module in facts.project.modules if sources.asks_about(module.path))
    found = {(query.span, query): None for module in asked for query in module.queries}
    return tuple(query for _, query in sorted(found, key=lambda entry: entry[0]))


@dataclass(frozen=True, slots=True)
class _Court:
    """What judging needs at every step."""

    sources: Sources
    facts: Facts
    settings_for: SettingsFor
    attempt: Attempts

    def modules(self) -> Iterator[Module]:
        """What the user asked about."""
        return (module for module in self.facts.project.modules if self.sources.asks_about(module.path))

    def view(self, module: Module) -> View:
        return View(module, self.facts.project, self.facts.schema, self.settings_for(module.path))

    def findings(self) -> Iterator[Finding]:
        for module in (_PROJECT, *self.modules()):
            view = self.view(module)
            for page in _enabled(view.settings):
                found = judge(page, view, self.attempt)
                yield from (finding for finding in found if self.concerns(finding, page))

    def concerns(self, finding: Finding, page: Page) -> bool:
        path = finding.span.path
        return self.sources.asks_about(path) and registry.enabled(page, self.settings_for(path))

    def suppressed(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        ignores = {module.path: module.ignores for module in self.facts.project.modules}
        return tuple(suppress(finding, ignores.get(finding.span.path, ())) for finding in findings)

    def about_ignores(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        by_path: dict[str, list[Finding]] = defaultdict(list)
        for finding in findings:
            by_path[finding.span.path].append(finding)
        for module in self.modules():
            view = self.view(module)
            used = tuple(uses(module, by_path[module.path], self.ran(view)))
            for page in _enabled(view.settings):
                yield from judge(page, view, self.attempt, used) if used else ()

    def ran(self, view: View) -> frozenset[str]:
        """The rules that had a chance to find something in the view's module."""
        path, classes = view.module.path, view.settings.classify(view.module.path)
        pages = (page for page in _enabled(view.settings) if classes.isdisjoint(page.silent_in))
        return frozenset(page.id for page in pages if not self.attempt.failed(page.id, path))

    def fate(self, finding: Finding) -> str | Preset:
        """What becomes of a finding: shown, suppressed, silenced, or the preset that would show it."""
        page, settings = registry.pages()[finding.rule], self.settings_for(finding.span.path)
        if not settings.classify(finding.span.path).isdisjoint(page.silent_in):
            return "silenced"
        if not shown(finding, page, settings):
            return finding.preset
        return "shown" if finding.suppressed is None else "suppressed"

    def fails(self, finding: Finding) -> bool:
        threshold = self.settings_for(finding.span.path).fail_on
        return threshold is not None and finding.severity.rank <= threshold.rank

    def conclude(self, findings: tuple[Finding, ...], seconds: float) -> Outcome:
        fates = [self.fate(finding) for finding in findings]
        kept = tuple(finding for finding, fate in zip(findings, fates, strict=True) if fate == "shown")
        return Outcome(
            findings=kept,
            suppressed=tuple(finding for finding, fate in zip(findings, fates, strict=True) if fate == "suppressed"),
            hidden=Counter(fate for fate in fates if isinstance(fate, Preset)),
            silenced=fates.count("silenced"),
            failing=sum(map(self.fails, kept)),
            problems=(*self.sources.problems, *self.attempt.problems),
            notes=self.notes(),
            counts=self.counts(),
            skipped=self.sources.skipped,
            seconds=seconds,
        )

    def counts(self) -> Counts:
        modules = tuple(self.modules())
        queries = {query.span: query for module in modules for query in module.queries}
        settings = self.settings_for("")
        return Counts(
            files=len(self.sources.reported),
            kysely_files=sum(bool(module.queries or module.transactions or module.raw_texts) for module in modules),
            queries=len(queries),
            partial=sum(not query.complete for query in queries.values()),
            rules=sum(
                page.preset <= settings.preset or registry.asked_for(page, settings) for page in _enabled(settings)
            ),
        )

    def notes(self) -> tuple[str, ...]:
        unread = [span for module in self.modules() for span in module.syntax_errors[:1]]
        facts = self.facts
        said = assumed(facts.project, facts.schema, self.settings_for("")) if facts.project.modules else ()
        return (*said, *self.sources.warnings, *_syntax(unread, self.sources))


def _enabled(settings: Settings) -> tuple[Page, ...]:
    return tuple(page for page in registry.pages().values() if registry.enabled(page, settings))


def _syntax(places: list[Span], sources: Sources) -> tuple[str, ...]:
    if not places:
        return ()
    first = places[0]
    line = sources.read(first.path).count(b"\n", 0, first.start) + 1
    files = f"{len(places)} files have" if len(places) > 1 else "1 file has"
    return (f"{files} places that the TypeScript grammar cannot read; the rest was read: {sources.shown(first.path)}:{line}",)
