import { Router } from 'express'
import { z } from 'zod'
import { found } from '@/lib/errors'
import { staff } from '@/middleware/staff'
import {
  cancelUnpaid,
  listOrders,
  orderById,
  ordersOf,
  packedItems,
  packingList,
  trackOrder,
  unshipped,
} from './queries'
import { cancel, checkout, pay, removeItem, ship } from './service'

const Filter = z.object({
  status: z.enum(['placed', 'paid', 'shipped', 'cancelled']).optional(),
  customerId: z.coerce.number().int().optional(),
  from: z.coerce.date().optional(),
  until: z.coerce.date().optional(),
  limit: z.coerce.number().int().min(1).max(100).optional(),
  offset: z.coerce.number().int().min(0).optional(),
})

export const orders = Router()

orders.post('/checkout', async (req, res) => {
  const { cart, customerId } = z.object({ cart: z.string(), customerId: z.number() }).parse(req.body)
  res.status(201).json(await checkout(req.tenantId, cart, customerId))
})

orders.get('/track/:number', async (req, res) => {
  const email = z.string().email().parse(req.query.email)
  res.json(found(await trackOrder(Number(req.params.number), email), 'order'))
})

orders.post('/:id/pay', async (req, res) => {
  await pay(req.tenantId, Number(req.params.id), z.string().parse(req.body.source))
  res.status(204).end()
})

orders.use(staff)

orders.get('/', async (req, res) => {
  res.json(await listOrders(req.tenantId, Filter.parse(req.query)))
})

orders.get('/unshipped', async (req, res) => {
  res.json(await unshipped(req.tenantId))
})

orders.get('/packing-list', async (req, res) => {
  const ids = z.array(z.coerce.number()).min(1).max(50).parse(req.query.ids)
  res.json(await packingList(req.tenantId, ids))
})

orders.post('/cancel-unpaid', async (req, res) => {
  const before = z.coerce.date().parse(req.body.before)
  res.json({ cancelled: await cancelUnpaid(before) })
})

orders.get('/of/:customer', async (req, res) => {
  res.json(await ordersOf(Number(req.params.customer)))
})

orders.get('/:id', async (req, res) => {
  const order = found(await orderById(req.tenantId, Number(req.params.id)), 'order')
  res.json({ ...order, packed: await packedItems(req.tenantId, order.id) })
})

orders.post('/:id/ship', async (req, res) => {
  await ship(req.tenantId, Number(req.params.id))
  res.status(204).end()
})

orders.post('/:id/cancel', async (req, res) => {
  await cancel(req.tenantId, Number(req.params.id))
  res.status(204).end()
})

orders.delete('/:id/items/:product', async (req, res) => {
  await removeItem(req.tenantId, Number(req.params.id), Number(req.params.product))
  res.status(204).end()
})
