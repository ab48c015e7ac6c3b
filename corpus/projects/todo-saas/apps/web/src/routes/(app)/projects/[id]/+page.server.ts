import { error } from '@sveltejs/kit';
import { db, projectsOf, todosOf } from '@todo/db';
import { archiveProject, deleteProject } from '$lib/server/projects';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const project = await projectsOf(locals.organizationId)
		.selectAll() // expect(strict): selection/select-all
		.where('project.id', '=', params.id)
		.executeTakeFirst();
	if (!project) {
		error(404, 'No such project');
	}

	if (url.searchParams.get('view') === 'table') {
		const rows = await db
			.selectFrom('todo')
			.leftJoin('user as assignee', 'assignee.id', 'todo.assignee_id')
			.selectAll() // expect: selection/select-all-on-join
			.where('todo.organization_id', '=', locals.organizationId)
			.where('todo.project_id', '=', project.id)
			.orderBy('todo.position')
			.limit(500)
			.execute();
		return { project, rows };
	}

	// Nothing but the board's cards; the todos of one project fit on a page.
	const cards = await todosOf(locals.organizationId)
		.leftJoin('user as assignee', 'assignee.id', 'todo.assignee_id')
		.select(['todo.id', 'todo.title', 'todo.status', 'todo.position', 'assignee.image'])
		.where('todo.project_id', '=', project.id)
		.orderBy('todo.position')
		.execute();
	return { project, cards };
};

export const actions: Actions = {
	async archive({ locals, params }) {
		await archiveProject(locals.organizationId, params.id);
	},
	async remove({ locals, params }) {
		if (!(await deleteProject(locals.organizationId, params.id))) {
			error(404, 'No such project');
		}
	},
};
