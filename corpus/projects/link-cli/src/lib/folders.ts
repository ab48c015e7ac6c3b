import type { Db } from '../db/open.js';

/** The folder at a path such as `work/reading`, made if it is missing. */
export async function folderAt(db: Db, path: string): Promise<number | null> {
  let parent: number | null = null;
  for (const name of path.split('/').filter(Boolean)) {
    const existing: { id: number } | undefined = await db
      .selectFrom('folder')
      .select('id')
      .where('name', '=', name)
      .where('parent_id', parent === null ? 'is' : '=', parent)
      .executeTakeFirst(); // expect(strict): pagination/first-without-limit
    const folder: { id: number } =
      existing ??
      (await db
        .insertInto('folder')
        .values({ name, parent_id: parent })
        .returning('id')
        .executeTakeFirstOrThrow());
    parent = folder.id;
  }
  return parent;
}

/** The folder and everything below it. */
export function subtree(db: Db, root: number) {
  return db.withRecursive('below', (qc) =>
    qc
      .selectFrom('folder')
      .select('folder.id')
      .where('folder.id', '=', root)
      .unionAll((eb) =>
        eb
          .selectFrom('folder')
          .innerJoin('below', 'below.id', 'folder.parent_id')
          .select('folder.id'),
      ),
  );
}
