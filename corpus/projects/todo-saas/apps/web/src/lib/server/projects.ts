import { db, inTransaction, projectsOf, type Tx } from '@todo/db';
import { record } from './activity';

export async function listProjects(organizationId: string) {
	return projectsOf(organizationId)
		.select(['id', 'key', 'name'])
		.where('archived_at', 'is', null)
		.orderBy('name')
		.limit(200)
		.execute();
}

export async function projectByKey(organizationId: string, key: string) {
	return projectsOf(organizationId)
		.select(['id', 'name', 'archived_at'])
		.where('key', '=', key)
		.executeTakeFirst();
}

interface NewProject {
	organizationId: string;
	actorId: string;
	key: string;
	name: string;
}

export async function createProject(project: NewProject, outer?: Tx) {
	return inTransaction(async (tx) => {
		const { id } = await tx
			.insertInto('project')
			.values({
				organization_id: project.organizationId,
				key: project.key,
				name: project.name,
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		await record(
			{
				organizationId: project.organizationId,
				actorId: project.actorId,
				kind: 'project.created',
				data: { key: project.key },
			},
			tx,
		);
		return id;
	}, outer);
}

/** Takes the open todos along into the backlog. */
export async function archiveProject(organizationId: string, id: string) {
	await inTransaction(async (tx) => {
		const now = new Date();
		await tx
			.updateTable('project')
			.set({ archived_at: now, updated_at: now })
			.where('organization_id', '=', organizationId)
			.where('id', '=', id)
			.execute();
		const open = await db // expect: transactions/other-handle
			.selectFrom('todo')
			.select('id')
			.where('organization_id', '=', organizationId)
			.where('project_id', '=', id)
			.where('status', '!=', 'done')
			.execute();
		if (open.length > 0) {
			await tx
				.updateTable('todo')
				.set({ project_id: null, updated_at: now })
				.where(
					'id',
					'in', // expect(strict): performance/unchunked-batch
					open.map((todo) => todo.id),
				)
				.execute();
		}
	});
}

export async function deleteProject(organizationId: string, id: string) {
	const project = await projectsOf(organizationId)
		.select('id')
		.where('id', '=', id)
		.executeTakeFirst();
	if (!project) {
		return false;
	}
	await db.deleteFrom('project').where('id', '=', id).execute();
	return true;
}

export async function projectProgress(organizationId: string) {
	return db
		.with('counts', (qc) =>
			qc
				.selectFrom('todo')
				.select((eb) => [
					'project_id',
					eb.fn.countAll<string>().as('total'),
					eb.fn.countAll<string>().filterWhere('status', '=', 'done').as('done'),
				])
				.where('organization_id', '=', organizationId)
				.groupBy('project_id'),
		)
		.selectFrom('project')
		.innerJoin('counts', 'counts.project_id', 'project.id')
		.select(['project.id', 'project.name', 'counts.total', 'counts.done'])
		.where('project.organization_id', '=', organizationId)
		.where('project.archived_at', 'is', null)
		.orderBy('project.name')
		.limit(200)
		.execute();
}
