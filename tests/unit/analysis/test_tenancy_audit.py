from dataclasses import replace

import pytest

from kyselylint.analysis.tenancy.audit import verdicts
from kyselylint.analysis.tenancy.findings import Options
from kyselylint.analysis.view import View
from kyselylint.checks.tenancy import cross_tenant_upsert, lookup_by_id, scope_under_or, unscoped_query, unscoped_write
from kyselylint.finding import Preset, Severity, Span
from kyselylint.query.expression import Raw
from kyselylint.query.facts import Module, Project
from kyselylint.query.statement import (
    Assignment,
    AssumptionKind,
    Bound,
    Conflict,
    Fate,
    Given,
    Handle,
    HandleKind,
    Modifier,
    Operation,
    Rows,
    Run,
)
from kyselylint.query.value import Origin, Value
from kyselylint.schema.catalog import Key
from kyselylint.settings import Settings, TenancySettings

from .build import (
    HERE,
    SAAS,
    any_of,
    database,
    delete,
    eq,
    join,
    operand,
    project,
    ref,
    row,
    schema,
    select,
    sure,
    table,
    update,
    value,
)

BY_ID = (eq("id", ":id"),)
FIRST = Run("executeTakeFirst", Fate.AWAITED, span=HERE)


def view(*queries, path="src/app.ts", settings=None):
    """A project of these queries in one file."""
    settings = settings or Settings()
    found = project(*queries, path=path)
    return View(found.modules[0], found, schema(), settings)


def kinds(query, *others, path="src/app.ts", **settings):
    """The verdicts on the tables of a query, with everything taken into account."""
    at = Span(path, 0, 1)
    query = replace(query, span=at, root=at)
    return [
        verdict.kind.value
        for verdict in verdicts(
            query, view(*others, query, path=path, settings=Settings(tenancy=TenancySettings(**settings)))
        )
    ]


PATHS = (
    "src/todo.test.ts",
    "src/jobs/remind.ts",
    "scripts/fix.ts",
    "prisma/seed.ts",
    "src/admin/list.ts",
    "src/cleanup/run.ts",
    "src/_migrations/2026-07-12-status.ts",
    "src/test-fixtures/periods.ts",
    "src/lib/test-fixtures.ts",
)


@pytest.mark.parametrize("path", PATHS)
def test_files_that_work_on_all_tenants(path):
    """Tests, jobs, scripts, seeds and administration may look at every tenant."""
    assert kinds(select("todo", *BY_ID), path=path) == ["exempt"]


FUNCTIONS = {"purgeExpired": "exempt", "outboxRelay": "exempt", "listTodos": "unscoped", "cleanUpFiles": "exempt"}


@pytest.mark.parametrize(("function", "expected"), FUNCTIONS.items())
def test_functions_that_work_on_all_tenants(function, expected):
    """Upkeep is told by the name of the function."""
    assert kinds(select("todo", eq("title", ":x"), function=function)) == [expected]


def test_the_word_that_exempts_is_the_first_one():
    """The same in every run, however Python hashes."""
    query = select("todo", eq("title", ":x"), function="sweepAndPurgeAndPruneAndReap")

    assert [verdict.why for verdict in verdicts(query, view(query))] == [
        "`sweepAndPurgeAndPruneAndReap` is work on all tenants, going by `sweep`"
    ]


def test_functions_that_the_configuration_exempts():
    """By their name, or by class and name."""
    query = select("todo", eq("title", ":x"), function="Report.totals")

    assert kinds(query, exempt_functions=("Report.totals",)) == ["exempt"]


HANDLES = {
    "getTenantDb(orgId)": "exempt",
    "tenantDb": "exempt",
    "db": "unscoped",
    "this.warehouse": "exempt",
    "this.db": "unscoped",
    "tenantTx ?? db": "unscoped",
    "tenantTx ? tenantTx : db": "unscoped",
    "tenantTx ?? tenantDb": "exempt",
}


