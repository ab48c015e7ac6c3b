import type { ExpressionBuilder } from 'kysely'
import type { NoteDB } from '@notes/shared/tables'

export function visibleTo(userId: string) {
  return ({ eb, or, exists, selectFrom }: ExpressionBuilder<NoteDB, 'note'>) =>
    or([
      eb('note.owner_id', '=', userId),
      exists(selectFrom('share').select('share.note_id').whereRef('share.note_id', '=', 'note.id').where('share.user_id', '=', userId)),
    ])
}
