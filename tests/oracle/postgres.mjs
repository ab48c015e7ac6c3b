// For each list of SQL texts on standard input (JSON): applies them to an empty PostgreSQL and prints its catalog as JSON.

import { PGlite } from '@electric-sql/pglite'
import { citext } from '@electric-sql/pglite/contrib/citext'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { pgcrypto } from '@electric-sql/pglite/contrib/pgcrypto'
import { unaccent } from '@electric-sql/pglite/contrib/unaccent'
import { uuid_ossp } from '@electric-sql/pglite/contrib/uuid_ossp'
import { btree_gin } from '@electric-sql/pglite/contrib/btree_gin'
import { fuzzystrmatch } from '@electric-sql/pglite/contrib/fuzzystrmatch'
import { moddatetime } from '@electric-sql/pglite/contrib/moddatetime'
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist'
import { readFileSync } from 'node:fs'

const OURS = `n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg_%'
  and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')`

const CATALOG = {
  tables: `select n.nspname as schema, c.relname as name, c.relkind in ('v', 'm') as view, c.relrowsecurity as security
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p', 'v', 'm', 'f') and ${OURS}`,
  columns: `select n.nspname as schema, c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
      not a.attnotnull as nullable, (d.oid is not null or a.attidentity <> '') as has_default,
      (a.attidentity = 'a' or a.attgenerated <> '') as generated,
      pg_get_expr(d.adbin, d.adrelid) as default_text
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
    where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'v', 'm', 'f') and ${OURS} order by a.attnum`,
  constraints: `select n.nspname as schema, c.relname as table, k.conname as name, k.contype as type,
      (select json_agg(a.attname order by u.position) from unnest(k.conkey) with ordinality u(number, position)
        join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.number) as columns,
      (select json_agg(a.attname order by u.position) from unnest(k.confkey) with ordinality u(number, position)
        join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.number) as target_columns,
      tn.nspname as target_schema, t.relname as target, k.confdeltype as on_delete, k.confupdtype as on_update,
      coalesce(x.indnullsnotdistinct, false) as nulls_not_distinct
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
    left join pg_class t on t.oid = k.confrelid left join pg_namespace tn on tn.oid = t.relnamespace
    left join pg_index x on x.indexrelid = k.conindid and k.contype = 'u'
    where k.contype in ('p', 'u', 'f', 'c') and k.conparentid = 0 and ${OURS}`,
  indexes: `select n.nspname as schema, c.relname as table, i.relname as name, x.indisunique as unique, m.amname as method,
      (select json_agg(pg_get_indexdef(x.indexrelid, p, true) order by p) from generate_series(1, x.indnkeyatts) p) as parts,
      (select json_agg(x.indkey[p - 1] = 0 order by p) from generate_series(1, x.indnkeyatts) p) as expressions,
      (select json_agg(pg_get_indexdef(x.indexrelid, p, true) order by p)
        from generate_series(x.indnkeyatts + 1, x.indnatts) p) as include,
      x.indpred is not null as partial, x.indnullsnotdistinct as nulls_not_distinct,
      (select json_agg((x.indoption[p - 1] & 1) = 1 order by p) from generate_series(1, x.indnkeyatts) p) as descending
    from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class c on c.oid = x.indrelid
    join pg_namespace n on n.oid = c.relnamespace join pg_am m on m.oid = i.relam
    where not exists (select from pg_constraint k where k.conindid = x.indexrelid and k.contype in ('p', 'u', 'x'))
      and not i.relispartition and ${OURS}`,
  policies: `select schemaname as schema, tablename as table, policyname as name, lower(cmd) as command from pg_policies`,
  enums: `select n.nspname as schema, t.typname as name, json_agg(e.enumlabel order by e.enumsortorder) as values
    from pg_enum e join pg_type t on t.oid = e.enumtypid join pg_namespace n on n.oid = t.typnamespace group by 1, 2`,
}

const EMPTY = `do $$ declare s text; begin
  for s in select nspname from pg_namespace where nspname not like 'pg_%' and nspname <> 'information_schema' loop
    execute format('drop schema %I cascade', s);
  end loop;
end $$; create schema public; alter role current_user reset all; alter database postgres reset all; reset all;`

// Each file has a connection of its own, which begins with what the database and the role say.
const SETTINGS = `select unnest(setconfig) as setting from pg_db_role_setting
  where setdatabase in (0, (select oid from pg_database where datname = current_database()))
    and setrole in (0, (select oid from pg_roles where rolname = current_user)) order by setrole`

const extensions = { citext, pg_trgm, pgcrypto, unaccent, uuid_ossp, btree_gin, btree_gist, fuzzystrmatch, moddatetime }
const db = await PGlite.create({ extensions })

async function catalogOf(texts) {
  await db.exec(EMPTY)
  const catalog = { errors: [] }
  for (const { path, text } of texts) {
    await db.exec(text).catch((error) => catalog.errors.push(`${path}: ${error.message}`))
    await db.exec('rollback; reset all').catch(() => {})
    for (const { setting } of (await db.query(SETTINGS)).rows) await db.exec(`set ${setting}`)
  }
  for (const [name, query] of Object.entries(CATALOG)) catalog[name] = (await db.query(query)).rows
  return catalog
}

const catalogs = []
for (const texts of JSON.parse(readFileSync(0, 'utf8'))) catalogs.push(await catalogOf(texts))
process.stdout.write(JSON.stringify(catalogs))
await db.close()
