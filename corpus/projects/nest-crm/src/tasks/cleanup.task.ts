import { Injectable, Logger } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import type { Kysely } from 'kysely';
import { InjectKysely } from 'nestjs-kysely';
import type { DB } from '../database/db.js';

const DAY = 24 * 60 * 60 * 1000;

@Injectable()
export class CleanupTask {
  private readonly log = new Logger('cleanup');

  constructor(@InjectKysely() private readonly db: Kysely<DB>) {}

  /** Empties the bins: what was deleted a month ago is gone for good. */
  @Cron('0 3 * * *')
  async emptyBins() {
    const { numDeletedRows } = await this.db
      .deleteFrom('contacts')
      .where('deletedAt', '<', new Date(Date.now() - 30 * DAY))
      .executeTakeFirst();
    this.log.log(`${numDeletedRows} contacts deleted`);
  }

  @Cron('30 3 * * *')
  async dropDeliveries() {
    await this.db
      .deleteFrom('webhookDeliveries')
      .where('createdAt', '<', new Date(Date.now() - 14 * DAY))
      .execute();
  }
}
