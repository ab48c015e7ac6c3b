import { ForbiddenException, Injectable } from '@nestjs/common';
import type { Kysely } from 'kysely';
import { InjectKysely } from 'nestjs-kysely';
import { ContactsRepository } from '../contacts/contacts.repository.js';
import type { CurrentUser } from '../common/current-user.js';
import type { DB } from '../database/db.js';
import { DealsRepository } from '../deals/deals.repository.js';
import { executeTx } from '../database/transaction.js';

@Injectable()
export class WorkspacesService {
  constructor(
    @InjectKysely() private readonly db: Kysely<DB>,
    private readonly contacts: ContactsRepository,
    private readonly deals: DealsRepository,
  ) {}

  async get(user: CurrentUser) {
    return this.db
      .selectFrom('workspaces')
      .select(['id', 'name', 'slug'])
      .where('id', '=', user.workspaceId)
      .executeTakeFirstOrThrow();
  }

  async bySlug(slug: string) {
    return this.db
      .selectFrom('workspaces')
      .select(['id', 'name'])
      .where('slug', '=', slug)
      .executeTakeFirst();
  }

  async members(user: CurrentUser) {
    return this.db
      .selectFrom('users')
      .innerJoin('workspaceMembers', 'workspaceMembers.userId', 'users.id')
      .select(['users.id', 'users.name', 'users.email', 'workspaceMembers.role'])
      .where('workspaceMembers.workspaceId', '=', user.workspaceId)
      .orderBy('users.name')
      .limit(500)
      .execute();
  }

  async removeMember(user: CurrentUser, userId: string, heirId: string | null) {
    if (user.role !== 'owner') {
      throw new ForbiddenException();
    }
    const { workspaceId } = user;
    await executeTx(this.db, async (trx) => {
      await this.contacts.reassign(workspaceId, userId, heirId, trx);
      await this.deals.releaseOwner(workspaceId, userId, trx);
      await trx
        .deleteFrom('apiTokens')
        .where('workspaceId', '=', workspaceId)
        .where('userId', '=', userId)
        .execute();
      await trx
        .deleteFrom('workspaceMembers')
        .where('workspaceId', '=', workspaceId)
        .where('userId', '=', userId)
        .execute();
    });
  }

  async rename(user: CurrentUser, name: string) {
    await this.db
      .updateTable('workspaces')
      .set({ name, updatedAt: new Date() })
      .where('id', '=', user.workspaceId)
      .execute();
    this.db
      .insertInto('auditLog')
      .values({
        workspaceId: user.workspaceId,
        actorId: user.id,
        action: 'workspace.renamed',
        data: JSON.stringify({ name }),
      })
      .execute(); // expect: execution/floating-execute
  }

  async colleaguesOf(userId: string) {
    return this.db
      .selectFrom('workspaceMembers as mine')
      .innerJoin('workspaceMembers as theirs', 'theirs.workspaceId', 'mine.workspaceId')
      .innerJoin('users', 'users.id', 'theirs.userId')
      .select(['users.id', 'users.name'])
      .distinct()
      .where('mine.userId', '=', userId)
      .execute();
  }
}
