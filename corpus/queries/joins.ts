// Joins: every kind, every form of the ON predicate, aliases and derived tables.
import { sql, type Kysely } from 'kysely'
import type { DB } from './database'

export async function innerJoinOnKeys(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .innerJoin('project', 'project.id', 'todo.project_id')
    .select(['todo.id', 'project.name as project_name'])
    .execute()
}

export async function leftJoinAliased(db: Kysely<DB>) {
  return db
    .selectFrom('todo as t')
    .leftJoin('app_user as u', 'u.id', 't.assignee_id')
    .select(['t.title', 'u.email'])
    .execute()
}

export async function rightJoinTable(db: Kysely<DB>) {
  return db
    .selectFrom('purchase_item as i')
    .rightJoin('product as p', 'p.id', 'i.product_id')
    .select(['p.sku', 'i.quantity'])
    .execute()
}

export async function fullJoinTable(db: Kysely<DB>) {
  return db
    .selectFrom('member')
    .fullJoin('session', 'session.user_id', 'member.user_id')
    .select(['member.role', 'session.expires_at'])
    .execute()
}

export async function crossJoinTable(db: Kysely<DB>) {
  return db.selectFrom('label').crossJoin('setting').select(['label.name', 'setting.key']).execute()
}

export async function chainOfJoins(db: Kysely<DB>, orgId: string) {
  return db
    .selectFrom('comment as c')
    .innerJoin('todo as t', 't.id', 'c.todo_id')
    .innerJoin('project as p', 'p.id', 't.project_id')
    .leftJoin('app_user as author', 'author.id', 'c.author_id')
    .where('p.organization_id', '=', orgId)
    .select(['c.body', 't.title', 'p.name', 'author.full_name'])
    .orderBy('c.created_at', 'desc')
    .execute()
}

export async function joinBuilderOnRef(db: Kysely<DB>) {
  return db
    .selectFrom('todo as t')
    .innerJoin('project as p', (join) =>
      join.onRef('p.id', '=', 't.project_id').onRef('p.organization_id', '=', 't.organization_id'),
    )
    .select('t.id')
    .execute()
}

export async function joinWithValue(db: Kysely<DB>, userId: string) {
  return db
    .selectFrom('project as p')
    .leftJoin('member as m', (join) =>
      join.onRef('m.organization_id', '=', 'p.organization_id').on('m.user_id', '=', userId).on('m.role', 'in', ['owner', 'admin']),
    )
    .select(['p.id', 'm.role'])
    .execute()
}

export async function joinWithNull(db: Kysely<DB>) {
  return db
    .selectFrom('project')
    .leftJoin('todo', (join) => join.onRef('todo.project_id', '=', 'project.id').on('todo.deleted_at', 'is', null))
    .selectAll('project')
    .execute()
}

export async function joinWithOr(db: Kysely<DB>) {
  return db
    .selectFrom('todo as t')
    .innerJoin('member as m', (join) =>
      join.on((eb) => eb.or([eb('m.user_id', '=', eb.ref('t.assignee_id')), eb('m.role', '=', 'owner')])),
    )
    .select('t.id')
    .execute()
}

export async function joinWithBody(db: Kysely<DB>, since: Date) {
  return db
    .selectFrom('organization as o')
    .innerJoin('event as e', (join) => {
      return join.onRef('e.organization_id', '=', 'o.id').on('e.occurred_at', '>', since)
    })
    .select(['o.slug', 'e.kind'])
    .execute()
}

export async function joinOnTrue(db: Kysely<DB>) {
  return db
    .selectFrom('label')
    .innerJoin('setting', (join) => join.onTrue())
    .select('setting.value')
    .execute()
}

export async function joinOnRaw(db: Kysely<DB>) {
  return db
    .selectFrom('app_user as u')
    .innerJoin('session as s', (join) => join.on(sql<boolean>`s.user_id = u.id and s.expires_at > now()`))
    .select('u.email')
    .execute()
}

export async function selfJoin(db: Kysely<DB>) {
  return db
    .selectFrom('category as child')
    .leftJoin('category as parent', 'parent.id', 'child.parent_id')
    .select(['child.name', 'parent.name as parent_name'])
    .execute()
}

export async function joinDerivedTable(db: Kysely<DB>) {
  return db
    .selectFrom('project')
    .leftJoin(
      (eb) =>
        eb
          .selectFrom('todo')
          .select(['project_id', (inner) => inner.fn.countAll<number>().as('open_count')])
          .where('status', '!=', 'done')
          .groupBy('project_id')
          .as('counts'),
      (join) => join.onRef('counts.project_id', '=', 'project.id'),
    )
    .select(['project.name', 'counts.open_count'])
    .execute()
}

