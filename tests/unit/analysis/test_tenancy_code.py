"""What code around a query proves about it: from source text to verdicts."""

import pytest

from kyselylint.analysis.tenancy.advice import clause
from kyselylint.analysis.tenancy.audit import verdicts
from kyselylint.analysis.view import View
from kyselylint.evaluate.read import read_project
from kyselylint.settings import Settings

from .build import SAAS, database, schema

HEAD = "import { Kysely, sql } from 'kysely'\nexport const db = new Kysely<DB>({ dialect })\n"
TOUCH = "await db.updateTable('todo').set({ title: 'seen' }).where('id', '=', id).execute()"
FIND = "db.selectFrom('todo').select(['id', 'title']).where('organization_id', '=', org).where('id', '=', id)"
RAW = "sql`select id, title from todo where organization_id = ${org} and id = ${id} for update`.execute(db)"


class Files:
    """A project of one file."""

    candidates = files = ("main.ts",)

    def __init__(self, text):
        self.text = text

    def read(self, path):
        """The bytes of the file."""
        return (HEAD + self.text).encode() if path == "main.ts" else None


def last(text, catalog=SAAS):
    """The last query in the text, and the project around it."""
    found = read_project(Files(text))
    module = found.modules[0]
    return max(module.queries, key=lambda query: query.root.start), View(module, found, schema(catalog), Settings())


def kind(text, catalog=SAAS):
    """The verdict on the last table of the last query in the text."""
    return verdicts(*last(text, catalog))[-1].kind.value


def advice(text):
    """What the last query in the text should add."""
    query, view = last(text)
    return clause(verdicts(query, view)[-1], query, view)


def inside(body):
    """The same for a body of a function that is given an organization and an id."""
    return kind(f"export async function f(org: string, id: string, other: string) {{ {body} }}")


GUARDED = {
    "the rows of raw SQL": f"const found = await {RAW}; const todo = found.rows[0]; if (!todo) throw new E(); {TOUCH}",
    "taken apart": f"const {{ rows: [todo] }} = await {RAW}; if (!todo) throw new E(); {TOUCH}",
    "their number": f"const found = await {RAW}; if (found.rows.length === 0) throw new E(); {TOUCH}",
    "the number of rows": f"const found = await {FIND}.execute(); if (!found.length) throw new E(); {TOUCH}",
    "the first of a list": f"const [todo] = await {FIND}.execute(); if (!todo) throw new E(); {TOUCH}",
    "an id of raw SQL": f"const found = await {RAW}; {TOUCH.replace(', id)', ', found.rows[0].id)')}",
}


@pytest.mark.parametrize("body", GUARDED.values(), ids=GUARDED)
def test_a_row_that_the_code_has_made_sure_of(body):
    """The same row was found with the tenant, and its absence ends the function."""
    assert inside(body) == "scoped"


UNGUARDED = {
    "another id": f"const found = await {RAW}; if (!found.rows[0]) throw new E(); {TOUCH.replace(', id)', ', other)')}",
    "any tenant": f"const found = await {RAW.replace('organization_id = ${org} and', '')}; "
    f"if (!found.rows[0]) throw new E(); {TOUCH}",
    "no end": f"const found = await {RAW}; if (!found.rows.length) log(id); {TOUCH}",
    "there is none": f"const found = await {FIND}.execute(); if (found.length > 0) return; {TOUCH}",
}


@pytest.mark.parametrize("body", UNGUARDED.values(), ids=UNGUARDED)
def test_a_row_that_nothing_is_known_of(body):
    """Another row, a row of any tenant, or one that may be missing."""
    assert inside(body) == "unscoped"


INSERT = "db.insertInto('todo').values({ organization_id: org, title: 'new' })"
MADE = TOUCH.replace(", id)", ", made)")


def test_the_id_of_a_row_that_was_just_inserted():
    """MySQL and SQLite give it back as `insertId`."""
    later = f"const made = Number(result.insertId); {MADE}"

    assert inside(f"const result = await {INSERT}.executeTakeFirstOrThrow(); {later}") == "scoped"
    assert inside(f"const [result] = await {INSERT}.execute(); {later}") == "scoped"


def test_the_id_of_a_row_that_may_have_been_there():
    """After a conflict it is the id of whichever row was in the way."""
    upsert = f"{INSERT}.onDuplicateKeyUpdate({{ title: 'new' }})"

    assert inside(f"const result = await {upsert}.executeTakeFirst(); const made = result.insertId; {MADE}") != "scoped"


