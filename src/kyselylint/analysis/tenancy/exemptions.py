"""Who may look at more than one tenant, for reasons outside the query."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import PurePosixPath

from kyselylint.analysis.names import words
from kyselylint.analysis.predicate import bare, conjuncts
from kyselylint.analysis.tenancy.contexts import Place
from kyselylint.analysis.tenancy.ground import Ground
from kyselylint.analysis.tenancy.habit import habit
from kyselylint.analysis.tenancy.intent import given_tenant
from kyselylint.analysis.tenancy.known import Known
from kyselylint.analysis.tenancy.model import Tenancy
from kyselylint.analysis.tenancy.outputs import names, stars
from kyselylint.analysis.tenancy.reader import claims
from kyselylint.analysis.tenancy.verdict import Verdict
from kyselylint.analysis.tenancy.words import STRONG, is_tenant_table, tenant_word
from kyselylint.analysis.view import View
from kyselylint.query.expression import Binary, Ref
from kyselylint.query.statement import AssumptionKind, Operation, Query
from kyselylint.schema.catalog import fold

_CLASSES = {
    "tests": "a test",
    "fixtures": "a fixture",
    "migrations": "a migration",
    "seeds": "a seed",
    "scripts": "a script",
    "jobs": "a job",
    "admin": "for administrators",
    "examples": "an example",
}
# What works on all tenants at once, by what it calls itself: retention, queues between services, repairs.
_UPKEEP = frozenset({
    "backfill", "cleanup", "cron", "gc", "housekeeping", "janitor", "nightly", "outbox", "prune", "purge", "reap",
    "reaper", "seed", "seeder", "superadmin", "sweep", "sweeper", "vacuum",
})  # fmt: skip
_OLD = frozenset({"expired", "older", "orphaned", "orphans", "stale"})  # of writes: deleteOlderThan, closeStaleSessions
_FOLDERS = _UPKEEP | {"batch", "batches", "retention"}
_QUEUES = frozenset(
    {"add", "create", "dispatch", "enqueue", "push", "queue", "schedule", "send"}
)  # enqueue-print-job.ts
_RUNNERS = (("job",), ("jobs",), ("worker",), ("cron",), ("poller",), ("scheduler",), ("daemon",), ("sweeper",))
_DUE = frozenset({"available", "next", "retry", "scheduled", "visible"})  # next_run_at, scheduled_at
_DONE = frozenset({
    "completed", "delivered", "dispatched", "finished", "handled", "indexed", "notified", "processed", "published",
    "sent", "synced",
})  # fmt: skip
# Names that are one tenant's all over the world, and names that may be.
_HOSTS = frozenset({"domain", "customdomain", "hostname", "host", "subdomain"})
_NATURAL = _HOSTS | {"slug", "phonenumber", "handle", "kid", "username"}
_PAIRS = frozenset({"cleanup", "superadmin"})  # also written as two words: clean_up, super_admin
# Who may look at every tenant: `if (isSuperAdmin)`, `await requirePlatformAdmin(user)`. A plain admin is one tenant's.
_ABOVE = re.compile(r"super_?(?:admin|user)|(?:platform|system|global|instance)_?admin|sysadmin", re.IGNORECASE)
# `getTenantDb(…)`, `tenantDb`, `withTenant(…)`, `dbFor(organization)`: a handle that only reaches one tenant's rows.
_SCOPED = re.compile(
    rf"(?i)(?:with|get|for|of|in|as|use)_?(?:{'|'.join(STRONG)})(?:db|database|tx|trx|client|scope|kysely|connection)?\b"
    rf"|\b(?:{'|'.join(STRONG)})_?(?:db|database|tx|trx|kysely|client|connection)\b|\bscoped_?(?:db|tx|trx)\b"
)

_OR = re.compile(r"\?\?|\|\|?|\?(?!\.)|:")


def exemption(verdict: Verdict, query: Query, view: View, here: Known, tenancy: Tenancy) -> tuple[str, Ground] | None:
    """Why the table may be read without a tenant after all, in words and by kind; None if nothing says so."""
    tests: tuple[tuple[Ground, Callable[[], str]], ...] = (
        (Ground.PATH, lambda: by_path(query, view)),
        (Ground.CONFIGURATION, lambda: _by_function(query, view)),
        (Ground.CONFIGURATION, lambda: _by_configured_handle(query, view)),
        (Ground.HANDLE, lambda: _by_handle(query)),
        (Ground.DATABASE, lambda: _by_setting(query, here)),
        (Ground.DATABASE, lambda: _by_row_level_security(verdict, query, view, here, tenancy)),
        (Ground.CHECK, lambda: _by_superior(verdict, query, tenancy)),
        (Ground.UPKEEP, lambda: _as_upkeep(query)),
        (Ground.UPKEEP, lambda: _as_queue(query)),
        (Ground.UPKEEP, lambda: _as_expired(verdict)),
        (Ground.UPKEEP, lambda: _as_due(verdict)),
        (Ground.UPKEEP, lambda: _as_undone(verdict)),
        (Ground.TENANT, lambda: _to_find_the_tenant(verdict, query, view, tenancy)),
    )
    return next(((found, ground) for ground, test in tests if (found := test())), None)


def by_path(query: Query, view: View) -> str:
    """What the file is for, where such files may look at every tenant."""
    classes = sorted(view.settings.classify(query.span.path) & _CLASSES.keys())
    return f"the file is {_CLASSES[classes[0]]}" if classes else ""


def _by_function(query: Query, view: View) -> str:
    own = {query.function, query.function.rpartition(".")[2]} - {""}
    found = min(own.intersection(view.settings.tenancy.exempt_functions), default="")
    return f"the configuration exempts `{found}`" if found else ""


def _by_configured_handle(query: Query, view: View) -> str:
    via = query.run.via if query.run else ""
    settings = view.settings.tenancy
    for name in (*settings.scoped_handles, *settings.scoping_functions):
        if any(_mentions(text, name) for text in (query.handle.text, query.handle.identity, via)):
            return f"the configuration says that `{name}` only reaches one tenant"
    return ""


def _by_handle(query: Query) -> str:
    """Its handle only reaches one tenant. Of `tenantTx ?? db` the one does, the other reaches all of them."""
    bound = all(_SCOPED.search(text) for text in _OR.split(query.handle.text))
    return f"`{query.handle.text}` only reaches one tenant, going by its name" if bound else ""


def _by_setting(query: Query, here: Known) -> str:
    inside = {query.transaction, query.handle.transaction} - {""}
    return "the transaction sets the tenant for row-level security" if inside & here.with_setting else ""


def _mentions(text: str, name: str) -> bool:
    return re.search(rf"(?<![\w$]){re.escape(name)}(?![\w$])", text) is not None


def _by_row_level_security(verdict: Verdict, query: Query, view: View, here: Known, tenancy: Tenancy) -> str:
    """The database keeps the rows apart, and the project's queries rely on it."""
    table = view.catalog(query).table(verdict.source.table, verdict.source.schema)
    if table is None or not table.row_level_security or not here.with_setting:
        return ""
    trusted = habit(verdict.table, query.span.path, here, tenancy, view).weak
    return "row-level security is on for the table, and the project sets the tenant for it" if trusted else ""


