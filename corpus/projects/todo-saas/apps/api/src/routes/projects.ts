import { Elysia, NotFoundError, t } from 'elysia';
import { projectsOf, type Database, type Tx } from '@todo/db';
import { context } from '../context';

async function copyTodos(tx: Tx, organizationId: string, from: string, to: string, userId: string) {
	await tx
		.insertInto('todo')
		.columns(['organization_id', 'project_id', 'title', 'description', 'position', 'created_by'])
		.expression((eb) =>
			eb
				.selectFrom('todo as source')
				.select((sub) => [
					'source.organization_id',
					sub.val(to).as('project_id'),
					'source.title',
					'source.description',
					'source.position',
					sub.val(userId).as('created_by'),
				])
				.where('source.organization_id', '=', organizationId)
				.where('source.project_id', '=', from),
		)
		.execute();
}

function byId(db: Database, organizationId: string, id: string) {
	return projectsOf(organizationId, db).select(['id', 'key', 'name']).where('id', '=', id);
}

export const projects = new Elysia({ prefix: '/projects' })
	.use(context)
	.get('/', ({ db, organizationId }) =>
		projectsOf(organizationId, db)
			.select(['id', 'key', 'name', 'archived_at'])
			.orderBy('name')
			.limit(200)
			.execute(),
	)
	.get('/:id', ({ db, organizationId, params }) =>
		byId(db, organizationId, params.id).executeTakeFirstOrThrow(() => new NotFoundError()),
	)
	.post(
		'/:id/duplicate',
		async ({ db, organizationId, userId, params, body }) => {
			const source = await byId(db, organizationId, params.id).executeTakeFirst();
			if (!source) {
				throw new NotFoundError();
			}
			return db.transaction().execute(async (tx) => {
				const copy = await tx
					.insertInto('project')
					.values({ organization_id: organizationId, key: body.key, name: body.name })
					.returning('id')
					.executeTakeFirstOrThrow();
				await copyTodos(tx, organizationId, source.id, copy.id, userId);
				return copy;
			});
		},
		{ body: t.Object({ key: t.String({ maxLength: 8 }), name: t.String({ maxLength: 80 }) }) },
	)
	.post(
		'/import',
		async ({ db, organizationId, userId, body }) => {
			return db.transaction().execute(async (tx) => {
				const project = await tx
					.insertInto('project')
					.values({ organization_id: organizationId, key: body.key, name: body.key })
					.returning('id')
					.executeTakeFirstOrThrow();
				const response = await fetch(body.source); // expect: transactions/external-work
				const titles: string[] = await response.json();
				await tx
					.insertInto('todo')
					.values(
						titles.slice(0, 1000).map((title, position) => ({ // expect(strict): performance/unchunked-batch
							organization_id: organizationId,
							project_id: project.id,
							created_by: userId,
							title,
							position,
						})),
					)
					.execute();
				return project;
			});
		},
		{ body: t.Object({ key: t.String(), source: t.String({ format: 'uri' }) }) },
	)
	.post(
		'/:id/merge',
		async ({ db, organizationId, params, body }) => {
			await db.transaction().execute(async (tx) => {
				const target = await byId(tx, organizationId, body.into).executeTakeFirstOrThrow();
				await tx
					.updateTable('todo')
					.set({ project_id: target.id, updated_at: new Date() })
					.where('organization_id', '=', organizationId)
					.where('project_id', '=', params.id)
					.execute();
				await db.transaction().execute(async (inner) => { // expect: transactions/nested
					await inner
						.deleteFrom('project')
						.where('organization_id', '=', organizationId)
						.where('id', '=', params.id)
						.execute();
				});
			});
		},
		{ body: t.Object({ into: t.String() }) },
	);
