import { db, type Database } from '@todo/db';

interface Entry {
	organizationId: string;
	actorId: string;
	kind: string;
	todoId?: string;
	data?: Record<string, string>;
}

export async function record(entry: Entry, handle: Database = db) {
	await handle
		.insertInto('activity')
		.values({
			organization_id: entry.organizationId,
			actor_id: entry.actorId,
			kind: entry.kind,
			todo_id: entry.todoId ?? null,
			data: JSON.stringify(entry.data ?? {}),
		})
		.execute();
}

export async function recordView(organizationId: string, actorId: string, todoId: string) {
	await db.insertInto('activity').values({ // expect: execution/never-executed
		organization_id: organizationId,
		actor_id: actorId,
		kind: 'todo.viewed',
		todo_id: todoId,
	});
}

export async function feed(organizationId: string, before?: string) {
	let query = db
		.selectFrom('activity')
		.innerJoin('user', 'user.id', 'activity.actor_id')
		.select(['activity.id', 'activity.kind', 'activity.data', 'activity.created_at', 'user.name'])
		.where('activity.organization_id', '=', organizationId)
		.orderBy('activity.id', 'desc')
		.limit(30);
	if (before) {
		query = query.where('activity.id', '<', before);
	}
	return query.execute();
}

export async function todoHistory(organizationId: string, todoId: string) {
	return db
		.selectFrom('activity') // expect(strict): pagination/unbounded-select
		.select(['id', 'kind', 'data', 'created_at'])
		.where('organization_id', '=', organizationId)
		.where('todo_id', '=', todoId)
		.orderBy('id', 'desc')
		.execute();
}

/** Everything, for the owner who leaves us. */
export async function exportActivity(organizationId: string) {
	return db
		.selectFrom('activity') // expect: pagination/unbounded-select
		.select(['id', 'actor_id', 'kind', 'data', 'created_at'])
		.where('organization_id', '=', organizationId)
		.orderBy('id')
		.execute();
}

/** How much happened today, for the badge of the dashboard. */
export async function countSince(since: Date) {
	const { count } = await db
		.selectFrom('activity') // expect: tenancy/unscoped-query
		.select((eb) => eb.fn.countAll<string>().as('count'))
		.where('created_at', '>=', since)
		.executeTakeFirstOrThrow();
	return Number(count);
}