def _as_upkeep(query: Query) -> str:
    path = PurePosixPath(query.span.path)
    stem = words(path.stem)
    if stem[-1:] in _RUNNERS and not _QUEUES.intersection(stem):
        return f"`{path.stem}` is work on all tenants, going by its name"
    old = _OLD if query.operation in (Operation.DELETE, Operation.UPDATE) else frozenset()
    for text, telling in (
        (query.function, _UPKEEP | old),
        *((part, _FOLDERS) for part in (path.stem, *path.parent.parts)),
    ):
        parts = words(text)
        pairs = {"".join(pair) for pair in pairwise(parts)} & _PAIRS
        found = min(pairs | telling.intersection(parts), key=text.lower().find, default="")
        if found:
            return f"`{text}` is work on all tenants, going by `{found}`"
    return ""


def _by_superior(verdict: Verdict, query: Query, tenancy: Tenancy) -> str:
    """Only those get to it who stand above the tenants, to look at all of them: no tenant was chosen.

    Whoever changes rows means those of one tenant, even so.
    """
    if verdict.role == "target" or given_tenant(query, tenancy):
        return ""
    said = (one.text for one in query.assumptions if one.kind in (AssumptionKind.PRESENT, AssumptionKind.CALLED))
    found = next((text for text in said if _ABOVE.search(text.partition("(")[0])), "")
    return f"only who may see every tenant gets here: `{found}`" if found else ""


