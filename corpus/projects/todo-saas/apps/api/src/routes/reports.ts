import { Elysia, t } from 'elysia';
import { sql } from 'kysely';
import { context } from '../context';

const ORDER = {
	done: sql`done desc`,
	name: sql`name asc`,
} as const;

export const reports = new Elysia({ prefix: '/reports' })
	.use(context)
	.get(
		'/velocity',
		async ({ db, organizationId, query }) => {
			const { rows } = await sql<{ week: Date; done: number }>`
				select date_trunc('week', completed_at) as week, count(*)::int as done
				from todo
				where organization_id = ${organizationId}
				  and completed_at >= now() - make_interval(weeks => ${query.weeks})
				group by 1
				order by 1`.execute(db);
			return rows;
		},
		{ query: t.Object({ weeks: t.Numeric({ minimum: 1, maximum: 52, default: 12 }) }) },
	)
	.get(
		'/people',
		async ({ db, organizationId, query }) => {
			const { rows } = await sql<{ name: string; done: number }>`
				select u.name, count(*)::int as done
				from todo t
				join "user" u on u.id = t.assignee_id
				where t.organization_id = ${organizationId} and t.status = 'done'
				group by u.id, u.name
				order by ${ORDER[query.order]}`.execute(db);
			return rows;
		},
		{ query: t.Object({ order: t.Literals(['done', 'name']) }) },
	)
	.get('/custom', async ({ db, organizationId, query }) => {
		const order = sql.raw(query.sort ?? 'created_at'); // expect: sql/dynamic-raw
		const { rows } = await sql<{ id: string; title: string }>`
			select id, title
			from todo
			where organization_id = ${organizationId}
			order by ${order}
			limit 100`.execute(db);
		return rows;
	})
	.get('/quiet-projects', ({ db, organizationId }) =>
		db
			.selectFrom('project as p')
			.leftJoinLateral(
				(eb) =>
					eb
						.selectFrom('todo as t')
						.select('t.updated_at')
						.whereRef('t.project_id', '=', 'p.id')
						.orderBy('t.updated_at', 'desc')
						.limit(1)
						.as('latest'),
				(join) => join.onTrue(),
			)
			.select(['p.id', 'p.name', 'latest.updated_at'])
			.where('p.organization_id', '=', organizationId)
			.where((eb) =>
				eb.or([
					eb('latest.updated_at', 'is', null),
					eb('latest.updated_at', '<', sql<Date>`now() - interval '30 days'`),
				]),
			)
			.orderBy('p.name')
			.limit(100)
			.execute(),
	)
	.get('/workload', ({ db, organizationId }) =>
		db
			.selectFrom('todo')
			.select(({ fn, ref }) => [
				'assignee_id',
				fn.countAll<string>().as('open'),
				fn.max(ref('due_at')).as('last_due'),
			])
			.where('organization_id', '=', organizationId)
			.where('status', '!=', 'done')
			.groupBy('assignee_id')
			.execute(),
	)
	.get('/everyone', ({ db, role }) => {
		if (role !== 'owner') {
			return [];
		}
		return db
			.selectFrom('user') // expect: pagination/unbounded-select
			.select(['id', 'name', 'email'])
			.orderBy('name')
			.execute();
	});
