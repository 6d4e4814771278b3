/**
 * Finds the route of a request. Routes are sorted, so that no order in a list matters: at each place of a path a fixed word goes before
 * a parameter, and a parameter before `*`.
 */
import { RegExpRouter } from 'hono/router/reg-exp-router'
import { SmartRouter } from 'hono/router/smart-router'
import { TrieRouter } from 'hono/router/trie-router'
import type { DocumentRoute, Route } from '../wire/route.js'

export interface RouteLists {
  frontend: Route[]
  backend: Route[]
  documents: DocumentRoute[]
  /** Asked when no other route matches; there are more of these than of all others, so they wait until then. */
  unserved(): DocumentRoute[]
}

export type Target = { api: 'frontend' | 'backend'; route: Route } | { api: 'document'; route: DocumentRoute }

export interface FoundRoute {
  target: Target
  params: Record<string, string>
}

interface Mounted {
  method: string
  path: string
  target: Target
}

export function createRouteFinder(basePath: string, routes: RouteLists): (method: string, path: string) => FoundRoute | null {
  const frontendPrefix = `${basePath}/v1/`
  const served = [
    ...mountedAt(`${basePath}/v1`, 'frontend', routes.frontend),
    ...mountedAt(`${basePath}/api/v1`, 'backend', routes.backend),
    ...documents(routes.documents),
  ]
  const frontend = routerOf(served.filter(({ path }) => path.startsWith(frontendPrefix)))
  const other = routerOf(served.filter(({ path }) => !path.startsWith(frontendPrefix)))
  let unserved: SmartRouter<Target> | undefined

  return (method, path) => {
    const found = match(path.startsWith(frontendPrefix) ? frontend : other, method, path)
    if (found) return found
    unserved ??= routerOf(documents(routes.unserved()))
    return match(unserved, method, path)
  }
}

const mountedAt = (prefix: string, api: 'frontend' | 'backend', routes: Route[]): Mounted[] =>
  routes.map((route) => ({
    method: route.operation.method,
    path: `${prefix}${route.operation.path}`,
    target: { api, route },
  }))

const documents = (routes: DocumentRoute[]): Mounted[] =>
  routes.map((route) => ({ method: route.method, path: route.path, target: { api: 'document', route } }))

function bySpecificity(mounted: Mounted[]): Mounted[] {
  const ranked = mounted.map((route) => ({ route, ranks: ranksOf(route.path) }))
  return ranked.toSorted(({ ranks }, other) => (ranks < other.ranks ? -1 : Number(ranks > other.ranks))).map(({ route }) => route)
}

/** A digit for each segment, the shorter path first: `/users/{user_id}` is `01`. */
const ranksOf = (path: string): string =>
  path
    .slice(1)
    .split('/')
    .map((segment) => (segment === '*' ? 2 : Number(segment.startsWith('{'))))
    .join('')

function routerOf(mounted: Mounted[]): SmartRouter<Target> {
  // One expression matches all paths below `v1`; paths such as `/clients/verify` beside `/clients/{client_id}` need the slower tree.
  const router = new SmartRouter<Target>({ routers: [new RegExpRouter(), new TrieRouter()] })
  for (const { method, path, target } of bySpecificity(mounted)) router.add(method, path.replace(/\{(\w+)\}/g, ':$1'), target)
  return router
}

function match(router: SmartRouter<Target>, method: string, path: string): FoundRoute | null {
  const [targets, stash] = router.match(method, path)
  const first = targets[0]
  if (!first) return null
  // The regular-expression router gives positions in `stash`, the other one the values themselves.
  const params = Object.entries(first[1]).map(([name, at]) => [name, decode(stash ? stash[at as number]! : String(at))])
  if (params.some(([, value]) => value!.includes('\0'))) return null // PostgreSQL would stop on it
  return { target: first[0], params: Object.fromEntries(params) }
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment // not a name of anything we have: the look-up answers 404
  }
}