@pytest.mark.parametrize(("text", "expected"), HANDLES.items())
def test_handles_that_reach_one_tenant(text, expected):
    """By their name, or by the configuration."""
    query = replace(select("todo", *BY_ID), handle=Handle(HandleKind.DATABASE, text, database="DB"))

    assert kinds(query, scoped_handles=("warehouse",)) == [expected]


def test_a_transaction_that_sets_the_tenant_for_the_database():
    """What runs after set_config in its transaction is kept apart by row-level security."""
    setting = replace(
        select("x", transaction="t1"),
        operation=Operation.RAW,
        sources=(),
        raw=Raw(("select set_config('app.org', 'x', true)",), span=HERE),
    )

    assert kinds(select("todo", *BY_ID, transaction="t1"), setting) == ["exempt"]
    assert kinds(select("todo", *BY_ID, transaction="t2"), setting) == ["unscoped"]


def test_work_taken_from_a_queue():
    """`for update skip locked` serves all tenants."""
    claim = select("todo", eq("status", ":s"), modifiers=(Modifier("for update"), Modifier("skip locked")), id="q")

    assert kinds(claim) == ["exempt"]
    assert kinds(update("todo", eq("id", row(claim, "id"))), claim) == ["scoped"]


@pytest.mark.parametrize("call", ["assertProjectAccess", "this.policy.canEdit", "ensureMember", "authorize"])
def test_an_access_check_that_received_the_id(call):
    """A call that checks access and throws has checked what it was given."""
    check = sure(kind=AssumptionKind.CALLED, text=call, arguments=(value("id"), value("user")))

    assert kinds(delete("todo", *BY_ID, assumptions=(check,))) == ["exempt"]


NO_CHECKS = {
    "another id": ("assertProjectAccess", value("projectId")),
    "no check": ("log", value("id")),
    "what is not there": ("assertNotTaken", value("id")),
    "only its form": ("validateUuid", value("id")),
    "a row in another one": ("this.assertTodo", value("id"), value("projectId")),
}


@pytest.mark.parametrize("check", NO_CHECKS.values(), ids=NO_CHECKS)
def test_calls_that_check_something_else(check):
    """One guard is not another."""
    call, argument, beside = (*check, value("organizationId"))[:3]
    made = sure(kind=AssumptionKind.CALLED, text=call, arguments=(argument, beside))

    assert kinds(delete("todo", *BY_ID, assumptions=(made,))) == ["unscoped"]


MADE = {
    "with the tenant": ("await this.ensureTodo(organizationId, key)", "exempt"),
    "cut short": ("await this.ensureTodo({ organizationId, ke", "exempt"),
    "from something else": ("await this.ensureTodo(clientId, key)", "unscoped"),
    "a part of it is called so": ("load(await req.json()).organizationId", "unscoped"),
    "from what the client sent": ("schema.parse({ ...input, organizationId }).id", "unscoped"),
}


@pytest.mark.parametrize(("text", "expected"), MADE.values(), ids=MADE)
def test_what_a_call_made_that_was_given_the_tenant(text, expected):
    """The tenant has to be among its arguments, and be this application's."""
    made = Value(Origin.COMPUTED, text, span=HERE)

    assert kinds(delete("todo", eq("id", made))) == [expected]


def test_a_check_that_received_the_tenant_and_the_id():
    """`await this.assertTodo(organizationId, id)` has to find the one in the other."""
    check = sure(kind=AssumptionKind.CALLED, text="this.assertTodo", arguments=(value("organizationId"), value("id")))

    assert kinds(delete("todo", *BY_ID, assumptions=(check,))) == ["exempt"]


def test_the_row_is_compared_after_it_was_loaded():
    """`if (todo.organization_id !== organizationId) throw` makes the query before it fine."""
    load = select("todo", *BY_ID, select=("id", "organization_id"), id="q", run=FIRST)
    check = sure(kind=AssumptionKind.EQUAL, left=row(load, "organization_id"), right=value("organizationId"))

    assert kinds(replace(load, checks=(check,))) == ["scoped"]


