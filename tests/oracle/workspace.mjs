// Packages of a monorepo import each other by name; a package manager makes that work with links in node_modules, and so does this.
import fs from 'node:fs'
import path from 'node:path'

const ROOT = path.join(import.meta.dirname, 'node_modules', '.workspaces')

/** The folder to add to the module search path. */
export const LINKS = path.join(ROOT, 'node_modules')

/** A file name whose imports see the links, for resolvers that ask where an import stands. */
export const LINKED_FROM = path.join(ROOT, 'index.mts')

/** Link every named package below the folders. */
export function linkWorkspaces(folders) {
  for (const manifest of folders.flatMap(manifests)) {
    const { name } = JSON.parse(fs.readFileSync(manifest, 'utf8'))
    if (name) link(path.join(LINKS, name), path.dirname(manifest))
  }
}

function manifests(folder) {
  const names = fs.readdirSync(folder, { recursive: true }).filter((name) => path.basename(name) === 'package.json')
  return names.filter((name) => !name.includes('node_modules')).map((name) => path.join(folder, name))
}

// Test processes run side by side: each makes the link under a name of its own and puts it in place in one step.
function link(place, target) {
  fs.mkdirSync(path.dirname(place), { recursive: true })
  const fresh = `${place}.${process.pid}`
  fs.symlinkSync(target, fresh, 'junction')
  fs.renameSync(fresh, place)
}
