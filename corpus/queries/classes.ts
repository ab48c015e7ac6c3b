// Repositories: classes with fields, injection, inheritance and statics; object literals; factories.
import { sql, type Insertable, type Kysely, type SelectQueryBuilder, type Transaction } from 'kysely'
import type { DB, TodoTable } from './database'

export class TodoRepository {
  constructor(private readonly db: Kysely<DB>) {}

  async findById(id: number) {
    return this.db.selectFrom('todo').selectAll().where('id', '=', id).executeTakeFirst()
  }

  async listOpen(orgId: string) {
    return this.open(orgId).orderBy('position').execute()
  }

  async countOpen(orgId: string) {
    const row = await this.open(orgId)
      .clearSelect()
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow()
    return row.n
  }

  async rename(id: number, title: string, trx?: Transaction<DB>) {
    const db = trx ?? this.db
    await db.updateTable('todo').set({ title }).where('id', '=', id).execute()
  }

  async create(orgId: string, title: string) {
    return this.db
      .insertInto('todo')
      .values({ ...this.defaults, organization_id: orgId, title })
      .returning('id')
      .executeTakeFirstOrThrow()
  }

  private readonly defaults = { project_id: 'inbox', status: 'open' as const, position: 0 }

  private open(orgId: string) {
    return this.db.selectFrom('todo').select(['id', 'title']).where('organization_id', '=', orgId).where('status', '=', 'open')
  }
}

export class LabelRepository {
  readonly #db: Kysely<DB>

  constructor(db: Kysely<DB>) {
    this.#db = db
  }

  async all() {
    return this.#db.selectFrom('label').selectAll().execute()
  }

  async remove(id: number) {
    await this.#db.deleteFrom('label').where('id', '=', id).execute()
  }
}

abstract class BaseRepository {
  protected readonly db: Kysely<DB>

  constructor(db: Kysely<DB>) {
    this.db = db
  }

  protected projectsOf(orgId: string) {
    return this.db.selectFrom('project').where('organization_id', '=', orgId)
  }
}

export class ProjectRepository extends BaseRepository {
  async names(orgId: string) {
    return this.projectsOf(orgId).select(['id', 'name']).execute()
  }

  async archive(id: string) {
    return this.db.updateTable('project').set({ status: 'archived' }).where('id', '=', id).returningAll().executeTakeFirst()
  }
}

abstract class TableRepository<T extends 'label' | 'category'> {
  protected abstract readonly table: T

  constructor(protected readonly db: Kysely<DB>) {}
}

export class CategoryRepository extends TableRepository<'category'> {
  protected readonly table = 'category'

  async roots() {
    return this.db.selectFrom(this.table).select('name').where('parent_id', 'is', null).execute()
  }
}

export class SettingService {
  private static readonly TABLE = 'setting' as const

  constructor(private readonly database: { db: Kysely<DB> }) {}

  async get(key: string) {
    const row = await this.database.db.selectFrom(SettingService.TABLE).select('value').where('key', '=', key).executeTakeFirst()
    return row?.value
  }

  put = async (key: string, value: string) => {
    await this.database.db
      .insertInto(SettingService.TABLE)
      .values({ key, value })
      .onConflict((oc) => oc.column('key').doUpdateSet({ value }))
      .execute()
  }
}

export class Sessions {
  static async purge(db: Kysely<DB>) {
    await db.deleteFrom('session').where('expires_at', '<', new Date()).execute()
  }

  static byToken(db: Kysely<DB>, token: string) {
    return db.selectFrom('session').selectAll().where('token', '=', token).executeTakeFirst()
  }
}

export class AuditLog {
  private query: SelectQueryBuilder<DB, 'audit_log', object>

  constructor(db: Kysely<DB>) {
    this.query = db.selectFrom('audit_log').where('actor_id', 'is not', null)
  }

  async latest() {
    return this.query.select(['action', 'at']).orderBy('at', 'desc').limit(10).execute()
  }
}

export class PurchaseQuery {
  private query

  constructor(db: Kysely<DB>) {
    this.query = db.selectFrom('purchase').select(['id', 'total'])
  }

  private paid() {
    this.query = this.query.where('state', '=', 'paid')
    return this
  }

  private since(date: Date) {
    this.query = this.query.where('placed_at', '>=', date)
    return this
  }

  async recentlyPaid(date: Date) {
    return this.paid().since(date).query.execute()
  }
}

export class Services {
  readonly todos: TodoRepository
  readonly labels: LabelRepository

  constructor(private readonly db: Kysely<DB>) {
    this.todos = new TodoRepository(db)
    this.labels = new LabelRepository(db)
  }

  get handle() {
    return this.db
  }

  async health() {
    return this.handle.selectNoFrom((eb) => eb.lit(1).as('ok')).executeTakeFirst()
  }
}

export async function instanceInsideFunction(db: Kysely<DB>, orgId: string) {
  const repository = new CommentRepository(db, orgId)
  return repository.query().select('body').execute()
}

