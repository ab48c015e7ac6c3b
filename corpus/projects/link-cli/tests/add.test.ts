import assert from 'node:assert/strict';
import { test } from 'node:test';
import { add } from '../src/commands/add.js';
import { open } from '../src/db/open.js';

test('a tag is made once', async () => {
  const db = await open(':memory:');

  await add(db, { url: 'https://a.example', title: 'A', tags: ['x'] });
  await add(db, { url: 'https://b.example', title: 'B', tags: ['x'] });

  const tags = await db.selectFrom('tag').selectAll().execute();
  assert.equal(tags.length, 1);
  await db.deleteFrom('link').execute();
  await db.destroy();
});
