"""What reading a file finds, besides the SQL that the corpus is compared by."""

import pytest

from kyselylint.attempt import Attempts
from kyselylint.evaluate import interpreter
from kyselylint.evaluate.read import read_project
from kyselylint.query.certainty import Certainty
from kyselylint.query.facts import TransactionKind
from kyselylint.query.sql import render
from kyselylint.query.statement import AssumptionKind, Fate, HandleKind
from kyselylint.query.value import Origin

from .build import HEAD, Files, main, project


@pytest.fixture
def module():
    """Read one file, the others beside it."""
    return lambda text, **others: main(project(text, **others))


def test_a_clause_under_if_is_there_sometimes(module):
    """The other clauses stay on every path."""
    found = module("""
        export async function list(org: string, done?: boolean) {
          let q = db.selectFrom('todo').selectAll().where('org', '=', org)
          if (done !== undefined) q = q.where('done', 'is', true)
          return q.execute()
        }""")

    assert [Certainty.ALWAYS, Certainty.SOMETIMES] == [one.certainty for one in found.queries[0].where]


@pytest.mark.parametrize("where", ["run(function* () { %s })", "if (since) { %s }", "for (const day of since) { %s }"])
def test_a_name_is_declared_wherever_code_can_see_it(module, where):
    """Closures that are read later know it, whatever other paths there are."""
    body = "const size = 50; yield({ try: () => db.selectFrom('todo').select('id').limit(size).execute() })"
    found = module(f"export function list(since) {{ {where % body} }}")

    size = found.queries[0].limit.value.value

    assert (50, False) == (size.literal, size.optional)


def test_a_number_is_written_into_a_case_and_a_text_bound(module):
    """Kysely writes numbers out there: what follows has the parameter numbers that it will have."""
    found = module("""
        export async function rank(words: string[], last: number, name: string) {
          return db.selectFrom('todo').select((eb) => {
            let found = eb.case().when('title', '=', 'a').then(last)
            let at = 0
            for (const word of words) { found = found.when('title', '=', word).then(at); at++ }
            return found.else(name).end().as('rank')
          }).execute()
        }""")

    assert 'select case when "title" = $1 then … when "title" = $2 then … else $3 end as "rank" from "todo"' == render(
        found.queries[0]
    )


def test_a_branch_that_throws_does_not_join(module):
    """What follows runs on the other path only."""
    found = module("""
        export async function list(org?: string) {
          let q = db.selectFrom('todo').selectAll()
          if (org) { q = q.where('org', '=', org) } else { throw new Error('no org') }
          return q.execute()
        }""")

    assert [Certainty.ALWAYS] == [one.certainty for one in found.queries[0].where]


def test_a_wrapper_gives_its_callers_callback_the_transaction(module):
    """The transaction belongs to the call that hands the callback over; the outer handle is none of it."""
    found = module("""
        async function inTx<T>(work: (trx: Transaction<DB>) => Promise<T>) {
          return db.transaction().execute((trx) => work(trx))
        }
        export async function make() {
          await inTx(async (tx) => {
            await tx.insertInto('todo').values({ title: 'a' }).execute()
            await db.deleteFrom('todo').where('id', '=', 1).execute()
          })
        }""")
    wrapper = next(one for one in found.transactions if one.kind is TransactionKind.WRAPPER)

    assert ("make", "tx") == (wrapper.function, wrapper.handle)
    assert [(HandleKind.TRANSACTION, wrapper.id), (HandleKind.DATABASE, wrapper.id)] == [
        (query.handle.kind, query.transaction) for query in found.queries
    ]


def test_a_row_that_must_be_there_is_an_assumption_of_what_follows(module):
    """A helper of another file that throws when it is given nothing counts as the check."""
    found = module(
        """
        import { found } from './errors'
        export async function remove(id: string) {
          const row = found(await db.selectFrom('todo').select('id').where('id', '=', id).executeTakeFirst())
          await db.deleteFrom('todo').where('id', '=', row.id).execute()
        }""",
        errors="export function found<T>(row: T | undefined): T { if (!row) throw new Error('x'); return row }",
    )
    first, second = found.queries

    assert [AssumptionKind.ROW_EXISTS] == [one.kind for one in second.assumptions]
    assert second.assumptions[0].query == first.id


