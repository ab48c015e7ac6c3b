// What an application gets when it imports 'kysely': the real package with dialects that note each statement, and for
// each statement the place of the root call that it began with. The instrumented code calls the functions of `run`.
import * as kysely from '#kysely'
import { Stubs } from './stub.mjs'

const TURNS = 6 // of one loop, for one call of the application

/** How conditions of unknown outcome go: with the value, or forced in several ways, so that more of the code is reached. */
export const POLICIES = [
  { test: (_, value) => value, choose: (value) => value },
  { test: (place, _, leaves) => !leaves, choose: (_, cases) => cases()[0] },
  { test: (place, _, leaves) => leaves, choose: (_, cases) => cases()[1] },
  ...Array.from({ length: 8 }, (_, seed) => ({
    test: (place, _, leaves) => chance(place, seed) < (leaves ? 15 : 65),
    choose: (_, cases) => cases()[seed % Math.max(1, cases().length)],
  })),
]

function chance(place, seed) {
  let hash = 17 + seed * 7919
  for (const char of place) hash = (hash * 31 + char.codePointAt(0)) % 1000003
  return (hash * 48271) % 100
}

export const modules = new Map() // name -> { declared name: () => value }
export const statements = new Map() // position of the root call -> the SQL texts
export const handlers = [] // functions that packages were given

let policy = POLICIES[0]
let position
let turns = {}
let own // the application's own instance, which has its plugins
const places = new Map() // query id -> position
const raw = new WeakMap() // node -> position

export function start(chosen) {
  policy = chosen
  turns = {}
  position = undefined
}

export const stubs = new Stubs(() => handle(), (callback) => handlers.push(callback))

const run = {
  at(place, given) {
    position = place
    return given.map((each) => (typeof each === 'function' ? (...more) => keeping(each, more) : each))
  },
  raw(place, made) {
    const node = made?.toOperationNode?.()
    if (node && !raw.has(node)) raw.set(node, place)
    return made
  },
  test: (place, value, leaves) => policy.test(place, value, leaves),
  choose: (value, cases) => policy.choose(value, cases) ?? value,
  tired: (place) => (turns[place] = (turns[place] ?? 0) + 1) > TURNS,
  safe(make) {
    try {
      return make()
    } catch {
      return stubs.any()
    }
  },
  module: (name, members) => modules.set(name, members),
  /** Called by Kysely, patched: a root node is made, a node is about to be compiled. */
  take() {
    const place = position
    position = undefined
    return place
  },
  seen(node, id) {
    const place = node.place ?? raw.get(node)
    if (place && !places.has(id.queryId)) places.set(id.queryId, place)
  },
}
globalThis.__run = run

function keeping(callback, given) {
  const place = position
  try {
    return callback(...given)
  } finally {
    position = place
  }
}

class Connection {
  async executeQuery() {
    return { rows: [stubs.any()], numAffectedRows: 1n, numChangedRows: 1n, insertId: 1n }
  }

  async *streamQuery() {
    yield await this.executeQuery()
  }
}

class Driver extends kysely.DummyDriver {
  async acquireConnection() {
    return new Connection()
  }
}

class Compiler extends kysely.PostgresQueryCompiler {
  compileQuery(node, id) {
    const compiled = super.compileQuery(node, id)
    const place = places.get(id.queryId)
    if (place) statements.set(place, (statements.get(place) ?? new Set()).add(compiled.sql))
    return compiled
  }
}

const dialect = {
  createAdapter: () => new kysely.PostgresAdapter(),
  createDriver: () => new Driver(),
  createIntrospector: (instance) => new kysely.PostgresIntrospector(instance),
  createQueryCompiler: () => new Compiler(),
}

const plugins = Object.values(kysely).filter((each) => typeof each === 'function' && each.name.endsWith('Plugin'))

class Kysely extends kysely.Kysely {
  constructor(config) {
    const given = Array.isArray(config?.plugins) ? config.plugins : []
    super(config?.executor ? config : { dialect, plugins: given.filter((each) => plugins.some((known) => each instanceof known)) })
    if (given.length) own ??= this
  }
}

export const db = new Kysely({})

/** What stands for a handle that is not known. */
export const handle = () => own ?? db

/** Whether there is an instance with plugins, which statements before it did not have. */
export const becameOwn = () => own !== undefined
export const expressionBuilder = kysely.expressionBuilder

/** The module 'kysely' as the application sees it; names that this release does not have are stubs. */
export const exported = Object.assign(Object.create(stubs.any()), kysely, { Kysely, __esModule: true })