def _as_queue(query: Query) -> str:
    return "it takes work of all tenants from a queue (`skip locked`)" if claims(query) else ""


def _as_expired(verdict: Verdict) -> str:
    """`delete … where expires_at < now()` and nothing else: what has expired is nobody's any more."""
    if verdict.statement.operation is not Operation.DELETE:
        return ""
    terms = [bare(term) for term in conjuncts(verdict.statement.where)]
    columns = [term.left.column for term in terms if isinstance(term, Binary) and isinstance(term.left, Ref)]
    expired = columns and len(columns) == len(terms) and all("expire" in name.lower() for name in columns)
    return f"it removes what has expired, by `{columns[0]}`" if expired else ""


def _as_undone(verdict: Verdict) -> str:
    """`where processed_at is null … limit 50`, with the tenant selected: what is left to do, whoever it belongs to."""
    statement = verdict.statement
    if statement.limit is None or verdict.fixed or not asks_for_tenant(verdict):
        return ""
    for term in map(bare, conjuncts(statement.where)):
        if isinstance(term, Binary) and term.operator == "is" and isinstance(term.left, Ref):
            said = words(term.left.column)
            if said[-1:] == ("at",) and _DONE.intersection(said):
                return f"it takes what is left to do, by `{term.left.column}`"
    return ""


def _as_due(verdict: Verdict) -> str:
    """`where next_run_at <= now()`: a timer that takes what is due, whoever it belongs to."""
    for term in map(bare, conjuncts(verdict.statement.where)):
        if isinstance(term, Binary) and isinstance(term.left, Ref) and term.operator in ("<", "<="):
            said = words(term.left.column)
            if said[-1:] == ("at",) and _DUE.intersection(said):
                return f"it takes what is due, by `{term.left.column}`"
    return ""


def _to_find_the_tenant(verdict: Verdict, query: Query, view: View, tenancy: Tenancy) -> str:
    """It asks which tenant something belongs to: a domain, a customer of a payment service, an installation.

    Also a tenant of a narrower level: which organization has the project that the other tables are scoped by.
    """
    table, first = verdict.table, query.run is not None and query.run.terminal.startswith("executeTakeFirst")
    if not first or verdict.place is not Place.MAIN or verdict.role == "target" or not verdict.fixed:
        return ""
    if given_tenant(query, tenancy, idle=True):
        return ""
    worldwide = next((name for name in verdict.fixed if _is_worldwide(name, verdict, query, view)), "")
    if worldwide:
        return f"it finds out whose `{worldwide}` that is"
    if not asks_for_tenant(verdict):
        return ""
    level = any(is_tenant_table(table.name, word) for word in map(tenant_word, tenancy.named) if word)
    if level and set(verdict.fixed) == set(table.key):
        return f"it finds out whose `{table.name}` that is"
    own = set(table.key) | {name for link in table.links for name in link.columns}
    natural = [name for name in verdict.fixed if name not in own and name.endswith("id")]
    return f"it finds out whose `{natural[0]}` that is" if natural and own.isdisjoint(verdict.fixed) else ""


def _is_worldwide(name: str, verdict: Verdict, query: Query, view: View) -> bool:
    """Whether no two tenants have the same: by a unique key where keys are known, else going by the column's name.

    Such names as a slug may also be one for each tenant: then it matters that the code asks whose it is.
    """
    table = view.catalog(query).table(verdict.source.table, verdict.source.schema)
    if name not in _NATURAL:
        return False
    if table is not None and table.keys_known:
        unique = (path.parts for path in table.paths() if path.unique)
        return any(len(parts) == 1 and name in fold(parts[0]) for parts in unique)
    return name in _HOSTS or asks_for_tenant(verdict) or bool(stars(verdict.statement))


def asks_for_tenant(verdict: Verdict) -> bool:
    """Whether the statement names the tenant column among what it selects, so that the code can compare it."""
    return any(name in verdict.table.columns for name in names(verdict.statement))
