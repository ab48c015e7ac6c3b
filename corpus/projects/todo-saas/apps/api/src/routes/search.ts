import { Elysia, t } from 'elysia';
import type { Expression, SqlBool } from 'kysely';
import { context } from '../context';

const escapeLike = (text: string) => text.replace(/[\\%_]/g, (char) => `\\${char}`);

export const search = new Elysia({ prefix: '/search' })
	.use(context)
	.get(
		'/todos',
		({ db, organizationId, query }) =>
			db
				.selectFrom('todo')
				.select(['id', 'title', 'status'])
				.where((eb) => {
					const conditions: Expression<SqlBool>[] = [
						eb('organization_id', '=', organizationId),
					];
					if (query.q) {
						const pattern = `%${escapeLike(query.q)}%`;
						conditions.push(
							eb.or([eb('title', 'ilike', pattern), eb('description', 'ilike', pattern)]),
						);
					}
					if (query.project) {
						conditions.push(eb('project_id', '=', query.project));
					}
					return eb.and(conditions);
				})
				.orderBy('updated_at', 'desc')
				.limit(50)
				.execute(),
		{
			query: t.Object({
				q: t.Optional(t.String({ minLength: 2 })),
				project: t.Optional(t.String()),
			}),
		},
	)
	.get('/mine', ({ db, organizationId, userId }) =>
		db
			.selectFrom('todo')
			.select(['id', 'title', 'status'])
			.where((eb) =>
				eb.or([
					eb('organization_id', '=', organizationId), // expect: tenancy/scope-under-or
					eb('assignee_id', '=', userId),
				]),
			)
			.orderBy('due_at')
			.limit(50)
			.execute(),
	)
	.get('/involved', ({ db, organizationId, userId }) =>
		db
			.selectFrom('todo')
			.select(['todo.id', 'todo.title'])
			.where('todo.organization_id', '=', organizationId)
			.where(({ eb, or, exists, selectFrom }) =>
				or([
					eb('todo.assignee_id', '=', userId),
					eb('todo.created_by', '=', userId),
					exists(
						selectFrom('comment')
							.select('comment.id')
							.whereRef('comment.todo_id', '=', 'todo.id')
							.where('comment.author_id', '=', userId),
					),
				]),
			)
			.orderBy('todo.updated_at', 'desc')
			.limit(50)
			.execute(),
	)
	.get(
		'/people',
		({ db, organizationId, query }) =>
			db
				.selectFrom('user')
				.select(['user.id', 'user.name'])
				.where('user.name', 'ilike', `${escapeLike(query.q)}%`) // expect: performance/unindexed-text-search
				.where((eb) =>
					eb.exists(
						eb
							.selectFrom('member')
							.select('member.id')
							.whereRef('member.user_id', '=', 'user.id')
							.where('member.organization_id', '=', organizationId),
					),
				)
				.orderBy('user.name')
				.limit(10)
				.execute(),
		{ query: t.Object({ q: t.String({ minLength: 1 }) }) },
	);
