import { sql } from 'kysely'
import { getDb, withTransaction } from '@/db'
import { sendMail } from '@/lib/mailer'

/** Takes a batch of unsent messages, of whichever shop, and sends them. */
export async function drainOutbox(batch = 50) {
  const claimed = await withTransaction(async (trx) => {
    const messages = await trx
      .selectFrom('outbox')
      .innerJoin('settings', 'settings.tenant_id', 'outbox.tenant_id')
      .select(['outbox.id', 'outbox.topic', 'outbox.payload', 'settings.mail_from'])
      .where('outbox.sent_at', 'is', null)
      .orderBy('outbox.id')
      .limit(batch)
      .forUpdate('outbox')
      .skipLocked()
      .execute()
    if (messages.length > 0) {
      await trx
        .updateTable('outbox')
        .set({ sent_at: new Date() })
        .where(
          'id',
          'in',
          messages.map((message) => message.id),
        )
        .execute()
    }
    return messages
  })
  for (const message of claimed) {
    await sendMail(message.mail_from, 'shop@example.com', message.topic, JSON.stringify(message.payload))
  }
  return claimed.length
}

export async function hourly() {
  // The table has a single row.
  const { last_run_at: last } = await getDb()
    .selectFrom('worker_state')
    .select('last_run_at')
    .executeTakeFirstOrThrow()
  if (Date.now() - last.getTime() < 60 * 60 * 1000) {
    return
  }
  await getDb()
    .updateTable('worker_state')
    .set({ last_run_at: sql`now()` })
    .where('id', '=', true)
    .execute()
  await getDb().deleteFrom('carts').where('expires_at', '<', new Date()).execute()
  await getDb().deleteFrom('staff_sessions').where('expires_at', '<', new Date()).execute()
}
