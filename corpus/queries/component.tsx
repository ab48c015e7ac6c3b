// A .tsx file: queries beside markup, and generics that must not look like tags.
import { sql, type Kysely } from 'kysely'
import type { DB } from './database'

declare global {
  namespace JSX {
    interface Element {
      tag: string
    }
    interface IntrinsicElements {
      [tag: string]: { children?: unknown; [attribute: string]: unknown }
    }
  }
}

declare const React: { createElement(tag: unknown, attributes: unknown, ...children: unknown[]): JSX.Element }

export async function ServerComponent(db: Kysely<DB>, orgId: string) {
  const todos = await db.selectFrom('todo').select(['id', 'title']).where('organization_id', '=', orgId).execute()
  return { markup: () => <ul>{todos.map((todo) => <li key={todo.id}>{todo.title}</li>)}</ul> }
}

export const genericArrow = async <T extends { id: number }>(db: Kysely<DB>, row: T) => {
  return db.selectFrom('comment').selectAll().where('todo_id', '=', row.id).execute()
}

export async function typedTemplateInMarkupFile(db: Kysely<DB>) {
  return db
    .selectFrom('todo')
    .select(sql<{ hours: number }[]>`json_agg(estimate)`.as('estimates'))
    .execute()
}

export async function queryInHandler(db: Kysely<DB>, id: number) {
  const button = { onClick: async () => db.deleteFrom('todo').where('id', '=', id).execute() }
  await button.onClick()
}
