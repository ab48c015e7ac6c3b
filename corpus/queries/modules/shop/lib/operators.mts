import { sql, type Expression } from 'kysely'

export const contains = (column: string, term: string) => sql<boolean>`${sql.ref(column)} ilike ${'%' + term + '%'}`

export function unaccent(expression: Expression<string>) {
  return sql<string>`unaccent(${expression})`
}
