import { betterAuth } from 'better-auth';
import { organization } from 'better-auth/plugins';
import { db } from '@todo/db';
import { sendMail } from './mail';

export const auth = betterAuth({
	database: { db, type: 'postgres' },
	emailAndPassword: { enabled: true },
	databaseHooks: {
		session: {
			create: {
				// A new session starts in the organization that the user joined first.
				async before(session) {
					const first = await db
						.selectFrom('member')
						.select('organization_id')
						.where('user_id', '=', session.userId)
						.orderBy('created_at')
						.limit(1)
						.executeTakeFirst();
					return { data: { ...session, activeOrganizationId: first?.organization_id } };
				},
			},
		},
	},
	plugins: [
		organization({
			async sendInvitationEmail(data) {
				await sendMail({
					to: data.email,
					subject: `Join ${data.organization.name}`,
					text: `https://todo.example/invite/${data.id}`,
				});
			},
		}),
	],
});
