/** Which file imports what, read from the source. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Import {
  /** The importing file, from the repository's root, with `/`. */
  from: string
  /** As written. */
  specifier: string
  /** The imported file, from the repository's root; null when it is a package. */
  to: string | null
  /** `import type`: gone at run time. */
  isType: boolean
}

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Imports and re-exports, static and dynamic, of all source files under a folder; tests are left out. */
export function importsUnder(folder: string): Import[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name))
    .flatMap((entry) => importsOf(join(entry.parentPath, entry.name)))
}

function importsOf(file: string): Import[] {
  const source = readFileSync(file, 'utf8')
  const found = [
    ...source.matchAll(/^(?:import|export)\s+(?<type>type\s+)?(?:[^'";]*?\sfrom\s+)?'(?<specifier>[^']+)'/gm),
    ...source.matchAll(/(?<type>typeof\s+)?\bimport\(\s*'(?<specifier>[^']+)'/g),
  ]
  return found.map(({ groups }) => {
    const specifier = groups!.specifier! // both patterns name it
    const target = specifier.startsWith('.') ? sourceFile(join(dirname(file), specifier)) : null
    return { from: fromRoot(file), specifier, to: target && fromRoot(target), isType: groups!.type !== undefined }
  })
}

/** TypeScript's sources import `x.js` and mean `x.ts` or `x.tsx`. */
function sourceFile(path: string): string {
  const candidates = [path, path.replace(/\.js$/, '.ts'), path.replace(/\.js$/, '.tsx'), `${path}.ts`, `${path}.tsx`]
  const file = candidates.find((candidate) => existsSync(candidate))
  if (!file) throw new Error(`${path} is imported and does not exist`)
  return file
}

function fromRoot(path: string): string {
  return relative(root, path).split(sep).join('/')
}

/** Each circle once, as the list of its members; empty when there is none. */
export function circles(edges: Array<[from: string, to: string]>): string[][] {
  const next = new Map<string, Set<string>>()
  for (const [from, to] of edges) {
    if (from !== to) next.set(from, (next.get(from) ?? new Set()).add(to))
  }
  const found: string[][] = []
  const finished = new Set<string>()
  const visit = (node: string, path: string[]): void => {
    if (path.includes(node)) {
      found.push(path.slice(path.indexOf(node)))
      return
    }
    if (finished.has(node)) return
    for (const target of next.get(node) ?? []) visit(target, [...path, node])
    finished.add(node)
  }
  for (const node of next.keys()) visit(node, [])
  return found
}
