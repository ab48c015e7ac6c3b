import { error } from '@sveltejs/kit';
import { db } from '@todo/db';
import { organizationsOfUser } from '$lib/server/members';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ locals }) => {
	const organization = await db
		.selectFrom('organization')
		.leftJoin('subscription', 'subscription.organization_id', 'organization.id')
		.select(['organization.id', 'organization.name', 'organization.logo', 'subscription.plan_id'])
		.where('organization.id', '=', locals.organizationId)
		.executeTakeFirst();
	if (!organization) {
		error(404, 'This organization is gone');
	}
	return {
		organization,
		organizations: await organizationsOfUser(locals.user.id),
		plans: await db.selectFrom('plan').select(['id', 'name']).orderBy('monthly_price_cents').limit(10).execute(),
	};
};
