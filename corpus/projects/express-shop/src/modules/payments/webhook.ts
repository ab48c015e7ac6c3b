import { createHmac, timingSafeEqual } from 'node:crypto'
import { Router } from 'express'
import { z } from 'zod'
import { getDb, withTransaction } from '@/db'
import { HttpError } from '@/lib/errors'

const Event = z.object({
  charge: z.string(),
  status: z.enum(['succeeded', 'failed']),
})

export const paymentsWebhook = Router()

paymentsWebhook.post('/', async (req, res) => {
  const signature = Buffer.from(req.get('x-signature') ?? '', 'hex')
  const expected = createHmac('sha256', process.env.PAYMENTS_SECRET ?? '')
    .update(JSON.stringify(req.body))
    .digest()
  if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) {
    throw new HttpError(401, 'Bad signature')
  }
  const event = Event.parse(req.body)

  // The provider knows no shops: its reference is unique among all of them.
  const payment = await getDb()
    .selectFrom('payments')
    .select(['id', 'tenant_id', 'order_id'])
    .where('provider_ref', '=', event.charge)
    .executeTakeFirst()
  if (!payment) {
    res.status(202).end()
    return
  }
  await withTransaction(async (trx) => {
    const now = new Date()
    await trx
      .updateTable('payments')
      .set({ status: event.status, updated_at: now })
      .where('id', '=', payment.id)
      .where('tenant_id', '=', payment.tenant_id)
      .execute()
    if (event.status === 'succeeded') {
      await trx
        .updateTable('orders')
        .set({ status: 'paid', updated_at: now })
        .where('id', '=', payment.order_id)
        .where('tenant_id', '=', payment.tenant_id)
        .execute()
    }
  })
  res.status(204).end()
})
