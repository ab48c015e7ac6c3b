import { createHash } from 'node:crypto';
import { Injectable, UnauthorizedException, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Kysely } from 'kysely';
import { InjectKysely } from 'nestjs-kysely';
import type { DB } from '../database/db.js';
import type { AuthedRequest } from './current-user.js';

@Injectable()
export class AuthGuard implements CanActivate {
  constructor(@InjectKysely() private readonly db: Kysely<DB>) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<AuthedRequest>();
    const token = request.headers.authorization?.slice('Bearer '.length);
    if (!token) {
      throw new UnauthorizedException();
    }
    const found = await this.db
      .selectFrom('apiTokens')
      .innerJoin('workspaceMembers', (join) =>
        join
          .onRef('workspaceMembers.userId', '=', 'apiTokens.userId')
          .onRef('workspaceMembers.workspaceId', '=', 'apiTokens.workspaceId'),
      )
      .select(['apiTokens.id', 'apiTokens.userId', 'apiTokens.workspaceId', 'workspaceMembers.role'])
      .where('apiTokens.tokenHash', '=', createHash('sha256').update(token).digest('hex'))
      .executeTakeFirst();
    if (!found) {
      throw new UnauthorizedException();
    }
    request.user = { id: found.userId, workspaceId: found.workspaceId, role: found.role };
    void this.db
      .updateTable('apiTokens')
      .set({ lastUsedAt: new Date() })
      .where('id', '=', found.id)
      .execute();
    return true;
  }
}
