import { createHash } from 'node:crypto'
import type { NextFunction, Request, Response } from 'express'
import { getDb } from '@/db'
import { HttpError } from '@/lib/errors'

export async function staff(req: Request, _res: Response, next: NextFunction) {
  const token = req.get('x-staff-token') ?? ''
  const session = await getDb()
    .selectFrom('staff_sessions')
    .innerJoin('staff', 'staff.id', 'staff_sessions.staff_id')
    .select(['staff.id', 'staff.tenant_id'])
    .where('staff_sessions.token_hash', '=', createHash('sha256').update(token).digest('hex'))
    .where('staff_sessions.expires_at', '>', new Date())
    .executeTakeFirst()
  if (!session || session.tenant_id !== req.tenantId) {
    throw new HttpError(401, 'Sign in first')
  }
  req.staffId = session.id
  next()
}
