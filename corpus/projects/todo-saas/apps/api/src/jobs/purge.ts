import { db } from '@todo/db';

const DAY = 24 * 60 * 60 * 1000;

/** Nightly: drops what has expired, whoever it belongs to. */
export async function purge(now = new Date()) {
	await db.deleteFrom('session').where('expires_at', '<', now).execute();
	await db.deleteFrom('verification').where('expires_at', '<', now).execute();
	await db
		.deleteFrom('invitation')
		.where('expires_at', '<', new Date(now.getTime() - 30 * DAY))
		.execute();
	await db
		.deleteFrom('activity')
		.where('created_at', '<', new Date(now.getTime() - 365 * DAY))
		.execute();
}
