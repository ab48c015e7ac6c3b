import { Router } from 'express'
import { z } from 'zod'
import { emptyCart, openCart, putInCart, redeem, showCart } from './service'

export const cart = Router()

cart.post('/', async (req, res) => {
  res.status(201).json({ token: await openCart(req.tenantId) })
})

cart.get('/:token', async (req, res) => {
  res.json(await showCart(req.params.token))
})

cart.put('/:token/items/:product', async (req, res) => {
  const quantity = z.number().int().min(1).max(99).parse(req.body.quantity)
  await putInCart(req.params.token, Number(req.params.product), quantity)
  res.status(204).end()
})

cart.delete('/:token/items', async (req, res) => {
  await emptyCart(req.params.token)
  res.status(204).end()
})

cart.post('/redeem', async (req, res) => {
  res.json({ percent: await redeem(req.tenantId, z.string().parse(req.body.code)) })
})
