// node plans.mjs FOLDER < {case: [up, …, down, …] …}: runs each case of the folder's *.queries.ts through EXPLAIN, without and with its advice.
// Prints {case: {sql, before, after, left}}: the scans of both plans, and the indexes that are left when the way back was gone.

import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { PGlite } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import * as esbuild from 'esbuild'
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'

const HERE = import.meta.dirname
const folder = path.resolve(process.argv[2])
const advice = JSON.parse(fs.readFileSync(0, 'utf8'))
const output = fs.mkdtempSync(path.join(HERE, 'node_modules', '.plans-'))
process.on('exit', () => fs.rmSync(output, { recursive: true, force: true }))

const files = fs.readdirSync(folder).filter((name) => name.endsWith('.ts') && name !== 'database.ts')
await esbuild.build({
  entryPoints: files.map((name) => path.join(folder, name)),
  bundle: true,
  format: 'esm',
  platform: 'node',
  outdir: output,
  outExtension: { '.js': '.mjs' },
  external: ['kysely'],
})

const sent = []

class Recorder extends DummyDriver {
  async acquireConnection() {
    return { executeQuery: async (query) => (sent.push(query), { rows: [] }), async *streamQuery() {} }
  }
}

const db = new Kysely({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new Recorder(),
    createIntrospector: (of) => new PostgresIntrospector(of),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})

const server = await PGlite.create({ extensions: { pg_trgm } })
for (const name of fs.readdirSync(path.join(folder, 'migrations'))) await server.exec(text('migrations', name))
await server.exec(text('rows.sql'))
await server.exec('vacuum analyze') // also empties the pending lists of GIN indexes, which the planner counts

const { given } = await load('given.ts')
const result = {}
for (const file of files.filter((name) => name.endsWith('.queries.ts'))) {
  for (const [name, run] of Object.entries(await load(file))) {
    sent.length = 0
    await run(db, given)
    if (sent.length !== 1) throw new Error(`${name} sends ${sent.length} queries`)
    result[name] = await judged(sent[0], advice[name])
  }
}
process.stdout.write(JSON.stringify(result))
await server.close()

async function judged({ sql, parameters }, change) {
  const found = { sql, before: await scans(sql, parameters), after: [], left: [] }
  if (!change) return found
  const before = await indexes()
  for (const statement of change.up) await server.exec(statement)
  await server.exec(`analyze ${change.table}`)
  found.after = await scans(sql, parameters)
  for (const statement of change.down) await server.exec(statement)
  found.left = (await indexes()).filter((name) => !before.includes(name))
  return found
}

/** The tables that the plan reads row by row, and the indexes that it uses. */
async function scans(sql, parameters) {
  const { rows } = await server.query(`explain (format json) ${sql}`, parameters)
  const found = []
  const stack = [rows[0]['QUERY PLAN'][0].Plan]
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (node['Node Type'] === 'Seq Scan') found.push({ table: node['Relation Name'] })
    if (node['Index Name']) found.push({ index: node['Index Name'] })
    stack.push(...(node.Plans ?? []))
  }
  return found
}

async function indexes() {
  return (await server.query('select indexrelid::regclass::text as name from pg_index')).rows.map((row) => row.name)
}

function text(...names) {
  return fs.readFileSync(path.join(folder, ...names), 'utf8')
}

async function load(name) {
  return import(pathToFileURL(path.join(output, name.replace(/\.ts$/, '.mjs'))).href)
}
