import { Router } from 'express'
import { z } from 'zod'
import { found } from '@/lib/errors'
import { staff } from '@/middleware/staff'
import {
  allProducts,
  archiveProduct,
  cheapest,
  startStocktaking,
  listProducts,
  neverSold,
  productById,
  productBySku,
  raisePrices,
  updateProduct,
} from './queries'

const Filter = z.object({
  q: z.string().min(2).optional(),
  inStock: z.coerce.boolean().optional(),
  sort: z.enum(['name', 'price_cents', 'created_at']).optional(),
  limit: z.coerce.number().int().min(1).max(100).optional(),
  offset: z.coerce.number().int().min(0).optional(),
})

const Changes = z.object({
  name: z.string().min(1).optional(),
  description: z.string().nullable().optional(),
  price_cents: z.number().int().min(0).optional(),
})

export const products = Router()

products.get('/', async (req, res) => {
  res.json(await listProducts(req.tenantId, Filter.parse(req.query)))
})

products.get('/cheapest', async (req, res) => {
  res.json(await cheapest(req.tenantId))
})

products.get('/sku/:sku', async (req, res) => {
  res.json(found(await productBySku(req.params.sku), 'product'))
})

products.get('/:id', async (req, res) => {
  res.json(found(await productById(req.tenantId, Number(req.params.id)), 'product'))
})

products.use(staff)

products.get('/export', async (req, res) => {
  res.json(await allProducts(req.tenantId))
})

products.get('/never-sold', async (req, res) => {
  res.json(await neverSold(req.tenantId))
})

products.patch('/:id', async (req, res) => {
  const changes = Changes.parse(req.body)
  res.json(found(await updateProduct(req.tenantId, Number(req.params.id), changes), 'product'))
})

products.delete('/:id', async (req, res) => {
  await archiveProduct(Number(req.params.id))
  res.status(204).end()
})

products.post('/prices', async (req, res) => {
  await raisePrices(req.tenantId, z.number().min(-50).max(50).parse(req.body.percent))
  res.status(204).end()
})

products.post('/stocktaking', async (_req, res) => {
  await startStocktaking()
  res.status(204).end()
})
