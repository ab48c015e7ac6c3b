import { randomBytes } from 'node:crypto';
import { InjectQueue } from '@nestjs/bullmq';
import { Injectable, NotFoundException } from '@nestjs/common';
import type { Queue } from 'bullmq';
import type { Kysely } from 'kysely';
import { InjectKysely } from 'nestjs-kysely';
import type { CurrentUser } from '../common/current-user.js';
import type { DB } from '../database/db.js';

export interface DeliveryJob {
  deliveryId: string;
}

@Injectable()
export class WebhooksService {
  constructor(
    @InjectKysely() private readonly db: Kysely<DB>,
    @InjectQueue('webhooks') private readonly queue: Queue<DeliveryJob>,
  ) {}

  async publish(workspaceId: string, event: string, payload: unknown) {
    const hooks = await this.db
      .selectFrom('webhooks')
      .select('id')
      .where('workspaceId', '=', workspaceId)
      .where('disabledAt', 'is', null)
      .limit(100) // expect(strict): pagination/limit-without-order
      .execute();
    if (hooks.length === 0) {
      return;
    }
    const deliveries = await this.db
      .insertInto('webhookDeliveries')
      .values(hooks.map((hook) => ({ webhookId: hook.id, event, payload: JSON.stringify(payload) }))) // expect(strict): performance/unchunked-batch
      .returning('id')
      .execute();
    await this.queue.addBulk(
      deliveries.map((delivery) => ({ name: 'deliver', data: { deliveryId: delivery.id } })),
    );
  }

  async deliveries(user: CurrentUser, webhookId: string) {
    const webhook = await this.db
      .selectFrom('webhooks')
      .select('id')
      .where('id', '=', webhookId)
      .where('workspaceId', '=', user.workspaceId)
      .executeTakeFirst();
    if (!webhook) {
      throw new NotFoundException();
    }
    return this.db
      .selectFrom('webhookDeliveries')
      .select(['id', 'event', 'attempts', 'deliveredAt', 'createdAt'])
      .where('webhookId', '=', webhook.id)
      .orderBy('createdAt', 'desc')
      .limit(50)
      .execute();
  }

  async create(user: CurrentUser, url: string) {
    const secret = randomBytes(32).toString('hex');
    const webhook = await this.db
      .insertInto('webhooks')
      .values({ workspaceId: user.workspaceId, url, secret })
      .returning('id')
      .executeTakeFirstOrThrow();
    return { ...webhook, secret };
  }

  async setUrl(user: CurrentUser, id: string, url: string) {
    const webhook = await this.db
      .selectFrom('webhooks')
      .select(['id', 'workspaceId'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    if (webhook.workspaceId !== user.workspaceId) {
      throw new NotFoundException();
    }
    await this.db
      .updateTable('webhooks')
      .set({ url, updatedAt: new Date() })
      .where('id', '=', webhook.id)
      .execute();
  }

  async disable(user: CurrentUser, id: string) {
    await this.db
      .updateTable('webhooks') // expect: execution/never-executed
      .set({ disabledAt: new Date(), updatedAt: new Date() })
      .where('id', '=', id)
      .where('workspaceId', '=', user.workspaceId);
  }
}
