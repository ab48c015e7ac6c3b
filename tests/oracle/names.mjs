// node names.mjs  ->  JSON on stdout: what Kysely has besides methods. Exports of each entry point, lists of words
// (operators, actions), types that are a choice of words, options that are objects, and types that queries begin at.
import fs from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { createProgram } from './program.mjs'

const HERE = path.join(import.meta.dirname, 'node_modules/kysely')
const entries = Object.keys(JSON.parse(fs.readFileSync(path.join(HERE, 'package.json'), 'utf8')).exports)
const names = entries.filter((entry) => !entry.endsWith('.json')).map((entry) => `kysely${entry.slice(1)}`)
const modules = new Map()
for (const name of names) modules.set(name, await import(name))

const declarations = { kysely: 'dist/index.d.ts', 'kysely/readonly': 'dist/readonly/index.d.ts' }
const program = createProgram(Object.values(declarations).map((file) => path.join(HERE, file)))
const checker = program.getTypeChecker()
const types = typesOf('kysely')

const exported = mapped([...modules], ([name, module]) => [name, Object.keys(module).sort()])
const lists = mapped(Object.entries(modules.get('kysely')).filter(([, value]) => Array.isArray(value)), (pair) => pair)
const words = mapped(types, (symbol) => [symbol.name, literals(checker.getDeclaredTypeOfSymbol(symbol))])
const options = mapped(types.filter(isOptions), (symbol) => [symbol.name, members(checker.getDeclaredTypeOfSymbol(symbol))])
const handles = mapped(Object.keys(declarations), (name) => [name, typesOf(name).filter(isHandle).map(({ name }) => name).sort()])
process.stdout.write(JSON.stringify({ exports: exported, lists, words, options, handles }))

function typesOf(name) {
  const module = checker.getSymbolAtLocation(program.getSourceFile(path.join(HERE, declarations[name])))
  return checker.getExportsOfModule(module).map(resolved).filter((symbol) => symbol.flags & ts.SymbolFlags.Type)
}

function isHandle(symbol) {
  return members(checker.getDeclaredTypeOfSymbol(symbol)).includes('selectFrom')
}

function resolved(symbol) {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
}

function mapped(items, entry) {
  return Object.fromEntries(items.map(entry).filter(([, found]) => found.length))
}

// Types of operation nodes are for those who write plugins.
function isOptions(symbol) {
  return /(Options|Config|Props|Settings)$/.test(symbol.name) && !/(Node|Builder|Executor)Props$/.test(symbol.name)
}

function literals(type) {
  const choices = type.isUnion() ? type.types : [type]
  return choices.every((choice) => choice.isStringLiteral()) ? choices.map((choice) => choice.value).sort() : []
}

function members(type) {
  return type.getProperties().map((property) => property.name).sort()
}
