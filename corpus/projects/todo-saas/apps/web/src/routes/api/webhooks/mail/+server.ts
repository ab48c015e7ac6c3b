import { db } from '@todo/db';
import { env } from '$env/dynamic/private';
import type { RequestHandler } from './$types';

interface InboundMail {
	from: string;
	to: string;
	text: string;
}

/** Answers by mail: `todo+<reply token>@example.com`. */
export const POST: RequestHandler = async ({ request }) => {
	if (request.headers.get('x-webhook-secret') !== env.MAIL_WEBHOOK_SECRET) {
		return new Response(null, { status: 401 });
	}
	const mail: InboundMail = await request.json();
	const replyToken = mail.to.split('@')[0].replace('todo+', '');
	const todo = await db
		.selectFrom('todo')
		.select(['id', 'organization_id'])
		.where('reply_token', '=', replyToken)
		.executeTakeFirst();
	if (!todo) {
		return new Response(null, { status: 202 });
	}
	const author = await db
		.selectFrom('user')
		.innerJoin('member', 'member.user_id', 'user.id')
		.select('user.id')
		.where('member.organization_id', '=', todo.organization_id)
		.where('user.email', '=', mail.from)
		.executeTakeFirst();
	if (author) {
		await db
			.insertInto('comment')
			.values({
				organization_id: todo.organization_id,
				todo_id: todo.id,
				author_id: author.id,
				body: mail.text,
			})
			.execute();
	}
	return new Response(null, { status: 202 });
};
