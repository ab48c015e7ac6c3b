// A closure's table is its maker's parameter: each call of the maker says which.
import type { Kysely } from 'kysely'
import type { DB } from '../../database'
import { names, services } from './services'
import { namedTable } from './tables'

export async function repositoryOfOneTable(db: Kysely<DB>) {
  const { labels } = services(db)
  return labels.all()
}

export async function counterOfOneTable(db: Kysely<DB>) {
  return services(db).purchases()
}

export async function madeAndCalledAtOnce(db: Kysely<DB>) {
  return names(db)
}

export async function anotherMethod(db: Kysely<DB>) {
  return services(db).labels.matching('b%')
}

export async function sameMethodOfAnotherTable(db: Kysely<DB>) {
  return namedTable(db, 'category').all()
}
