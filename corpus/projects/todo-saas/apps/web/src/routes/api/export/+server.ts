import { json } from '@sveltejs/kit';
import { db } from '@todo/db';
import { exportActivity } from '$lib/server/activity';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, url }) => {
	if (url.searchParams.get('what') === 'activity') {
		return json(await exportActivity(locals.organizationId));
	}

	const lines: string[] = [];
	const todos = db
		.selectFrom('todo')
		.select(['id', 'title', 'status', 'created_at'])
		.where('organization_id', '=', locals.organizationId)
		.orderBy('created_at')
		.stream(500);
	for await (const todo of todos) {
		lines.push([todo.id, todo.title, todo.status, todo.created_at.toISOString()].join(','));
	}

	const since = new Date(url.searchParams.get('since') ?? 0);
	const attachments = await db
		.selectFrom('attachment') // expect: tenancy/unscoped-query
		.select(['todo_id', 'file_name'])
		.where('created_at', '>=', since)
		.orderBy('created_at')
		.limit(10_000)
		.execute();
	for (const attachment of attachments) {
		lines.push([attachment.todo_id, attachment.file_name].join(','));
	}
	return new Response(lines.join('\n'), { headers: { 'content-type': 'text/csv' } });
};