def test_a_value_that_finds_the_tenant():
    """A lookup by something of the outside world that asks for the tenant is how the tenant is found."""
    by_number = select("todo", eq("external_id", ":n"), select=("id", "organization_id"), run=FIRST)

    assert kinds(by_number) == ["exempt"]
    assert kinds(replace(by_number, run=Run("execute", Fate.AWAITED))) == ["unscoped"]


def test_the_tenant_of_a_narrower_level():
    """Which organization a project belongs to is asked by the project, by which other tables are scoped."""
    levels = ("organization_id", "project_id")
    asks = select("project", *BY_ID, select=("organization_id",), run=FIRST)

    assert kinds(asks, columns=levels) == ["exempt"]
    assert kinds(asks, columns=levels[:1]) == ["unscoped"]
    assert kinds(select("project", *BY_ID, select=("name",), run=FIRST), columns=levels) == ["unscoped"]


def test_a_role_in_any_tenant():
    """Who is a member somewhere is no member here; the list of one's tenants is fine."""
    role = select("member", eq("user_id", ":userId"), select=("role",), run=FIRST)

    assert kinds(role) == ["unscoped"]
    assert kinds(replace(role, run=Run("execute", Fate.AWAITED))) == ["exempt"]


def test_a_role_in_the_tenant_that_the_function_is_given():
    """Whoever is given a tenant asks about that one, also where the tenant is selected."""
    role = select("member", eq("user_id", ":userId"), select=("role", "organization_id"), run=FIRST)

    assert kinds(role) == ["exempt"]
    assert kinds(replace(role, given=(Given("userId"),))) == ["exempt"]
    assert kinds(replace(role, given=(Given("orgId"),))) == ["unscoped"]


def test_a_function_that_does_nothing_with_the_tenant():
    """It does not ask for the tenants of a person; one that does something with it may."""
    mine = select("member", eq("user_id", ":userId"), select=("role", "organization_id"))

    assert kinds(replace(mine, given=(Given("organizationId"),))) == ["exempt"]
    assert kinds(replace(mine, given=(Given("organizationId", idle=True),))) == ["unscoped"]
    assert kinds(replace(mine, given=(Given("_organizationId", idle=True),))) == ["exempt"]


NAMES = {
    "host": ("domain", ("id",), False, "exempt"),
    "slug": ("slug", ("id",), False, "unscoped"),
    "slug, and whose it is": ("slug", ("id", "organization_id"), False, "exempt"),
    "slug, one everywhere": ("slug", ("id",), ("slug",), "exempt"),
    "slug, one for each tenant": ("slug", ("id",), ("organization_id", "slug"), "unscoped"),
    "slug of each tenant, and whose it is": (
        "slug",
        ("id", "organization_id"),
        ("organization_id", "slug"),
        "unscoped",
    ),
}


@pytest.mark.parametrize(("column", "selected", "key", "expected"), NAMES.values(), ids=NAMES)
def test_names_that_are_one_tenants_everywhere(column, selected, key, expected):
    """A slug is that if a key says so, or if the code asks whose it is; a host name is by nature."""
    page = replace(
        database(page=f"id organization_id>organization {column}", organization="id slug").table("page"),
        uniques=(Key(key),) if key else (),
        keys_known=bool(key),
    )
    catalog = replace(SAAS, tables={**SAAS.tables, "page": page})
    query = select("page", eq(column, ":x"), select=selected, run=FIRST)
    found = project(query)
    seen = View(found.modules[0], found, schema(catalog), Settings())

    assert [verdict.kind.value for verdict in verdicts(query, seen)] == [expected]


def reports(check, query, *others, **options):
    """What a rule says of a query."""
    return list(check.check(query, view(*others, query), Options(**options)))


def test_a_finding_says_what_was_looked_at_and_what_to_add():
    """The occurrence, what was looked at, and the clause in the query's own words."""
    query = select(
        "todo as t", join("left", "user as u", eq("u.id", "t.assignee_id")), eq("t.title", ":title"), run=FIRST
    )
    (report,) = reports(unscoped_query, query)

    assert (
        report.message
        == "reads rows of every tenant from `todo`: nothing says which `organization_id`: it is read by `title` alone"
    )
    assert report.help == "add .where('t.organization_id', '=', organizationId)"


