import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { db } from '@todo/db';
import { completeTodo, createTodo } from './todos';

before(async () => {
	await db.deleteFrom('activity').execute();
	await db.deleteFrom('todo').execute();
});

after(() => db.destroy());

test('completing a todo leaves a trace', async () => {
	const { id } = await createTodo({
		organization_id: 'org_test',
		created_by: 'user_test',
		title: 'Write a test',
	});

	await completeTodo('org_test', id, 'user_test');

	const todo = await db.selectFrom('todo').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
	const trace = await db.selectFrom('activity').selectAll().execute();
	assert.equal(todo.status, 'done');
	assert.equal(trace.length, 1);
});
