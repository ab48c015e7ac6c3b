import { sql, type Insertable } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import { db, hasLabel, overdue, todosOf, type Todo } from '@todo/db';
import { record } from './activity';

export interface TodoFilter {
	status?: string;
	assigneeId?: string;
	label?: string;
	overdue?: boolean;
	after?: string;
}

export async function listTodos(organizationId: string, filter: TodoFilter) {
	let query = db
		.selectFrom('todo')
		.select(['todo.id', 'todo.title', 'todo.status', 'todo.due_at', 'todo.assignee_id'])
		.where('todo.organization_id', '=', organizationId);

	if (filter.status) {
		query = query.where('todo.status', '=', filter.status);
	}
	if (filter.assigneeId) {
		query.where('todo.assignee_id', '=', filter.assigneeId); // expect: execution/discarded-builder
	}
	if (filter.label) {
		query = query.where(hasLabel(filter.label));
	}
	if (filter.overdue) {
		query = query.where(overdue(new Date()));
	}
	if (filter.after) {
		query = query.where('todo.id', '>', filter.after);
	}
	return query.orderBy('todo.id').limit(50).execute();
}

export async function getTodo(organizationId: string, id: string) {
	return db
		.selectFrom('todo')
		.leftJoin('project', 'project.id', 'todo.project_id')
		.select([
			'todo.id',
			'todo.title',
			'todo.description',
			'todo.status',
			'todo.due_at',
			'project.name as project_name',
		])
		.select((eb) => [
			jsonArrayFrom(
				eb
					.selectFrom('comment')
					.innerJoin('user', 'user.id', 'comment.author_id')
					.select(['comment.id', 'comment.body', 'comment.created_at', 'user.name as author'])
					.whereRef('comment.todo_id', '=', 'todo.id')
					.orderBy('comment.created_at'),
			).as('comments'),
			jsonArrayFrom(
				eb
					.selectFrom('todo_label')
					.innerJoin('label', 'label.id', 'todo_label.label_id')
					.select(['label.id', 'label.name', 'label.color'])
					.whereRef('todo_label.todo_id', '=', 'todo.id'),
			).as('labels'),
		])
		.where('todo.organization_id', '=', organizationId)
		.where('todo.id', '=', id)
		.executeTakeFirst();
}

export async function createTodo(values: Insertable<Todo>) {
	return db.insertInto('todo').values(values).returning('id').executeTakeFirstOrThrow();
}

export async function completeTodo(organizationId: string, id: string, actorId: string) {
	await db.transaction().execute(async (tx) => {
		const now = new Date();
		const done = await tx
			.updateTable('todo')
			.set({ status: 'done', completed_at: now, updated_at: now })
			.where('organization_id', '=', organizationId)
			.where('id', '=', id)
			.returning('title')
			.executeTakeFirst();
		if (!done) {
			return;
		}
		await record({ organizationId, actorId, kind: 'todo.completed', todoId: id }, tx);
	});
}

export async function reopenTodo(organizationId: string, id: string, actorId: string) {
	await db.transaction().execute(async (tx) => {
		await tx
			.updateTable('todo')
			.set({ status: 'open', completed_at: null, updated_at: new Date() })
			.where('organization_id', '=', organizationId)
			.where('id', '=', id)
			.execute();
		await db // expect: transactions/other-handle
			.insertInto('activity')
			.values({
				organization_id: organizationId,
				actor_id: actorId,
				kind: 'todo.reopened',
				todo_id: id,
			})
			.execute();
	});
}

/** Puts a todo behind another one of the same list. */
export async function moveTodo(organizationId: string, id: string, behindId: string) {
	const [todo, behind] = await Promise.all([
		todosOf(organizationId).select('id').where('id', '=', id).executeTakeFirst(),
		todosOf(organizationId)
			.select(['position', 'project_id'])
			.where('id', '=', behindId)
			.executeTakeFirst(),
	]);
	if (!todo || !behind) {
		throw new Error('No such todo');
	}
	await db
		.updateTable('todo')
		.set({
			position: behind.position + 1,
			project_id: behind.project_id,
			updated_at: new Date(),
		})
		.where('id', '=', todo.id)
		.execute();
}

export async function countByStatus(organizationId: string) {
	return todosOf(organizationId)
		.select((eb) => ['status', eb.fn.countAll<string>().as('count')])
		.groupBy('status')
		.execute();
}

export async function countOverdue(organizationId: string) {
	const { count } = await todosOf(organizationId)
		.where(overdue(new Date()))
		.select(sql<number>`count(*)::int`.as('count'))
		.executeTakeFirstOrThrow();
	return count;
}

export async function nextTodo(organizationId: string, userId: string) {
	return todosOf(organizationId)
		.select(['id', 'title'])
		.where('assignee_id', '=', userId)
		.where('completed_at', 'is', null)
		.orderBy('priority', 'desc')
		.orderBy('created_at')
		.executeTakeFirst(); // expect: pagination/first-without-limit
}

export async function unplanned(organizationId: string) {
	return todosOf(organizationId)
		.select(['id', 'title'])
		.where('due_at', '=', null) // expect: execution/null-comparison
		.orderBy('created_at')
		.limit(20)
		.execute();
}

/** Is the title taken in this project already? */
export async function titleTaken(projectId: string, title: string) {
	const row = await db
		.selectFrom('todo') // expect: tenancy/unscoped-query
		.select('id')
		.where('title', '=', title)
		.where('project_id', '=', projectId)
		.limit(1)
		.executeTakeFirst();
	return row !== undefined;
}
