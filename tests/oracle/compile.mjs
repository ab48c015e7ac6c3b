// node compile.mjs FOLDER  ->  JSON {file: {case: [sql, ...]}} on stdout: every case of the folder, run on the real Kysely.
import fs from 'node:fs'
import path from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import * as esbuild from 'esbuild'
import ts from 'typescript'
import { createProgram } from './program.mjs'
import { Stubs } from './stubs.mjs'
import { LINKS } from './workspace.mjs'

// stdout is the result's: Kysely announces deprecated calls there, and corpus code may log.
console.log = console.error

const HERE = import.meta.dirname
const DIALECTS = { mysql: 'MysqlDialect', sqlite: 'SqliteDialect', mssql: 'MssqlDialect' }

const folder = path.resolve(process.argv[2])
const program = createProgram([folder])
const checker = program.getTypeChecker()
const output = fs.mkdtempSync(path.join(HERE, 'node_modules', '.compile-'))
process.on('exit', () => fs.rmSync(output, { recursive: true, force: true }))

let columns // one stub per column name of every interface called DB
const sources = program.getRootFileNames().filter(isCaseFile)
const recorder = await bundle(sources)
const result = {}
for (const source of sources) result[key(source)] = await runFile(source)
process.stdout.write(JSON.stringify(result))

// Below modules/ a folder is one application: only its cases.ts is run, the rest is what that imports.
function isCaseFile(file) {
  if (file.endsWith('.d.ts') || path.basename(file) === 'database.ts') return false
  return !file.includes('/modules/') || path.basename(file).startsWith('cases.')
}

function key(file) {
  return path.relative(folder, file)
}

async function bundle(files) {
  await esbuild.build({
    entryPoints: [...files, path.join(HERE, 'recorder.mjs')],
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'node20',
    platform: 'node',
    outdir: output,
    outbase: '/',
    outExtension: { '.js': '.mjs' },
    nodePaths: [LINKS, path.join(HERE, 'node_modules')],
    plugins: [{ name: 'recorder', setup: redirect }],
    logLevel: 'error',
  })
  return load(path.join(HERE, 'recorder.mjs'))
}

