import { Elysia, status } from 'elysia';
import { db } from '@todo/db';

/** Who calls, and for which organization; every route of the API needs it. */
export const context = new Elysia({ name: 'context' }).derive(async ({ headers }) => {
	const token = headers.authorization?.replace('Bearer ', '');
	if (!token) {
		throw status(401);
	}
	const session = await db
		.selectFrom('session')
		.innerJoin('member', (join) =>
			join
				.onRef('member.user_id', '=', 'session.user_id')
				.onRef('member.organization_id', '=', 'session.active_organization_id'),
		)
		.select(['session.user_id', 'member.organization_id', 'member.role'])
		.where('session.token', '=', token)
		.where('session.expires_at', '>', new Date())
		.executeTakeFirst();
	if (!session) {
		throw status(401);
	}
	return {
		db,
		userId: session.user_id,
		organizationId: session.organization_id,
		role: session.role,
	};
});