def ensured(first):
    """A function that gives back the id of a row that it found, or else inserted."""
    return kind(
        "async function ensure(org: string, id: string) {"
        f" const todo = await {first}.executeTakeFirst(); if (todo) return todo.id;"
        f" const fresh = await {INSERT}.returning('id').executeTakeFirstOrThrow(); return fresh.id }}\n"
        f"export async function f(org: string, id: string) {{ const made = await ensure(org, id); {MADE} }}"
    )


def test_one_of_several_rows():
    """Found or made: either way it is a row of the tenant, if both are."""
    assert ensured(FIND) == "scoped"
    assert ensured("db.selectFrom('todo').select('id').where('id', '=', id)") == "unscoped"


def test_the_clause_to_add_uses_the_words_of_its_function():
    """Not those of whoever calls it."""
    find = FIND.replace("org)", "orgId)").replace("db.", "trx.")
    text = f"async function seen(trx, orgId: string, id: string) {{ await {find}.execute(); {TOUCH} }}"
    run = "db.transaction().execute(async (trx) => { await seen(trx, fresh, other) })"
    call = f"export async function f(fresh: string, other: string) {{ await {run} }}\n"

    assert advice(call + text) == "add .where('organization_id', '=', orgId)"


def test_the_clause_to_add_to_raw_sql():
    """It is text there, and a value is spliced in."""
    raw = "sql`select t.id from todo t where t.id = ${id}`.execute(db)"

    assert (
        advice(f"async function f(id: string) {{ await {raw} }}")
        == "add `t.organization_id = ${organizationId}` to the text"
    )


FINDS = {
    "early": "if (!row) return null; return { ...row }",
    "chosen": "return row ? toTodo(row) : null",
    "undefined": "if (row === undefined) { return undefined } return toTodo(row)",
}
USES = {
    "const todo = await find(handle, org, id); if (!todo) throw new E();": "scoped",
    "const todo = await find(handle, org, id); if (todo === null || todo === undefined) return;": "scoped",
    "await find(handle, org, id);": "unscoped",
    "const todo = await find(handle, org, id); if (todo) return;": "unscoped",
    "const todo = await find(handle, org, other); if (!todo) throw new E();": "unscoped",
}


@pytest.mark.parametrize("end", FINDS.values(), ids=FINDS)
@pytest.mark.parametrize(("use", "expected"), USES.items())
def test_a_function_that_finds_something_or_nothing(end, use, expected):
    """What it gives back is made of the row; where it is there, the row was."""
    find = f"async function find(handle, org, id) {{ const row = await {FIND}.executeTakeFirst(); {end} }}\n"
    find = find.replace("db.", "handle.")
    plain = f"export async function f(org, id, other) {{ {use} {TOUCH} }}".replace("handle", "db")
    body = f"{use} {TOUCH}".replace("db.", "handle.")
    run = f"await db.transaction().execute(async (handle) => {{ {body} }})"
    inlined = f"export async function f(org, id, other) {{ {run} }}"

    assert [kind(find + plain), kind(find + inlined)] == [expected, expected]


STAFF = database(
    organization="id",
    user="id organization_id>organization name",
    todo="id organization_id>organization",
    label="id organization_id>organization",
)
CALLERS = {
    "ctx.user.id": "exempt",
    "auth.user_id": "exempt",
    "user.id": "unscoped",
    "ctx.user.managerId": "unscoped",
    "ctx.params.id": "unscoped",
}


@pytest.mark.parametrize(("written", "expected"), CALLERS.items())
def test_the_row_of_the_caller(written, expected):
    """Where users belong to a tenant, the session's own user may still be read by id; a user that is given may not."""
    rename = f"await db.updateTable('user').set({{ name: 'x' }}).where('id', '=', {written}).execute()"

    assert kind(f"export async function f(ctx, auth, user) {{ {rename} }}", STAFF) == expected


def test_a_join_with_a_table_that_is_chosen_at_run_time():
    """Whose rows those are cannot be told, nor whose the rows are that are tied to them."""
    query = "db.selectFrom(name as any).innerJoin('todo', 'todo.id', '{}').selectAll().where('{}', '=', org).execute()"

    assert inside("await " + query.format("x.todo_id", "x.organization_id")) == "unknown"
    assert inside("await " + query.format("todo.id", "todo.id")) == "unscoped"


