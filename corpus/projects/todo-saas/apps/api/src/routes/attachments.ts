import { randomUUID } from 'node:crypto';
import { Elysia, NotFoundError, t } from 'elysia';
import { todosOf } from '@todo/db';
import { context } from '../context';
import { deleteObject, putObject } from '../storage';

export const attachments = new Elysia({ prefix: '/todos/:todoId/attachments' })
	.use(context)
	.get('/', async ({ db, organizationId, params }) => {
		await todosOf(organizationId, db)
			.select('id')
			.where('id', '=', params.todoId)
			.executeTakeFirstOrThrow(() => new NotFoundError());
		return db
			.selectFrom('attachment') // expect(strict): pagination/unbounded-select
			.select(['id', 'file_name', 'content_type', 'byte_size'])
			.where('todo_id', '=', params.todoId)
			.orderBy('created_at')
			.execute();
	})
	.post(
		'/',
		async ({ db, organizationId, params, body }) => {
			const todo = await todosOf(organizationId, db)
				.select('id')
				.where('id', '=', params.todoId)
				.executeTakeFirstOrThrow(() => new NotFoundError());
			const content = new Blob([body.content]);
			const key = `${organizationId}/${randomUUID()}`;
			await putObject(key, content);
			return db
				.insertInto('attachment')
				.values({
					organization_id: organizationId,
					todo_id: todo.id,
					file_name: body.fileName,
					content_type: body.contentType,
					byte_size: content.size,
					storage_key: key,
				})
				.returning('id')
				.executeTakeFirstOrThrow();
		},
		{
			body: t.Object({
				fileName: t.String({ maxLength: 255 }),
				contentType: t.String(),
				content: t.String(),
			}),
		},
	)
	.delete('/:id', async ({ db, organizationId, params }) => {
		const removed = await db.transaction().execute(async (tx) => {
			const attachment = await tx
				.deleteFrom('attachment')
				.where('organization_id', '=', organizationId)
				.where('id', '=', params.id)
				.returning(['file_name', 'storage_key'])
				.executeTakeFirst();
			if (!attachment) {
				throw new NotFoundError();
			}
			await tx
				.updateTable('todo')
				.set({ updated_at: new Date() })
				.where('organization_id', '=', organizationId)
				.where('id', '=', params.todoId)
				.execute();
			return attachment;
		});
		// After the commit: a file too many does no harm, a file too few does.
		await deleteObject(removed.storage_key);
	})
	.delete('/', async ({ db, organizationId, params }) => {
		await db.transaction().execute(async (tx) => {
			const gone = await tx
				.deleteFrom('attachment')
				.where('organization_id', '=', organizationId)
				.where('todo_id', '=', params.todoId)
				.returning('storage_key')
				.execute();
			for (const { storage_key: key } of gone) {
				await deleteObject(key); // expect: transactions/external-work
			}
		});
	});
