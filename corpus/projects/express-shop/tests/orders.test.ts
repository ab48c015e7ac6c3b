import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { closeDb, getDb } from '../src/db'
import { listOrders, orderById } from '../src/modules/orders'

beforeEach(async () => {
  await getDb().deleteFrom('orders').execute()
  await getDb().deleteFrom('customers').execute()
})

after(closeDb)

async function placeOrder(tenantId: number) {
  const customer = await getDb()
    .insertInto('customers')
    .values({ tenant_id: tenantId, email: 'ada@example.com', name: 'Ada' })
    .returningAll()
    .executeTakeFirstOrThrow()
  return getDb()
    .insertInto('orders')
    .values({ tenant_id: tenantId, customer_id: customer.id, number: 1 })
    .returningAll()
    .executeTakeFirstOrThrow()
}

test('a shop sees nothing of another one', async () => {
  const order = await placeOrder(1)

  assert.equal(await orderById(2, order.id), undefined)
  assert.deepEqual(await listOrders(2, {}), [])
  assert.equal((await getDb().selectFrom('orders').selectAll().execute()).length, 1)
})