// One copy of Kysely for everybody: 'kysely' is the recorder, and what the recorder calls '#kysely' is the package.
function redirect(build) {
  build.onResolve({ filter: /^kysely$/ }, () => ({ path: path.join(HERE, 'recorder.mjs') }))
  build.onResolve({ filter: /^#kysely$/ }, () => ({ path: path.join(HERE, 'node_modules/kysely/dist/index.js') }))
}

function load(file) {
  const built = path.join(output, file.replace(/\.[cm]?[jt]sx?$/, '.mjs'))
  return import(pathToFileURL(built).href)
}

async function runFile(file) {
  const module = await load(file)
  const cases = {}
  for (const symbol of exportsOf(file)) {
    if (!(symbol.flags & ts.SymbolFlags.Value)) continue
    const name = symbol.name === 'default' ? defaultName(symbol) : symbol.name
    await explore({ name, value: exported(module, symbol.name), type: checker.getTypeOfSymbol(symbol), file, cases })
  }
  return cases
}

// esbuild gives a CommonJS module one export, the default.
function exported(module, name) {
  return name in module ? module[name] : module.default[name]
}

function exportsOf(file) {
  const source = program.getSourceFile(file)
  const symbol = checker.getSymbolAtLocation(source) ?? source.symbol // the latter for CommonJS
  const found = symbol ? checker.getExportsOfModule(symbol) : []
  return found.map((each) => (each.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(each) : each))
}

function defaultName(symbol) {
  return symbol.valueDeclaration?.name?.text ?? 'default'
}

// A function is a case; a class, an object or what a factory returns holds cases: its methods.
async function explore(found) {
  const [construct] = found.type.getConstructSignatures()
  const [call] = found.type.getCallSignatures()
  if (construct) await exploreClass(found, construct)
  else if (call) await exploreFunction(found, call)
  else await exploreMembers(found, found.value, found.type)
}

async function exploreClass(found, construct) {
  await exploreMembers(found, found.value, found.type)
  const instance = new found.value(...stubs(found.file).arguments(construct))
  await exploreMembers(found, instance, construct.getReturnType())
}

async function exploreMembers(found, owner, type) {
  for (const symbol of type.getProperties()) {
    const declaration = symbol.valueDeclaration
    const hidden = declaration && ts.getCombinedModifierFlags(declaration) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)
    const value = hidden ? undefined : owner[symbol.name]
    if (symbol.name === 'prototype' || typeof value !== 'function') continue
    const member = { ...found, name: `${found.name}.${symbol.name}`, value: value.bind(owner) }
    await exploreFunction(member, checker.getTypeOfSymbol(symbol).getCallSignatures()[0])
  }
}

async function exploreFunction(found, signature) {
  const texts = []
  const returned = await run(found, signature, texts)
  if (texts.length) found.cases[found.name] = texts
  else if (hasFunctions(returned)) await exploreMembers(found, returned, signature.getReturnType())
  else throw new Error(`${key(found.file)}: ${found.name} sends no query`)
}

/** Runs the case, and again for each `@also`, whose new statements are added to texts. */
async function run(found, signature, texts) {
  const [first, ...others] = runs(signature)
  const returned = await runOnce(found, signature, first)
  texts.push(...recorder.recorded())
  for (const given of others) {
    await runOnce(found, signature, given)
    texts.push(...recorder.recorded().filter((text) => !texts.includes(text)))
  }
  return returned
}

// `@stub name JSON` in the doc comment gives a parameter a value of its own; `@also name JSON` runs the
// case once more with it, for code whose branches send different queries. `@also rows 0`: queries find nothing.
function runs(signature) {
  const tags = signature.getJsDocTags().map(({ name, text: parts = [] }) => [name, ts.displayPartsToString(parts)])
  const given = (wanted) => tags.filter(([name]) => name === wanted).map(([, words]) => assignment(words))
  const stubbed = Object.assign({}, ...given('stub'))
  return [stubbed, ...given('also').map((other) => ({ ...stubbed, ...other }))]
}

function assignment(words) {
  const [, name, json] = /^(\S+)\s+(.*)$/s.exec(words)
  return { [name]: JSON.parse(json) }
}

async function runOnce(found, signature, given) {
  recorder.restart(given.rows === 0 ? [] : [sampleRow()])
  try {
    const returned = await found.value(...stubs(found.file).arguments(signature, given))
    if (returned && typeof returned !== 'string' && isIterable(returned)) for await (const _ of returned);
    await setImmediate() // what was started and not awaited is sent too
    return returned
  } catch (error) {
    throw new Error(`${key(found.file)}: ${found.name}: ${error.stack}`)
  }
}

function isIterable(value) {
  return Symbol.asyncIterator in Object(value) || Symbol.iterator in Object(value)
}

function hasFunctions(value) {
  return Object.values(Object(value)).some((member) => typeof member === 'function')
}

function stubs(file) {
  const dialect = DIALECTS[key(file).split('/')[0]] ?? 'PostgresDialect'
  return new Stubs(checker, new recorder.Kysely({ dialect: new recorder[dialect]({}) }))
}

function sampleRow() {
  columns ??= Object.assign({}, ...program.getSourceFiles().flatMap(databases).flatMap(tableRows))
  const get = (row, name) => (name in row || typeof name !== 'string' || name === 'then' ? row[name] : 10)
  return new Proxy({ ...columns }, { get })
}

function databases(source) {
  const symbol = source.fileName.startsWith(folder) && checker.getSymbolAtLocation(source)
  const exported = symbol ? checker.getExportsOfModule(symbol) : []
  return exported.filter((each) => each.name === 'DB').map((each) => checker.getDeclaredTypeOfSymbol(each))
}

function tableRows(database) {
  return database.getProperties().map((table) => {
    const columnsOf = checker.getTypeOfSymbol(table).getProperties()
    return Object.fromEntries(columnsOf.map((column) => [column.name, selected(column)]))
  })
}

function selected(column) {
  const type = checker.getTypeOfSymbol(column)
  const select = type.getProperty('__select__')
  return new Stubs(checker).ofType(select ? checker.getTypeOfSymbol(select) : type)
}
