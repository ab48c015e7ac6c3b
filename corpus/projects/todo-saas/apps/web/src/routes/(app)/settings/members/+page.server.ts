import { fail } from '@sveltejs/kit';
import { db } from '@todo/db';
import { invite, pendingInvitations } from '$lib/server/invitations';
import { changeRole, listMembers, owner, removeMember } from '$lib/server/members';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => ({
	owner: await owner(locals.organizationId),
	members: await listMembers(locals.organizationId, Number(url.searchParams.get('page') ?? 0)),
	invitations: await pendingInvitations(locals.organizationId),
});

export const actions: Actions = {
	async invite({ locals, request }) {
		const email = String((await request.formData()).get('email'));
		const known = await db
			.selectFrom('user')
			.innerJoin('member', 'member.user_id', 'user.id')
			.select('user.id')
			.where('user.email', '=', email)
			.where('member.organization_id', '=', locals.organizationId)
			.executeTakeFirst();
		if (known) {
			return fail(409, { email: 'Is a member already' });
		}
		await invite({ organizationId: locals.organizationId, inviterId: locals.user.id, email });
	},

	async changeRole({ request }) {
		const form = await request.formData();
		await changeRole(String(form.get('id')), String(form.get('role')));
	},

	async remove({ locals, request }) {
		await removeMember(locals.organizationId, String((await request.formData()).get('id')));
	},

	async withdraw({ request }) {
		const id = String((await request.formData()).get('id'));
		await db.deleteFrom('invitation').where('id', '=', id).execute(); // expect: tenancy/lookup-by-id
	},
};
