import { getDb, withTransaction, type Trx } from '@/db'
import { found, HttpError } from '@/lib/errors'
import { sendMail } from '@/lib/mailer'
import { provider } from '@/lib/payment-provider'
import { takeStock } from '../products'
import { nextNumber, orderById, setStatus } from './queries'

interface Line {
  product_id: number
  quantity: number
  price_cents: number
}

async function enqueue(trx: Trx, tenantId: number, topic: string, payload: object) {
  await trx
    .insertInto('outbox')
    .values({ tenant_id: tenantId, topic, payload: JSON.stringify(payload) })
    .execute()
}

async function insertOrder(trx: Trx, tenantId: number, customerId: number, lines: Line[]) {
  const order = await trx
    .insertInto('orders')
    .values({
      tenant_id: tenantId,
      customer_id: customerId,
      number: await nextNumber(tenantId, trx),
      total_cents: lines.reduce((sum, line) => sum + line.quantity * line.price_cents, 0),
    })
    .returning(['id', 'number', 'total_cents'])
    .executeTakeFirstOrThrow()
  await trx
    .insertInto('order_items')
    .values(lines.map((line) => ({ order_id: order.id, ...line }))) // expect(strict): performance/unchunked-batch
    .execute()
  return order
}

/** Turns a cart into an order; the cart is found by its cookie. */
export async function checkout(tenantId: number, cartToken: string, customerId: number) {
  return withTransaction(async (trx) => {
    const cart = await trx
      .selectFrom('carts')
      .select('id')
      .where('token', '=', cartToken)
      .where('tenant_id', '=', tenantId)
      .forUpdate()
      .executeTakeFirst()
    if (!cart) {
      throw new HttpError(404, 'The cart is gone')
    }
    const lines = await trx
      .selectFrom('cart_items')
      .innerJoin('products', 'products.id', 'cart_items.product_id')
      .select(['cart_items.product_id', 'cart_items.quantity', 'products.price_cents'])
      .where('cart_items.cart_id', '=', cart.id)
      .execute()
    if (lines.length === 0) {
      throw new HttpError(409, 'The cart is empty')
    }
    for (const line of lines) {
      if (!(await takeStock(trx, tenantId, line.product_id, line.quantity))) {
        throw new HttpError(409, 'Sold out')
      }
    }
    const order = await insertOrder(trx, tenantId, customerId, lines)
    await trx.deleteFrom('carts').where('id', '=', cart.id).execute()
    await enqueue(trx, tenantId, 'order.placed', { id: order.id })
    return order
  })
}

export async function pay(tenantId: number, id: number, source: string) {
  return withTransaction(async (trx) => {
    const order = found(await orderById(tenantId, id, trx), 'order')
    const settings = await getDb() // expect: transactions/other-handle
      .selectFrom('settings')
      .select('currency')
      .where('tenant_id', '=', tenantId)
      .executeTakeFirstOrThrow()
    // kyselylint-ignore transactions/other-handle -- the attempt stays on record when the payment rolls back
    await getDb()
      .insertInto('outbox')
      .values({ tenant_id: tenantId, topic: 'payment.attempted', payload: JSON.stringify({ id }) })
      .execute()
    const charge = await provider.charge(order.total_cents, settings.currency, source) // expect: transactions/external-work
    await trx
      .insertInto('payments')
      .values({
        tenant_id: tenantId,
        order_id: order.id,
        provider_ref: charge.id,
        amount_cents: order.total_cents,
        status: charge.status,
      })
      .execute()
    await setStatus(tenantId, order.id, 'paid', trx)
  })
}

export async function ship(tenantId: number, id: number) {
  const order = found(await orderById(tenantId, id), 'order')
  await withTransaction(async (trx) => {
    await trx
      .updateTable('orders')
      .set({ status: 'shipped', shipped_at: new Date(), updated_at: new Date() })
      .where('id', '=', order.id)
      .execute()
    await enqueue(trx, tenantId, 'order.shipped', { id: order.id })
  })
  const customer = await getDb()
    .selectFrom('customers')
    .innerJoin('settings', 'settings.tenant_id', 'customers.tenant_id')
    .select(['customers.email', 'settings.mail_from'])
    .where('customers.id', '=', order.customer_id)
    .where('customers.tenant_id', '=', tenantId)
    .executeTakeFirstOrThrow()
  await sendMail(customer.mail_from, customer.email, 'On its way', `Order ${order.number} has left us.`)
}

export async function cancel(tenantId: number, id: number) {
  await withTransaction(async (trx) => {
    const order = found(await orderById(tenantId, id, trx), 'order')
    await setStatus(tenantId, order.id, 'cancelled', trx)
    const payments = await trx
      .selectFrom('payments')
      .select('provider_ref')
      .where('order_id', '=', order.id)
      .where('status', '=', 'succeeded')
      .execute()
    for (const payment of payments) {
      await provider.refund(payment.provider_ref) // expect: transactions/external-work
    }
    await getDb().transaction().execute(async (inner) => { // expect: transactions/nested
      await enqueue(inner, tenantId, 'order.cancelled', { id: order.id })
    })
  })
}

/** The older way, from before there was `withTransaction`. */
export async function removeItem(tenantId: number, id: number, productId: number) {
  const order = found(await orderById(tenantId, id), 'order')
  const trx = await getDb().startTransaction().execute()
  try {
    await trx
      .deleteFrom('order_items')
      .where('order_id', '=', order.id)
      .where('product_id', '=', productId)
      .execute()
    await trx
      .updateTable('orders')
      .set((eb) => ({
        total_cents: eb
          .selectFrom('order_items')
          .select((sub) => sub.fn.coalesce(sub.fn.sum<number>('order_items.price_cents'), sub.lit(0)).as('sum'))
          .whereRef('order_items.order_id', '=', 'orders.id'),
        updated_at: new Date(),
      }))
      .where('orders.id', '=', order.id)
      .where('orders.tenant_id', '=', tenantId)
      .execute()
    await trx.commit().execute()
  } catch (error) {
    await trx.rollback().execute()
    throw error
  }
}
