// A value that can stand for anything that is not there: a package, a request, a row, a handle.
// Whatever is read from it or returned by it is such a value again; functions given to it are called.

const HANDLE = new Set([
  'selectFrom', 'selectNoFrom', 'insertInto', 'replaceInto', 'updateTable', 'deleteFrom', 'mergeInto', 'with',
  'withRecursive', 'withSchema', 'startTransaction', 'dynamic', 'schema', 'getExecutor', 'executeQuery',
])
const DEPTH = 4 // of objects among arguments in which functions are looked for
const made = new WeakSet()

export function isStub(value) {
  return made.has(value)
}

export class Stubs {
  /** handle(): the Kysely instance that everything which is used as one stands for; called(f): what becomes of callbacks. */
  constructor(handle, called) {
    this.handle = handle
    this.called = called
  }

  any() {
    const known = new Map()
    const target = function stub() {}
    const stub = new Proxy(target, {
      get: (_, name) => {
        if (!known.has(name)) known.set(name, this.member(name))
        return known.get(name)
      },
      set: (_, name, value) => known.set(name, value) && true,
      has: () => true,
      ownKeys: () => ['prototype'],
      getOwnPropertyDescriptor: (_, name) => Reflect.getOwnPropertyDescriptor(target, name),
      defineProperty: () => true,
      getPrototypeOf: () => Function.prototype,
      apply: (_, __, given) => this.result(given),
      construct: (_, given) => this.result(given),
    })
    made.add(stub)
    return stub
  }

  member(name) {
    if (name === 'then') return undefined
    if (name === Symbol.toPrimitive) return (hint) => (hint === 'number' ? 10 : 'stub')
    if (name === Symbol.iterator) return () => [this.any()][Symbol.iterator]()
    if (name === Symbol.asyncIterator) return () => this.rows()
    if (name === 'toString' || name === 'toISOString') return () => 'stub'
    if (name === 'length' || name === 'size') return 1
    if (name === 'toOperationNode') return () => ({ kind: 'ValueNode', value: 'stub' })
    if (name === 'isTransaction') return false
    if (name === 'transaction') return (...given) => (given.length ? this.result(given) : this.handle().transaction())
    if (HANDLE.has(name)) return typeof this.handle()[name] === 'function' ? this.handle()[name].bind(this.handle()) : this.handle()[name]
    if (typeof name === 'string' && typeof Array.prototype[name] === 'function') return (...given) => [this.any()][name](...given)
    return typeof name === 'symbol' ? undefined : this.any()
  }

  async *rows() {
    yield this.any()
  }

  result(given) {
    functionsIn(given, DEPTH).forEach(this.called)
    return this.any()
  }
}

function functionsIn(value, depth) {
  if (typeof value === 'function') return isStub(value) || 'selectFrom' in value ? [] : [value]
  if (!depth || typeof value !== 'object' || value === null) return []
  const members = Object.getPrototypeOf(value) === Object.prototype ? Object.values(value) : Array.isArray(value) ? value : []
  return members.flatMap((member) => functionsIn(member, depth - 1))
}
