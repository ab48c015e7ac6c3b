import { homedir } from 'node:os';
import { join } from 'node:path';
import { add } from './commands/add.js';
import { broken, check, forgetVisits, history } from './commands/check.js';
import { exportFile } from './commands/export.js';
import { importFile } from './commands/import.js';
import { list, listFolder, listTags, listUntagged, unreadIn } from './commands/list.js';
import { newest, openLink, random } from './commands/open-link.js';
import { remove, removeFolder } from './commands/remove.js';
import { query, search } from './commands/search.js';
import { open, type Db } from './db/open.js';
import { reset, setSetting, setting } from './lib/settings.js';

type Command = (db: Db, args: string[]) => Promise<unknown>;

const number = (text: string | undefined) => Number(text ?? 0);

const COMMANDS: Record<string, Command> = {
  add: (db, [url = '', ...tags]) => add(db, { url, tags }),
  list: async (db, [tag]) => list(db, { tag, limit: Number(await setting(db, 'page', '20')) }),
  unread: (db, [folder]) => unreadIn(db, folder ? number(folder) : null),
  folder: (db, [id]) => listFolder(db, number(id)),
  tags: (db) => listTags(db),
  untagged: (db) => listUntagged(db),
  search: (db, [text = '', order]) => search(db, text, order === 'newest'),
  query: (db, [condition = '1']) => query(db, condition),
  open: (db, [id]) => openLink(db, number(id)),
  random: (db) => random(db),
  last: (db) => newest(db),
  check: (db) => check(db),
  broken: (db) => broken(db),
  history: (db, [id]) => history(db, number(id)),
  forget: (db) => forgetVisits(db),
  import: (db, [file = '']) => importFile(db, file),
  export: (db, [file = 'links.json']) => exportFile(db, file),
  remove: (db, ids) => remove(db, ids.map(Number)),
  'remove-folder': (db, [id]) => removeFolder(db, number(id)),
  set: (db, [key = '', value = '']) => setSetting(db, key, value),
  reset: (db) => reset(db),
};

const [name = 'list', ...args] = process.argv.slice(2);
const db = await open(process.env.LINKS_FILE ?? join(homedir(), '.links.db'));
try {
  console.log(await COMMANDS[name]?.(db, args));
} finally {
  await db.destroy();
}
