import type { Db } from '../db/open.js';
import { folderAt } from '../lib/folders.js';
import { tagLink } from '../lib/tags.js';

interface AddOptions {
  url: string;
  title?: string;
  folder?: string;
  tags: string[];
}

async function titleOf(url: string): Promise<string> {
  const page = await (await fetch(url)).text();
  return /<title>([^<]*)/i.exec(page)?.[1]?.trim() || url;
}

export async function add(db: Db, { url, title, folder, tags }: AddOptions) {
  return db.transaction().execute(async (trx) => {
    const link = await trx
      .insertInto('link')
      .values({
        url,
        title: title ?? (await titleOf(url)), // expect: transactions/external-work
        folder_id: folder ? await folderAt(trx, folder) : null,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await tagLink(trx, link.id, tags);
    return link.id;
  });
}
