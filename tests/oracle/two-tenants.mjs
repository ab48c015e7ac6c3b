// Line by line: a JSON list of SQL texts in, a JSON list of what each did to PostgreSQL out; the first line is the set-up.
// Each text runs once with the rows of two tenants and once with those of the first; what it wrote is taken back.

import { PGlite } from '@electric-sql/pglite'
import { createInterface } from 'node:readline'

const MOST = 5000
const database = await PGlite.create()
let digest = ''

async function state() {
  return (await database.query(digest)).rows[0].state
}

async function rows(text) {
  const found = await database.query(text, [], { rowMode: 'array' })
  return found.rows.map((row) => JSON.stringify(row)).sort()
}

// A cross join of everything has millions of rows; what is cut off could not be compared.
async function some(text) {
  const found = await rows(`select * from (${text}) as found limit ${MOST + 1}`)
  if (found.length > MOST) throw new Error('too many rows')
  return found
}

async function effect(text) {
  const writes = /\b(update|delete|insert)\b/i.test(text)
  try {
    if (!writes) return { rows: await some(text), left: null }
    await database.exec('begin')
    return { rows: await rows(text), left: await state() }
  } catch (error) {
    return { error: error.message }
  } finally {
    if (writes) await database.exec('rollback')
  }
}

async function effects(schema, texts) {
  await database.exec(`set search_path to ${schema}`)
  const found = []
  for (const text of texts) found.push(await effect(text))
  return found
}

for await (const line of createInterface({ input: process.stdin })) {
  const message = JSON.parse(line)
  if (message.setup) {
    digest = message.digest
    await database.exec(message.setup)
    await database.exec('set search_path to two')
    process.stdout.write(`${JSON.stringify([await state()])}\n`)
    continue
  }
  const [both, one] = [await effects('two', message), await effects('one', message)]
  process.stdout.write(`${JSON.stringify(both.map((found, at) => ({ both: found, one: one[at] })))}\n`)
}
