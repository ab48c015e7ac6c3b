import { error, fail } from '@sveltejs/kit';
import { db } from '@todo/db';
import { recordView, todoHistory } from '$lib/server/activity';
import { getTodo } from '$lib/server/todos';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const todo = await getTodo(locals.organizationId, params.id);
	if (!todo) {
		error(404, 'No such todo');
	}
	await recordView(locals.organizationId, locals.user.id, todo.id);
	const attachments = await db
		.selectFrom('attachment') // expect(strict): pagination/unbounded-select
		.select(['id', 'file_name', 'byte_size'])
		.where('todo_id', '=', todo.id)
		.orderBy('created_at')
		.execute();
	return { todo, attachments, history: await todoHistory(locals.organizationId, todo.id) };
};

async function ownTodo(id: string, organizationId: string) {
	const todo = await db
		.selectFrom('todo')
		.select(['id', 'organization_id', 'status'])
		.where('id', '=', id)
		.executeTakeFirst();
	if (!todo || todo.organization_id !== organizationId) {
		error(404, 'No such todo');
	}
	return todo;
}

export const actions: Actions = {
	async rename({ locals, params, request }) {
		const todo = await ownTodo(params.id, locals.organizationId);
		const form = await request.formData();
		await db
			.updateTable('todo')
			.set({ title: String(form.get('title')), updated_at: new Date() })
			.where('id', '=', todo.id)
			.where('organization_id', '=', locals.organizationId)
			.execute();
	},

	async comment({ locals, params, request }) {
		const todo = await ownTodo(params.id, locals.organizationId);
		const body = String((await request.formData()).get('body') ?? '').trim();
		if (!body) {
			return fail(400, { body: 'Write something' });
		}
		await db
			.insertInto('comment')
			.values({
				organization_id: locals.organizationId,
				todo_id: todo.id,
				author_id: locals.user.id,
				body,
			})
			.execute();
	},

	async editComment({ locals, request }) {
		const form = await request.formData();
		await db
			.updateTable('comment')
			.set({ body: String(form.get('body')), updated_at: new Date() })
			.where('id', '=', String(form.get('id')))
			.where('author_id', '=', locals.user.id)
			.where('organization_id', '=', locals.organizationId)
			.execute();
	},

	async deleteComment({ locals, request }) {
		const id = String((await request.formData()).get('id'));
		const comment = await db
			.selectFrom('comment') // expect: tenancy/lookup-by-id
			.select('author_id')
			.where('id', '=', id)
			.executeTakeFirst();
		if (comment?.author_id !== locals.user.id && locals.role !== 'admin') {
			return fail(403, {});
		}
		await db
			.deleteFrom('comment') // expect: tenancy/lookup-by-id
			.where('id', '=', id)
			.execute();
	},
};
