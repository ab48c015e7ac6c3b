import { error, redirect } from '@sveltejs/kit';
import { accept, findInvitation } from '$lib/server/invitations';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params }) => {
	const invitation = await findInvitation(params.token);
	if (!invitation) {
		error(404, 'This invitation has expired');
	}
	return { email: invitation.email, organization: invitation.organization_name };
};

export const actions: Actions = {
	async default({ locals, params }) {
		await accept(params.token, locals.user);
		redirect(303, '/todos');
	},
};
