import type { SelectQueryBuilder } from 'kysely';

export interface Page {
  page?: number;
  perPage?: number;
}

export const MAX_PER_PAGE = 100;

/** One page of any list; the caller orders it. */
export async function executePage<DB, TB extends keyof DB, O>(
  query: SelectQueryBuilder<DB, TB, O>,
  { page = 1, perPage = 25 }: Page,
) {
  const size = Math.min(perPage, MAX_PER_PAGE);
  const rows = await query
    .limit(size + 1)
    .offset((page - 1) * size) // expect(strict): pagination/offset-pagination
    .execute();
  return { items: rows.slice(0, size), hasNext: rows.length > size };
}
