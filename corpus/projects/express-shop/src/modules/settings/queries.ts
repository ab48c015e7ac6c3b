import { getDb } from '@/db'

/** A shop has one row of settings. */
export function settingsOf(tenantId: number) {
  return getDb()
    .selectFrom('settings')
    .innerJoin('currencies', 'currencies.code', 'settings.currency')
    .select(['settings.currency', 'settings.mail_from', 'currencies.digits'])
    .where('settings.tenant_id', '=', tenantId)
    .executeTakeFirstOrThrow()
}

export async function setCurrency(tenantId: number, currency: string) {
  const known = await getDb()
    .selectFrom('currencies')
    .select('code')
    .where('code', '=', currency)
    .executeTakeFirst()
  if (!known) {
    throw new Error(`We do not know ${currency}`)
  }
  await getDb()
    .updateTable('settings')
    .set({ currency: known.code, updated_at: new Date() })
    .where('tenant_id', '=', tenantId)
    .execute()
}

export async function shopName(tenantId: number) {
  const { name } = await getDb()
    .selectFrom('tenants')
    .select('name')
    .where('id', '=', tenantId)
    .executeTakeFirstOrThrow()
  return name
}
