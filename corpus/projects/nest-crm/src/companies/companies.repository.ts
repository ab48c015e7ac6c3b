import { Injectable } from '@nestjs/common';
import type { ExpressionBuilder, Insertable, Kysely } from 'kysely';
import { InjectKysely } from 'nestjs-kysely';
import type { Companies, DB } from '../database/db.js';
import { dbOrTx, type KyselyTransaction } from '../database/transaction.js';

const ofWorkspace = (workspaceId: string) => (eb: ExpressionBuilder<DB, 'companies'>) =>
  eb('companies.workspaceId', '=', workspaceId);

@Injectable()
export class CompaniesRepository {
  constructor(@InjectKysely() private readonly db: Kysely<DB>) {}

  private base(workspaceId: string, trx?: KyselyTransaction) {
    return dbOrTx(this.db, trx)
      .selectFrom('companies') // expect: pagination/unbounded-select
      .where(ofWorkspace(workspaceId));
  }

  async findById(workspaceId: string, id: string, trx?: KyselyTransaction) {
    return this.base(workspaceId, trx)
      .leftJoin('countries', 'countries.code', 'companies.countryCode')
      .select(['companies.id', 'companies.name', 'companies.domain', 'countries.name as country'])
      .where('companies.id', '=', id)
      .executeTakeFirst();
  }

  async findByDomain(workspaceId: string, domain: string, trx?: KyselyTransaction) {
    return this.base(workspaceId, trx).select('id').where('domain', '=', domain).executeTakeFirst();
  }

  async search(workspaceId: string, name: string) {
    return this.base(workspaceId)
      .select(['id', 'name'])
      .where('name', 'ilike', `%${name.replace(/[\\%_]/g, '\\$&')}%`)
      .orderBy('name')
      .limit(10)
      .execute();
  }

  async all(workspaceId: string) {
    return this.base(workspaceId)
      .select(['id', 'name', 'domain'])
      .orderBy('name')
      .execute();
  }

  /** Creates the company, or gives back the one that has the domain. */
  async ensure(company: Insertable<Companies>, trx: KyselyTransaction) {
    const { id } = await trx
      .insertInto('companies')
      .values(company)
      .onConflict((oc) =>
        oc.columns(['workspaceId', 'domain']).doUpdateSet((eb) => ({ name: eb.ref('excluded.name') })),
      )
      .returning('id')
      .executeTakeFirstOrThrow();
    return id;
  }

  async rename(id: string, workspaceId: string, name: string) {
    await this.db
      .updateTable('companies')
      .set({ name, updatedAt: new Date() })
      .where((eb) => eb.and({ id, workspaceId }))
      .execute();
  }

  async remove(id: string, workspaceId: string) {
    let query = this.db.deleteFrom('companies').where('id', '=', id);
    query = query.where('workspaceId', '=', workspaceId);
    const { numDeletedRows } = await query.executeTakeFirst();
    return numDeletedRows > 0n;
  }

  async byCountry(codes: string[]) {
    if (codes.length === 0) {
      return [];
    }
    return this.db
      .selectFrom('companies') // expect: tenancy/unscoped-query
      .select((eb) => ['countryCode', eb.fn.countAll<string>().as('companies')])
      .where('countryCode', 'in', codes) // expect(strict): performance/unchunked-batch
      .groupBy('countryCode')
      .execute();
  }

  async countries() {
    return this.db.selectFrom('countries').select(['code', 'name']).orderBy('name').limit(300).execute();
  }
}
