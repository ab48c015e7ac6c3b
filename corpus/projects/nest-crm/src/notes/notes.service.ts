import { ForbiddenException, Injectable, NotFoundException } from '@nestjs/common';
import type { Kysely } from 'kysely';
import { InjectKysely } from 'nestjs-kysely';
import type { CurrentUser } from '../common/current-user.js';
import { ContactsService } from '../contacts/contacts.service.js';
import type { DB } from '../database/db.js';

@Injectable()
export class NotesService {
  constructor(
    @InjectKysely() private readonly db: Kysely<DB>,
    private readonly contacts: ContactsService,
  ) {}

  /** The note, if it is one of the user's workspace. */
  private async own(user: CurrentUser, id: string) {
    const note = await this.db
      .selectFrom('notes')
      .select(['id', 'authorId', 'workspaceId'])
      .where('id', '=', id)
      .executeTakeFirst();
    if (note?.workspaceId !== user.workspaceId) {
      throw new NotFoundException();
    }
    return note;
  }

  async of(user: CurrentUser, contactId: string) {
    const contact = await this.contacts.get(user, contactId);
    return this.db
      .selectFrom('notes')
      .innerJoin('users', 'users.id', 'notes.authorId')
      .select(['notes.id', 'notes.body', 'notes.createdAt', 'users.name as author'])
      .where('notes.contactId', '=', contact.id)
      .orderBy('notes.createdAt', 'desc')
      .limit(100)
      .execute();
  }

  async add(user: CurrentUser, contactId: string, body: string) {
    const contact = await this.contacts.get(user, contactId);
    return this.db
      .insertInto('notes')
      .values({ workspaceId: user.workspaceId, contactId: contact.id, authorId: user.id, body })
      .returning('id')
      .executeTakeFirstOrThrow();
  }

  async edit(user: CurrentUser, id: string, body: string) {
    const note = await this.own(user, id);
    if (note.authorId !== user.id) {
      throw new ForbiddenException();
    }
    await this.db
      .updateTable('notes')
      .set({ body, updatedAt: new Date() })
      .where('id', '=', note.id)
      .where('authorId', '=', user.id)
      .where('workspaceId', '=', user.workspaceId)
      .execute();
  }

  async remove(user: CurrentUser, id: string) {
    if (user.role !== 'admin') {
      throw new ForbiddenException();
    }
    await this.db.deleteFrom('notes').where('id', '=', id).execute(); // expect: tenancy/lookup-by-id
  }

  /** Full text, the team's and one's own. */
  async search(user: CurrentUser, text: string) {
    return this.db
      .selectFrom('notes')
      .select(['id', 'contactId', 'body'])
      .where('body', 'ilike', `%${text.replace(/[\\%_]/g, '\\$&')}%`) // expect: performance/unindexed-text-search
      .where((eb) =>
        eb('workspaceId', '=', user.workspaceId).or('authorId', '=', user.id), // expect: tenancy/scope-under-or
      )
      .orderBy('createdAt', 'desc')
      .limit(50)
      .execute();
  }

  async latest(user: CurrentUser, contactId: string) {
    return this.db
      .selectFrom('notes')
      .select(['id', 'body'])
      .where('workspaceId', '=', user.workspaceId)
      .where('contactId', '=', contactId)
      .orderBy('createdAt', 'desc')
      .limit(1)
      .executeTakeFirst();
  }
}
