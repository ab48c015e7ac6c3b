import { InjectQueue } from '@nestjs/bullmq';
import { BadRequestException, Injectable, Logger, NotFoundException } from '@nestjs/common';
import type { Queue } from 'bullmq';
import type { Kysely } from 'kysely';
import { InjectKysely } from 'nestjs-kysely';
import { AuditRepository } from '../audit/audit.repository.js';
import type { CurrentUser } from '../common/current-user.js';
import type { DB } from '../database/db.js';
import { executeTx } from '../database/transaction.js';
import { DealsRepository, type DealFilter } from './deals.repository.js';

@Injectable()
export class DealsService {
  private readonly log = new Logger('deals');

  constructor(
    @InjectKysely() private readonly db: Kysely<DB>,
    @InjectQueue('mail') private readonly mail: Queue,
    private readonly deals: DealsRepository,
    private readonly audit: AuditRepository,
  ) {}

  list(user: CurrentUser, filter: DealFilter) {
    return this.deals.list(user.workspaceId, filter);
  }

  async close(user: CurrentUser, id: string) {
    await executeTx(this.db, async (trx) => {
      const deal = await this.deals.close(user.workspaceId, id, trx);
      if (!deal) {
        throw new NotFoundException();
      }
      await this.audit.write(
        { workspaceId: user.workspaceId, actorId: user.id, action: 'deal.closed', data: deal },
        trx,
      );
      await this.mail.add('deal-closed', { id: deal.id }); // expect: transactions/external-work
    });
  }

  async reopen(user: CurrentUser, id: string) {
    const reopened = await this.db.transaction().execute(async (trx) => {
      const deal = await this.deals.findById(user.workspaceId, id, trx);
      if (!deal) {
        throw new NotFoundException();
      }
      await trx
        .updateTable('deals')
        .set({ closedAt: null, updatedAt: new Date() })
        .where('id', '=', deal.id)
        .execute();
      return deal.id;
    });
    this.log.log(`reopened ${reopened}`);
    await this.mail.add('deal-reopened', { id: reopened });
  }

  /** Puts a deal into another stage of the same pipeline. */
  async move(user: CurrentUser, id: string, stageId: string) {
    const deal = await this.deals.findById(user.workspaceId, id);
    if (!deal) {
      throw new NotFoundException();
    }
    const stage = await this.db
      .selectFrom('stages')
      .innerJoin('stages as current', 'current.pipelineId', 'stages.pipelineId')
      .select('stages.id')
      .where('stages.id', '=', stageId)
      .where('current.id', '=', deal.stageId)
      .executeTakeFirst();
    if (!stage) {
      throw new BadRequestException('Not a stage of this pipeline');
    }
    await this.db
      .updateTable('deals')
      .set({ stageId: stage.id, updatedAt: new Date() })
      .where('id', '=', deal.id)
      .execute();
  }

  async importAndClose(user: CurrentUser, ids: string[]) {
    await this.db.transaction().execute(async (trx) => {
      for (const id of ids) {
        await this.deals.close(user.workspaceId, id, trx);
      }
      await this.db.transaction().execute(async (inner) => { // expect: transactions/nested
        await inner
          .insertInto('auditLog')
          .values({
            workspaceId: user.workspaceId,
            actorId: user.id,
            action: 'deals.closed',
            data: JSON.stringify(ids),
          })
          .execute();
      });
    });
  }

  /** Deals whose owner has left go to nobody. */
  async orphan(user: CurrentUser) {
    await this.db
      .updateTable('deals') // expect: writes/missing-where // expect(strict): writes/stale-updated-at
      .set({ ownerId: null })
      .execute();
    await this.audit.write({ workspaceId: user.workspaceId, actorId: user.id, action: 'deals.orphaned' });
  }
}