def test_a_comparison_after_loading_is_a_check_of_the_query(module):
    """The row's tenant is compared with the caller's, else it throws."""
    found = module("""
        export async function own(id: string, user: { org: string }) {
          const row = await db.selectFrom('todo').select(['id', 'org']).where('id', '=', id).executeTakeFirst()
          if (!row || row.org !== user.org) throw new Error('not yours')
          return row
        }""")

    assert ["row.org !== user.org"] == [one.text for one in found.queries[0].checks]


def test_a_name_that_a_loop_changes_is_not_its_first_value(module):
    """A keyset cursor starts with null; the query is not a comparison with null."""
    found = module("""
        export async function all() {
          let cursor = null
          for (;;) {
            const rows = await db.selectFrom('todo').select('id').where('id', '>', cursor).limit(9).execute()
            if (!rows.length) break
            cursor = rows.at(-1).id
          }
        }""")
    query = found.queries[0]

    assert 'select "id" from "todo" where "id" > $1 limit $2' == render(query)
    assert query.where[0].predicate.right.value.origin is Origin.COMPUTED
    assert query.run.loop.batch


def test_a_dropped_result_is_a_fact(module):
    """The query runs without the clause, and the dropped call is known by its name."""
    found = module("""
        export async function list(org: string) {
          const q = db.selectFrom('todo').selectAll()
          q.where('org', '=', org)
          return q.execute()
        }""")

    assert ["where"] == [one.name for one in found.discarded]
    assert 'select * from "todo"' == render(found.queries[0])


def test_a_query_that_nobody_executes_is_listed_with_its_fate(module):
    """Awaiting a builder sends nothing."""
    found = module("export async function wipe() { await db.deleteFrom('todo').where('id', '=', 1) }")

    assert [(None, Fate.AWAITED)] == [(query.run, query.fate) for query in found.queries]


def test_what_cannot_be_read_is_a_hole_with_a_reason(module):
    """A package's function may change the query it is given."""
    found = module("""
        import { paginate } from 'some-package'
        export async function list() {
          return paginate(db.selectFrom('todo').selectAll()).limit(10).execute()
        }""")

    assert [["`paginate` is not visible, it may change the query or run it"]] == [
        [hole.reason for hole in query.holes] for query in found.queries if query.run and query.run.terminal
    ]


def test_a_helper_builds_every_query_of_a_long_function(module):
    """However often one function calls it, what it adds is there."""
    calls = "\n".join("await scoped(db.selectFrom('todo').select('id'), org).execute()" for _ in range(200))
    found = module(f"""
        function scoped(q, org) {{ return q.where('org', '=', org) }}
        export async function all(org: string) {{ {calls} }}""")

    assert ({'select "id" from "todo" where "org" = $1'}, 200) == (set(map(render, found.queries)), len(found.queries))


def test_a_helper_of_another_file_is_read_once_however_it_is_declared():
    """An arrow function bound at the top level is no closure: what it does by itself is what counts."""
    body = "{ let q = db.selectFrom('log').select('id'); if (id) q = q.where('id', '=', id); return q.execute() }"
    forms = (f"const log = async (id?: string) => {body}", f"async function log(id?: string) {body}")
    texts = []
    for form in forms:
        project = read_project(
            Files(
                log=f"{HEAD}export {form}",
                main=f"import {{ log }} from './log'\n{HEAD}"
                "export const run = async () => { await log('a'); await log(); return db.deleteFrom('x').execute() }",
            )
        )
        texts.append([render(query) for one in project.modules for query in one.queries if one.path == "log.ts"])

    assert texts[0] == texts[1] == ['select "id" from "log" where "id" = $1']


def test_an_await_that_the_grammar_puts_into_its_chain_is_one(module):
    """`await x.y<T>().z()` waits, although the tree has the await inside the callee."""
    facts = module("await db.deleteFrom<'todo'>('todo').where('id', '=', 1).execute()\n")

    assert Fate.AWAITED is facts.queries[0].run.fate


def test_a_loop_over_one_of_two_literal_lists_is_bounded(module):
    """Each of them is short, whichever it is."""
    facts = module(
        """
        export async function first(hint: boolean) {
          const kinds = hint ? ['a', 'b'] : ['b', 'a']
          for (const kind of kinds) {
            await db.selectFrom('todo').select('id').where('kind', '=', kind).executeTakeFirst()
          }
        }
        """
    )

    assert [True] == [query.run.loop.bounded for query in facts.queries]


