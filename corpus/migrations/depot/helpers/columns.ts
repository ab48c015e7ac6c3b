import { sql, type CreateTableBuilder, type Kysely } from 'kysely'

export const withTimes = <T extends string>(table: CreateTableBuilder<T>) =>
  table
    .addColumn('created_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
    .addColumn('closed_at', 'timestamptz')

/** Changes of one table. */
export class Columns {
  constructor(
    private readonly db: Kysely<any>,
    private readonly schema: string,
    private readonly table: string,
  ) {}

  async addNotes(...names: string[]) {
    for (const name of names) await this.add(name, 'text')
    return this
  }

  private async add(name: string, type: 'text' | 'integer') {
    await this.db.schema.withSchema(this.schema).alterTable(this.table).addColumn(name, type).execute()
  }

  static rename(db: Kysely<any>, table: string, from: string, to: string) {
    return sql.raw(`alter table ${table} rename column ${from} to ${to}`).execute(db)
  }
}