LISTED = "const rows = await db.selectFrom('todo').selectAll().where('organization_id', '=', org).execute();"
ONE, BY, FOR_ROWS = (
    TOUCH.replace(", id)", ", it.id)"),
    "const by = new Map(rows.map((r) => [r.title, r]));",
    "for (const r of rows)",
)
EACH = TOUCH.replace("'=', id)", "'in', [...ids])")
HELD = {
    "a map of rows": f"{BY} const it = by.get(other); if (!it) throw new E(); {ONE}",
    "filled in a loop": f"const by = new Map<string, Todo>(); {FOR_ROWS} by.set(r.title, r);"
    f" const it = by.get(other); if (it) {{ {ONE} }}",
    "its values": f"{BY} for (const it of by.values()) {{ {ONE} }}",
    "its entries": f"{BY} for (const [key, it] of by) {{ {ONE} }}",
    "a set of ids": f"const ids = new Set(rows.map((r) => r.id)); {EACH}",
    "a set that grows": f"const ids = new Set<string>(); {FOR_ROWS} ids.add(r.id); if (!ids.size) return; {EACH}",
}


@pytest.mark.parametrize("body", HELD.values(), ids=HELD)
def test_rows_that_are_kept_in_a_map_or_a_set(body):
    """What comes out of it is what went in."""
    assert inside(LISTED + body) == "scoped"


def test_a_map_that_holds_something_else_too():
    """One value that is not the tenant's is enough."""
    body = HELD["filled in a loop"].replace("const it", "by.set(id, { id }); const it")

    assert inside(LISTED + body) == "unscoped"


MYSQL = {
    "sql`select id from \\`todo\\` where id = ${id} limit 0, 1`": "unscoped",
    "sql`select id from \\`todo\\` where organization_id = ${org} limit 0, 1`": "scoped",
    "sql`insert ignore into todo (organization_id, id) values (${org}, ${id})`": "scoped",
}


@pytest.mark.parametrize(("text", "expected"), MYSQL.items())
def test_raw_sql_of_mysql(text, expected):
    """It is read where it is no PostgreSQL."""
    assert inside(f"await {text}.execute(db)") == expected


def test_raw_sql_of_mysql_that_joins_where_it_updates():
    """That is not understood, so nothing is said."""
    query, view = last(
        "async function f(id) { await sql`update todo join user on true set title = ${id}`.execute(db) }"
    )

    assert verdicts(query, view) == ()


LOAD = "const row = await db.selectFrom('todo').selectAll().where('id', '=', id).executeTakeFirst()\n"
MEMBER = (
    "db.selectFrom('member').select('id').where('organization_id', '=', row.organization_id)"
    ".where('user_id', '=', user)"
)
OWNER = "db.selectFrom('organization').selectAll().where('id', '=', row.organization_id)"
LATER = {
    "a check of its tenant": ("if (!row) return null; await assertMember(row.organization_id, user)", "exempt"),
    "a check of the row": ("if (!row) throw new E(); await assertCanRead(user, row)", "exempt"),
    "a check of its key": ("if (!row) throw new E(); await requireAccess(row.id, user)", "exempt"),
    "a membership": (
        f"if (!row) throw new E(); const own = await {MEMBER}.executeTakeFirst(); if (!own) throw new E()",
        "scoped",
    ),
    "no check": ("if (!row) throw new E(); await log(row.organization_id)", "unscoped"),
    "a check of another id": ("if (!row) throw new E(); await requireAccess(other, user)", "unscoped"),
    "a comparison": ("if (!row) throw new E(); if (row.organization_id !== org) throw new E()", "scoped"),
    "a comparison as a number": (
        "if (!row) throw new E(); if (Number(row.organization_id) !== Number(org)) throw new E()",
        "scoped",
    ),
    "a comparison as texts": ("if (!row || row.organization_id.toString() !== String(org)) throw new E()", "scoped"),
    "a comparison of something made of it": (
        "if (!row) throw new E(); if (hash(row.organization_id) !== hash(org)) throw new E()",
        "unscoped",
    ),
    "a check whose failure is caught": (
        "if (!row) throw new E(); try { await requireAccess(row.id, user) } catch (error) { log(error) }",
        "unscoped",
    ),
    "a check whose failure is ignored": (
        "if (!row) throw new E(); await requireAccess(row.id, user).catch(() => null)",
        "unscoped",
    ),
    "a check in a loop": (
        "if (!row) throw new E(); for (const one of user) await requireAccess(row.id, one)",
        "unscoped",
    ),
    "a check in a callback": (
        "if (!row) throw new E(); user.forEach(async (one) => { await requireAccess(row.id, one) })",
        "unscoped",
    ),
    "a check on one path": ("if (!row) throw new E(); if (user) await requireAccess(row.id, user)", "unscoped"),
    "a way out before the check": (
        "if (!row) throw new E(); if (fast) return row; await requireAccess(row.id, user)",
        "unscoped",
    ),
    "its tenant is looked up": (
        f"if (!row) throw new E(); const org = await {OWNER}.executeTakeFirst(); if (!org) throw new E()",
        "unscoped",
    ),
}


