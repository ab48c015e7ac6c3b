import { closeDb, getDb } from '../src/db'

/** Sets the totals of orders from before they were stored. Runs once, over all shops. */
const orders = await getDb().selectFrom('orders').select('id').where('total_cents', '=', 0).execute()

for (const { id } of orders) {
  const { total } = await getDb()
    .selectFrom('order_items')
    .select((eb) => eb.fn.sum<number>(eb('quantity', '*', eb.ref('price_cents'))).as('total'))
    .where('order_id', '=', id)
    .executeTakeFirstOrThrow()
  await getDb().updateTable('orders').set({ total_cents: total }).where('id', '=', id).execute()
}
await closeDb()
