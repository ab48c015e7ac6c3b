import { db, inTransaction, type Tx } from '@todo/db';

export async function membership(organizationId: string, userId: string) {
	return db
		.selectFrom('member')
		.select(['id', 'role'])
		.where('organization_id', '=', organizationId)
		.where('user_id', '=', userId)
		.executeTakeFirst();
}

/** For the switcher in the page's head. */
export async function organizationsOfUser(userId: string) {
	return db
		.selectFrom('member') // expect(strict): pagination/unbounded-select
		.innerJoin('organization', 'organization.id', 'member.organization_id')
		.select(['organization.id', 'organization.name', 'organization.slug', 'member.role'])
		.where('member.user_id', '=', userId)
		.orderBy('organization.name')
		.execute();
}

export async function listMembers(organizationId: string, page: number) {
	return db
		.selectFrom('member')
		.innerJoin('user', 'user.id', 'member.user_id')
		.select(['member.id', 'member.role', 'user.name', 'user.email'])
		.where('member.organization_id', '=', organizationId)
		.orderBy('user.name')
		.orderBy('member.id')
		.limit(50)
		.offset(page * 50) // expect(strict): pagination/offset-pagination
		.execute();
}

export async function changeRole(memberId: string, role: string) {
	await db
		.updateTable('member') // expect: tenancy/lookup-by-id
		.set({ role })
		.where('id', '=', memberId)
		.execute();
}

export async function removeMember(organizationId: string, memberId: string) {
	await inTransaction(async (tx) => {
		const member = await tx
			.deleteFrom('member')
			.where('id', '=', memberId)
			.where('organization_id', '=', organizationId)
			.returning('user_id')
			.executeTakeFirst();
		if (member) {
			await unassign(organizationId, member.user_id, tx);
		}
	});
}

async function unassign(organizationId: string, userId: string, tx: Tx) {
	await tx
		.updateTable('todo')
		.set({ assignee_id: null, updated_at: new Date() })
		.where('organization_id', '=', organizationId)
		.where('assignee_id', '=', userId)
		.execute();
}

/** How many more people the plan allows; null is no bound. */
export async function seatsLeft(organizationId: string): Promise<number | null> {
	const { max_members: seats } = await db
		.selectFrom('subscription')
		.innerJoin('plan', 'plan.id', 'subscription.plan_id')
		.select('plan.max_members')
		.where('subscription.organization_id', '=', organizationId)
		.executeTakeFirstOrThrow();
	if (seats === null) {
		return null;
	}
	const { taken } = await db
		.selectFrom('member')
		.select((eb) => eb.fn.countAll<string>().as('taken'))
		.where('organization_id', '=', organizationId)
		.executeTakeFirstOrThrow();
	return seats - Number(taken);
}

export async function owner(organizationId: string) {
	return db
		.selectFrom('member')
		.innerJoin('user', 'user.id', 'member.user_id')
		.select(['user.id', 'user.email'])
		.where('member.organization_id', '=', organizationId)
		.where('member.role', '=', 'owner')
		.orderBy('member.created_at')
		.executeTakeFirst(); // expect: pagination/first-without-limit
}
