import { Router } from 'express'
import { z } from 'zod'
import { staff } from '@/middleware/staff'
import { failedToday, income, lastPayment, paymentsOf } from '../payments'
import {
  abandoned,
  allShops,
  bestSellers,
  byColumn,
  compareDays,
  discounts,
  groupOf,
  ledger,
  platformTurnover,
  statement,
  turnover,
} from './queries'

const MONTH = 30 * 24 * 60 * 60 * 1000

export const reports = Router()

reports.use(staff)

reports.get('/turnover', async (req, res) => {
  res.json(await turnover(req.tenantId, groupOf(String(req.query.group))))
})

reports.get('/best-sellers', async (req, res) => {
  res.json(await bestSellers(req.tenantId, String(req.query.order ?? 'sold desc')))
})

reports.get('/ledger', async (req, res) => {
  res.json(await ledger(req.tenantId, String(req.query.columns).split(',')))
})

reports.get('/by/:column', async (req, res) => {
  const column = z.enum(['status', 'customer_id']).parse(req.params.column)
  res.json(await byColumn(req.tenantId, column))
})

reports.get('/today', async (req, res) => {
  res.json({
    ...(await compareDays(req.tenantId, new Date())),
    failed: await failedToday(),
    last: await lastPayment(req.tenantId),
  })
})

reports.get('/income', async (req, res) => {
  res.json(await income(req.tenantId))
})

reports.get('/statement', async (req, res) => {
  res.json(await statement(req.tenantId))
})

reports.get('/payments/:order', async (req, res) => {
  res.json(await paymentsOf(req.tenantId, Number(req.params.order)))
})

reports.get('/discounts', async (req, res) => {
  res.json(await discounts(req.tenantId))
})

reports.get('/carts', async (_req, res) => {
  res.json({ abandoned: await abandoned(new Date()) })
})

reports.get('/platform', async (_req, res) => {
  res.json({ cents: await platformTurnover(new Date(Date.now() - MONTH)) })
})

reports.get('/everything', async (_req, res) => {
  res.json(await allShops())
})
