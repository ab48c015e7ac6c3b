import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import * as helpers from '../helpers'

const notes: Migration = {
  async up(db: Kysely<any>) {
    const crate = await new helpers.columns.Columns(db, 'depot', 'crate').addNotes('label', 'remark', 'origin')
    await crate.addNotes('sender')
    await helpers.columns.Columns.rename(db, 'depot.crate', 'origin', 'source')
  },
  async down() {
    throw new Error('notes are not taken back')
  },
}

export default notes
