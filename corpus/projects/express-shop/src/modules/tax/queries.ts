import { getDb } from '@/db'

/** The shop's own rate if it has one, else the one that we keep for everybody. */
export async function taxRate(tenantId: number, country: string, day: Date) {
  const rate = await getDb()
    .selectFrom('tax_rates')
    .select('percent')
    .where((eb) => eb.or([eb('tenant_id', '=', tenantId), eb('tenant_id', 'is', null)]))
    .where('country', '=', country)
    .where('valid_from', '<=', day)
    .orderBy('tenant_id', (order) => order.asc().nullsLast())
    .orderBy('valid_from', 'desc')
    .limit(1)
    .executeTakeFirst()
  return Number(rate?.percent ?? 0)
}

export async function ownRates(tenantId: number, country?: string) {
  return getDb()
    .selectFrom('tax_rates')
    .select(['id', 'country', 'percent', 'valid_from'])
    .where((eb) =>
      eb.or([
        eb('tenant_id', '=', tenantId), // expect: tenancy/scope-under-or
        eb('country', '=', country ?? ''),
      ]),
    )
    .orderBy('valid_from')
    .limit(100)
    .execute()
}

export async function foreignRates(tenantId: number) {
  return getDb()
    .selectFrom('tax_rates')
    .select(['country', 'percent'])
    .where('tenant_id', '!=', tenantId) // expect: tenancy/scope-under-or
    .orderBy('country')
    .limit(100)
    .execute()
}