def test_the_value_is_the_one_that_the_file_uses():
    """The clause compares with what other queries of the function compare with."""
    other = select("project", eq("organization_id", ":locals.organizationId"))
    (report,) = reports(lookup_by_id, delete("todo", *BY_ID), other)

    assert report.help.startswith("add .where('organization_id', '=', locals.organizationId)")


def test_the_rules_do_not_overlap():
    """Each query has one rule that speaks."""
    rules = (unscoped_query, unscoped_write, lookup_by_id, scope_under_or)
    queries = (
        select("todo", eq("title", ":x")),
        delete("todo", eq("title", ":x")),
        select("todo", *BY_ID),
        select("todo", any_of(eq("organization_id", ":o"), eq("id", ":id"))),
    )

    assert [[len(reports(rule, query)) for rule in rules] for query in queries] == [
        [1, 0, 0, 0],
        [0, 1, 0, 0],
        [0, 0, 1, 0],
        [0, 0, 0, 1],
    ]


def at(number, query, path="src/app.ts"):
    """The query at a place of its own, so that it counts for the habit."""
    place = Span(path, number, number + 1)
    sources = tuple(replace(source, span=place) for source in query.sources)
    return replace(query, sources=sources, span=place, root=place)


def level(scoped, unscoped, **options):
    """How a lookup by id is reported where so many queries of the table are scoped, and so many are not."""
    others = [at(10 + n, select("todo", eq("organization_id", ":o"))) for n in range(scoped)]
    others += [at(100 + n, select("todo", *BY_ID)) for n in range(unscoped)]
    return level_of(at(1, select("todo", *BY_ID)), *others, **options)


def level_of(query, *others, **options):
    """How a lookup by id is reported beside other queries."""
    (report,) = reports(lookup_by_id, query, *others, **options)
    return report.severity, report.preset


HABITS = {
    "strong": (9, 1, (None, None)),
    "mixed": (7, 2, (Severity.WARNING, None)),
    "weak": (3, 5, (Severity.INFO, Preset.STRICT)),
    "too few to tell": (0, 2, (None, None)),
}


@pytest.mark.parametrize(("scoped", "unscoped", "expected"), HABITS.values(), ids=HABITS)
def test_the_habit_of_a_project_decides(scoped, unscoped, expected):
    """A missing scope is an error where nearly all have one, and a note where few have."""
    assert level(scoped, unscoped) == expected


def test_the_only_query_of_a_file_that_does_not_name_the_tenant():
    """However few of the table's queries do elsewhere, in its file it stands out; two of them do not."""
    elsewhere = [at(100 + n, select("todo", *BY_ID), "src/other.ts") for n in range(4)]
    beside = [at(10 + n, select("todo", eq("organization_id", ":o"))) for n in range(2)]
    alone = at(1, select("todo", *BY_ID))

    assert level_of(alone, *beside, *elsewhere) == (Severity.WARNING, None)
    assert level_of(alone, at(2, select("todo", *BY_ID)), *beside, *elsewhere) == (Severity.INFO, Preset.STRICT)
    assert level_of(alone, beside[0], *elsewhere) == (Severity.INFO, Preset.STRICT)


def test_a_tenant_that_is_given_for_nothing():
    """The function was meant to use it, whatever the habit."""
    others = [at(100 + n, select("todo", *BY_ID)) for n in range(4)]
    query = at(1, select("todo", *BY_ID, given=(Given("organizationId", idle=True),)))
    (report,) = reports(lookup_by_id, query, *others)

    assert (report.severity, report.preset) == (Severity.WARNING, None)
    assert report.message.endswith("alone, and `organizationId` is given to the function for nothing")


def test_the_configuration_may_overrule_the_habit():
    """With `always`, every missing scope is an error."""
    assert level(3, 5, always=True) == (None, None)


