import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { createDatabase } from '../src/database/database.module.js';
import { ContactsRepository } from '../src/contacts/contacts.repository.js';

const db = createDatabase();
const contacts = new ContactsRepository(db);

beforeEach(async () => {
  await db.deleteFrom('contacts').execute();
  await db.deleteFrom('workspaces').execute();
});

after(() => db.destroy());

test('a contact in the bin is not listed', async () => {
  const workspace = await db
    .insertInto('workspaces')
    .values({ name: 'Acme', slug: 'acme' })
    .returning('id')
    .executeTakeFirstOrThrow();
  const { id } = await contacts.insert({ workspaceId: workspace.id, firstName: 'Ada', lastName: 'L' });

  await contacts.moveToBin(id);

  const { items } = await contacts.list(workspace.id, {});
  const rows = await db.selectFrom('contacts').selectAll().execute();
  assert.equal(items.length, 0);
  assert.equal(rows.length, 1);
});
