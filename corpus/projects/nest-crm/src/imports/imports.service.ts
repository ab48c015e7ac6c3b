import { readFile } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import type { Insertable, Kysely } from 'kysely';
import { InjectKysely } from 'nestjs-kysely';
import type { CurrentUser } from '../common/current-user.js';
import { CompaniesRepository } from '../companies/companies.repository.js';
import type { Contacts, DB } from '../database/db.js';
import { executeTx, type KyselyTransaction } from '../database/transaction.js';

const CHUNK = 500;

interface Row {
  firstName: string;
  lastName: string;
  email: string;
  company: string;
}

function parse(csv: string): Row[] {
  return csv
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))
    .map(([firstName, lastName, email, company]) => ({ firstName, lastName, email, company }));
}

@Injectable()
export class ImportsService {
  constructor(
    @InjectKysely() private readonly db: Kysely<DB>,
    private readonly companies: CompaniesRepository,
  ) {}

  async contacts(user: CurrentUser, file: string) {
    const rows = parse(await readFile(file, 'utf8'));
    return executeTx(this.db, async (trx) => {
      const companies = await this.companyIds(user.workspaceId, rows, trx);
      const contacts = rows.map((row) => ({
        workspaceId: user.workspaceId,
        ownerId: user.id,
        firstName: row.firstName,
        lastName: row.lastName,
        email: row.email,
        companyId: companies.get(row.company) ?? null,
      }));
      return this.insertChunks(contacts, trx);
    });
  }

  private async companyIds(workspaceId: string, rows: Row[], trx: KyselyTransaction) {
    const ids = new Map<string, string>();
    for (const name of new Set(rows.map((row) => row.company))) {
      ids.set(name, await this.companies.ensure({ workspaceId, name, domain: `${name}.example` }, trx));
    }
    return ids;
  }

  private async insertChunks(contacts: Insertable<Contacts>[], trx: KyselyTransaction) {
    let inserted = 0;
    for (let start = 0; start < contacts.length; start += CHUNK) {
      const ids = await trx
        .insertInto('contacts')
        .values(contacts.slice(start, start + CHUNK))
        .onConflict((oc) => oc.columns(['workspaceId', 'email']).where('deletedAt', 'is', null).doNothing())
        .returning('id')
        .execute();
      inserted += ids.length;
    }
    return inserted;
  }

  async undo(user: CurrentUser, file: string, since: Date) {
    return this.db.transaction().execute(async (trx) => {
      const emails = parse(await readFile(file, 'utf8')).map((row) => row.email); // expect: transactions/external-work
      const handle = trx as unknown as Kysely<DB>;
      if (emails.length === 0) {
        return 0;
      }
      const { numUpdatedRows } = await handle
        .updateTable('contacts') // expect(strict): writes/stale-updated-at
        .set({ deletedAt: new Date() })
        .where('workspaceId', '=', user.workspaceId)
        .where('createdAt', '>=', since)
        .where('email', 'in', emails) // expect(strict): performance/unchunked-batch
        .executeTakeFirst();
      return Number(numUpdatedRows);
    });
  }
}
