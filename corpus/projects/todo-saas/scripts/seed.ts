import { db } from '@todo/db';

/** A fresh start for the machine of a developer. */
async function seed() {
	await db.deleteFrom('todo').execute();
	await db.deleteFrom('project').execute();
	await db.deleteFrom('member').execute();
	await db.deleteFrom('organization').execute();

	await db.insertInto('organization').values({ id: 'org_demo', name: 'Demo', slug: 'demo' }).execute();
	for (const key of ['WEB', 'API', 'OPS']) {
		await db
			.insertInto('project')
			.values({ organization_id: 'org_demo', key, name: `Project ${key}` })
			.execute();
	}
	const projects = await db.selectFrom('project').selectAll().execute();
	console.log(`made ${projects.length} projects`);
}

seed()
	.then(() => db.destroy())
	.catch((error) => {
		console.error(error);
		process.exitCode = 1;
	});
