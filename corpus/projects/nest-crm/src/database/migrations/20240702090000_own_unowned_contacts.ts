import { sql, type Kysely } from 'kysely';

/** Contacts from before there were owners go to whoever wrote the first note. */
export async function up(db: Kysely<any>): Promise<void> {
  await db
    .updateTable('contacts')
    .from('notes')
    .set((eb) => ({ owner_id: eb.ref('notes.author_id') }))
    .whereRef('notes.contact_id', '=', 'contacts.id')
    .where('contacts.owner_id', 'is', null)
    .execute();
  await db.updateTable('deals').set({ updated_at: sql`now()` }).execute();
}

export async function down(): Promise<void> {
  // Nobody can tell any more which ones had no owner.
}
