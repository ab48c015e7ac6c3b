import { Router } from 'express'
import { z } from 'zod'
import { getDb } from '@/db'
import { found } from '@/lib/errors'
import { staff } from '@/middleware/staff'
import { createCustomersRepository } from './repository'

export const customers = Router()

const repository = () => createCustomersRepository(getDb())

customers.use(staff)

customers.get('/', async (req, res) => {
  const q = z.string().optional().parse(req.query.q)
  res.json(await repository().list(req.tenantId, q, { offset: Number(req.query.offset ?? 0) }))
})

customers.get('/newest', async (req, res) => {
  res.json(await repository().newest(req.tenantId))
})

customers.get('/addresses', async (req, res) => {
  res.json(await repository().addresses(req.tenantId))
})

customers.get('/orders', async (req, res) => {
  res.json(await repository().withOrders(req.tenantId, {}))
})

customers.get('/:id', async (req, res) => {
  res.json(found(await repository().byId(req.tenantId, Number(req.params.id)), 'customer'))
})

customers.patch('/:id', async (req, res) => {
  const name = z.string().min(1).parse(req.body.name)
  await repository().rename(req.tenantId, Number(req.params.id), name)
  res.status(204).end()
})

customers.delete('/:id', async (req, res) => {
  await repository().forget(Number(req.params.id))
  res.status(204).end()
})
