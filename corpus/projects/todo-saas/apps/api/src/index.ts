import { Elysia } from 'elysia';
import { attachments } from './routes/attachments';
import { projects } from './routes/projects';
import { reports } from './routes/reports';
import { search } from './routes/search';
import { todos } from './routes/todos';

export const app = new Elysia({ prefix: '/v1' })
	.use(todos)
	.use(projects)
	.use(attachments)
	.use(reports)
	.use(search)
	.listen(Number(process.env.PORT ?? 3001));
