import { db, overdue } from '@todo/db';

const BATCH = 200;

interface Reminder {
	email: string;
	title: string;
}

/** Every morning, for all organizations. */
export async function sendReminders(send: (reminder: Reminder) => Promise<void>) {
	let after = '00000000-0000-0000-0000-000000000000';
	for (;;) {
		const batch = await db
			.selectFrom('todo')
			.innerJoin('user', 'user.id', 'todo.assignee_id')
			.select(['todo.id', 'todo.title', 'user.email'])
			.where(overdue(new Date()))
			.where('todo.id', '>', after)
			.orderBy('todo.id')
			.limit(BATCH)
			.execute();
		for (const reminder of batch) {
			await send(reminder);
		}
		if (batch.length < BATCH) {
			return;
		}
		after = batch[batch.length - 1].id;
	}
}
