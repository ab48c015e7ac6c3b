// Imports through tsconfig paths, and a handle behind a lazy function.
import { getDb } from '@notes/server/db'
import { visibleTo } from '@notes/server/visibility'
import { NOTE_COLUMNS } from '@notes/shared/tables'

export async function lazyInstance(id: number) {
  return getDb().selectFrom('note').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function lazyInstanceInVariable(userId: string) {
  const db = getDb()
  return db.selectFrom('note').select(NOTE_COLUMNS).where(visibleTo(userId)).orderBy('note.title').execute()
}

export async function pin(userId: string, id: number) {
  await getDb().updateTable('note').set({ pinned: true }).where('id', '=', id).where('owner_id', '=', userId).execute()
}

export async function share(id: number, userIds: string[]) {
  await getDb()
    .insertInto('share')
    .values(userIds.map((user_id) => ({ note_id: id, user_id })))
    .onConflict((oc) => oc.doNothing())
    .execute()
}
