import { Injectable } from '@nestjs/common';
import type { Kysely } from 'kysely';
import { InjectKysely } from 'nestjs-kysely';
import type { DB } from '../database/db.js';
import { dbOrTx, type KyselyTransaction } from '../database/transaction.js';

export interface AuditEntry {
  workspaceId: string;
  actorId: string | null;
  action: string;
  data?: unknown;
}

@Injectable()
export class AuditRepository {
  constructor(@InjectKysely() private readonly db: Kysely<DB>) {}

  async write(entry: AuditEntry, trx?: KyselyTransaction): Promise<void> {
    await dbOrTx(this.db, trx)
      .insertInto('auditLog')
      .values({ ...entry, data: JSON.stringify(entry.data ?? {}) })
      .execute();
  }

  async latest(workspaceId: string, before?: string) {
    let query = this.db
      .selectFrom('auditLog')
      .select(['id', 'actorId', 'action', 'data', 'createdAt'])
      .where('workspaceId', '=', workspaceId);
    if (before) {
      query = query.where('id', '<', before);
    }
    query.orderBy('id', 'desc'); // expect: execution/discarded-builder
    return query.limit(50).execute(); // expect(strict): pagination/limit-without-order
  }

  async lastAction(workspaceId: string, actorId: string) {
    return this.db
      .selectFrom('auditLog')
      .select(['action', 'createdAt'])
      .where('workspaceId', '=', workspaceId)
      .where('actorId', '=', actorId)
      .orderBy('id', 'desc')
      .executeTakeFirst(); // expect: pagination/first-without-limit
  }

  /** Everything that was ever done in a workspace, as the law wants it. */
  async dump(workspaceId: string) {
    return this.db
      .selectFrom('auditLog') // expect: pagination/unbounded-select
      .selectAll() // expect(strict): selection/select-all
      .where('workspaceId', '=', workspaceId)
      .execute();
  }
}
