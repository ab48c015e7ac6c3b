// node migrate.mjs FOLDER  ->  JSON [{path, text}] on stdout: every statement that the migrations of a folder send, run on the real Kysely.
import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import * as esbuild from 'esbuild'
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'

const HERE = import.meta.dirname
const folder = path.resolve(process.argv[2])
const files = fs.readdirSync(folder).filter((file) => file.endsWith('.ts')).sort()
const output = fs.mkdtempSync(path.join(HERE, 'node_modules', '.migrate-'))
process.on('exit', () => fs.rmSync(output, { recursive: true, force: true }))

await esbuild.build({
  entryPoints: files.map((file) => path.join(folder, file)),
  bundle: true,
  external: ['kysely'],
  format: 'esm',
  outdir: output,
  outExtension: { '.js': '.mjs' },
  logLevel: 'error',
})

const sent = []
for (const file of files) {
  const loaded = await import(pathToFileURL(path.join(output, file.replace(/\.ts$/, '.mjs'))))
  const db = new Kysely({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (of) => new PostgresIntrospector(of),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
    log: (event) => sent.push({ path: file, text: event.query.sql }),
  })
  await (loaded.default ?? loaded).up(db)
}
process.stdout.write(JSON.stringify(sent))
