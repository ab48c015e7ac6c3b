import { randomBytes } from 'node:crypto'
import { getDb, scoped } from '@/db'
import { HttpError } from '@/lib/errors'

const TWO_DAYS = 2 * 24 * 60 * 60 * 1000

export async function openCart(tenantId: number) {
  const token = randomBytes(24).toString('base64url')
  await getDb()
    .insertInto('carts')
    .values({ tenant_id: tenantId, token, expires_at: new Date(Date.now() + TWO_DAYS) })
    .execute()
  return token
}

/** The cookie is all that a visitor has, and nobody can guess it. */
async function cartByToken(token: string) {
  const cart = await getDb()
    .selectFrom('carts')
    .select(['id', 'tenant_id'])
    .where('token', '=', token)
    .where('expires_at', '>', new Date())
    .executeTakeFirst()
  if (!cart) {
    throw new HttpError(404, 'The cart is gone')
  }
  return cart
}

export async function putInCart(token: string, productId: number, quantity: number) {
  const cart = await cartByToken(token)
  const product = await scoped(getDb().selectFrom('products'), cart.tenant_id)
    .select(['id', 'stock'])
    .where('id', '=', productId)
    .where('archived_at', 'is', null)
    .executeTakeFirst()
  if (!product || product.stock < quantity) {
    throw new HttpError(409, 'Sold out')
  }
  await getDb()
    .insertInto('cart_items')
    .values({ cart_id: cart.id, product_id: product.id, quantity })
    .onConflict((oc) => oc.columns(['cart_id', 'product_id']).doUpdateSet({ quantity }))
    .execute()
}

export async function showCart(token: string) {
  const cart = await cartByToken(token)
  return getDb()
    .selectFrom('cart_items as i') // expect(strict): pagination/unbounded-select
    .innerJoin('products as p', 'p.id', 'i.product_id')
    .select(['p.id', 'p.name', 'p.price_cents', 'i.quantity'])
    .where('i.cart_id', '=', cart.id)
    .orderBy('p.name')
    .execute()
}

export async function emptyCart(token: string) {
  const cart = await cartByToken(token)
  getDb().deleteFrom('cart_items').where('cart_id', '=', cart.id) // expect: execution/never-executed
}

export async function redeem(tenantId: number, code: string) {
  const discount = await getDb()
    .updateTable('discount_codes')
    .set((eb) => ({ uses_left: eb('uses_left', '-', 1), updated_at: new Date() }))
    .where('tenant_id', '=', tenantId)
    .where('code', '=', code)
    .where('uses_left', '>', 0)
    .returning('percent')
    .executeTakeFirst()
  return discount?.percent ?? 0
}
