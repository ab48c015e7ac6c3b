// node run.mjs FOLDER  ->  JSON {"file:offset": [sql, ...]} on stdout: what the real Kysely makes of each root call of an
// application, by the place of the root method's name. Its packages and Node's own modules are stubs: nothing is sent.
import fs from 'node:fs'
import path from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import * as esbuild from 'esbuild'
import ts from 'typescript'
import { declared, instrument } from './instrument.mjs'
import { isStub } from './stub.mjs'
import { Values } from './values.mjs'

const HERE = import.meta.dirname
const PACKAGES = path.join(HERE, '..', 'node_modules')
const RECORDER = path.join(HERE, 'recorder.mjs')
const ROOT = /\b(selectFrom|selectNoFrom|insertInto|replaceInto|updateTable|deleteFrom|mergeInto)\s*(<[^<>()]*>)?\(|\bsql\s*[`<]|\bnew Kysely\b/
const SOURCE = /\.[cm]?tsx?$/
const TEST = /(^|\/)(__tests__|__mocks__|tests?|e2e|node_modules|dist)\/|\.(test|spec|d)\.[cm]?tsx?$|\.d\.ts$/
const HARMLESS = new Set(['path', 'url', 'util', 'events', 'buffer', 'async_hooks', 'crypto', 'querystring', 'string_decoder'])
const PATIENCE = 300 // milliseconds for one call of the application
const DEPTH = 3 // of objects and functions that a call returns

const folder = fs.realpathSync(process.argv[2])
const print = process.stdout.write.bind(process.stdout)
const stringify = JSON.stringify
globalThis.setInterval = () => 0
globalThis.setTimeout = (callback, _, ...given) => globalThis.setImmediate(() => callback(...given))

const files = filesBelow('').filter((name) => SOURCE.test(name) && !TEST.test(name))
const entries = files.filter((name) => ROOT.test(fs.readFileSync(path.join(folder, name), 'utf8')))
const configs = new Map()
let packages
const output = fs.mkdtempSync(path.join(PACKAGES, '.application-'))
process.on('exit', () => fs.rmSync(output, { recursive: true, force: true }))

const program = createProgram()
const checker = program.getTypeChecker()
await bundle()
const recorder = await import(pathToFileURL(path.join(output, 'recorder.mjs')).href)
Object.assign(globalThis, { module: {}, React: recorder.stubs.any(), fetch: (...given) => recorder.stubs.result(given) })
JSON.stringify = (value, ...given) => stringify(value, ...given) ?? 'stub'
process.env = new Proxy({}, { get: (_, name) => (typeof name === 'string' ? 'stub' : undefined), has: () => true })
const failed = []
for (const name of ['log', 'info', 'warn', 'error', 'debug', 'trace', 'table']) console[name] = () => {}
process.exit = () => { throw new Error('exit') }
for (const event of ['unhandledRejection', 'uncaughtException']) process.on(event, () => {})
for (const name of entries) await load(name)
const values = new Values(checker, recorder.stubs, { db: recorder.handle, expressionBuilder: recorder.expressionBuilder }, classOf)
await runAll(recorder.POLICIES[0]) // makes the application's own instance, if a function does
if (recorder.becameOwn()) recorder.statements.clear()
for (const policy of recorder.POLICIES) await runAll(policy)
const found = Object.fromEntries([...recorder.statements].map(([place, texts]) => [place, [...texts]]))
print(stringify({ statements: found, failed }), () => process.reallyExit(0))

function filesBelow(place) {
  return fs.readdirSync(path.join(folder, place), { withFileTypes: true }).flatMap((entry) => {
    const name = path.posix.join(place, entry.name)
    if (entry.isDirectory()) return ['node_modules', '.git'].includes(entry.name) ? [] : filesBelow(name)
    return entry.isFile() ? [name] : []
  })
}

function resolve(specifier, from) {
  const options = optionsFor(path.dirname(from))
  const found = ts.resolveModuleName(specifier, from, options, ts.sys).resolvedModule
  const inside = found && !found.resolvedFileName.includes('/node_modules/') && SOURCE.test(found.resolvedFileName) && !/\.d\.[cm]?ts$/.test(found.resolvedFileName)
  return inside ? fs.realpathSync(found.resolvedFileName) : workspace(specifier)
}

function optionsFor(directory) {
  if (!configs.has(directory)) {
    const file = ts.findConfigFile(directory, (name) => name.startsWith(folder) && ts.sys.fileExists(name))
    const read = file && ts.readConfigFile(file, ts.sys.readFile).config
    const parsed = read ? ts.parseJsonConfigFileContent({ ...read, files: [] }, ts.sys, path.dirname(file)).options : {}
    const { baseUrl, paths, pathsBasePath } = parsed
    configs.set(directory, { baseUrl, paths, pathsBasePath, moduleResolution: ts.ModuleResolutionKind.Bundler, module: ts.ModuleKind.ESNext, allowJs: false })
  }
  return configs.get(directory)
}

function workspace(specifier) {
  packages ??= new Map(filesBelow('').filter((name) => path.basename(name) === 'package.json').flatMap((name) => {
    try {
      return [[JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8')).name, path.join(folder, path.dirname(name))]]
    } catch {
      return []
    }
  }))
  const [, name, inside] = /^((?:@[^/]+\/)?[^/]+)\/?(.*)$/.exec(specifier) ?? []
  if (!packages.has(name)) return undefined
  const places = ['src', '', 'lib'].flatMap((part) => [path.join(packages.get(name), part, inside || 'index')])
  return places.flatMap((place) => [`${place}.ts`, `${place}.tsx`, path.join(place, 'index.ts')]).find((file) => fs.existsSync(file))
}

function createProgram() {
  const options = {
    strict: true, noEmit: true, skipLibCheck: true, target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler, jsx: ts.JsxEmit.Preserve, types: [], experimentalDecorators: true,
    lib: ['lib.esnext.d.ts'],
  }
  const host = ts.createCompilerHost(options)
  const own = path.join(HERE, '..', 'index.mts')
  host.resolveModuleNameLiterals = (literals, from) => literals.map(({ text }) => {
    if (/^kysely($|\/)/.test(text)) return ts.resolveModuleName(text, own, options, host)
    const file = from.includes('/node_modules/') ? undefined : resolve(text, from)
    if (file) return { resolvedModule: { resolvedFileName: file, extension: path.extname(file), isExternalLibraryImport: false } }
    return from.includes('/node_modules/') ? ts.resolveModuleName(text, from, options, host) : { resolvedModule: undefined }
  })
  return ts.createProgram(entries.map((name) => path.join(folder, name)), options, host)
}

// A type that is imported as if it were a value, under the name of a global, is no export of its module: one is added.
async function bundle(missing = new Map()) {
  try {
    await build(missing)
  } catch (error) {
    const found = (error.errors ?? []).map(({ text }) => /^No matching export in "(.*)" for import "(\w+)"/.exec(text))
    if (!found.length || found.some((each) => !each || missing.get(path.resolve(each[1]))?.has(each[2]))) throw error
    for (const [, place, name] of found) missing.set(path.resolve(place), (missing.get(path.resolve(place)) ?? new Set()).add(name))
    await bundle(missing)
  }
}

async function build(missing) {
  await esbuild.build({
    entryPoints: [...entries.map((name) => path.join(folder, name)), RECORDER].map((file) => ({ in: file, out: outName(file) })),
    bundle: true, splitting: true, format: 'esm', target: 'esnext', platform: 'node', outdir: output,
    outExtension: { '.js': '.mjs' }, logLevel: 'silent', logOverride: { 'import-is-undefined': 'silent' },
    plugins: [{ name: 'application', setup: (build) => setup(build, missing) }],
  })
}

function outName(file) {
  return file === RECORDER ? 'recorder' : path.relative(folder, file).replace(SOURCE, '')
}

function setup(build, missing) {
  build.onResolve({ filter: /.*/ }, ({ path: specifier, importer, kind, namespace }) => {
    if (kind === 'entry-point') return { path: specifier }
    if (specifier === '#kysely') return { path: path.join(PACKAGES, 'kysely/dist/index.js') }
    if (namespace === 'stub') return { path: specifier }
    if (/^kysely$/.test(specifier)) return { path: 'kysely', namespace: 'stub' }
    if (/^kysely\//.test(specifier)) return kyselyPart(specifier)
    if (importer.startsWith(PACKAGES) || importer.startsWith(HERE)) return undefined
    const bare = specifier.replace(/^node:/, '')
    if (HARMLESS.has(bare)) return { path: specifier, external: true }
    const file = resolve(specifier, importer)
    return file ? { path: file } : { path: specifier, namespace: 'stub' }
  })
  build.onLoad({ filter: /.*/, namespace: 'stub' }, ({ path: name }) => ({
    contents: `const recorder = require(${JSON.stringify(RECORDER)})
module.exports = ${name === 'kysely' ? 'recorder.exported' : 'Object.create(recorder.stubs.any(), { __esModule: { value: true } })'}`,
    loader: 'js',
    resolveDir: HERE,
  }))
  build.onLoad({ filter: /kysely\/dist\/.*\.js$/ }, ({ path: file }) => ({ contents: patched(file), loader: 'js' }))
  build.onLoad({ filter: SOURCE }, ({ path: file }) => {
    if (!file.startsWith(folder)) return undefined
    const name = path.relative(folder, file)
    const added = [...(missing.get(file) ?? [])].map((each) => `\nconst __${each} = globalThis.${each}; export { __${each} as ${each} }`)
    return { contents: instrument(fs.readFileSync(file, 'utf8'), file, name) + added.join(''), loader: 'ts' }
  })
}

function kyselyPart(specifier) {
  const manifest = JSON.parse(fs.readFileSync(path.join(PACKAGES, 'kysely/package.json'), 'utf8'))
  const entry = manifest.exports[`.${specifier.slice('kysely'.length)}`]
  const file = typeof entry === 'string' ? entry : (entry?.import ?? entry?.default)
  return file ? { path: path.join(PACKAGES, 'kysely', typeof file === 'string' ? file : file.default) } : { path: specifier, namespace: 'stub' }
}

/** Kysely's own code: root nodes carry the place that they were made for, and rows are left as they are. */
function patched(file) {
  const text = fs.readFileSync(file, 'utf8')
  return text
    .replace(/return freeze\(\{(\s*kind: '\w+QueryNode',)/g, 'return freeze({ place: globalThis.__run.take(),$1')
    .replace(/(\btransformQuery\(node, queryId\) \{)(?=\s*for)/, '$1 globalThis.__run.seen(node, queryId);')
    .replace(/for \(const plugin of this\.#plugins\)(?=\s*\{\s*result)/, 'for (const plugin of [])')
}

async function load(name) {
  try {
    await import(pathToFileURL(path.join(output, `${name.replace(SOURCE, '')}.mjs`)).href)
  } catch (error) {
    failed.push(`${name}: ${error?.stack?.split('\n').slice(0, 2).join(' ')}`)
  }
}

function classOf(declaration) {
  const name = path.relative(folder, declaration.getSourceFile().fileName)
  return recorder.modules.get(name)?.[declaration.name?.text]?.()
}

async function runAll(policy) {
  for (const handler of [...recorder.handlers]) await call(policy, handler, undefined, [1, 2, 3].map(() => recorder.stubs.any()), DEPTH)
  for (const [name, members] of recorder.modules) {
    if (!entries.includes(name)) continue
    const source = program.getSourceFile(path.join(folder, name))
    const types = source ? typesOf(source) : {}
    for (const [member, get] of Object.entries(members)) await explore(policy, attempt(get), types[member], undefined, 0)
  }
}

function typesOf(source) {
  const names = new Set(declared(source))
  const symbols = [...(source.locals?.values() ?? [])].filter((symbol) => names.has(symbol.name))
  return Object.fromEntries(symbols.map((symbol) => [symbol.name, checker.getTypeOfSymbol(checker.getExportSymbolOfSymbol(symbol))]))
}

function attempt(make) {
  try {
    return make()
  } catch {
    return undefined
  }
}

// A function is called; a class is made and its methods are called; an object's functions are called, and so is what a call returns.
async function explore(policy, value, type, owner, depth) {
  if (depth > DEPTH || value === null || isStub(value)) return
  if (typeof value === 'object') return exploreMembers(policy, value, type, depth)
  if (typeof value !== 'function') return
  const [construct] = type?.getConstructSignatures() ?? []
  if (construct || /^class\b/.test(Function.prototype.toString.call(value))) return exploreClass(policy, value, type, construct, depth)
  const [signature] = type?.getCallSignatures() ?? []
  const given = signature ? values.arguments(signature) : Array.from({ length: value.length }, () => recorder.stubs.any())
  await call(policy, value, owner, given, depth, signature?.getReturnType())
}

async function exploreClass(policy, value, type, construct, depth) {
  await exploreMembers(policy, value, type, depth, Object.getOwnPropertyNames(value).filter((name) => !['prototype', 'name', 'length'].includes(name)))
  const made = construct ? values.ofObject(construct.getReturnType(), 0) : attempt(() => new value())
  if (!made || isStub(made)) return
  await exploreMembers(policy, made, construct?.getReturnType(), depth, methodsOf(made))
}

function methodsOf(made) {
  const names = new Set(Object.keys(made))
  for (let current = Object.getPrototypeOf(made); current && current !== Object.prototype; current = Object.getPrototypeOf(current))
    Object.getOwnPropertyNames(current).forEach((name) => names.add(name))
  names.delete('constructor')
  return [...names]
}

async function exploreMembers(policy, value, type, depth, names = Object.keys(value)) {
  if (value instanceof Promise || typeof value.getExecutor === 'function' || typeof value.toOperationNode === 'function') return
  for (const name of names) {
    const member = attempt(() => value[name])
    if (typeof member !== 'function' && !(typeof member === 'object' && depth < DEPTH)) continue
    const symbol = type?.getProperty(name)
    await explore(policy, member, symbol && attempt(() => checker.getTypeOfSymbol(symbol)), value, depth + 1)
  }
}

async function call(policy, value, owner, given, depth, returns) {
  recorder.start(policy)
  const before = recorder.handlers.length
  const finished = (async () => {
    let result = value.apply(owner, given)
    if (typeof result?.compile !== 'function') result = await result
    if (typeof result?.compile === 'function' && !result.isRawBuilder) attempt(() => result.compile(recorder.db))
    else if (result && !isStub(result) && typeof result[Symbol.asyncIterator] === 'function') for await (const _ of result);
    return result
  })().catch(() => undefined)
  const result = await Promise.race([finished, wait(PATIENCE)])
  await setImmediate()
  for (const handler of recorder.handlers.splice(before)) {
    if (depth < DEPTH + 4) await call(policy, handler, undefined, [1, 2, 3].map(() => recorder.stubs.any()), depth + 1)
  }
  if (result && !isStub(result) && depth < DEPTH) await explore(policy, result, returns && awaited(returns), owner, depth + 1)
}

function awaited(type) {
  return checker.getAwaitedType(type) ?? type
}

function wait(milliseconds) {
  return new Promise((done) => { const until = Date.now() + milliseconds; const look = () => (Date.now() > until ? done() : globalThis.setImmediate(look)); look() })
}