export async function joinDerivedOnKeys(db: Kysely<DB>) {
  return db
    .selectFrom('app_user')
    .innerJoin(
      db.selectFrom('session').select('user_id').distinct().as('online'),
      'online.user_id',
      'app_user.id',
    )
    .select('app_user.email')
    .execute()
}

export async function lateralJoin(db: Kysely<DB>) {
  return db
    .selectFrom('todo as t')
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('comment as c')
          .select(['c.body', 'c.created_at'])
          .whereRef('c.todo_id', '=', 't.id')
          .orderBy('c.created_at', 'desc')
          .limit(1)
          .as('latest'),
      (join) => join.onTrue(),
    )
    .select(['t.title', 'latest.body'])
    .execute()
}

export async function leftLateralJoin(db: Kysely<DB>) {
  return db
    .selectFrom('organization as o')
    .leftJoinLateral(
      ({ selectFrom }) =>
        selectFrom('purchase as p').select((eb) => eb.fn.max('p.placed_at').as('last_at')).whereRef('p.organization_id', '=', 'o.id').as('recent'),
      (join) => join.onTrue(),
    )
    .select(['o.name', 'recent.last_at'])
    .execute()
}

export async function crossLateralJoin(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .crossJoinLateral(sql<{ tag: string }>`unnest(todo.tags)`.as<'t'>(sql`t(tag)`))
    .select(['todo.id', 't.tag'])
    .execute()
}

export async function joinAcrossSchemas(db: Kysely<DB>) {
  return db
    .selectFrom('billing.invoice as i')
    .innerJoin('billing.invoice_line as l', 'l.invoice_id', 'i.id')
    .innerJoin('organization as o', 'o.id', 'i.organization_id')
    .select(['i.number', 'l.text', 'o.name'])
    .execute()
}

export async function joinWithoutAlias(db: Kysely<DB>) {
  return db
    .selectFrom('billing.invoice')
    .leftJoin('billing.subscription', 'billing.subscription.organization_id', 'billing.invoice.organization_id')
    .select(['billing.subscription.plan'])
    .execute()
}

export async function manyToMany(db: Kysely<DB>, labelName: string) {
  return db
    .selectFrom('todo')
    .innerJoin('todo_label', 'todo_label.todo_id', 'todo.id')
    .innerJoin('label', 'label.id', 'todo_label.label_id')
    .where('label.name', '=', labelName)
    .selectAll('todo')
    .distinct()
    .execute()
}

export async function antiJoin(db: Kysely<DB>) {
  return db
    .selectFrom('product as p')
    .leftJoin('purchase_item as i', 'i.product_id', 'p.id')
    .where('i.product_id', 'is', null)
    .select('p.sku')
    .execute()
}

export async function joinCallHelper(db: Kysely<DB>, role: 'owner' | 'admin') {
  return db
    .selectFrom('organization as o')
    .innerJoin('member as m', (join) =>
      join.onRef('m.organization_id', '=', 'o.id').$call((j) => j.on('m.role', '=', role)),
    )
    .select('m.user_id')
    .execute()
}

export async function nonEqualJoin(db: Kysely<DB>) {
  return db
    .selectFrom('event as a')
    .innerJoin('event as b', (join) =>
      join.onRef('a.organization_id', '=', 'b.organization_id').onRef('a.occurred_at', '<', 'b.occurred_at'),
    )
    .select(['a.id as earlier', 'b.id as later'])
    .execute()
}

export async function existsInJoin(db: Kysely<DB>) {
  return db
    .selectFrom('project as p')
    .innerJoin('app_user as u', (join) =>
      join
        .onRef('u.id', '=', 'p.owner_id')
        .on(({ exists, selectFrom }) =>
          exists(selectFrom('session as s').select('s.id').whereRef('s.user_id', '=', 'u.id')),
        ),
    )
    .select(['p.name', 'u.email'])
    .execute()
}

export async function joinOnCaseInsensitive(db: Kysely<DB>) {
  return db
    .selectFrom('label as a')
    .innerJoin('label as b', (join) =>
      join.on((eb) => eb(eb.fn<string>('lower', ['a.name']), '=', eb.fn<string>('lower', ['b.name']))),
    )
    .select('a.id')
    .execute()
}

export async function updateJoinedFrom(db: Kysely<DB>) {
  return db
    .updateTable('todo as t')
    .from('project as p')
    .innerJoin('organization as o', 'o.id', 'p.organization_id')
    .set({ status: 'done' })
    .whereRef('t.project_id', '=', 'p.id')
    .where('o.plan', '=', 'free')
    .execute()
}

export async function deleteUsingJoin(db: Kysely<DB>) {
  return db
    .deleteFrom('comment')
    .using('todo')
    .leftJoin('project', 'project.id', 'todo.project_id')
    .whereRef('comment.todo_id', '=', 'todo.id')
    .where('project.archived_at', 'is not', null)
    .execute()
}
