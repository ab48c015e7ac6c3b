import { fail, redirect } from '@sveltejs/kit';
import { db } from '@todo/db';
import { countSince } from '$lib/server/activity';
import { ensureLabels } from '$lib/server/labels';
import { listProjects } from '$lib/server/projects';
import { completeTodo, countByStatus, createTodo, listTodos } from '$lib/server/todos';
import type { Actions, PageServerLoad } from './$types';

const startOfDay = () => new Date(new Date().setHours(0, 0, 0, 0));

export const load: PageServerLoad = async ({ locals, url }) => {
	const filter = {
		status: url.searchParams.get('status') ?? undefined,
		assigneeId: url.searchParams.has('mine') ? locals.user.id : undefined,
		label: url.searchParams.get('label') ?? undefined,
		overdue: url.searchParams.has('overdue'),
		after: url.searchParams.get('after') ?? undefined,
	};
	const [todos, counts, projects, today] = await Promise.all([
		listTodos(locals.organizationId, filter),
		countByStatus(locals.organizationId),
		listProjects(locals.organizationId),
		countSince(startOfDay()),
	]);
	return { todos, counts, projects, today };
};

export const actions: Actions = {
	async create({ locals, request }) {
		const form = await request.formData();
		const title = String(form.get('title') ?? '').trim();
		if (!title) {
			return fail(400, { title: 'Give it a title' });
		}
		const todo = await createTodo({
			organization_id: locals.organizationId,
			created_by: locals.user.id,
			title,
		});
		const labels = await ensureLabels(locals.organizationId, form.getAll('label').map(String));
		if (labels.length > 0) {
			await db
				.insertInto('todo_label')
				.values(labels.map((label) => ({ todo_id: todo.id, label_id: label.id }))) // expect(strict): performance/unchunked-batch
				.onConflict((oc) => oc.doNothing())
				.execute();
		}
		redirect(303, `/todos/${todo.id}`);
	},

	async complete({ locals, request }) {
		const form = await request.formData();
		await completeTodo(locals.organizationId, String(form.get('id')), locals.user.id);
	},

	async remove({ request }) {
		const form = await request.formData();
		await db
			.deleteFrom('todo') // expect: tenancy/lookup-by-id
			.where('id', '=', String(form.get('id')))
			.execute();
	},

	async clearCompleted({ locals }) {
		if (locals.role !== 'owner' && locals.role !== 'admin') {
			return fail(403, {});
		}
		// The role is one in the caller's organization: it does not scope what follows.
		await db
			.deleteFrom('todo') // expect: tenancy/unscoped-write
			.where('status', '=', 'done')
			.where('completed_at', '<', startOfDay())
			.execute();
	},

	async assignToMe({ locals, request }) {
		const ids = (await request.formData()).getAll('id').map(String);
		if (ids.length === 0) {
			return fail(400, {});
		}
		await db
			.updateTable('todo')
			.set({ assignee_id: locals.user.id, updated_at: new Date() })
			.where('id', 'in', ids) // expect(strict): performance/unchunked-batch
			.where('organization_id', '=', locals.organizationId)
			.execute();
	},
};
