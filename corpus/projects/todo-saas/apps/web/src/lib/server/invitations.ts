import { randomBytes, randomUUID } from 'node:crypto';
import { db } from '@todo/db';
import { sendMail } from './mail';
import { seatsLeft } from './members';

const WEEK = 7 * 24 * 60 * 60 * 1000;

interface NewInvitation {
	organizationId: string;
	inviterId: string;
	email: string;
}

export async function invite({ organizationId, inviterId, email }: NewInvitation) {
	if ((await seatsLeft(organizationId)) === 0) {
		throw new Error('The plan has no seat left');
	}
	return db.transaction().execute(async (tx) => {
		await tx
			.deleteFrom('invitation')
			.where('organization_id', '=', organizationId)
			.where('email', '=', email)
			.where('status', '=', 'pending')
			.execute();
		const invitation = await tx
			.insertInto('invitation')
			.values({
				id: randomUUID(),
				organization_id: organizationId,
				inviter_id: inviterId,
				email,
				token: randomBytes(24).toString('base64url'),
				expires_at: new Date(Date.now() + WEEK),
			})
			.returning(['id', 'token'])
			.executeTakeFirstOrThrow();
		await sendMail({ // expect: transactions/external-work
			to: email,
			subject: 'You are invited',
			text: `https://todo.example/invite/${invitation.token}`,
		});
		return invitation.id;
	});
}

/** The link is the permission: nobody guesses the token. */
export async function findInvitation(token: string) {
	return db
		.selectFrom('invitation')
		.innerJoin('organization', 'organization.id', 'invitation.organization_id')
		.select([
			'invitation.id',
			'invitation.organization_id',
			'invitation.email',
			'invitation.role',
			'organization.name as organization_name',
		])
		.where('invitation.token', '=', token)
		.where('invitation.status', '=', 'pending')
		.where('invitation.expires_at', '>', new Date())
		.executeTakeFirst();
}

export async function accept(token: string, user: { id: string; email: string }) {
	const invitation = await findInvitation(token);
	if (!invitation || invitation.email !== user.email) {
		throw new Error('This invitation is not for you');
	}
	await db.transaction().execute(async (tx) => {
		await tx
			.insertInto('member')
			.values({
				id: randomUUID(),
				organization_id: invitation.organization_id,
				user_id: user.id,
				role: invitation.role ?? 'member',
			})
			.onConflict((oc) => oc.columns(['organization_id', 'user_id']).doNothing())
			.execute();
		await tx
			.updateTable('invitation')
			.set({ status: 'accepted' })
			.where('token', '=', token)
			.execute();
	});
	return invitation.organization_id;
}

export async function pendingInvitations(organizationId: string) {
	return db
		.selectFrom('invitation')
		.select(['id', 'email', 'expires_at'])
		.where('organization_id', '=', organizationId)
		.where('status', '=', 'pending')
		.orderBy('expires_at')
		.limit(100)
		.execute();
}
