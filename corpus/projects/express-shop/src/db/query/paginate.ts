import type { SelectQueryBuilder } from 'kysely'

export const MAX_PAGE = 100

export interface PageRequest {
  limit?: number
  offset?: number
}

/** Limits an ordered query to one page. */
export function paginate<DB, TB extends keyof DB, O>(
  query: SelectQueryBuilder<DB, TB, O>,
  { limit = 25, offset = 0 }: PageRequest,
) {
  return query.limit(Math.min(limit, MAX_PAGE)).offset(offset) // expect(strict): pagination/offset-pagination
}
