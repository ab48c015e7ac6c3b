import { createHmac } from 'node:crypto';
import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import type { Kysely } from 'kysely';
import { InjectKysely } from 'nestjs-kysely';
import type { DB } from '../database/db.js';
import type { DeliveryJob } from './webhooks.service.js';

@Processor('webhooks')
export class DeliveryProcessor extends WorkerHost {
  constructor(@InjectKysely() private readonly db: Kysely<DB>) {
    super();
  }

  async process(job: Job<DeliveryJob>) {
    const delivery = await this.db
      .selectFrom('webhookDeliveries')
      .innerJoin('webhooks', 'webhooks.id', 'webhookDeliveries.webhookId')
      .select(['webhookDeliveries.id', 'event', 'payload', 'attempts', 'url', 'secret'])
      .where('webhookDeliveries.id', '=', job.data.deliveryId)
      .where('webhooks.disabledAt', 'is', null)
      .executeTakeFirst();
    if (!delivery) {
      return;
    }
    const body = JSON.stringify({ event: delivery.event, data: delivery.payload });
    const response = await fetch(delivery.url, {
      method: 'POST',
      headers: { 'x-signature': createHmac('sha256', delivery.secret).update(body).digest('hex') },
      body,
    });
    await this.db
      .updateTable('webhookDeliveries')
      .set({ attempts: delivery.attempts + 1, deliveredAt: response.ok ? new Date() : null })
      .where('id', '=', delivery.id)
      .execute();
    if (!response.ok) {
      throw new Error(`${delivery.url} answered ${response.status}`);
    }
  }
}
