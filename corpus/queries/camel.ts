// CamelCasePlugin: names in code are camelCase, names in SQL are snake_case.
import { CamelCasePlugin, sql, type Generated, type Kysely } from 'kysely'
import type { DB } from './database'

interface UserAccount {
  id: Generated<number>
  fullName: string
  emailAddress: string
  organizationId: number
  createdAt2: Date
  isHTTPOnly: boolean
}

interface TeamMembership {
  userAccountId: number
  teamId: number
  roleInTeam: string
}

type CamelDB = {
  userAccount: UserAccount
  teamMembership: TeamMembership
  'billing.invoiceLine': { lineNo: number; invoiceId: number; unitPrice: number }
}

function camel(db: Kysely<DB>): Kysely<CamelDB> {
  return db.withTables<CamelDB>().withPlugin(new CamelCasePlugin()) as unknown as Kysely<CamelDB>
}

export async function columnsAndTables(db: Kysely<DB>) {
  const orm = db.withTables<CamelDB>().withPlugin(new CamelCasePlugin())
  return orm.selectFrom('userAccount').select(['id', 'fullName', 'emailAddress']).execute()
}

export async function throughAFunction(db: Kysely<DB>) {
  return camel(db).selectFrom('userAccount').selectAll().where('organizationId', '=', 1).execute()
}

export async function aliasesAreConverted(db: Kysely<DB>) {
  return camel(db)
    .selectFrom('userAccount as ua')
    .innerJoin('teamMembership as tm', 'tm.userAccountId', 'ua.id')
    .select(['ua.fullName as displayName', 'tm.roleInTeam'])
    .execute()
}

export async function capitalsAndDigits(db: Kysely<DB>) {
  return camel(db).selectFrom('userAccount').select(['createdAt2', 'isHTTPOnly']).execute()
}

export async function insertedKeys(db: Kysely<DB>, name: string) {
  return camel(db)
    .insertInto('userAccount')
    .values({ fullName: name, emailAddress: 'a@b.example', organizationId: 1, createdAt2: new Date(), isHTTPOnly: false })
    .onConflict((oc) => oc.column('emailAddress').doUpdateSet((eb) => ({ fullName: eb.ref('excluded.fullName') })))
    .returning(['id', 'createdAt2'])
    .execute()
}

export async function updatedKeys(db: Kysely<DB>) {
  return camel(db)
    .updateTable('userAccount')
    .set({ fullName: 'Ann', organizationId: 2 })
    .where((eb) => eb.and({ emailAddress: 'a@b.example', organizationId: 1 }))
    .execute()
}

export async function deletedRows(db: Kysely<DB>) {
  return camel(db).deleteFrom('teamMembership').where('userAccountId', '=', 4).returningAll().execute()
}

export async function rawTextIsKept(db: Kysely<DB>) {
  return camel(db)
    .selectFrom('userAccount')
    .select(sql<string>`lower(${sql.ref('emailAddress')}) || full_name`.as('sortKey'))
    .orderBy(sql`full_name`)
    .execute()
}

export async function functionNamesAreKept(db: Kysely<DB>) {
  return camel(db)
    .selectFrom('userAccount')
    .select((eb) => eb.fn<string>('myFunction', ['fullName']).as('niceName'))
    .execute()
}

export async function qualifiedAndSchema(db: Kysely<DB>) {
  return camel(db)
    .selectFrom('billing.invoiceLine as il')
    .select(['il.lineNo', 'il.unitPrice as pricePerUnit'])
    .orderBy('pricePerUnit')
    .execute()
}

export async function camelCte(db: Kysely<DB>) {
  return camel(db)
    .with('activeUsers', (qc) => qc.selectFrom('userAccount').select(['id', 'organizationId']))
    .selectFrom('activeUsers')
    .innerJoin('teamMembership', 'teamMembership.userAccountId', 'activeUsers.id')
    .select('activeUsers.organizationId')
    .execute()
}

export async function pluginOfOneQuery(db: Kysely<DB>) {
  return db
    .withTables<CamelDB>()
    .selectFrom('teamMembership')
    .withPlugin(new CamelCasePlugin())
    .selectAll('teamMembership')
    .where('teamId', 'in', [1, 2])
    .execute()
}

export async function withoutPluginsAgain(db: Kysely<DB>) {
  return camel(db).withoutPlugins().selectFrom('userAccount').select('fullName').execute()
}

export async function rawStatementWithPlugin(db: Kysely<DB>) {
  await sql`update ${sql.table('userAccount')} set ${sql.id('fullName')} = ${'x'}`.execute(camel(db))
}

export async function optionUpperCase(db: Kysely<DB>) {
  const orm = db.withTables<CamelDB>().withPlugin(new CamelCasePlugin({ upperCase: true }))
  return orm.selectFrom('userAccount').select('fullName').execute()
}

export async function optionUnderscores(db: Kysely<DB>) {
  const orm = db.withTables<CamelDB>().withPlugin(
    new CamelCasePlugin({ underscoreBeforeDigits: true, underscoreBetweenUppercaseLetters: true }),
  )
  return orm.selectFrom('userAccount').select(['createdAt2', 'isHTTPOnly']).execute()
}

export async function inTransaction(db: Kysely<DB>) {
  return camel(db)
    .transaction()
    .execute(async (trx) => {
      await trx.updateTable('teamMembership').set({ roleInTeam: 'lead' }).where('teamId', '=', 3).execute()
    })
}
