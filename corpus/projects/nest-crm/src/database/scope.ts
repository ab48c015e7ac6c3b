import type { SelectQueryBuilder } from 'kysely';
import type { DB } from './db.js';

type ContactQuery<O> = SelectQueryBuilder<DB, 'contacts', O>;
type DealQuery<O> = SelectQueryBuilder<DB, 'deals', O>;

/** For `$call()`: contacts of the workspace that are not in the bin. */
export function liveIn(workspaceId: string) {
  return <O>(query: ContactQuery<O>) =>
    query
      .where('contacts.workspaceId', '=', workspaceId)
      .where('contacts.deletedAt', 'is', null);
}

/** For `$call()`: open deals, whoever they belong to. */
export function stillOpen<O>(query: DealQuery<O>) {
  return query.where('deals.closedAt', 'is', null);
}
