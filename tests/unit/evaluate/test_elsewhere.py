"""Values that are not where the query stands: assigned by another function, given by a subclass, made in a call."""

import pytest

from kyselylint.evaluate.read import read_project
from kyselylint.query.facts import TransactionKind
from kyselylint.query.sql import render
from kyselylint.query.statement import HandleKind

from .test_facts import HEAD, Files


@pytest.fixture
def module():
    """Read one file, the others beside it."""

    def read(text, **others):
        project = read_project(Files(main=HEAD + text, **others))
        return next(one for one in project.modules if one.path == "main.ts")

    return read


HEIRS = """
export class People extends Table { constructor(db) { super(db, 'person') } }
export class Tags extends Table { constructor(db) { super(db, 'tag') } }
export class OldTags extends Tags {}
"""
PARENTS = {
    "by the constructor": """
export class Table<T extends keyof DB> {
  constructor(protected readonly db: Kysely<DB>, protected readonly name: T) {}
  async all() { return this.db.selectFrom(this.name).selectAll().execute() }
}""",
    "assigned": """
export class Table<T extends keyof DB> {
  private db: Kysely<DB>
  private name: T
  constructor(db: Kysely<DB>, name: T) { this.db = db; this.name = name }
  private rows() { return this.db.selectFrom(this.name) }
  async all() { return this.rows().selectAll().execute() }
}""",
}


@pytest.mark.parametrize("parent", PARENTS.values(), ids=PARENTS)
@pytest.mark.parametrize("together", [True, False], ids=["in one file", "in a file without a word of Kysely"])
def test_an_inherited_method_is_read_for_each_subclass(module, parent, together):
    """What the parent does by itself is no query: it has no table."""
    heirs = HEIRS if together else ""
    found = module(parent + heirs, heirs="import { Table } from './main'\n" + ("" if together else HEIRS))

    assert ['select * from "person"', 'select * from "tag"'] == [render(one) for one in found.queries]


def test_a_method_of_an_abstract_class_asks_its_subclasses(module):
    """For fields and methods that the parent only declares."""
    found = module("""
abstract class Table {
  protected abstract readonly name: keyof DB
  protected abstract key(): string
  constructor(protected readonly db: Kysely<DB>) {}
  async all() { return this.db.selectFrom(this.name).selectAll().orderBy(this.key()).execute() }
}
class People extends Table { protected readonly name = 'person'; protected key() { return 'email' } }
class Tags extends Table { protected readonly name = 'tag'; protected key() { return 'id' } }
""")

    expected = ['select * from "person" order by "email"', 'select * from "tag" order by "id"']
    assert expected == [render(one) for one in found.queries]


def test_a_wrapper_that_takes_options_or_only_a_callback_opens_a_transaction(module):
    """It tells them apart by `typeof`, and retries in a loop."""
    found = module("""
type Work = (trx: Transaction<DB>) => Promise<void>
function retrying(handle: Kysely<DB>) {
  async function run(options: unknown): Promise<void>
  async function run(given: object | Work, work?: Work) {
    const [options, callback] = typeof given === 'function' ? [{}, given] : [given, work!]
    for (let tries = 3; tries > 0; tries--) {
      try { return await handle.transaction().execute(callback) } catch (error) { if (!tries) throw error }
    }
  }
  return run
}
class Store {
  private readonly run: ReturnType<typeof retrying>
  constructor(handle: Kysely<DB>) { this.run = retrying(handle) }
  async drop() { await this.run(async (trx) => { await trx.deleteFrom('a').execute() }) }
  async dropAtOnce() { await this.run({ tries: 1 }, async (trx) => { await trx.deleteFrom("b").execute() }) }
}""")

    assert [("a", HandleKind.TRANSACTION), ("b", HandleKind.TRANSACTION)] == [
        (query.targets[0].table, query.handle.kind) for query in found.queries
    ]
    assert [TransactionKind.WRAPPER] * 2 == [one.kind for one in found.transactions]


def test_nothing_equals_nothing_loosely(module):
    """An argument that is left out is `== null`."""
    found = module("""
function scoped(q, org?: string) { return org == null ? q : q.where('org', '=', org) }
export const all = () => scoped(db.selectFrom('a').selectAll()).execute()
""")

    assert ['select * from "a"'] == [render(one) for one in found.queries]


@pytest.mark.parametrize("given", ["conditions", "...[conditions]"], ids=["as it is", "spread"])
def test_a_list_of_conditions_that_a_call_is_given_may_have_more(module, given):
    """The call is not visible: that is said, and not that there is no condition."""
    found = module(f"""
import {{ addTo }} from 'filters'
export async function list(wanted) {{
  const conditions = []
  addTo({given}, wanted)
  return db.selectFrom('a').selectAll().where((eb) => eb.and(conditions)).execute()
}}""")

    assert ["some of the conditions are made where they cannot be seen"] == [
        one.reason for one in found.queries[0].holes
    ]


