import type { NextFunction, Request, Response } from 'express'
import { getDb } from '@/db'
import { HttpError } from '@/lib/errors'

declare global {
  namespace Express {
    interface Request {
      tenantId: number
      staffId?: number
    }
  }
}

/** The shop is told by the host name: `acme.shop.example`. */
export async function tenant(req: Request, _res: Response, next: NextFunction) {
  const slug = req.hostname.split('.')[0]
  const shop = await getDb()
    .selectFrom('tenants')
    .select('id')
    .where('slug', '=', slug)
    .executeTakeFirst()
  if (!shop) {
    throw new HttpError(404, 'No such shop')
  }
  req.tenantId = shop.id
  next()
}
