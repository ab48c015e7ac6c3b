import { db } from '@todo/db';

/** A handful per organization, all of them shown in the picker. */
export async function labelsOf(organizationId: string, names: string[]) {
	if (names.length === 0) {
		return [];
	}
	return db
		.selectFrom('label')
		.select(['id', 'name', 'color'])
		.where('organization_id', '=', organizationId)
		.where('name', 'in', names) // expect(strict): performance/unchunked-batch
		.execute();
}

/** The ids of the given labels; makes those that are missing. */
export async function ensureLabels(organizationId: string, names: string[]) {
	if (names.length === 0) {
		return [];
	}
	return db
		.insertInto('label')
		.values(names.map((name) => ({ organization_id: organizationId, name }))) // expect(strict): performance/unchunked-batch
		.onConflict((oc) =>
			oc.columns(['organization_id', 'name']).doUpdateSet({ updated_at: new Date() }),
		)
		.returning(['id', 'name'])
		.execute();
}

export async function renameLabel(organizationId: string, id: string, name: string) {
	return db
		.updateTable('label')
		.set({ name, updated_at: new Date() })
		.where((eb) => eb.and({ organization_id: organizationId, id }))
		.executeTakeFirst();
}

export async function recolor(id: string, color: string) {
	return db
		.updateTable('label') // expect: tenancy/lookup-by-id
		.set({ color, updated_at: new Date() })
		.where('id', '=', id)
		.executeTakeFirst();
}

/** Removes labels that no todo carries any more. */
export async function pruneLabels(organizationId: string) {
	await db
		.deleteFrom('label')
		.where('organization_id', '=', organizationId)
		.where(({ not, exists, selectFrom }) =>
			not(
				exists(
					selectFrom('todo_label')
						.select('todo_label.todo_id')
						.whereRef('todo_label.label_id', '=', 'label.id'),
				),
			),
		)
		.execute();
}
