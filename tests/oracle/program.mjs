// TypeScript programs over files that live outside this folder but import the packages installed in it.
import path from 'node:path'
import ts from 'typescript'
import { LINKED_FROM, linkWorkspaces } from './workspace.mjs'

const HERE = import.meta.dirname

const DEFAULTS = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  allowImportingTsExtensions: true,
  allowJs: true,
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.esnext.disposable.d.ts'],
}

/** paths (files, or folders with or without a tsconfig.json) -> ts.Program */
export function createProgram(paths) {
  linkWorkspaces(paths.filter((target) => ts.sys.directoryExists(target)).map((target) => path.resolve(target)))
  const configs = paths.map(configure)
  const fileNames = configs.flatMap((config) => config.fileNames)
  const options = { ...Object.assign({}, ...configs.map((config) => config.options)), noEmit: true }
  options.typeRoots = [path.join(HERE, 'node_modules/@types')]
  options.types = ['node']
  return ts.createProgram(fileNames, options, createHost(options))
}

function configure(target) {
  const file = path.resolve(target)
  if (!ts.sys.directoryExists(file)) return { fileNames: [file], options: DEFAULTS }
  const config = path.join(file, 'tsconfig.json')
  const json = ts.sys.fileExists(config) ? ts.readConfigFile(config, ts.sys.readFile).config : {}
  const parsed = ts.parseJsonConfigFileContent(json, ts.sys, file, DEFAULTS)
  // "no inputs" is reported as an error too: a folder that checks nothing must not pass.
  if (parsed.errors.length) throw new Error(parsed.errors.map(text).join('\n'))
  return parsed
}

/** What the importing folder cannot resolve is looked up as if it were imported from here. */
function createHost(options) {
  const host = ts.createCompilerHost(options)
  const cache = ts.createModuleResolutionCache(HERE, (name) => name, options)
  const resolve = (name, from) => ts.resolveModuleName(name, from, options, host, cache)
  host.resolveModuleNameLiterals = (literals, from) =>
    literals.map(({ text: name }) => {
      const places = [from, LINKED_FROM, path.join(HERE, 'index.mts')]
      const found = places.map((place) => resolve(name, place))
      return found.find((each) => each.resolvedModule) ?? found[0]
    })
  return host
}

export function text(diagnostic) {
  return ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n')
}
