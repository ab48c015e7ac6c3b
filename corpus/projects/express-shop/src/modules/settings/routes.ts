import { Router } from 'express'
import { z } from 'zod'
import { staff } from '@/middleware/staff'
import { foreignRates, ownRates, taxRate } from '../tax/queries'
import { setCurrency, settingsOf, shopName } from './queries'

export const settings = Router()

settings.get('/tax/:country', async (req, res) => {
  res.json({ percent: await taxRate(req.tenantId, req.params.country, new Date()) })
})

settings.use(staff)

settings.get('/', async (req, res) => {
  res.json({ name: await shopName(req.tenantId), ...(await settingsOf(req.tenantId)) })
})

settings.put('/currency', async (req, res) => {
  await setCurrency(req.tenantId, z.string().length(3).parse(req.body.currency))
  res.status(204).end()
})

settings.get('/tax', async (req, res) => {
  const country = z.string().optional().parse(req.query.country)
  res.json({ own: await ownRates(req.tenantId, country), others: await foreignRates(req.tenantId) })
})
