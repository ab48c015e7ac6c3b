export interface NoteDB {
  note: { id: number; owner_id: string; title: string; text: string; pinned: boolean }
  share: { note_id: number; user_id: string }
}

export const NOTE_COLUMNS = ['note.id', 'note.title'] as const
