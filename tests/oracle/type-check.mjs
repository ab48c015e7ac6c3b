// node type-check.mjs PATH...  ->  JSON list of {path, line, code, message} on stdout; [] is clean.
import ts from 'typescript'
import { createProgram, text } from './program.mjs'

const diagnostics = ts.getPreEmitDiagnostics(createProgram(process.argv.slice(2)))
process.stdout.write(JSON.stringify(diagnostics.map(describe)))

function describe(diagnostic) {
  const { file, start = 0, code } = diagnostic
  const line = file ? file.getLineAndCharacterOfPosition(start).line + 1 : 0
  return { path: file?.fileName ?? '', line, code, message: text(diagnostic) }
}
