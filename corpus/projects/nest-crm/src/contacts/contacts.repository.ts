import { Injectable } from '@nestjs/common';
import { sql, type Insertable, type Kysely, type Updateable } from 'kysely';
import { jsonArrayFrom, jsonObjectFrom } from 'kysely/helpers/postgres';
import { InjectKysely } from 'nestjs-kysely';
import { executePage, type Page } from '../common/page.js';
import type { Contacts, DB } from '../database/db.js';
import { liveIn } from '../database/scope.js';
import { dbOrTx, type KyselyTransaction } from '../database/transaction.js';

export interface ContactFilter extends Page {
  q?: string;
  companyId?: string;
  ownerId?: string;
}

@Injectable()
export class ContactsRepository {
  constructor(@InjectKysely() private readonly db: Kysely<DB>) {}

  async list(workspaceId: string, filter: ContactFilter) {
    let query = this.db
      .selectFrom('contacts')
      .select(['contacts.id', 'contacts.firstName', 'contacts.lastName', 'contacts.email'])
      .$call(liveIn(workspaceId));
    if (filter.q) {
      const pattern = `${filter.q.replace(/[\\%_]/g, '\\$&')}%`;
      query = query.where((eb) =>
        eb.or([
          eb('contacts.firstName', 'ilike', pattern),
          eb('contacts.lastName', 'ilike', pattern),
          eb('contacts.email', 'ilike', pattern),
        ]),
      );
    }
    if (filter.companyId) {
      query = query.where('contacts.companyId', '=', filter.companyId);
    }
    if (filter.ownerId) {
      query = query.where('contacts.ownerId', '=', filter.ownerId);
    }
    return executePage(query.orderBy('contacts.lastName').orderBy('contacts.id'), filter);
  }

  async findById(workspaceId: string, id: string, trx?: KyselyTransaction) {
    return dbOrTx(this.db, trx)
      .selectFrom('contacts')
      .select((eb) => [
        'contacts.id',
        'contacts.firstName',
        'contacts.lastName',
        'contacts.email',
        'contacts.ownerId',
        jsonObjectFrom(
          eb
            .selectFrom('companies')
            .select(['companies.id', 'companies.name'])
            .whereRef('companies.id', '=', 'contacts.companyId'),
        ).as('company'),
        jsonArrayFrom(
          eb
            .selectFrom('notes')
            .select(['notes.id', 'notes.body', 'notes.createdAt'])
            .whereRef('notes.contactId', '=', 'contacts.id')
            .orderBy('notes.createdAt', 'desc')
            .limit(20),
        ).as('notes'),
      ])
      .where('contacts.workspaceId', '=', workspaceId)
      .where('contacts.id', '=', id)
      .where('contacts.deletedAt', 'is', null)
      .executeTakeFirst();
  }

  /** For the inbox: which contact wrote this mail? */
  async findByEmail(email: string) {
    return this.db
      .selectFrom('contacts') // expect: tenancy/unscoped-query
      .select(['id', 'workspaceId', 'ownerId'])
      .where('email', '=', email)
      .where('deletedAt', 'is', null)
      .limit(1)
      .executeTakeFirst();
  }

  async insert(contact: Insertable<Contacts>, trx?: KyselyTransaction) {
    return dbOrTx(this.db, trx)
      .insertInto('contacts')
      .values(contact)
      .returning(['id', 'createdAt'])
      .executeTakeFirstOrThrow();
  }

  async update(
    workspaceId: string,
    id: string,
    changes: Pick<Updateable<Contacts>, 'firstName' | 'lastName' | 'email' | 'companyId'>,
    trx?: KyselyTransaction,
  ) {
    return (trx ?? this.db)
      .updateTable('contacts')
      .set({ ...changes, updatedAt: new Date() })
      .where('workspaceId', '=', workspaceId)
      .where('id', '=', id)
      .where('deletedAt', 'is', null)
      .returning('id')
      .executeTakeFirst();
  }

  async moveToBin(id: string, trx?: KyselyTransaction) {
    const now = new Date();
    await dbOrTx(this.db, trx)
      .updateTable('contacts') // expect: tenancy/lookup-by-id
      .set({ deletedAt: now, updatedAt: now })
      .where('id', '=', id)
      .execute();
  }

  async reassign(workspaceId: string, from: string, to: string | null, trx: KyselyTransaction) {
    const { numUpdatedRows } = await trx
      .updateTable('contacts')
      .set({ ownerId: to, updatedAt: new Date() })
      .where('workspaceId', '=', workspaceId)
      .where('ownerId', '=', from)
      .executeTakeFirst();
    return Number(numUpdatedRows);
  }

  async countPerOwner(workspaceId: string) {
    return this.db
      .selectFrom('contacts')
      .$call(liveIn(workspaceId))
      .select((eb) => ['contacts.ownerId', eb.fn.countAll<string>().as('contacts')])
      .groupBy('contacts.ownerId')
      .execute();
  }

  /** Same address, several contacts: candidates for a merge. */
  async duplicates(workspaceId: string) {
    return this.db
      .selectFrom('contacts as a')
      .innerJoin('contacts as b', (join) =>
        join
          .onRef('b.workspaceId', '=', 'a.workspaceId')
          .onRef(sql`lower(b.email)`, '=', sql`lower(a.email)`)
          .onRef('b.id', '>', 'a.id'),
      )
      .select(['a.id as keepId', 'b.id as mergeId', 'a.email'])
      .where('a.workspaceId', '=', workspaceId)
      .where('a.deletedAt', 'is', null)
      .where('b.deletedAt', 'is', null)
      .orderBy('a.id')
      .limit(100)
      .execute();
  }

  async withoutCompany(workspaceId: string) {
    return this.db
      .selectFrom('contacts')
      .select(['id', 'email'])
      .where('workspaceId', '=', workspaceId)
      .where('deletedAt', 'is', null)
      .where('companyId', '=', null) // expect: execution/null-comparison
      .orderBy('id')
      .limit(100)
      .execute();
  }

  async withOwners(workspaceId: string, ownerIds: string[]) {
    return this.db
      .selectFrom('contacts')
      .innerJoin('users', 'users.id', 'contacts.ownerId')
      .selectAll() // expect: selection/select-all-on-join, selection/sensitive-columns
      .where('contacts.workspaceId', '=', workspaceId)
      .where('contacts.ownerId', 'in', ownerIds) // expect(strict): execution/empty-list, performance/unchunked-batch
      .where('contacts.deletedAt', 'is', null)
      .execute();
  }
}