class CommentRepository {
  constructor(
    private readonly db: Kysely<DB>,
    private readonly orgId: string,
  ) {}

  query() {
    return this.db.selectFrom('comment').where('organization_id', '=', this.orgId)
  }
}

export const jobStore = {
  async next(db: Kysely<DB>, queue: string) {
    return db.selectFrom('job').selectAll().where('queue', '=', queue).orderBy('run_at').limit(1).executeTakeFirst()
  },

  release: async (db: Kysely<DB>, id: number) => {
    await db.updateTable('job').set({ locked_at: null }).where('id', '=', id).execute()
  },

  async fail(db: Kysely<DB>, id: number) {
    await db
      .updateTable('job')
      .set((eb) => ({ attempts: eb('attempts', '+', 1), locked_at: null }))
      .where('id', '=', id)
      .execute()
  },
}

export function createEventStore(db: Kysely<DB>) {
  const recent = () => db.selectFrom('event').selectAll().orderBy('occurred_at', 'desc')

  return {
    async append(orgId: string, kind: string) {
      return db.insertInto('event').values({ organization_id: orgId, kind, data: '{}' }).execute()
    },
    async last(kind: string) {
      return recent().where('kind', '=', kind).limit(1).executeTakeFirst()
    },
    clear: () => db.deleteFrom('event').where('occurred_at', '<', sql<Date>`now() - interval '1 year'`).execute(),
  }
}

export const makeProductReader = (db: Kysely<DB>) => {
  async function bySku(sku: string) {
    return db.selectFrom('product').selectAll().where('sku', '=', sku).executeTakeFirst()
  }

  async function scarce(limit: number) {
    return db.selectFrom('product').select('sku').where('stock', '<', limit).execute()
  }

  return { bySku, scarce }
}

export function createUserRepo({ db, log }: { db: Kysely<DB>; log: (message: string) => void }) {
  return {
    async create(user: { email: string; passwordHash: string }) {
      log('creating')
      return db
        .insertInto('app_user')
        .values({ email: user.email, password_hash: user.passwordHash, locale: 'en' })
        .returningAll()
        .executeTakeFirstOrThrow()
    },
  }
}

export async function localClass(db: Kysely<DB>) {
  class Counter {
    constructor(private handle: Kysely<DB>) {}
    async count() {
      return this.handle.selectFrom('todo').select((eb) => eb.fn.countAll().as('n')).executeTakeFirst()
    }
  }
  return new Counter(db).count()
}

function injectable(_target: unknown): void {}

@injectable
export class DecoratedService {
  constructor(private readonly kysely: Kysely<DB>) {}

  async members(orgId: string) {
    return await this.kysely
      .selectFrom('member as m')
      .innerJoin('app_user as u', 'u.id', 'm.user_id')
      .select(['u.email', 'm.role'])
      .where('m.organization_id', '=', orgId)
      .execute()
  }
}

export class MixedService {
  private readonly db: Kysely<DB>
  protected readonly pageSize = 20

  constructor(db: Kysely<DB>) {
    this.db = db.withSchema('app')
  }

  async page(n: number) {
    return this.db.selectFrom('todo').select('todo.id').limit(this.pageSize).offset(n * this.pageSize).execute()
  }

  async bulk(rows: Insertable<TodoTable>[]) {
    const titles = rows.map((row) => ({ organization_id: row.organization_id, name: row.title, color: 'red' }))
    await this.db.insertInto('label').values(titles).execute()
  }
}

// A table that each subclass gives its parent: through the constructor, as a field, by a method.

abstract class Table<T extends 'todo' | 'user' | 'project'> {
  constructor(
    protected readonly db: Kysely<DB>,
    protected readonly name: T,
  ) {}

  protected rows() {
    return (this.db as Kysely<DB>).selectFrom(this.name as 'todo').selectAll()
  }
}

export class Projects extends Table<'project'> {
  constructor(db: Kysely<DB>) {
    super(db, 'project')
  }

  async all() {
    return this.rows().orderBy('id').execute()
  }
}

class Stored {
  protected readonly db: Kysely<DB>
  protected table: keyof DB

  constructor(db: Kysely<DB>, table: keyof DB) {
    this.db = db
    this.table = table
  }

  protected async drop(id: number) {
    await this.db.deleteFrom(this.table as 'todo').where('id', '=', id).execute()
  }
}

class StoredForTenant extends Stored {
  constructor(
    db: Kysely<DB>,
    table: keyof DB,
    private readonly tenant: string,
  ) {
    super(db, table)
  }

  protected async dropOwn(id: number) {
    await this.db.deleteFrom(this.table as 'todo').where('id', '=', id).where('organization_id', '=', this.tenant).execute()
  }
}

export class Labels extends StoredForTenant {
  constructor(db: Kysely<DB>) {
    super(db, 'todo_label', 'acme')
  }

  async clear(id: number) {
    await this.drop(id)
    await this.dropOwn(id)
  }
}

export async function tableOfAnInstance(db: Kysely<DB>) {
  await new Labels(db).clear(1)
}
