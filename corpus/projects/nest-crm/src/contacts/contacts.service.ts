import { Injectable, NotFoundException } from '@nestjs/common';
import type { Kysely } from 'kysely';
import { InjectKysely } from 'nestjs-kysely';
import { AuditRepository } from '../audit/audit.repository.js';
import type { CurrentUser } from '../common/current-user.js';
import type { DB } from '../database/db.js';
import { executeTx } from '../database/transaction.js';
import { WebhooksService } from '../webhooks/webhooks.service.js';
import { ContactsRepository, type ContactFilter } from './contacts.repository.js';

export interface ContactInput {
  firstName: string;
  lastName: string;
  email?: string;
  companyId?: string;
}

@Injectable()
export class ContactsService {
  constructor(
    @InjectKysely() private readonly db: Kysely<DB>,
    private readonly contacts: ContactsRepository,
    private readonly audit: AuditRepository,
    private readonly webhooks: WebhooksService,
  ) {}

  list(user: CurrentUser, filter: ContactFilter) {
    return this.contacts.list(user.workspaceId, filter);
  }

  async get(user: CurrentUser, id: string) {
    const contact = await this.contacts.findById(user.workspaceId, id);
    if (!contact) {
      throw new NotFoundException();
    }
    return contact;
  }

  async create(user: CurrentUser, input: ContactInput) {
    const created = await executeTx(this.db, async (trx) => {
      const contact = await this.contacts.insert(
        {
          workspaceId: user.workspaceId,
          ownerId: user.id,
          firstName: input.firstName,
          lastName: input.lastName,
          email: input.email ?? null,
          companyId: input.companyId ?? null,
        },
        trx,
      );
      await this.audit.write(
        { workspaceId: user.workspaceId, actorId: user.id, action: 'contact.created', data: contact },
        trx,
      );
      return contact;
    });
    await this.webhooks.publish(user.workspaceId, 'contact.created', { id: created.id });
    return created;
  }

  async update(user: CurrentUser, id: string, input: Partial<ContactInput>) {
    return executeTx(this.db, async (trx) => {
      const updated = await this.contacts.update(user.workspaceId, id, input, trx);
      if (!updated) {
        throw new NotFoundException();
      }
      await this.audit.write({ workspaceId: user.workspaceId, actorId: user.id, action: 'contact.updated' }); // todo-expect: transactions/handle-not-passed
      return updated;
    });
  }

  async remove(user: CurrentUser, id: string) {
    await executeTx(this.db, async (trx) => {
      await this.contacts.moveToBin(id, trx);
      const open = await this.db // expect: transactions/other-handle
        .selectFrom('notes')
        .select('id')
        .where('workspaceId', '=', user.workspaceId)
        .where('contactId', '=', id)
        .execute();
      await this.audit.write(
        {
          workspaceId: user.workspaceId,
          actorId: user.id,
          action: 'contact.removed',
          data: { id, notes: open.length },
        },
        trx,
      );
    });
  }

  /** Moves everything of one contact to another, then drops it. */
  async merge(user: CurrentUser, keepId: string, mergeId: string) {
    const { workspaceId } = user;
    await executeTx(this.db, async (trx) => {
      const keep = await this.contacts.findById(workspaceId, keepId, trx);
      const merged = await this.contacts.findById(workspaceId, mergeId, trx);
      if (!keep || !merged) {
        throw new NotFoundException();
      }
      // One statement, so that nobody sees a contact without its notes.
      await trx
        .with('moved', (db) =>
          db
            .updateTable('notes')
            .set({ contactId: keepId, updatedAt: new Date() })
            .where('contactId', '=', mergeId)
            .where('workspaceId', '=', workspaceId)
            .returning('notes.id'),
        )
        .updateTable('contacts') // expect(strict): writes/stale-updated-at
        .set({ deletedAt: new Date() })
        .where('id', '=', mergeId)
        .where('workspaceId', '=', workspaceId)
        .execute();
      await this.audit.write(
        { workspaceId, actorId: user.id, action: 'contact.merged', data: { keepId, mergeId } },
        trx,
      );
    });
  }
}
