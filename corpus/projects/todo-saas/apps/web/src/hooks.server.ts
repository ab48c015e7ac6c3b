import { redirect, type Handle } from '@sveltejs/kit';
import { auth } from '$lib/server/auth';
import { organizationOfKey } from '$lib/server/api-keys';
import { membership } from '$lib/server/members';

const OPEN = ['/login', '/invite', '/api/auth', '/api/webhooks'];

export const handle: Handle = async ({ event, resolve }) => {
	if (OPEN.some((prefix) => event.url.pathname.startsWith(prefix))) {
		return resolve(event);
	}

	const bearer = event.request.headers.get('authorization')?.replace('Bearer ', '');
	if (bearer) {
		const organizationId = await organizationOfKey(bearer);
		if (!organizationId) {
			return new Response('Unknown key', { status: 401 });
		}
		event.locals.organizationId = organizationId;
		return resolve(event);
	}

	const session = await auth.api.getSession({ headers: event.request.headers });
	if (!session?.session.activeOrganizationId) {
		redirect(303, '/login');
	}
	const organizationId = session.session.activeOrganizationId;
	const member = await membership(organizationId, session.user.id);
	if (!member) {
		redirect(303, '/login');
	}
	event.locals.user = session.user;
	event.locals.organizationId = organizationId;
	event.locals.role = member.role;
	return resolve(event);
};
