import { sql, type Kysely } from 'kysely'

/** An index named after what it is over. */
export function createIndex(db: Kysely<any>, schema: string, table: string, columns: string[], unique = false) {
  const made = db.schema.withSchema(schema).createIndex(`${table}_${columns.join('_')}_idx`).on(table).columns(columns)
  return unique ? made.unique().execute() : made.execute()
}

export const createPartialIndex = async (db: Kysely<any>, schema: string, table: string, column: string) => {
  await sql`create index ${sql.ref(`${table}_open_idx`)} on ${sql.id(schema, table)} (${sql.ref(column)}) where closed_at is null`.execute(db)
}
