// Reads each diagram on standard input (a JSON list) with the real Mermaid, and prints what is wrong with it, or "".

import mermaid from 'mermaid'
import { readFileSync } from 'node:fs'

const found = []
for (const diagram of JSON.parse(readFileSync(0, 'utf8'))) {
  try {
    const { diagramType } = await mermaid.parse(diagram)
    found.push(diagramType === 'er' ? '' : `read as ${diagramType}`)
  } catch (error) {
    found.push(String(error))
  }
}
process.stdout.write(JSON.stringify(found))
