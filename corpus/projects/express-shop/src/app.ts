import express, { type NextFunction, type Request, type Response } from 'express'
import { HttpError } from '@/lib/errors'
import { tenant } from '@/middleware/tenant'
import { cart } from '@/modules/cart'
import { customers } from '@/modules/customers'
import { orders } from '@/modules/orders'
import { paymentsWebhook } from '@/modules/payments'
import { products } from '@/modules/products'
import { reports } from '@/modules/reports'
import { settings } from '@/modules/settings/routes'

export const app = express()

app.use(express.json())
app.use('/webhooks/payments', paymentsWebhook)
app.use(tenant)
app.use('/products', products)
app.use('/cart', cart)
app.use('/orders', orders)
app.use('/customers', customers)
app.use('/reports', reports)
app.use('/settings', settings)

app.use((error: unknown, _req: Request, res: Response, _next: NextFunction) => {
  const status = error instanceof HttpError ? error.status : 500
  res.status(status).json({ error: error instanceof Error ? error.message : 'unknown' })
})
