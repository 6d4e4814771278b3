/**
 * Which events and refusals the code behind each route can reach, read from the source: from the route's handler through every name that
 * it mentions, and what those mention, to each `tell('…')` and `errors.…()`. A call causes some of them or none: which, only a run
 * could say.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type ApiError, backendOperations, errors, frontendOperations } from '@frontdesk/contract'
import { transformSync } from 'esbuild'
import { parseAst } from 'vitest/node'

export interface Reach {
  events: string[]
  /** Status and code, such as `404 resource_not_found`. */
  refusals: string[]
}

interface Node {
  type: string
  [member: string]: unknown
}

/** A function or constant at the top of a file. */
interface Declaration {
  file: string
  node: Node
}

interface Source {
  declarations: Map<string, Declaration>
  /** Local name → file and the name there. */
  imports: Map<string, { file: string; name: string }>
  tree: Node
}

const src = fileURLToPath(new URL('../../packages/server/src/', import.meta.url))
const sources = new Map<string, Source>()

/** By the operation's line, with the API before it: `backend POST /users`; documents by method and path below the base. */
export function reachOfRoutes(): Map<string, Reach> {
  const found = new Map<string, Reach>()
  for (const file of filesUnder(src))
    for (const { callee, arguments: args } of callsIn(sourceOf(file).tree)) {
      const [first, second, ...handler] = args
      if (isNamed(callee, 'route') && first?.type === 'MemberExpression') found.set(lineOf(file, first), reachOf(file, handler))
      if (isNamed(callee, 'documentRoute') && first?.type === 'Literal' && second?.type === 'TemplateLiteral')
        found.set(`document ${first.value} ${lastTextOf(second)}`, reachOf(file, handler))
    }
  return found
}

/** Refusals of what a file exports under this name. */
export const refusalsOf = (file: string, name: string): string[] =>
  reachOf(file, [sourceOf(file).declarations.get(name)!.node]).refusals

const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => join(folder, file))

/** What is shown is read, and refuses nothing: resources, and the names of strategies, which are listed as the server starts. */
const isShown = (file: string, name: string): boolean => file.startsWith(join(src, 'resources/')) || name === 'strategies'

function reachOf(file: string, nodes: Node[]): Reach {
  const [events, refusals] = [new Set<string>(), new Set<string>()]
  const seen = new Set<Node>()
  const visit = (at: string, node: Node): void => {
    if (seen.has(node)) return
    seen.add(node)
    for (const { callee, arguments: args } of callsIn(node)) {
      const method = callee.type === 'MemberExpression' ? (callee.property as Node).name : undefined
      if (method === 'tell') for (const event of textsOf(at, args[0]!)) events.add(event)
      if (method && isNamed(callee.object as Node, 'errors')) refusals.add(refusalOf(String(method)))
    }
    for (const name of namesIn(node)) {
      const target = resolve(at, name)
      if (target && !isShown(target.file, name)) visit(target.file, target.node)
    }
  }
  for (const node of nodes) visit(file, node)
  for (const ofAnyCall of ['tooManyRequests', 'hookRefused', 'hookFailed']) refusals.delete(refusalOf(ofAnyCall))
  return { events: [...events].toSorted(), refusals: [...refusals].toSorted() }
}

/** The texts that an expression can be: its own, and those of the table that it looks them up in. */
function textsOf(file: string, node: Node): string[] {
  const own = nodesIn(node).flatMap(({ type, value }) => (type === 'Literal' && typeof value === 'string' ? [value] : []))
  const tables = namesIn(node).flatMap((name) => resolve(file, name) ?? [])
  return [...own, ...tables.flatMap((table) => textsOf(table.file, table.node))].filter((text) => text.includes('.'))
}

function refusalOf(name: string): string {
  const make = errors[name as keyof typeof errors] as (told: unknown) => ApiError // what it is told plays no part
  const { status, errors: entries } = name === 'formDataMissing' ? make(['x']) : make('x')
  return `${status} ${entries[0]!.code}`
}

function resolve(file: string, name: string): Declaration | undefined {
  const { declarations, imports } = sourceOf(file)
  const imported = imports.get(name)
  return imported ? resolve(imported.file, imported.name) : declarations.get(name)
}

function sourceOf(file: string): Source {
  const known = sources.get(file)
  if (known) return known
  const { code } = transformSync(readFileSync(file, 'utf8'), { loader: 'ts', target: 'esnext' })
  const tree = parseAst(code) as unknown as Node
  const source: Source = { declarations: new Map(), imports: new Map(), tree }
  for (const statement of tree.body as Node[]) {
    const node = (statement.declaration as Node | null | undefined) ?? statement
    if (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration')
      source.declarations.set((node.id as Node).name as string, { file, node })
    if (node.type === 'VariableDeclaration')
      for (const { id, init } of node.declarations as Array<{ id: Node; init: Node | null }>)
        if (init) for (const name of namesIn(id)) source.declarations.set(name, { file, node: init })
    if (statement.type !== 'ImportDeclaration' || !String((statement.source as Node).value).startsWith('.')) continue
    const target = join(dirname(file), String((statement.source as Node).value)).replace(/\.js$/, '.ts')
    for (const { local, imported } of statement.specifiers as Array<{ local: Node; imported?: Node }>)
      if (imported) source.imports.set(String(local.name), { file: target, name: String(imported.name) })
  }
  sources.set(file, source)
  return source
}

/** `backend POST /users` for `users.createUser` in a file of the Backend API. */
function lineOf(file: string, { object, property }: Node): string {
  const api = file.endsWith('backend-api.ts') ? 'backend' : 'frontend'
  const group = ((object as Node).property as Node | undefined)?.name ?? (object as Node).name
  const table: Record<string, Record<string, string>> = api === 'backend' ? backendOperations : frontendOperations
  return `${api} ${table[String(group)]![String((property as Node).name)]}`
}

const lastTextOf = ({ quasis }: Node): string => ((quasis as Node[]).at(-1)!.value as { cooked: string }).cooked

const isNamed = (node: Node, name: string): boolean => node.type === 'Identifier' && node.name === name

const callsIn = (node: Node) =>
  nodesIn(node).filter((inner): inner is Node & { callee: Node; arguments: Node[] } => inner.type === 'CallExpression')

/** Names that stand for something: not those of members. */
const namesIn = (node: Node): string[] => nodesIn(node).flatMap(({ type, name }) => (type === 'Identifier' ? [String(name)] : []))

const below = new WeakMap<Node, Node[]>()

function nodesIn(node: Node): Node[] {
  const known = below.get(node)
  if (known) return known
  const isMemberName = (member: string) =>
    !node.computed &&
    ((node.type === 'MemberExpression' && member === 'property') || (node.type === 'Property' && member === 'key'))
  const inner = Object.entries(node).flatMap(([member, value]) => {
    if (isMemberName(member)) return []
    return (Array.isArray(value) ? value : [value]).filter((child) => typeof child?.type === 'string').flatMap(nodesIn)
  })
  const nodes = [node, ...inner]
  below.set(node, nodes)
  return nodes
}