def test_queries_that_are_not_sent_are_not_reported():
    """A helper that returns a builder is judged where it is executed."""
    assert reports(unscoped_query, select("todo", run=None)) == []


def test_a_project_without_queries_has_no_verdicts():
    """Nothing is made up."""
    empty = Project((Module("src/app.ts"),))

    assert verdicts(select("country"), View(empty.modules[0], empty, schema(), Settings())) == ()


ADVICE = {
    "organizationId": "organizationId",
    "ctx.session.orgId": "ctx.session.orgId",
    "tenantOf(c)": "tenantOf(c)",
    "getContext(req).organizationId": "organizationId",
    "db .selectFrom('a') .where('id', '=', x).orgId": "orgId",
}


@pytest.mark.parametrize(("written", "expected"), ADVICE.items())
def test_the_clause_to_add_can_be_copied(written, expected):
    """The value as the file writes it elsewhere, or by the name that it got there."""
    other = select("todo", eq("organization_id", f":{written}"))
    (report,) = reports(lookup_by_id, select("todo", *BY_ID), other)

    assert report.help.startswith(f"add .where('organization_id', '=', {expected})")


def test_the_clause_for_a_row_without_a_tenant_of_its_own():
    """It asks for the row that it belongs to."""
    (report,) = reports(lookup_by_id, select("todo_label", eq("todo_id", ":id")))

    assert "add .where('todo_id', 'in', (eb) => eb.selectFrom('todo').select('todo.id')" in report.help


UNDONE = {"processed_at": "exempt", "deleted_at": "unscoped"}


@pytest.mark.parametrize(("column", "expected"), UNDONE.items())
def test_what_is_left_to_do_is_taken_whoever_it_belongs_to(column, expected):
    """A page of it, with the tenant of each; what was not deleted is no work to do."""
    page = {"limit": Bound(operand(value("50")), span=HERE), "select": ("id", "organization_id")}

    assert kinds(select("todo", eq(column, None, "is"), **page)) == [expected]
    assert kinds(select("todo", eq(column, None, "is"), select=("id",))) == ["unscoped"]


def test_an_upsert_of_a_table_whose_tenant_nobody_asks_for():
    """As with other findings, the habit of its queries decides how bad it is."""
    conflict = Conflict(columns=("name",), updates=(Assignment(ref("name"), operand(":name")),), span=HERE)
    rows = Rows(("name",), ((operand(":name"),),))
    upsert = replace(
        select("label"), operation=Operation.INSERT, targets=(table("label"),), sources=(), rows=rows, conflict=conflict
    )
    places = [replace(table("label"), span=Span("src/app.ts", at, at + 1)) for at in range(5)]
    scoped = [select(one, eq("organization_id", ":o")) for one in places]
    free = [select(one, eq("name", ":n")) for one in places]
    severities = [
        [report.severity for report in cross_tenant_upsert.check(upsert, view(*others, upsert))]
        for others in (scoped, free)
    ]

    assert severities == [[None], [Severity.INFO]]


LOOSE = select("project", eq("id", ":id"), select=("id",), id="q", run=FIRST)
TIED = {
    "a row beside it": (
        select("todo as t", join("inner", "comment as c", eq("c.todo_id", "t.id")), eq("t.id", ":id")),
        "it is tied to `t`, whose own tenant is not proven",
    ),
    "a row that was read before": (
        select("todo", eq("project_id", row(LOOSE, "id"))),
        "it is tied to the row of `project` that was read before, whose own tenant is not proven",
    ),
    "the tenants": (
        select("organization as o", join("inner", "project as p", eq("p.organization_id", "o.id"))),
        "it is read for every tenant that `o` lists",
    ),
}


@pytest.mark.parametrize(("query", "expected"), TIED.values(), ids=TIED)
def test_what_hangs_on_another_row_says_on_which(query, expected):
    """The row that has to be looked at is named."""
    assert verdicts(query, view(LOOSE, query))[-1].why == expected
