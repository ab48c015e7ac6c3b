// What the corpus gets when it imports 'kysely': the real package, with dialects that note each statement instead of sending it.
import * as kysely from '#kysely'

export * from '#kysely'

const LIMIT = 50 // statements per case; more means a loop that never ends

let statements = []
let rows = []

/** Forget the statements noted so far; found is what every later query returns. */
export function restart(found) {
  statements = []
  rows = found
}

/** The SQL texts compiled since restart(), in order. */
export function recorded() {
  return statements.map((statement) => statement.sql)
}

function note(statement) {
  // A statement is compiled once and then run; CompiledQuery.raw() is only ever run.
  if (!statements.includes(statement)) statements.push(statement)
  if (statements.length > LIMIT) throw new Error(`more than ${LIMIT} statements`)
  return statement
}

class Connection {
  async executeQuery(statement) {
    note(statement)
    return { rows, numAffectedRows: 1n, numChangedRows: 1n, insertId: 1n }
  }

  async *streamQuery(statement) {
    yield await this.executeQuery(statement)
  }
}

class Driver extends kysely.DummyDriver {
  async acquireConnection() {
    return new Connection()
  }
}

function recording(Compiler, Adapter, Introspector) {
  class RecordingCompiler extends Compiler {
    compileQuery(...args) {
      return note(super.compileQuery(...args))
    }
  }
  return class {
    createAdapter = () => new Adapter()
    createDriver = () => new Driver()
    createIntrospector = (db) => new Introspector(db)
    createQueryCompiler = () => new RecordingCompiler()
  }
}

export const PostgresDialect = recording(
  kysely.PostgresQueryCompiler, kysely.PostgresAdapter, kysely.PostgresIntrospector)
export const MysqlDialect = recording(
  kysely.MysqlQueryCompiler, kysely.MysqlAdapter, kysely.MysqlIntrospector)
export const SqliteDialect = recording(
  kysely.SqliteQueryCompiler, kysely.SqliteAdapter, kysely.SqliteIntrospector)
export const MssqlDialect = recording(
  kysely.MssqlQueryCompiler, kysely.MssqlAdapter, kysely.MssqlIntrospector)
