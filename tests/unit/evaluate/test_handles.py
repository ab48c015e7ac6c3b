"""Which handle sends a query, in which transaction, and whether it is sent at all, however the code hands it on."""

import pytest

from kyselylint.evaluate.read import read_project
from kyselylint.query.statement import Fate, HandleKind

from .test_schema_statements import OneFile

HEAD = """import { Kysely, type Transaction } from 'kysely'
const db = new Kysely<DB>({ dialect })
type Executor = Kysely<DB> | Transaction<DB>
const pick = (db: Kysely<DB>, trx?: Transaction<DB>): Executor => trx ?? db
async function executeTx<T>(db: Kysely<DB>, work: (trx: Transaction<DB>) => Promise<T>, outer?: Transaction<DB>) {
  return outer ? work(outer) : db.transaction().execute(work)
}
class Wrapper {
  constructor(readonly db: Kysely<DB>) {}
  run<T>(query: { execute(): Promise<T> }) { return query.execute() }
  transaction<T>(work: (inner: Wrapper) => Promise<T>) {
    return this.db.transaction().execute((trx) => work(new Wrapper(trx)))
  }
}
class Repository {
  constructor(private readonly transaction: Transaction<DB>) {}
  async clear() { await this.transaction.deleteFrom('t').execute() }
}
async function attempt<T>(promise: Promise<T>) { return promise.catch(() => undefined) }
export async function run(trx: Transaction<DB>, given: Kysely<DB>, maybe?: Transaction<DB>) {
%s
}
"""
DATABASE, TRANSACTION, EITHER, NONE = HandleKind.DATABASE, HandleKind.TRANSACTION, HandleKind.EITHER, HandleKind.NONE


def facts(code):
    """The kind of each query's handle, whether it is in a transaction that can be seen, and how it ends."""
    file = OneFile(HEAD % code)
    found = [query for module in read_project(file).modules for query in module.queries if query.function == "run"]
    return [(one.handle.kind, bool(one.handle.transaction), one.run.terminal if one.run else one.fate) for one in found]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("await pick(db, maybe).deleteFrom('t').execute()", (EITHER, False, "execute")),
        ("await (maybe ?? db).deleteFrom('t').execute()", (EITHER, False, "execute")),
        ("const on = maybe ?? db; await on.deleteFrom('t').execute()", (EITHER, False, "execute")),
        ("await given.deleteFrom('t').execute()", (EITHER, False, "execute")),
        ("await trx.deleteFrom('t').execute()", (TRANSACTION, False, "execute")),
        (
            "await executeTx(db, async (t) => { await t.deleteFrom('t').execute() }, maybe)",
            (TRANSACTION, True, "execute"),
        ),
        ("await executeTx(db, async () => { await db.deleteFrom('t').execute() })", (DATABASE, False, "execute")),
        ("await new Wrapper(db).transaction((t) => t.db.deleteFrom('t').execute())", (TRANSACTION, True, "execute")),
        ("await new Wrapper(db).run(db.deleteFrom('t'))", (DATABASE, False, "execute")),
        ("await db.executeQuery(trx.deleteFrom('t'))", (DATABASE, False, "executeQuery")),
        (
            "await db.transaction().execute((t) => t.executeQuery(db.deleteFrom('t')))",
            (TRANSACTION, True, "executeQuery"),
        ),
        (
            "await db.connection().execute((c) => c.deleteFrom('t').execute())",
            (HandleKind.CONNECTION, False, "execute"),
        ),
        (
            "const t = await db.startTransaction().execute(); await t.deleteFrom('t').execute()",
            (TRANSACTION, True, "execute"),
        ),
        ("let q = trx as unknown; await (q as typeof trx).deleteFrom('t').execute()", (TRANSACTION, False, "execute")),
        ("await attempt(db.deleteFrom('t').execute())", (DATABASE, False, "execute")),
        ("await db.deleteFrom('t')", (DATABASE, False, Fate.AWAITED)),
        ("db.deleteFrom('t')", (DATABASE, False, Fate.DROPPED)),
        ("return db.deleteFrom('t')", (DATABASE, False, Fate.RETURNED)),
    ],
)
def test_where_a_query_runs(code, expected):
    """The handle is the one that sends it, not the one that its chain began with."""
    assert [expected] == facts(code)


def test_a_handle_of_a_callback_shadows_the_database():
    """What stands in a common table expression is sent with the query around it."""
    code = "await db.with('c', (db) => db.deleteFrom('t').returning('id')).selectFrom('c').select('id').execute()"

    file = OneFile(HEAD % code)
    (found,) = (query for module in read_project(file).modules for query in module.queries if query.function == "run")

    assert (DATABASE, [NONE]) == (found.handle.kind, [one.handle.kind for one in found.subqueries])