def test_a_text_remembers_what_it_is_put_together_from(module):
    """Constants apart: the numbers and words of a template, a sum or a default."""
    facts = module(
        """
        import { sql } from 'kysely'
        export function near(x: number, name: string) {
          return [sql.raw(`at ${x} of ${name}`), sql.raw('at' + x), sql.raw(name ?? 'all')]
        }
        """
    )

    assert [["x", "name"], ["x"], ["name"]] == [
        [part.text for part in one.value.parts if part.origin is not Origin.LITERAL] for one in facts.raw_texts
    ]


def test_a_failure_in_one_function_leaves_the_others(monkeypatch):
    """What failed is said with its place; the rest of the file is read."""

    def broken(_it, _node):
        raise RuntimeError

    monkeypatch.setitem(interpreter.EXPRESSIONS, "regex", broken)
    attempts = Attempts()
    text = """
        export const one = () => db.selectFrom('a').select(/x/.source).execute()
        export const two = () => db.selectFrom('b').select('id').execute()"""
    found = read_project(Files(main=HEAD + text), attempts)

    assert ['select "id" from "b"'] == [render(query) for query in found.modules[0].queries]
    assert {"main.ts"} == {problem.path for problem in attempts.problems}


def test_a_row_of_a_common_table_expression_may_be_compared_later(module):
    """What the code compares with the row is a fact of the query; the expression's name is no table."""
    found = module("""
        export async function get(org: string) {
          const row = await db.with('x', (qb) => qb.selectFrom('todo').select('org')).selectFrom('x').select('org')
            .executeTakeFirst()
          if (row?.org !== org) throw new Error('no')
          return row
        }""").queries[-1]

    assert ([True], [AssumptionKind.EQUAL]) == ([one.cte for one in found.sources], [one.kind for one in found.checks])


def test_an_operator_that_the_code_chooses_is_one_comparison_for_each(module):
    """Both have the same sides."""
    found = module("const q = db.selectFrom('a').where('o', x === null ? 'is' : '=', x).execute()")
    (clause,) = found.queries[0].where

    assert [one.operator for one in clause.predicate.options] == ["is", "="]


def test_a_call_two_functions_away_leads_back_to_the_transaction(module):
    """The reader is shown the call in the transaction's own code, not only the helper's helper."""
    found = module("""
        import * as bcrypt from 'bcrypt'
        async function hashed(text: string) { return bcrypt.hash(text, 12) }
        async function insertUser(text: string, trx) {
          await trx.insertInto('user').values({ text: await hashed(text) }).execute()
        }
        export async function register(text: string) {
          await db.transaction().execute(async (trx) => { await insertUser(text, trx) })
        }""")
    body = found.transactions[0].body
    call = next(one for one in found.transactions[0].calls if one.callee == "bcrypt.hash")

    assert [True, False] == [body.start < span.start < body.end for span in call.via]


def test_calls_in_calls_that_multiply_leave_a_hole(module):
    """Twelve helpers that call the next one twice are four thousand calls: what is not followed is said."""
    helpers = "\n".join(
        f"const f{n} = (eb, e) => eb.and([f{n + 1}(eb, e), f{n + 1}(eb, eb.not(e))])" for n in range(12)
    )
    found = module(f"""
        {helpers}
        const f12 = (eb, e) => eb.or([e, eb('a', '=', 1)])
        export const all = () => db.selectFrom('t').selectAll().where((eb) => f0(eb, eb('b', '=', 2))).execute()""")

    assert {"effort"} == {hole.kind for query in found.queries for hole in query.holes}


def test_an_awaited_builder_is_never_executed_whatever_is_asked_of_it(module):
    """Its fate stays awaited where the code goes on as if it were the rows."""
    found = module("""
        export async function names() {
          const rows = await db.selectFrom('todo').select('name')
          return rows.map((row) => row.name)
        }
        export async function name() { return (await db.selectFrom('todo').select('name')).name }
        export async function todos() {
          const people = await db.selectFrom('person').select('id')
          return db.selectFrom('todo').select('id').where('owner', 'in', people.map((one) => one.id))
        }
        export async function both() {
          const [one] = await Promise.all([db.selectFrom('todo').select('name'), send()])
          return one.name
        }""")

    assert [(Fate.AWAITED, None)] * 3 + [(Fate.RETURNED, None), (Fate.AWAITED, None)] == [
        (query.fate, query.run) for query in found.queries
    ]


