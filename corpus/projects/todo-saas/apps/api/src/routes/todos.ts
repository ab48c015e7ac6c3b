import { Elysia, NotFoundError, t } from 'elysia';
import { todosOf } from '@todo/db';
import { context } from '../context';

const MAX_PAGE = 100;

export const todos = new Elysia({ prefix: '/todos' })
	.use(context)
	.get(
		'/',
		({ db, organizationId, query }) => {
			const limit = Math.min(query.limit ?? 25, MAX_PAGE);
			return db
				.selectFrom('todo')
				.select(['id', 'title', 'status', 'due_at', 'created_at'])
				.where('organization_id', '=', organizationId)
				.$if(query.status !== undefined, (qb) => qb.where('status', '=', query.status!))
				.$if(query.before !== undefined, (qb) => qb.where('created_at', '<', new Date(query.before!)))
				.orderBy('created_at', 'desc')
				.orderBy('id')
				.limit(limit)
				.execute();
		},
		{
			query: t.Object({
				limit: t.Optional(t.Numeric({ minimum: 1, maximum: MAX_PAGE })),
				status: t.Optional(t.Literals(['open', 'in_progress', 'done'])),
				before: t.Optional(t.String({ format: 'date-time' })),
			}),
		},
	)
	.get('/all', ({ db, organizationId }) =>
		db
			.selectFrom('todo') // expect: pagination/unbounded-select
			.selectAll() // expect(strict): selection/select-all
			.where('organization_id', '=', organizationId)
			.execute(),
	)
	.get('/:id', async ({ db, params }) => {
		const todo = await db
			.selectFrom('todo') // expect: tenancy/lookup-by-id
			.select(['id', 'title', 'description', 'status', 'due_at'])
			.where('id', '=', params.id)
			.executeTakeFirst();
		if (!todo) {
			throw new NotFoundError();
		}
		return todo;
	})
	.patch(
		'/:id',
		async ({ db, organizationId, params, body }) => {
			const changed = await db
				.updateTable('todo')
				.set({ ...body, updated_at: new Date() })
				.where('id', '=', params.id)
				.where('organization_id', '=', organizationId)
				.returning(['id', 'title', 'status', 'due_at'])
				.executeTakeFirst();
			if (!changed) {
				throw new NotFoundError();
			}
			return changed;
		},
		{
			body: t.Object({
				title: t.Optional(t.String({ minLength: 1, maxLength: 200 })),
				status: t.Optional(t.Literals(['open', 'in_progress', 'done'])),
				due_at: t.Optional(t.Nullable(t.String({ format: 'date-time' }))),
			}),
		},
	)
	.put(
		'/:id',
		// What an app sends that was offline: it has chosen the id itself.
		({ db, organizationId, userId, params, body }) =>
			db
				.insertInto('todo')
				.values({
					id: params.id,
					organization_id: organizationId,
					created_by: userId,
					title: body.title,
				})
				.onConflict((oc) => oc.column('id').doUpdateSet({ title: body.title })) // expect: tenancy/cross-tenant-upsert
				.returning(['id', 'title'])
				.executeTakeFirstOrThrow(),
		{ body: t.Object({ title: t.String({ minLength: 1, maxLength: 200 }) }) },
	)
	.post(
		'/:id/labels',
		async ({ db, organizationId, params, body }) => {
			const todo = await todosOf(organizationId, db)
				.select('id')
				.where('id', '=', params.id)
				.executeTakeFirst();
			if (!todo) {
				throw new NotFoundError();
			}
			// Labels of other organizations are left out by the select.
			await db
				.insertInto('todo_label')
				.columns(['todo_id', 'label_id'])
				.expression((eb) =>
					eb
						.selectFrom('label')
						.select((sub) => [sub.val(todo.id).as('todo_id'), 'label.id as label_id'])
						.where('label.organization_id', '=', organizationId)
						.where('label.id', 'in', body.labelIds), // expect(strict): performance/unchunked-batch
				)
				.onConflict((oc) => oc.doNothing())
				.execute();
		},
		{ body: t.Object({ labelIds: t.Array(t.String(), { minItems: 1, maxItems: 20 }) }) },
	)
	.delete('/:id', async ({ db, organizationId, params, set }) => {
		const { numDeletedRows } = await db
			.deleteFrom('todo')
			.where('organization_id', '=', organizationId)
			.where('id', '=', params.id)
			.executeTakeFirstOrThrow();
		set.status = numDeletedRows > 0n ? 204 : 404;
	});
