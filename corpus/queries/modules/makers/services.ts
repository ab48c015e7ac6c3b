// Nothing here is Kysely's: what is made elsewhere is called.
import type { Kysely } from 'kysely'
import type { DB } from '../../database'
import { counter, namedTable } from './tables'

export const services = (db: Kysely<DB>) => ({ labels: namedTable(db, 'label'), purchases: counter(db, 'purchase') })

export const names = async (db: Kysely<DB>) => (await namedTable(db, 'category').matching('A%')).length
