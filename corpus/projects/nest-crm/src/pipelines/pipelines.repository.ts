import { Injectable } from '@nestjs/common';
import type { Kysely } from 'kysely';
import { InjectKysely } from 'nestjs-kysely';
import type { DB } from '../database/db.js';
import { executeTx, type KyselyTransaction } from '../database/transaction.js';

const FIRST_STAGES = ['New', 'Qualified', 'Proposal', 'Won'];

@Injectable()
export class PipelinesRepository {
  constructor(@InjectKysely() private readonly db: Kysely<DB>) {}

  async create(workspaceId: string, name: string, outer?: KyselyTransaction) {
    return executeTx(
      this.db,
      async (trx) => {
        const pipeline = await trx
          .insertInto('pipelines')
          .values({ workspaceId, name })
          .returning('id')
          .executeTakeFirstOrThrow();
        await trx
          .insertInto('stages')
          .values(FIRST_STAGES.map((stage, position) => ({ pipelineId: pipeline.id, name: stage, position })))
          .execute();
        return pipeline;
      },
      outer,
    );
  }

  async board(workspaceId: string, pipelineId: string) {
    return this.db
      .selectFrom('stages') // expect(strict): pagination/unbounded-select
      .innerJoin('pipelines', 'pipelines.id', 'stages.pipelineId')
      .leftJoin('deals', 'deals.stageId', 'stages.id')
      .select((eb) => [
        'stages.id',
        'stages.name',
        eb.fn.count<string>('deals.id').as('deals'),
        eb.fn.sum<string>('deals.amountCents').as('amountCents'),
      ])
      .where('pipelines.workspaceId', '=', workspaceId)
      .where('pipelines.id', '=', pipelineId)
      .groupBy('stages.id')
      .orderBy('stages.position')
      .execute();
  }

  async firstStage(workspaceId: string, pipelineId: string) {
    return this.db
      .selectFrom('stages')
      .innerJoin('pipelines', 'pipelines.id', 'stages.pipelineId')
      .select('stages.id')
      .where('pipelines.workspaceId', '=', workspaceId)
      .where('pipelines.id', '=', pipelineId)
      .orderBy('stages.position')
      .limit(1)
      .executeTakeFirstOrThrow();
  }

  async rename(id: string, name: string) {
    // The controller has no other use for the workspace, so nobody passed it down.
    return this.db
      .updateTable('pipelines') // expect: tenancy/lookup-by-id
      .set({ name, updatedAt: new Date() })
      .where('id', '=', id)
      .returning('id')
      .executeTakeFirst();
  }
}