def test_an_instance_that_a_call_is_given_may_hold_more(module):
    """A visitor collects conditions while something that is not visible leads it around."""
    found = module("""
class Collected {
  private conditions = []
  constructor(private readonly eb) {}
  visitDone(done) { this.conditions.push(this.eb('done', '=', done)) }
  get all() { return this.eb.and(this.conditions) }
}
export const list = (wanted) => db.selectFrom('a').selectAll().where((eb) => {
  const visitor = new Collected(eb)
  wanted.accept(visitor)
  return visitor.all
}).execute()
""")

    assert not found.queries[0].complete


NAMES = {
    "sql.ref": "select(sql.ref(given).as('x'))",
    "sql.id": "select(sql.id(given).as('x'))",
    "parts of a name": "select(sql.id(...given).as('x'))",
    "a column": "select(given).select('id as x')",
    "dynamic": "select(db.dynamic.ref(given)).select('id as x')",
}


@pytest.mark.parametrize("chain", NAMES.values(), ids=NAMES)
def test_a_name_that_is_known_at_run_time_only_is_shown_as_unknown(module, chain):
    """The name of the variable that holds it is no column."""
    found = module(f"""
import {{ sql }} from 'kysely'
export const list = (given: string) => db.selectFrom('a').{chain}.execute()
""")

    assert 'select "${' in render(found.queries[0])


@pytest.mark.parametrize("table", ["sql.table(given).as('t')", "db.dynamic.table(given).as('t')", "given"])
def test_a_table_that_is_known_at_run_time_only_is_a_hole(module, table):
    """However it is named."""
    found = module(f"""
import {{ sql }} from 'kysely'
export const list = (given: string) => db.selectFrom({table}).selectAll().execute()
""")

    assert [""] == [one.table for one in found.queries[0].sources]
    assert not found.queries[0].complete


FUNCTIONS = {
    "list": "export const list = cached(async () => db.selectFrom('a').selectAll().execute())",
    "save": "export const save = procedure.input(shape).handler(async () => db.selectFrom('a').selectAll().execute())",
    "default": "export default async () => db.selectFrom('a').selectAll().execute()",
    "": "export const rows = await db.selectFrom('a').selectAll().execute()",
}


@pytest.mark.parametrize(("name", "text"), FUNCTIONS.items(), ids=FUNCTIONS)
def test_a_callback_has_the_name_of_what_it_makes(module, name, text):
    """So has the default export; code of the module itself has none."""
    assert name == module(text).queries[0].function


def test_a_schema_that_is_known_at_run_time_only_is_shown_as_unknown(module):
    """By what the code names it with."""
    found = module("export const list = (given: string) => db.withSchema(given).selectFrom('a').selectAll().execute()")

    assert 'select * from "${given}"."a"' == render(found.queries[0])


GROWING = {
    "its query": """
class Finder {
  private query = db.selectFrom('a').selectAll()
  done() { this.query = this.query.where('done', '=', true); return this }
  run() { return this.query.execute() }
}""",
    "a query of its constructor": """
class Finder {
  private query
  constructor() { this.query = db.selectFrom('a').selectAll() }
  done() { this.query = this.query.where('done', '=', true); return this }
  run() { return this.query.execute() }
}""",
    "its conditions": """
class Finder {
  private readonly conditions = []
  done() { this.conditions.push(sql`done`); return this }
  run() { return db.selectFrom('a').selectAll().where((eb) => eb.and(this.conditions)).execute() }
}""",
}


@pytest.mark.parametrize("text", GROWING.values(), ids=GROWING)
def test_what_other_methods_have_added_to_a_field_is_not_known(module, text):
    """The method that runs the query is called last."""
    assert [False] == [one.complete for one in module("import { sql } from 'kysely'" + text).queries]


@pytest.mark.parametrize("text", GROWING.values(), ids=GROWING)
def test_of_an_instance_that_is_seen_it_is(module, text):
    """From the call of its constructor on."""
    calls = "export const list = () => { db.selectFrom('b'); return new Finder().done().run() }"
    found = module("import { sql } from 'kysely'" + text + calls)
    executed = [render(one) for one in found.queries if one.run]

    assert executed in (['select * from "a" where "done" = $1'], ['select * from "a" where done'])


KYSELY = [
    "kysely",
    "npm:kysely",
    "npm:kysely@^0.28.0",
    "jsr:@kysely/kysely",
    "https://esm.sh/kysely@0.27.5",
    "https://cdn.jsdelivr.net/npm/kysely/dist/esm/index.js",
    "@somebody/kysely",
]


@pytest.mark.parametrize("name", KYSELY)
def test_the_library_has_several_names(module, name):
    """Of other runtimes, and of packages that somebody else publishes of it."""
    found = module(f"import {{ sql }} from '{name}'\nexport const now = () => sql`select 1`.execute(db)")

    assert ["select 1"] == [render(one) for one in found.queries]


@pytest.mark.parametrize("name", ["./kysely", "@/db/kysely", "acme-kysely"])
def test_a_module_that_is_called_like_the_library_is_another(module, name):
    """What a path ends in says nothing."""
    found = module(f"import {{ tag }} from '{name}'\nexport const now = () => tag`select 1`.execute(db)")

    assert () == found.queries