@pytest.mark.parametrize(("after", "expected"), LATER.values(), ids=LATER)
def test_what_is_checked_of_a_row_once_it_is_loaded(after, expected):
    """The function returns only where the check held, or where there was no row."""
    text = f"export async function f(id, user, other, fast, org) {{ {LOAD}{after}; return row }}"
    found = read_project(Files(text))
    module = found.modules[0]
    query = min(module.queries, key=lambda one: one.root.start)
    view = View(module, found, schema(SAAS), Settings())

    assert expected == verdicts(query, view)[-1].kind.value


ALL = "await db.selectFrom('todo').selectAll().execute()"
ABOVE = {
    f"if (user.isSuperAdmin) {{ {ALL} }}": "exempt",
    f"const superuser = await isSuperuser(user); if (!superuser) throw new E(); {ALL}": "exempt",
    f"await requirePlatformAdmin(user); {ALL}": "exempt",
    f"if (user.isAdmin) {{ {ALL} }}": "unscoped",
    f"if (!user.isSuperAdmin) {{ {ALL} }}": "unscoped",
    f"if (user.isSuperAdmin || all) {{ {ALL} }}": "unscoped",
}


@pytest.mark.parametrize(("body", "expected"), ABOVE.items())
def test_who_stands_above_the_tenants(body, expected):
    """They may look at all of them; an administrator is one tenant's."""
    assert expected == kind(f"export async function f(user: User, all: boolean) {{ {body} }}")


def test_those_above_the_tenants_work_on_one_of_them_too():
    """A function that is given a tenant means that one, and a write without a condition is a mistake."""
    chosen = f"export async function f(user: User, organizationId: string) {{ if (user.isSuperAdmin) {{ {ALL} }} }}"
    write = "await db.deleteFrom('todo').execute()"

    assert kind(chosen) == "unscoped"
    assert kind(f"export async function f(user: User) {{ if (user.isSuperAdmin) {{ {write} }} }}") == "unscoped"


COUNT = "await db.selectFrom('todo').select(({ fn }) => fn.countAll().as('n')).where('organization_id', '=', org)"
COUNTED = f"const found = {COUNT}.where('id', '=', id).executeTakeFirstOrThrow();"


def test_a_count_returns_a_row_where_nothing_is_counted():
    """That it is there says nothing of the rows that were counted; of groups each has one."""
    grouped = COUNTED.replace(".executeTakeFirst", ".groupBy('id').executeTakeFirst")

    assert inside(f"{COUNTED} {TOUCH}") == "unscoped"
    assert inside(f"{grouped} {TOUCH}") == "scoped"


ASKED = """
async function exists(org: string, id: string) {{
  const row = await {find}.executeTakeFirst()
  return {answer}
}}
export async function f(org: string, id: string, other: string) {{ {ask}; {touch} }}
"""
YES, NO, UNKNOWN = "!!row", "row === undefined", "!!row || org === id"
ANSWERS = [
    (YES, "if (!(await exists(org, id))) throw new E()", "scoped"),
    ("Boolean(row)", "if (!(await exists(org, id))) throw new E()", "scoped"),
    ("(row !== undefined)", "const there = await exists(org, id); if (!there) throw new E()", "scoped"),
    (NO, "if (await exists(org, id)) throw new E()", "scoped"),
    (YES, "if (await exists(org, id)) throw new E()", "unscoped"),
    (NO, "if (!(await exists(org, id))) throw new E()", "unscoped"),
    (YES, "if (!(await exists(org, other))) throw new E()", "unscoped"),
    (YES, "if (!(await exists(org, id))) log(id)", "unscoped"),
    (UNKNOWN, "if (!(await exists(org, id))) throw new E()", "unscoped"),
]


@pytest.mark.parametrize(("answer", "ask", "expected"), ANSWERS)
def test_a_function_that_says_whether_there_is_a_row(answer, ask, expected):
    """Its answer tells as much as the row would."""
    assert expected == kind(ASKED.format(find=FIND, answer=answer, ask=ask, touch=TOUCH))


def test_a_check_whose_failure_is_ignored():
    """Where the code goes on when it fails, nothing was checked."""
    check = "await requireAccess(id, user)"

    assert inside(f"{check}; {TOUCH}") == "exempt"
    assert inside(f"{check}.catch(() => null); {TOUCH}") == "unscoped"
