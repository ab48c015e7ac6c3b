// For each case on standard input (JSON): applies `before` to an empty PostgreSQL, then `up`, then `down`, and asks the
// probes before and after `up`. Prints what they answer, and the definitions that are not what they were.

import { PGlite } from '@electric-sql/pglite'
import { readFileSync } from 'node:fs'

const DEFINITIONS = `select indexdef as text from pg_indexes where schemaname not in ('pg_catalog', 'information_schema')
  union all select conrelid::regclass || ' ' || pg_get_constraintdef(oid) from pg_constraint where conrelid <> 0 order by 1`

const found = []
for (const { before, probes, up, down } of JSON.parse(readFileSync(0, 'utf8'))) {
  const server = await PGlite.create()
  await server.exec(before)
  await server.exec('vacuum analyze')
  const definitions = await all(server)
  const first = await answers(server, probes)
  for (const statement of up) await server.exec(statement)
  const second = await answers(server, probes)
  for (const statement of down) await server.exec(statement)
  const restored = JSON.stringify(definitions) === JSON.stringify(await all(server))
  found.push({ before: first, after: second, restored })
  await server.close()
}
process.stdout.write(JSON.stringify(found))

async function all(server) {
  return (await server.query(DEFINITIONS)).rows.map((row) => row.text)
}

/** The index that a query uses, "" for none; of a change whether it is accepted. Nothing is kept. */
async function answers(server, probes) {
  const given = []
  for (const probe of probes) {
    await server.exec('begin')
    try {
      const explained = probe.startsWith('select') ? `explain (format json) ${probe}` : probe
      const plan = JSON.stringify((await server.query(explained)).rows)
      given.push(probe.startsWith('select') ? (/"Index Name": ?"([^"]+)"/.exec(plan)?.[1] ?? '') : 'accepted')
    } catch (error) {
      given.push(`refused: ${error.code}`)
    }
    await server.exec('rollback')
  }
  return given
}
