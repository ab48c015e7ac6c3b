import { expressionBuilder, type ExpressionBuilder } from 'kysely';
import { db, type Database } from './client';
import type { DB } from './db';

/** The todos of one organization; go on with `select`. */
export function todosOf(organizationId: string, handle: Database = db) {
	return handle.selectFrom('todo').where('todo.organization_id', '=', organizationId); // expect(strict): pagination/unbounded-select
}

export const projectsOf = (organizationId: string, handle: Database = db) =>
	handle.selectFrom('project').where('project.organization_id', '=', organizationId);

/** For `where()`: only todos that carry the label. */
export const hasLabel = (name: string) => (eb: ExpressionBuilder<DB, 'todo'>) =>
	eb.exists(
		eb
			.selectFrom('todo_label')
			.innerJoin('label', 'label.id', 'todo_label.label_id')
			.whereRef('todo_label.todo_id', '=', 'todo.id')
			.whereRef('label.organization_id', '=', 'todo.organization_id')
			.where('label.name', '=', name)
			.select('todo_label.todo_id'),
	);

/** For `where()`: unfinished, and past its date. */
export function overdue(now: Date) {
	const eb = expressionBuilder<DB, 'todo'>();
	return eb.and([eb('todo.due_at', '<', now), eb('todo.completed_at', 'is', null)]);
}