def test_an_asynchronous_function_hands_a_query_out(module):
    """What is awaited is the function, whatever it is given."""
    found = module("""
        async function narrowed(query, name) { return query.where('name', '=', await name) }
        export async function names(name) {
          const query = await narrowed(db.selectFrom('todo').select('name'), name)
          return query.execute()
        }""")

    assert ["execute"] == [query.run.terminal for query in found.queries]


def test_a_service_whose_interface_has_such_a_method_is_no_handle(module):
    """`updateTable` of a table editor updates no rows."""
    found = module("""
        interface Editor { updateTable(command: string): Promise<{ id: string }> }
        export async function edit(editor: Editor, other: any, command: string) {
          await editor.updateTable(command)
          return other.updateTable(command).set({ name: 'a' }).execute()
        }""")

    assert ["other"] == [query.handle.text for query in found.queries]


def test_a_null_character_in_a_string_hides_nothing(module):
    """The grammar takes it for the end of the text."""
    found = module("const file = 'a\0b'; export const all = () => db.selectFrom('todo').select('id').execute()")

    assert ((), ['select "id" from "todo"']) == (found.syntax_errors, list(map(render, found.queries)))


def test_a_helper_that_takes_its_table_in_an_object_is_read_for_each_caller(module):
    """By itself it has no table; beside the name stands a function that has nothing to do with queries."""
    found = module("""
        async function lock(opts: { table: string; log: () => void }) {
          return db.selectFrom(opts.table).select('id').forUpdate().execute()
        }
        export const a = () => lock({ table: 'a', log: () => console.log('a') })
        export const b = () => lock({ table: 'b', log: () => console.log('b') })""")

    assert {("a",), ("b",)} == {tuple(source.table for source in query.sources) for query in found.queries}


def test_an_instance_of_a_class_of_handles_takes_all_that_handles_take(module):
    """Also what comes before the root: common table expressions, transactions."""
    found = module("""
class Database extends Kysely<DB> {}
const own = new Database({ dialect })
const q = own.with('x', (q) => q.selectFrom('a').select('id')).selectFrom('x').selectAll().execute()
""")

    assert [cte.name for query in found.queries for cte in query.ctes] == ["x"]


def test_of_rows_or_an_empty_list_an_element_is_a_row(module):
    """`return []` where nothing is to be done changes nothing of what the elements are."""
    found = module("""
async function take() {
  const rows = await db.selectFrom('a').selectAll().execute()
  if (rows.length === 0) return []
  return rows
}
async function run() {
  for (const one of await take()) await db.deleteFrom('a').where('id', '=', one.id).execute()
}
""")
    deleted = next(query for query in found.queries if query.operation == "delete")

    assert deleted.where[0].predicate.right.value.row.column == "id"


CHANGING = {
    "a variable of the module": """
let wanted = false
export function want() { wanted = true }
export async function list() {
  let q = db.selectFrom('a').selectAll()
  if (wanted) q = q.where('done', '=', true)
  return q.execute()
}""",
    "a field": """
class Repository {
  private wanted = false
  want() { this.wanted = true }
  async list() {
    let q = db.selectFrom('a').selectAll()
    if (this.wanted) q = q.where('done', '=', true)
    return q.execute()
  }
}""",
    "a property": """
const state = { wanted: false }
export function want() { state.wanted = true }
export async function list() {
  let q = db.selectFrom('a').selectAll()
  if (state.wanted) q = q.where('done', '=', true)
  return q.execute()
}""",
    "a variable of the function around": """
export function makeList() {
  let wanted = false
  return {
    want() { wanted = true },
    list() {
      let q = db.selectFrom('a').selectAll()
      if (wanted) q = q.where('done', '=', true)
      return q.execute()
    },
  }
}""",
    "a variable that a callback sets": """
export async function list(events) {
  let wanted = false
  events.on('want', () => { wanted = true })
  let q = db.selectFrom('a').selectAll()
  if (wanted) q = q.where('done', '=', true)
  return q.execute()
}""",
    "a static field": """
class Repository {
  static wanted = false
  static want() { Repository.wanted = true }
  static async list() {
    let q = db.selectFrom('a').selectAll()
    if (Repository.wanted) q = q.where('done', '=', true)
    return q.execute()
  }
}""",
}


@pytest.mark.parametrize("text", CHANGING.values(), ids=CHANGING)
def test_what_a_function_assigns_to_is_no_constant(module, text):
    """A clause that depends on it is there sometimes."""
    found = module(text)

    assert [Certainty.SOMETIMES] == [one.certainty for one in found.queries[0].where]


