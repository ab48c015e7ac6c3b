import { Injectable } from '@nestjs/common';
import { sql, type Kysely } from 'kysely';
import { InjectKysely } from 'nestjs-kysely';
import { executePage, type Page } from '../common/page.js';
import type { DB } from '../database/db.js';
import { stillOpen } from '../database/scope.js';
import { dbOrTx, type KyselyTransaction } from '../database/transaction.js';

export interface DealFilter extends Page {
  stageId?: string;
  ownerId?: string;
  sort?: 'title' | 'amount' | 'newest';
  onlyOpen?: boolean;
}

const SORT = {
  title: 'deals.title asc',
  amount: 'deals.amount_cents desc',
  newest: 'deals.created_at desc',
} as const;

@Injectable()
export class DealsRepository {
  constructor(@InjectKysely() private readonly db: Kysely<DB>) {}

  async list(workspaceId: string, filter: DealFilter) {
    const query = this.db
      .selectFrom('deals')
      .innerJoin('stages', 'stages.id', 'deals.stageId')
      .leftJoin('companies', 'companies.id', 'deals.companyId')
      .select([
        'deals.id',
        'deals.title',
        'deals.amountCents',
        'stages.name as stage',
        'companies.name as company',
      ])
      .where('deals.workspaceId', '=', workspaceId)
      .$if(filter.stageId !== undefined, (qb) => qb.where('deals.stageId', '=', filter.stageId!))
      .$if(filter.ownerId !== undefined, (qb) => qb.where('deals.ownerId', '=', filter.ownerId!))
      .$if(filter.onlyOpen === true, (qb) => qb.where('deals.closedAt', 'is', null))
      // The text comes from the table above, never from the request.
      .orderBy(sql.raw(SORT[filter.sort ?? 'newest']))
      .orderBy('deals.id');
    return executePage(query, filter);
  }

  async findById(workspaceId: string, id: string, trx?: KyselyTransaction) {
    return dbOrTx(this.db, trx)
      .selectFrom('deals')
      .select(['id', 'title', 'stageId', 'closedAt', 'ownerId', 'amountCents'])
      .where('id', '=', id)
      .where('workspaceId', '=', workspaceId)
      .executeTakeFirst();
  }

  async openOf(workspaceId: string, companyId: string) {
    return this.db
      .selectFrom('deals')
      .select(['deals.id', 'deals.title'])
      .$call(stillOpen)
      .where('deals.workspaceId', '=', workspaceId)
      .where('deals.companyId', '=', companyId)
      .execute();
  }

  async openDeals(workspaceId: string) {
    return this.db
      .selectFrom('deals')
      .select(['deals.id', 'deals.title', 'deals.amountCents'])
      .where('deals.workspaceId', '=', workspaceId)
      .$call(stillOpen)
      .orderBy('deals.createdAt')
      .limit(500)
      .execute();
  }

  async close(workspaceId: string, id: string, trx: KyselyTransaction) {
    const now = new Date();
    return trx
      .updateTable('deals')
      .set({ closedAt: now, updatedAt: now })
      .where('id', '=', id)
      .where('workspaceId', '=', workspaceId)
      .returning(['id', 'amountCents'])
      .executeTakeFirst();
  }

  async pipelineValue(workspaceId: string) {
    const { value } = await this.db
      .selectFrom('deals')
      .$call(stillOpen)
      .where('deals.workspaceId', '=', workspaceId)
      .select((eb) => eb.fn.coalesce(eb.fn.sum<string>('deals.amountCents'), sql.lit('0')).as('value'))
      .executeTakeFirstOrThrow();
    return Number(value);
  }

  /** For the start page: what was won this month. */
  async wonSince(since: Date) {
    return this.db
      .selectFrom('deals') // expect: tenancy/unscoped-query
      .innerJoin('stages', 'stages.id', 'deals.stageId')
      .select(['deals.id', 'deals.title', 'deals.amountCents'])
      .where('stages.name', '=', 'Won')
      .where('deals.closedAt', '>=', since)
      .orderBy('deals.closedAt', 'desc')
      .limit(50)
      .execute();
  }

  async releaseOwner(workspaceId: string, ownerId: string, trx?: KyselyTransaction) {
    const query = dbOrTx(this.db, trx)
      .updateTable('deals') // expect: tenancy/lookup-by-id
      .set({ ownerId: null, updatedAt: new Date() })
      .where('ownerId', '=', ownerId);
    query.where('workspaceId', '=', workspaceId); // expect: execution/discarded-builder
    await query.execute();
  }

  async column(workspaceId: string, field: string) {
    const { rows } = await sql<{ value: string; deals: number }>`
      select ${sql.ref(field)} as value, count(*)::int as deals
      from deals
      where workspace_id = ${workspaceId}
      group by 1`.execute(this.db);
    return rows;
  }

  async custom(workspaceId: string, expression: string) {
    return this.db
      .selectFrom('deals')
      .select(sql<string>`${sql.raw(expression)}`.as('value')) // expect: sql/dynamic-raw
      .where('workspaceId', '=', workspaceId)
      .limit(100) // expect(strict): pagination/limit-without-order
      .execute();
  }
}
