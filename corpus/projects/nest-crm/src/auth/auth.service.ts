import { createHash, randomBytes } from 'node:crypto';
import { Injectable, UnauthorizedException } from '@nestjs/common';
import { compare, hash } from 'bcryptjs';
import type { Kysely } from 'kysely';
import { InjectKysely } from 'nestjs-kysely';
import type { CurrentUser } from '../common/current-user.js';
import type { DB } from '../database/db.js';

const ROUNDS = 12;

@Injectable()
export class AuthService {
  constructor(@InjectKysely() private readonly db: Kysely<DB>) {}

  async login(email: string, password: string) {
    const user = await this.db
      .selectFrom('users')
      .select(['id', 'passwordHash'])
      .where('email', '=', email.toLowerCase())
      .executeTakeFirst();
    if (!user?.passwordHash || !(await compare(password, user.passwordHash))) {
      throw new UnauthorizedException();
    }
    const memberships = await this.db
      .selectFrom('workspaceMembers') // expect(strict): pagination/unbounded-select
      .innerJoin('workspaces', 'workspaces.id', 'workspaceMembers.workspaceId')
      .select(['workspaces.id', 'workspaces.name', 'workspaceMembers.role'])
      .where('workspaceMembers.userId', '=', user.id)
      .orderBy('workspaces.name')
      .execute();
    return { userId: user.id, memberships };
  }

  async changePassword(user: CurrentUser, password: string) {
    const passwordHash = await hash(password, ROUNDS);
    await this.db.transaction().execute(async (trx) => {
      await trx
        .updateTable('users')
        .set({ passwordHash, updatedAt: new Date() })
        .where('id', '=', user.id)
        .execute();
      // Signs the user out everywhere, in all workspaces.
      await trx.deleteFrom('apiTokens').where('userId', '=', user.id).execute();
    });
  }

  async signUp(email: string, name: string, password: string, workspaceName: string) {
    return this.db.transaction().execute(async (trx) => {
      const user = await trx
        .insertInto('users')
        .values({
          email: email.toLowerCase(),
          name,
          passwordHash: await hash(password, ROUNDS), // expect: transactions/external-work
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      const workspace = await trx
        .insertInto('workspaces')
        .values({ name: workspaceName, slug: workspaceName.toLowerCase().replace(/\W+/g, '-') })
        .returning('id')
        .executeTakeFirstOrThrow();
      await trx
        .insertInto('workspaceMembers')
        .values({ workspaceId: workspace.id, userId: user.id, role: 'owner' })
        .execute();
      return { userId: user.id, workspaceId: workspace.id };
    });
  }

  async issueToken(user: CurrentUser, name: string) {
    const token = randomBytes(32).toString('base64url');
    const tokenHash = createHash('sha256').update(token).digest('hex');
    await this.db
      .insertInto('apiTokens')
      .values({ workspaceId: user.workspaceId, userId: user.id, name, tokenHash })
      .execute();
    return token;
  }
}
