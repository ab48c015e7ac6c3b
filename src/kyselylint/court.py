"""What is judged, what is taken away, and what is shown of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kyselylint import registry
from kyselylint.analysis.view import View
from kyselylint.attempt import Attempts
from kyselylint.baseline import FILE, Baseline, Entry, stale
from kyselylint.finding import Finding, Preset, Span
from kyselylint.grade import distinct, shown
from kyselylint.judge import judge
from kyselylint.outcome import Counts, Outcome
from kyselylint.query.facts import Module, Project
from kyselylint.query.statement import Query
from kyselylint.registry import Page
from kyselylint.schema.catalog import Schema
from kyselylint.settings import Settings
from kyselylint.source.sources import Sources
from kyselylint.suppress import suppress, uses

if TYPE_CHECKING:
    from kyselylint.analysis.tenancy.overview import Overview

SettingsFor = Callable[[str], Settings]
_PROJECT = Module(path="")  # stands for no file: the rules about the whole project are asked with it


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that was read, before anything is judged."""

    project: Project = field(default_factory=Project)
    schema: Schema = field(default_factory=Schema)


@dataclass(frozen=True, slots=True)
class Court:
    """What judging needs at every step; each method is one of the steps."""

    sources: Sources
    facts: Facts
    settings_for: SettingsFor
    attempt: Attempts
    _pages: dict[int, tuple[Page, ...]] = field(default_factory=dict, repr=False, compare=False)

    def modules(self) -> Iterator[Module]:
        """What the user asked about."""
        return (module for module in self.facts.project.modules if self.sources.asks_about(module.path))

    def view(self, module: Module) -> View:
        """What a check may look at besides a module's query."""
        return View(module, self.facts.project, self.facts.schema, self.settings_for(module.path))

    def findings(self) -> Iterator[Finding]:
        """All that any enabled rule finds; where nothing was read no rule is even imported."""
        if self.facts == Facts():
            return
        for module in (_PROJECT, *self.modules()):
            view = self.view(module)
            for page in self._speaking(view):
                found = judge(page, view, self.attempt)
                yield from (finding for finding in found if self.concerns(finding, page))

    def findings_of(self, group: str) -> tuple[Finding, ...]:
        """All that the rules of a group would find if none were turned off, with what comments take away."""
        wanted = [page for page in registry.pages().values() if page.group == group]
        views = [self.view(module) for module in self.modules()]
        return self.suppressed(
            distinct(one for view in views for page in wanted for one in judge(page, view, self.attempt))
        )

    def concerns(self, finding: Finding, page: Page) -> bool:
        """Whether the user asked about the file of a finding, and the rule is on for it and speaks there."""
        path = finding.span.path
        settings = self.settings_for(path)
        return (
            self.sources.asks_about(path) and registry.enabled(page, settings) and not is_silent(page, settings, path)
        )

    def suppressed(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """The findings, those marked that a comment takes away."""
        ignores = {module.path: module.ignores for module in self.facts.project.modules}
        return tuple(suppress(finding, ignores.get(finding.span.path, ())) for finding in findings)

    def about_ignores(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """What the rules about suppression comments find, now that it is known what the comments took away."""
        by_path: dict[str, list[Finding]] = defaultdict(list)
        for finding in findings:
            by_path[finding.span.path].append(finding)
        for module in self.modules():
            view = self.view(module)
            used = tuple(uses(module, by_path[module.path], self.ran(view)))
            for page in self._enabled(view.settings):
                yield from judge(page, view, self.attempt, used) if used else ()

    def ran(self, view: View) -> frozenset[str]:
        """The rules that had a chance to find something in the view's module."""
        return frozenset(page.id for page in self._speaking(view) if not self.attempt.failed(page.id, view.module.path))

    def _speaking(self, view: View) -> Iterator[Page]:
        """The rules to ask about the view's module: half of an application's queries can stand in its tests."""
        classes = view.settings.classify(view.module.path)
        return (page for page in self._enabled(view.settings) if classes.isdisjoint(page.silent_in))

    def _enabled(self, settings: Settings) -> tuple[Page, ...]:
        """The rules that are on; most files have the same settings."""
        if id(settings) not in self._pages:
            pages = tuple(page for page in registry.pages().values() if registry.enabled(page, settings))
            self._pages[id(settings)] = pages
        return self._pages[id(settings)]

    def queries(self) -> tuple[tuple[Query, View], ...]:
        """The queries of the files that the user asked about, in the order of the text; equal variants once."""
        found: dict[tuple[Span, Query], View] = {}
        for module in self.modules():
            view = self.view(module)
            found.update(((query.span, query), view) for query in module.queries)
        return tuple((query, view) for (_, query), view in sorted(found.items(), key=lambda entry: entry[0][0]))

    def unscoped(self) -> frozenset[str]:
        """The functions of the application with a query that nothing in it ties to a tenant.

        All of the project is looked at, since what is usual there tells how bad an exception is.
        """
        modules = [module for module in self.facts.project.modules if module.queries]
        if not modules:
            return frozenset()
        from kyselylint.analysis.tenancy.audit import is_open  # with it comes all that knows tenants

        view = self.view(_PROJECT)
        own = (query for module in modules if not view.settings.classify(module.path) for query in module.queries)
        return frozenset(query.entry for query in own if query.entry and is_open(query, view))

    def fate(self, finding: Finding) -> str | Preset:
        """What becomes of a finding: shown, suppressed, silenced, or the preset that would show it."""
        page, settings = registry.pages()[finding.rule], self.settings_for(finding.span.path)
        if is_silent(page, settings, finding.span.path):
            return "silenced"
        if not shown(finding, page, settings):
            return finding.preset
        return "shown" if finding.suppressed is None else "suppressed"

    def fails(self, finding: Finding) -> bool:
        """Whether the finding is bad enough to fail the run."""
        threshold = self.settings_for(finding.span.path).fail_on
        return threshold is not None and finding.severity.rank <= threshold.rank

    def conclude(self, findings: tuple[Finding, ...], seconds: float, known: Baseline) -> Outcome:
        """Sort the findings by what becomes of them, and count. What would be shown and is `known` is not."""
        fates = [self.fate(finding) for finding in findings]
        visible = tuple(finding for finding, fate in zip(findings, fates, strict=True) if fate == "shown")
        kept = tuple(finding for finding in visible if finding.fingerprint not in known)
        problems = (*self.sources.problems, *self.attempt.problems)
        gone = () if problems else stale(known, findings, self.could_find)
        return Outcome(
            findings=kept,
            baselined=tuple(finding for finding in visible if finding.fingerprint in known),
            stale=gone,
            suppressed=tuple(finding for finding, fate in zip(findings, fates, strict=True) if fate == "suppressed"),
            hidden=Counter(fate for fate in fates if isinstance(fate, Preset)),
            failing=sum(map(self.fails, kept)),
            problems=problems,
            notes=(*self.notes(), *_gone(gone)),
            counts=self.counts(),
            skipped=self.sources.skipped,
            seconds=seconds,
        )

    def could_find(self, entry: Entry) -> bool:
        """Whether a finding of the baseline would be found if it were there: a file that is gone holds none."""
        page = registry.pages().get(entry.rule)
        on = page is None or registry.enabled(page, self.settings_for(entry.path))
        return on and (self.sources.asks_about(entry.path) or not self.sources.exists(entry.path))

    def counts(self) -> Counts:
        """How much was looked at."""
        modules = tuple(self.modules())
        queries = {query.span: query for module in modules for query in module.queries}
        settings = self.settings_for("")
        return Counts(
            files=len(self.sources.reported),
            kysely_files=self._of_kysely(modules),
            queries=len(queries),
            partial=sum(not query.complete for query in queries.values()),
            quiet=sum(1 for module in modules if module.queries and self._is_quiet(module)),
            rules=sum(
                page.preset <= settings.preset or registry.asked_for(page, settings) for page in self._enabled(settings)
            ),
        )

    def _is_quiet(self, module: Module) -> bool:
        """Whether most rules say nothing of a module, as of a test."""
        pages = self._enabled(self.settings_for(module.path))
        return 2 * sum(1 for _ in self._speaking(self.view(module))) < len(pages)

    def _of_kysely(self, modules: tuple[Module, ...]) -> int:
        """How many use Kysely. Other libraries have transactions too: those count where there is a query."""
        queried = any(module.queries for module in self.facts.project.modules)
        surely = (module.queries or module.raw_texts or module.instances for module in modules)
        return sum(
            bool(sure or (queried and module.transactions)) for sure, module in zip(surely, modules, strict=True)
        )

    def notes(self) -> tuple[str, ...]:
        """What was assumed, and what could not be read."""
        unread = [span for module in self.modules() for span in module.syntax_errors[:1]]
        return tuple(dict.fromkeys((*self.assumed(), *self.sources.warnings, *_syntax(unread, self.sources))))

    def assumed(self) -> tuple[str, ...]:
        """What the findings rest on; nothing where nothing was read."""
        notes = tuple(filter(self._concerns, self.facts.schema.notes))
        if not any(module.queries for module in self.facts.project.modules):
            return notes
        from kyselylint.analysis.notes import assumed  # with it comes all that knows tenants

        return (*assumed(self.overviews()), *notes)

    def overviews(self) -> tuple[Overview, ...]:
        """What the databases have of tenants that the reported files use; a repository may hold others."""
        from kyselylint.analysis.tenancy.overview import overviews

        used = {id(one) for module in self.modules() for one in map(self.view(module).catalog, module.queries)}
        found = overviews(self.view(_PROJECT))
        return tuple(one for one in found if id(one.catalog) in used) or found

    def _concerns(self, note: str) -> bool:
        """Whether a note is about the folder that was asked about; `path: what`."""
        path, separator, _ = note.partition(": ")
        home = self.sources.home
        return not separator or "/" not in path or not home or path.startswith(f"{home}/")


def is_silent(page: Page, settings: Settings, path: str) -> bool:
    """Whether a rule says nothing of a file because of what it is: a test, a migration."""
    return not settings.classify(path).isdisjoint(page.silent_in)


def _gone(entries: tuple[Entry, ...]) -> tuple[str, ...]:
    if not entries:
        return ()
    what = "1 finding of it is" if len(entries) == 1 else f"{len(entries)} findings of it are"
    return (f"{FILE}: {what} no longer there; `kyselylint baseline prune` takes out what is gone",)


def _syntax(places: list[Span], sources: Sources) -> tuple[str, ...]:
    if not places:
        return ()
    first = places[0]
    line = sources.read(first.path).count(b"\n", 0, first.start) + 1
    files = f"{len(places)} files have" if len(places) > 1 else "1 file has"
    where = f"{sources.shown(first.path)}:{line}"
    return (f"{files} places that the TypeScript grammar cannot read; the rest was read ({where})",)
