import { Injectable } from '@nestjs/common';
import { sql, type Kysely } from 'kysely';
import { InjectKysely } from 'nestjs-kysely';
import type { DB } from '../database/db.js';

/** For our own staff, behind the company's network: it sees all workspaces. */
@Injectable()
export class AdminService {
  constructor(@InjectKysely() private readonly db: Kysely<DB>) {}

  async workspaces(page: number) {
    return this.db
      .selectFrom('workspaces')
      .leftJoin('contacts', 'contacts.workspaceId', 'workspaces.id')
      .select((eb) => [
        'workspaces.id',
        'workspaces.name',
        eb.fn.count<string>('contacts.id').as('contacts'),
      ])
      .groupBy('workspaces.id')
      .orderBy('workspaces.createdAt', 'desc')
      .limit(50)
      .offset(page * 50) // expect(strict): pagination/offset-pagination
      .execute();
  }

  async totals() {
    const { rows } = await sql<{ contacts: number; deals: number }>`
      select (select count(*)::int from contacts) as contacts,
             (select count(*)::int from deals) as deals`.execute(this.db);
    return rows[0];
  }

  async contactByEmail(email: string) {
    return this.db
      .selectFrom('contacts') // expect: performance/missing-index
      .select(['id', 'workspaceId'])
      .where('email', '=', email)
      .orderBy('createdAt')
      .limit(20)
      .execute();
  }
}