def test_a_field_that_nothing_assigns_to_is_a_constant(module):
    """So is a variable; what depends on them is there always, or never."""
    found = module("""
let closed = true
class Repository {
  private wanted = false
  async list() {
    let q = db.selectFrom('a').selectAll()
    if (closed) q = q.where('closed', '=', true)
    if (this.wanted) q = q.where('done', '=', true)
    return q.execute()
  }
}""")

    assert 'select * from "a" where "closed" = $1' == render(found.queries[0])


LATE = {
    "set up by a test": "let own: Kysely<DB>\nbeforeEach(async () => { ({ own } = await connect()) })\n",
    "null until it is opened": "let own: Kysely<DB> | null = null\nexport function open(handle) { own = handle }\n",
    "without a type": "let own\nexport function open(handle) { own = handle }\n",
    "null and without a type": "let own = null\nexport function open(handle) { own = handle }\n",
}


@pytest.mark.parametrize("text", LATE.values(), ids=LATE)
def test_a_handle_that_is_assigned_later_is_one(module, text):
    """Whatever its variable is declared with."""
    found = module(text + "export async function list() { return own.selectFrom('a').selectAll().execute() }")

    assert ['select * from "a"'] == [render(one) for one in found.queries]
    assert "own" == found.queries[0].handle.text


def test_a_handle_made_when_it_is_first_needed_is_no_transaction(module):
    """Also where another function than the one that makes it reads it."""
    found = module("""
let own: Kysely<DB> | null = null
export async function list() { return own!.selectFrom('a').selectAll().execute() }
export function open() { own ??= new Kysely<DB>({ dialect }) }
export async function close() { await own?.destroy(); own = null }
""")

    assert HandleKind.DATABASE is found.queries[0].handle.kind


def test_a_root_on_what_was_misread_is_a_query(module):
    """A closure assigns to a variable of the function that made it: null is not what the others see."""
    found = module("""
export function store() {
  let own = null
  return { open(handle) { own = handle }, list() { return own.selectFrom('a').selectAll().execute() } }
}""")

    assert ['select * from "a"'] == [render(one) for one in found.queries]


@pytest.mark.parametrize(
    ("handling", "expected"),
    [
        ("await part.rollbackToSavepoint('s').execute()", True),
        ("await sql`ROLLBACK TO SAVEPOINT s`.execute(trx)", True),
        ("await part.rollbackToSavepoint('s')", False),
        ("await sql`rollback`.execute(trx)", False),
    ],
)
def test_a_catch_clause_that_goes_back_to_a_savepoint(module, handling, expected):
    """PostgreSQL then goes on with the transaction; a command that is not executed does nothing."""
    source = (
        "async function f(db: Kysely<DB>) {\n"
        "  const trx = await db.startTransaction().execute()\n"
        "  const part = await trx.savepoint('s').execute()\n"
        f"  try {{ await part.deleteFrom('todo').execute() }} catch {{ {handling} }}\n"
        "}\n"
    )
    (transaction,) = module(source).transactions

    assert [expected] == [caught.restores for caught in transaction.catches]


@pytest.mark.parametrize("source", ["kysely/helpers/mysql", "kysely/helpers/mysql.js", "kysely/dist/cjs/helpers/mysql"])
def test_a_helper_is_that_of_its_database(module, source):
    """However its module is spelled."""
    found = module(f"""
        import {{ jsonObjectFrom }} from '{source}'
        export async function read() {{
          const label = (eb) => jsonObjectFrom(eb.selectFrom('label').select('name')).as('label')
          return db.selectFrom('todo').select(label).execute()
        }}""")

    assert "json_object('name'" in render(next(one for one in found.queries if one.fate is not Fate.EMBEDDED))


def test_a_handle_may_be_a_transaction_or_not(module):
    """`db.isTransaction` is asked where either may be: both ways are read."""
    found = module("""
        export async function save(given: Kysely<DB>) {
          if (given.isTransaction) await given.insertInto('todo').values({ id: 1 }).execute()
          else await given.transaction().execute((trx) => trx.insertInto('label').values({ id: 1 }).execute())
        }""")

    assert ["todo", "label"] == [one.targets[0].table for one in found.queries]
    assert ["execute", "execute"] == [one.run.terminal for one in found.queries]
