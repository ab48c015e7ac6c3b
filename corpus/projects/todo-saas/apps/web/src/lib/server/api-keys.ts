import { createHash, randomBytes } from 'node:crypto';
import { db } from '@todo/db';

const hash = (key: string) => createHash('sha256').update(key).digest('hex');

/** The organization that a bearer key belongs to, if the key is good. */
export async function organizationOfKey(bearer: string) {
	const key = await db
		.selectFrom('api_key')
		.select(['id', 'organization_id'])
		.where('hashed_key', '=', hash(bearer))
		.where('revoked_at', 'is', null)
		.executeTakeFirst();
	if (!key) {
		return undefined;
	}
	await db
		.updateTable('api_key')
		.set({ last_used_at: new Date() })
		.where('id', '=', key.id)
		.execute();
	return key.organization_id;
}

export async function createKey(organizationId: string, name: string) {
	const secret = randomBytes(24).toString('base64url');
	await db
		.insertInto('api_key')
		.values({ organization_id: organizationId, name, hashed_key: hash(secret) })
		.execute();
	return secret;
}

export async function revokeKey(id: string) {
	const now = new Date();
	await db
		.updateTable('api_key') // expect: tenancy/lookup-by-id
		.set({ revoked_at: now, updated_at: now })
		.where('id', '=', id)
		.execute();
}

export function listKeys(organizationId: string) {
	return db
		.selectFrom('api_key')
		.select(['id', 'name', 'last_used_at', 'created_at'])
		.where('organization_id', '=', organizationId)
		.where('revoked_at', 'is', null)
		.orderBy('created_at', 'desc')
		.limit(100)
		.execute();
}
